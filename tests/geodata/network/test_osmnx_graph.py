from pathlib import Path

import networkx as nx
import osmnx as ox
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from geodata.errors import MissingColumnError
from geodata.network.building import walking_network
from geodata.network.osmnx_graph import from_osmnx, to_osmnx
from geodata.schemas import empty

WEST, SOUTH = 340_000.0, 390_000.0


@pytest.fixture(scope="module")
def graph(network) -> nx.MultiDiGraph:
    return to_osmnx(*network)


@pytest.fixture(scope="module")
def rutland_graph(real_networks) -> nx.MultiDiGraph:
    rutland = real_networks("rutland")
    return to_osmnx(rutland.nodes, rutland.edges)


def test_there_and_back_gives_the_same_tables(network, graph: nx.MultiDiGraph) -> None:
    for expected, made in zip(network, from_osmnx(graph), strict=True):
        assert_geodataframe_equal(made, expected)


def test_there_and_back_gives_the_same_real_tables(real_networks, rutland_graph: nx.MultiDiGraph) -> None:
    nodes, edges = from_osmnx(rutland_graph)
    assert_geodataframe_equal(nodes, real_networks("rutland").nodes)
    assert_geodataframe_equal(edges, real_networks("rutland").edges)


def test_a_file_in_between_changes_nothing(network, graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    ox.save_graphml(graph, tmp_path / "streets.graphml")
    read = ox.load_graphml(tmp_path / "streets.graphml")
    for expected, made in zip(network, from_osmnx(read), strict=True):
        assert_geodataframe_equal(made, expected)


def test_every_edge_runs_both_ways_with_what_osmnx_gives_an_edge(graph: nx.MultiDiGraph) -> None:
    assert graph.number_of_edges() == 122
    there, back = graph.edges[500, 101, 0], graph.edges[101, 500, 0]
    for edge in (there, back):
        assert (edge["osmid"], edge["length"], edge["highway"], edge["oneway"]) == (1, 50.0, "residential", False)
        assert "name" not in edge  # null, and osmnx leaves out what is null
    assert (there["reversed"], back["reversed"]) == (False, True)
    assert list(back["geometry"].coords) == list(there["geometry"].coords)[::-1]


def test_nodes_are_in_metres_and_know_their_degrees(graph: nx.MultiDiGraph) -> None:
    assert graph.graph["crs"] == "EPSG:27700"
    node = graph.nodes[500]
    assert (node["x"], node["y"], node["street_count"]) == (WEST + 50, SOUTH, 2)
    on_globe = ox.project_graph(graph, to_latlong=True).nodes[500]
    assert (node["lon"], node["lat"]) == pytest.approx((on_globe["x"], on_globe["y"]))


def test_osmnx_finds_ways_statistics_and_neighbours(graph: nx.MultiDiGraph) -> None:
    route = ox.routing.shortest_path(graph, 100, 155, weight="length")
    assert nx.path_weight(graph, route, weight="length") == 1000
    stats = ox.stats.basic_stats(graph)
    assert (stats["n"], stats["m"]) == (37, 122)
    assert (stats["street_length_total"], stats["edge_length_total"]) == (6000, 12_000)
    assert ox.distance.nearest_nodes(graph, WEST + 96, SOUTH + 203) == 121
    nodes, edges = ox.graph_to_gdfs(graph)
    assert (len(nodes), len(edges), edges.crs) == (37, 122, "EPSG:27700")


def test_osmnx_counts_the_same_streets_at_each_node(rutland_graph: nx.MultiDiGraph) -> None:
    assert ox.stats.count_streets_per_node(rutland_graph) == dict(rutland_graph.nodes(data="street_count"))


def test_lengths_agree_with_those_osmnx_computes(rutland_graph: nx.MultiDiGraph) -> None:
    nodes, edges = ox.graph_to_gdfs(rutland_graph)
    straight = edges[shapely.get_num_coordinates(edges.geometry) == 2]
    start, end = (nodes.loc[straight.index.get_level_values(side)] for side in ("u", "v"))
    plane = ox.distance.euclidean(*(end_[axis].to_numpy() for end_ in (start, end) for axis in ("y", "x")))
    assert straight["length"].to_numpy() == pytest.approx(plane, abs=1e-9)
    sphere = ox.distance.great_circle(*(end_[axis].to_numpy() for end_ in (start, end) for axis in ("lat", "lon")))
    # the ellipsoid is flattened by 0.3 %, the grid's scale is off by 0.04 %
    assert straight["length"].to_numpy() == pytest.approx(sphere, rel=0.005, abs=1e-3)


def test_parallel_edges_and_rings_keep_their_keys(openstreetmap) -> None:
    points = {1: (0, 0), 2: (100, 0), 3: (50, 50), 4: (130, 30), 5: (130, -30)}
    tables = walking_network(openstreetmap(points, {1: [1, 2], 2: [2, 3, 1], 3: [2, 4, 5, 2]}), None)
    graph = to_osmnx(*tables)
    assert sorted(graph.edges) == [(1, 2, 0), (1, 2, 1), (2, 1, 0), (2, 1, 1), (2, 2, 0), (2, 2, 1)]
    for expected, made in zip(tables, from_osmnx(graph), strict=True):
        assert_geodataframe_equal(made, expected)


def test_what_was_taken_out_of_the_graph_is_not_in_the_tables(graph: nx.MultiDiGraph) -> None:
    smaller = graph.copy()
    smaller.remove_node(100)
    nodes, edges = from_osmnx(smaller)
    assert 100 not in set(nodes["node_id"])
    assert len(edges) == 59


def test_a_graph_from_elsewhere_is_refused_by_what_it_lacks(graph: nx.MultiDiGraph) -> None:
    foreign = nx.MultiDiGraph(crs="EPSG:27700")
    foreign.add_nodes_from([(1, {"x": 0.0, "y": 0.0}), (2, {"x": 9.0, "y": 0.0})])
    foreign.add_edge(1, 2, osmid=1, length=9.0)
    with pytest.raises(MissingColumnError, match=r"walking_edges, it lacks the attribute\(s\) reversed"):
        from_osmnx(foreign)
    shorter = graph.copy()
    for _, _, edge in shorter.edges(data=True):
        del edge["length"], edge["edge_id"]
    with pytest.raises(MissingColumnError, match=r"walking_edges, it lacks the attribute\(s\) edge_id, length:"):
        from_osmnx(shorter)


def test_without_edges_there_is_no_graph() -> None:
    with pytest.raises(ValueError, match="no rows"):
        to_osmnx(empty("walking_nodes"), empty("walking_edges"))
