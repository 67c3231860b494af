from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.network.building import walking_edges
from geodata.network.snapping import snap
from geodata.network.splicing import Spliced, millimetres, splice

NO_POINTS = pd.DataFrame({"edge_id": pd.Series(dtype="string"), "along_m": pd.Series(dtype="float64")})
WEST, SOUTH = 340_000.0, 390_000.0


def points(*places: tuple[str | None, float]) -> pd.DataFrame:
    return pd.DataFrame(list(places), columns=["edge_id", "along_m"]).astype({"edge_id": "string"})


def arcs(network: Spliced) -> pd.DataFrame:
    there = pd.DataFrame({"u": network.u, "v": network.v, "cost": network.forward})
    back = pd.DataFrame({"u": network.v, "v": network.u, "cost": network.backward})
    return pd.concat([there, back])


def test_without_points_the_network_is_as_it_was(network) -> None:
    nodes, edges = network
    spliced = splice(edges, NO_POINTS)
    assert spliced.node_ids.tolist() == nodes["node_id"].tolist()
    assert spliced.node_ids[spliced.u].tolist() == edges["u"].tolist()
    assert spliced.node_ids[spliced.v].tolist() == edges["v"].tolist()
    assert spliced.edge.tolist() == list(range(len(edges)))
    assert spliced.forward.tolist() == spliced.backward.tolist() == (1000 * edges["length_m"]).tolist()
    assert spliced.xy.tolist() == nodes.geometry.get_coordinates().to_numpy().tolist()
    assert spliced.n_nodes == 37


def test_points_on_one_edge_cut_it_in_order(network) -> None:
    _, edges = network
    spliced = splice(edges, points(("w1.0.2", 70.0), ("w1.0.2", 20.0), ("w1.0.2", 70.0)))
    first, second = spliced.node_of_point[[1, 0]]
    assert spliced.node_of_point.tolist() == [38, 37, 38]
    pieces = spliced.edge == edges.index[edges["edge_id"] == "w1.0.2"][0]
    start, end = (spliced.node_ids.tolist().index(node) for node in (101, 102))
    assert spliced.u[pieces].tolist() == [start, first, second]
    assert spliced.v[pieces].tolist() == [first, second, end]
    assert spliced.forward[pieces].tolist() == [20_000, 50_000, 30_000]
    assert spliced.xy[[first, second]].tolist() == [[WEST + 120, SOUTH], [WEST + 170, SOUTH]]


def test_points_at_the_ends_of_an_edge_are_its_nodes(network) -> None:
    nodes, edges = network
    spliced = splice(edges, points(("w1.0.2", 0.0), ("w1.0.2", 100.0), ("w1.0.2", 0.0004), ("w1.0.2", 99.9996)))
    assert spliced.n_nodes == len(nodes)
    assert spliced.node_ids[spliced.node_of_point].tolist() == [101, 102, 101, 102]


def test_a_point_that_is_not_on_the_edges_has_no_node(network) -> None:
    spliced = splice(network[1], points((None, np.nan), ("w99.0.0", 5.0), ("w1.0.0", 5.0)))
    assert spliced.node_of_point.tolist() == [-1, -1, 37]


def test_costs_each_way_are_split_in_proportion_and_sum_exactly(network) -> None:
    _, edges = network
    forward, backward = 75_000 + np.arange(len(edges)), 80_000 + 3 * np.arange(len(edges))
    thirds = points(("w2.0.0", 100 / 3), ("w2.0.0", 200 / 3))
    spliced = splice(edges, thirds, forward, backward)
    assert np.bincount(spliced.edge, spliced.forward).tolist() == forward.tolist()
    assert np.bincount(spliced.edge, spliced.backward).tolist() == backward.tolist()
    cut = spliced.edge == edges.index[edges["edge_id"] == "w2.0.0"][0]
    assert spliced.forward[cut] == pytest.approx([forward[spliced.edge[cut][0]] / 3] * 3, abs=1)


def test_costs_are_whole_numbers(network) -> None:
    edges = network[1]
    with pytest.raises(TypeError, match="found float64: round them"):
        splice(edges, NO_POINTS, edges["length_m"].to_numpy())


def test_a_ring_may_be_cut(openstreetmap: Callable[..., gpd.GeoDataFrame]) -> None:
    corners = {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100)}
    edges = walking_edges(openstreetmap(corners, {1: [1, 2, 3, 4, 1]}), None)
    spliced = splice(edges, points(("w1.0.0", 150.0)))
    assert (spliced.u.tolist(), spliced.v.tolist()) == ([0, 1], [1, 0])
    assert spliced.forward.tolist() == [150_000, 250_000]
    assert spliced.xy.tolist() == [[WEST, SOUTH], [WEST + 100, SOUTH + 50]]


@given(st.lists(st.tuples(st.integers(0, 60), st.floats(0, 100)), max_size=30), st.integers(0, 5))
def test_distances_between_nodes_stay_the_same(network, distances, places: list[tuple[int, float]], seed: int) -> None:
    _, edges = network
    random = np.random.default_rng(seed)
    forward, backward = random.integers(0, 10**6, (2, len(edges)))
    on = points(*((edges["edge_id"][edge], min(along, edges["length_m"][edge])) for edge, along in places))
    before, after = splice(edges, NO_POINTS, forward, backward), splice(edges, on, forward, backward)
    sources = np.arange(before.n_nodes)
    expected = distances(before.n_nodes, arcs(before), sources)
    found = distances(after.n_nodes, arcs(after), sources)[:, : before.n_nodes]
    assert np.array_equal(found, expected)


def test_a_walk_from_home_to_home_on_paper(network, distances) -> None:
    homes = gpd.GeoSeries.from_xy([WEST + 130, WEST + 420], [SOUTH + 5, SOUTH + 302], crs="EPSG:27700")
    _, edges = network
    spliced = splice(edges, snap(homes, edges))
    start, end = spliced.node_of_point
    # 270 m to the crossroads at 400 m, 300 m north, 20 m east
    assert distances(spliced.n_nodes, arcs(spliced), np.array([start]))[0, end] == 590_000


def test_real_distances_stay_the_same(real_network, distances) -> None:
    nodes, edges = real_network.nodes, real_network.edges
    random = np.random.default_rng(7)
    spots = random.choice(coordinates(nodes), 300) + random.normal(0, 60, (300, 2))
    homes = gpd.GeoSeries.from_xy(spots[:, 0], spots[:, 1], crs=nodes.crs)
    before, after = splice(edges, NO_POINTS), splice(edges, snap(homes, edges))
    assert np.array_equal(np.bincount(after.edge, after.forward), millimetres(edges["length_m"]))
    sources = random.choice(before.n_nodes, 5)
    expected = distances(before.n_nodes, arcs(before), sources)
    assert np.array_equal(distances(after.n_nodes, arcs(after), sources)[:, : before.n_nodes], expected)


def coordinates(nodes: gpd.GeoDataFrame) -> np.ndarray:
    return nodes.geometry.get_coordinates().to_numpy()
