"""Costs from the nearest of several places: by hand, by networkx and scipy, and however the graph is stored."""

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from geodata.routing.graph import WalkingGraph
from geodata.routing.nearest import nearest


def test_in_toytown_the_way_is_along_the_blocks(toytown: WalkingGraph) -> None:
    rows, columns = np.divmod(np.arange(36), 6)
    assert nearest(toytown, [0]).cost.tolist() == (100 * (rows + columns)).tolist()


def test_a_symmetric_grid_gives_symmetric_answers(toytown: WalkingGraph) -> None:
    cost = nearest(toytown, [7, 28]).cost.reshape(6, 6)  # mirror images in the anti-diagonal and the diagonal
    np.testing.assert_array_equal(cost, cost.T)
    np.testing.assert_array_equal(cost, cost[::-1, ::-1])


def test_limits_are_inclusive_and_beyond_them_nothing_is_reached(toytown: WalkingGraph) -> None:
    found = nearest(toytown, [0], limit=200)
    assert np.flatnonzero(found.cost == 200).tolist() == [2, 7, 12]
    assert (found.cost == -1).sum() == 30
    assert (found.source[found.cost == -1] == -1).all()
    assert (nearest(toytown, [0], limit=199).cost == -1).sum() == 33


def test_start_costs_count_towards_the_limit(toytown: WalkingGraph) -> None:
    found = nearest(toytown, [0, 35], start_costs=[150, 950], limit=1000)
    assert (found.cost[5], found.cost[35], found.source[35]) == (650, 950, 1)
    assert nearest(toytown, [0, 35], start_costs=[1001, 0], limit=100).source[0] == -1


def test_of_equally_near_places_the_first_given_counts() -> None:
    street = WalkingGraph.build(5, [0, 1, 2, 3], [1, 2, 3, 4], [10, 10, 10, 10])
    assert nearest(street, [4, 0]).source.tolist() == [1, 1, 0, 0, 0]
    assert nearest(street, [0, 4]).source.tolist() == [0, 0, 0, 1, 1]
    assert nearest(street, [2, 2, 2], start_costs=[9, 3, 3]).source.tolist() == [1] * 5


def test_edges_that_cost_nothing_carry_the_first_place_both_ways() -> None:
    square = WalkingGraph.build(4, [0, 1, 2], [1, 2, 3], [0, 0, 0])
    assert nearest(square, [3, 1]).source.tolist() == [0, 0, 0, 0]
    assert nearest(square, [0, 3]).source.tolist() == [0, 0, 0, 0]


@given(data=st.data())
def test_all_costs_and_sources_are_those_of_the_textbook(data, awkward_streets, textbook, scattered) -> None:
    raw = data.draw(awkward_streets)
    sources = data.draw(st.lists(st.integers(0, raw["n_nodes"] - 1), min_size=1, max_size=4))
    limit = data.draw(st.sampled_from([0, 2, 500, 300_000, 2**30 - 1]))
    found = nearest(WalkingGraph.build(**raw), sources, limit=limit)
    trees = [textbook(raw, source, limit)[0] for source in sources]
    far = 2**40
    expected = np.array([[tree.get(node, far) for node in range(raw["n_nodes"])] for tree in trees])
    reached = expected.min(axis=0) < far
    np.testing.assert_array_equal(found.cost, np.where(reached, expected.min(axis=0), -1))
    np.testing.assert_array_equal(found.source, np.where(reached, expected.argmin(axis=0), -1))
    stored_otherwise = nearest(scattered(raw), sources, limit=limit)
    np.testing.assert_array_equal(found.cost, stored_otherwise.cost)
    np.testing.assert_array_equal(found.source, stored_otherwise.source)


@given(data=st.data())
def test_another_edge_never_lengthens_a_way(data, awkward_streets) -> None:
    raw = data.draw(awkward_streets)
    more = {name: column if name == "n_nodes" else np.append(column, 0) for name, column in raw.items()}
    node, cost = st.integers(0, raw["n_nodes"] - 1), data.draw(st.integers(0, 500))
    more["u"][-1], more["v"][-1] = data.draw(node), data.draw(node)
    more["forward"][-1] = more["backward"][-1] = cost
    before = nearest(WalkingGraph.build(**raw), [0]).cost
    after = nearest(WalkingGraph.build(**more), [0]).cost
    assert ((after <= before) | (before == -1)).all()
    assert (after[before >= 0] >= 0).all()


def test_large_random_streets_agree_with_networkx_and_scipy() -> None:
    rng = np.random.default_rng(4)
    n_nodes, n_edges = 3000, 4600
    u, v = rng.integers(0, n_nodes, (2, n_edges))
    mm = rng.integers(1, 300_000, n_edges)
    sources = [5, 77, 2000]
    found = nearest(WalkingGraph.build(n_nodes, u, v, mm, xy=rng.uniform(0, 1, (n_nodes, 2))), sources, limit=900_000)
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(n_nodes))
    graph.add_weighted_edges_from(zip(u.tolist(), v.tolist(), mm.tolist(), strict=True))
    theirs = nx.multi_source_dijkstra_path_length(graph, set(sources), 900_000)
    assert found.cost.tolist() == [theirs.get(node, -1) for node in range(n_nodes)]
    pairs = np.unique(np.sort(np.stack([u, v]), axis=0), axis=1, return_inverse=True)
    shortest = np.full(pairs[0].shape[1], 2**31)
    np.minimum.at(shortest, pairs[1].ravel(), mm)
    matrix = coo_array((shortest.astype(float), tuple(pairs[0])), shape=(n_nodes, n_nodes)).tocsr()
    of_scipy = dijkstra(matrix, directed=False, indices=sources, min_only=True, limit=900_000)
    np.testing.assert_array_equal(found.cost, np.where(np.isinf(of_scipy), -1, of_scipy))
