from collections.abc import Callable

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.network.building import walking_edges, walking_network, walking_nodes
from geodata.schemas import CRS, empty, validate

EASTON, WESTON = "E06999001", "E06999002"
STREET = {"highway": "residential"}
Made = Callable[..., gpd.GeoDataFrame]
LINE = {1: (0.0, 0.0), 2: (30.0, 40.0), 3: (60.0, 80.0)}


def test_toytown_on_paper(network) -> None:
    nodes, edges = network
    assert len(nodes) == 37  # 36 crossroads and the zebra
    assert len(edges) == 61
    assert edges["length_m"].sum() == 6000
    assert edges["length_m"].value_counts().to_dict() == {100.0: 59, 50.0: 2}
    # corners, the zebra; the other crossroads of the rim; those inside
    assert nodes["degree"].value_counts().to_dict() == {2: 5, 3: 16, 4: 16}
    assert edges["is_in_main_component"].all()
    assert nodes["is_in_main_component"].all()


def test_tables_fit_their_schema(network) -> None:
    nodes, edges = network
    validate("walking_nodes", nodes)
    validate("walking_edges", edges)


def test_edges_are_named_by_way_part_and_piece_and_run_along_the_way(network) -> None:
    edges = network[1].set_index("edge_id")
    assert edges.index[:7].tolist() == [f"w1.0.{piece}" for piece in range(6)] + ["w2.0.0"]
    assert edges.loc["w1.0.1", ["u", "v", "osm_way_id", "length_m"]].tolist() == [500, 101, 1, 50.0]
    assert edges.geometry["w1.0.1"].equals(shapely.LineString([(340_050, 390_000), (340_100, 390_000)]))


@pytest.mark.parametrize("seed", range(3))
def test_tables_do_not_depend_on_the_order_of_rows(toytown: gpd.GeoDataFrame, halves, network, tmp_path, seed) -> None:
    for expected, made in zip(network, walking_network(toytown.sample(frac=1, random_state=seed), halves), strict=True):
        expected.to_parquet(tmp_path / "expected.parquet")
        made.to_parquet(tmp_path / "made.parquet")
        assert (tmp_path / "made.parquet").read_bytes() == (tmp_path / "expected.parquet").read_bytes()


def test_an_edge_has_one_owner_by_its_middle_and_a_node_by_where_it_is(network) -> None:
    nodes, edges = network
    # the border, 260 m east, lies between the third and the fourth of six streets; middles of the edges across at 250 m
    assert nodes["local_authority_code"].value_counts().to_dict() == {EASTON: 19, WESTON: 18}
    assert edges["local_authority_code"].value_counts().to_dict() == {EASTON: 34, WESTON: 27}
    across = edges[edges["u"].mod(10).eq(2) & edges["v"].mod(10).eq(3)]
    assert across["local_authority_code"].tolist() == [EASTON] * 6


def test_beyond_every_outline_nobody_owns_it(toytown: gpd.GeoDataFrame, halves: gpd.GeoDataFrame) -> None:
    nodes, edges = walking_network(toytown, halves[halves["local_authority_code"] == EASTON])
    assert edges["local_authority_code"].isna().sum() == 27
    assert nodes["local_authority_code"].isna().sum() == 18
    assert walking_edges(toytown, None)["local_authority_code"].isna().all()


def test_a_crossing_splits_a_street_and_a_kerb_does_not(openstreetmap: Made) -> None:
    crossing, kerb = {"highway": "crossing", "crossing": "unmarked"}, {"barrier": "kerb", "kerb": "lowered"}
    nodes, edges = walking_network(openstreetmap(LINE, {1: [1, 2, 3]}, crossings={2: crossing}), None)
    assert edges["length_m"].tolist() == [50.0, 50.0]
    assert nodes.loc[nodes["is_crossing"], ["node_id", "degree", "crossing"]].to_numpy().tolist() == [
        [2, 2, "unmarked"]
    ]
    _, edges = walking_network(openstreetmap(LINE, {1: [1, 2, 3]}, crossings={2: kerb}), None)
    assert edges["length_m"].tolist() == [100.0]


def test_a_kerb_where_streets_end_is_told_and_no_crossing(openstreetmap: Made) -> None:
    kerb = {"barrier": "kerb", "kerb": "lowered"}
    nodes = walking_network(openstreetmap(LINE, {1: [1, 2, 3]}, crossings={3: kerb}), None)[0].set_index("node_id")
    assert nodes.loc[3, ["kerb", "is_kerb_known", "kerb_source", "is_crossing"]].tolist() == [
        "lowered",
        True,
        "osm",
        False,
    ]


def test_of_a_node_without_tags_nothing_is_known(network) -> None:
    corner = network[0].set_index("node_id").loc[100]
    assert corner[["crossing", "island", "kerb", "tactile_paving"]].isna().all()
    assert not corner[["is_crossing", "is_crossing_known", "is_kerb_known"]].any()
    assert corner["crossing_source"] == ""


def test_a_way_that_the_extract_cuts_gives_edges_of_each_part(openstreetmap: Made) -> None:
    whole = openstreetmap(LINE | {4: (90, 80), 5: (99, 80)}, {1: [1, 2], 2: [4, 5]})
    cut = whole.assign(osm_id=1, part=[1, 0])
    edges = walking_edges(cut, None)
    assert edges["edge_id"].tolist() == ["w1.0.0", "w1.1.0"]
    assert edges["length_m"].tolist() == [9.0, 50.0]


def test_what_the_tags_of_a_way_say_goes_to_its_edges(openstreetmap: Made) -> None:
    tags = {
        7: {"highway": "secondary", "name": "Mill Road", "ref": "B1", "sidewalk:left": "separate", "bridge": "yes"},
        5: {"highway": "cycleway"},
    }
    edges = walking_edges(openstreetmap(LINE, {7: [1, 2], 5: [2, 3]}, tags=tags), None).set_index("osm_way_id")
    said = ["highway", "name", "ref", "is_sidewalk_separate", "is_cycleway", "bridge"]
    assert edges.loc[7, said].tolist() == ["secondary", "Mill Road", "B1", True, False, "yes"]
    assert edges.loc[5, said].tolist() == ["cycleway", pd.NA, pd.NA, False, True, "no"]


@pytest.mark.parametrize("key", ["sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both"])
def test_a_footway_mapped_on_its_own_on_any_side_is_flagged(openstreetmap: Made, key: str) -> None:
    edges = walking_edges(openstreetmap(LINE, {1: [1, 2]}, tags={1: STREET | {key: "separate"}}), None)
    assert edges["is_sidewalk_separate"].tolist() == [True]


def test_an_island_is_not_in_the_main_component(openstreetmap: Made) -> None:
    nodes, edges = walking_network(openstreetmap(LINE | {8: (0, 9), 9: (9, 9)}, {1: [1, 2, 3], 2: [8, 9]}), None)
    assert edges.set_index("osm_way_id")["is_in_main_component"].to_dict() == {1: True, 2: False}
    assert nodes.set_index("node_id")["is_in_main_component"].to_dict() == {1: True, 3: True, 8: False, 9: False}


def test_without_walkable_ways_there_is_no_network(halves: gpd.GeoDataFrame) -> None:
    for table, name in zip(
        walking_network(empty("source_openstreetmap"), halves), ("walking_nodes", "walking_edges"), strict=True
    ):
        assert table.empty
        validate(name, table)


@pytest.mark.parametrize("crs", ["EPSG:4326", None])
def test_degrees_are_refused(toytown: gpd.GeoDataFrame, crs: str | None) -> None:
    in_degrees = toytown.set_crs(crs, allow_override=True)
    with pytest.raises(ValueError, match="projected metres"):
        walking_edges(in_degrees, None)
    with pytest.raises(ValueError, match="projected metres"):
        walking_nodes(in_degrees, empty("walking_edges"), None)


def test_outlines_in_other_coordinates_are_refused(toytown: gpd.GeoDataFrame, halves: gpd.GeoDataFrame) -> None:
    with pytest.raises(ValueError, match="reproject one"):
        walking_edges(toytown, halves.to_crs("EPSG:32630"))


def test_real_tables_fit_their_schema(real_network) -> None:
    validate("walking_nodes", real_network.nodes.set_crs(CRS, allow_override=True))
    validate("walking_edges", real_network.edges.set_crs(CRS, allow_override=True))


def test_real_lengths_are_conserved(real_network) -> None:
    ways = real_network.openstreetmap.query("role == 'walkable'")
    by_way = ways.length.groupby(ways["osm_id"]).sum()
    by_edges = real_network.edges.groupby("osm_way_id")["length_m"].sum().reindex(by_way.index).fillna(0.0)
    assert by_edges.to_numpy() == pytest.approx(by_way.to_numpy(), abs=1e-6)


def test_every_real_node_within_an_edge_belongs_to_that_edge_alone(real_network) -> None:
    used = pd.Series(np.concatenate(real_network.openstreetmap.query("role == 'walkable'")["node_ids"].to_list()))
    shared = set(used[used.duplicated()])
    assert shared <= set(real_network.nodes["node_id"])


def test_real_distances_equal_those_between_all_vertices(real_network, distances) -> None:
    nodes, edges = real_network.nodes, real_network.edges
    start, end = (np.searchsorted(nodes["node_id"], edges[side]) for side in ("u", "v"))
    arcs = pd.DataFrame({"u": start, "v": end, "cost": edges["length_m"]})
    both = pd.concat([arcs, arcs.rename(columns={"u": "v", "v": "u"})])
    sources = real_network.sources()
    found = distances(len(nodes), both, np.searchsorted(nodes["node_id"], sources))
    for source, row in zip(sources, found, strict=True):
        reached = nx.single_source_dijkstra_path_length(real_network.oracle, int(source), weight="length")
        expected = np.array([reached.get(node, np.inf) for node in nodes["node_id"]])
        assert np.isfinite(expected).sum() > 1
        assert row == pytest.approx(expected, abs=1e-6)


def test_newport_hangs_together(real_networks) -> None:
    share = real_networks("newport").nodes["is_in_main_component"].mean()
    assert 0.975 < share < 0.99


def test_rutland_has_as_many_edges_as_others_found(real_networks) -> None:
    # 7,803 edges of 1,336.9 km by another walk filter
    edges = real_networks("rutland").edges
    assert len(edges) == pytest.approx(7803, abs=80)
    assert edges["length_m"].sum() / 1000 == pytest.approx(1336.9, abs=15)
