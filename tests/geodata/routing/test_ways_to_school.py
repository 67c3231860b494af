"""Worst edges, sums and walkers on the ways to school: by hand, and equal to paths walked one by one."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.routing.flows import flows
from geodata.routing.graph import WalkingGraph
from geodata.routing.ways import ways


def path(before, school, origin) -> list[int]:
    """Return the edges of a walk down the textbook's tree, from the school to the origin."""
    edges, node = [], origin if origin in before else school
    while node != school:
        node, edge = before[node]
        edges.insert(0, edge)
    return edges


def test_of_edges_as_bad_the_one_nearest_to_the_school_is_the_worst(toytown: WalkingGraph) -> None:
    ratings = np.zeros(60, dtype=int)
    ratings[[1, 3]], ratings[2] = 1, 2  # eastwards along the lowest street from the school at 0
    found = ways(toytown, [0], [0], 0, school=[0] * 5, origin=[1, 2, 3, 4, 0])
    assert found.worst(ratings).tolist() == [-1, 1, 2, 2, -1]
    ratings[2] = 1
    assert found.worst(ratings).tolist() == [-1, 1, 1, 1, -1]


def test_each_walk_has_its_own_sums_and_none_where_there_is_no_walk(toytown: WalkingGraph) -> None:
    weights = np.stack([np.arange(60), np.ones(60)], axis=1)
    found = ways(toytown, [0], [0], 0, school=[0, 0, 0, 0], origin=[3, 0, 35, 1], limit=300)
    assert found.cost.tolist() == [300, 0, -1, 100]
    assert found.is_served.tolist() == [True, True, False, True]
    np.testing.assert_array_equal(found.sums(weights), [[0 + 1 + 2, 3], [0, 0], [np.nan, np.nan], [0, 1]])


def test_steps_are_told_by_school_and_each_follows_its_next(toytown: WalkingGraph) -> None:
    found = ways(toytown, [4, 9, 9], [5, 0, 30], [0, 0, 10], school=[9, 4, 9], origin=[2, 3, 24])
    steps = list(
        zip(found.school.tolist(), found.edge.tolist(), found.loads([[1], [2], [4]])[:, 0].tolist(), strict=True)
    )
    assert sorted(steps) == [(4, 3, 2), (4, 4, 2), (9, 0, 1), (9, 1, 1), (9, 30 + 24, 4)]
    assert (found.onward < np.arange(len(found.onward))).all()
    assert found.cost.tolist() == [200, 200, 110]


def test_a_stretch_counts_everybody_on_any_of_its_edges_once(toytown: WalkingGraph) -> None:
    # one stretch of edges 0, 1 and 2; homes at 1, 2 and 3 along it and at 9, north of 3
    stretches = np.maximum(np.arange(60), 2)
    found = ways(toytown, [0], [0], 0, school=[0] * 4, origin=[1, 2, 3, 4])
    is_last = found.is_last_on(stretches)
    loads = found.loads([[1.0], [2.0], [4.0], [8.0]])[:, 0]
    assert dict(zip(stretches[found.edge[is_last]].tolist(), loads[is_last].tolist(), strict=True)) == {2: 15.0, 3: 8.0}


def test_who_leaves_a_stretch_and_comes_back_counts_once(toytown: WalkingGraph) -> None:
    # edges 0 and 2 are one stretch, left at 1 and met again at 2; who lives at 3 walks on both, who lives at 2 on one
    stretches = np.where(np.arange(60) == 2, 0, np.arange(60))
    found = ways(toytown, [0], [0], 0, school=[0, 0], origin=[3, 2])
    is_last = found.is_last_on(stretches)
    loads = found.loads([[1.0], [2.0]])[:, 0]
    assert list(zip(found.edge[is_last].tolist(), loads[is_last].tolist(), strict=True)) == [(0, 3.0), (1, 3.0)]
    # what is no stretch is left with each step
    assert found.is_last_on(np.where(stretches == 0, -1, stretches)).all()


def test_a_stretch_of_one_school_says_nothing_of_another(toytown: WalkingGraph) -> None:
    found = ways(toytown, [0, 1], [0, 3], 0, school=[0, 1], origin=[3, 0])
    steps = zip(found.school.tolist(), found.edge.tolist(), found.is_last_on([0] * 60).tolist(), strict=True)
    assert sorted(step for step in steps if step[2]) == [(0, 0, True), (1, 2, True)]


def test_without_pairs_there_are_no_steps(toytown: WalkingGraph) -> None:
    found = ways(toytown, [0], [0], 0, school=[], origin=[])
    assert len(found.cost) == len(found.edge) == len(found.worst(np.ones(60, int))) == 0
    assert found.sums(np.ones((60, 2))).shape == (0, 2)
    assert found.loads(np.ones((0, 3))).shape == (0, 3)
    assert ways(toytown, [], [], [], school=[], origin=[]).cost.shape == (0,)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda graph: ways(graph, [0], [0], 0, [1], [2]), "school 1 is not among the groups"),
        (lambda graph: ways(graph, [0], [0], 0, [0], [2, 3]), "as many, found 1 and 2"),
        (lambda graph: ways(graph, [0], [0], 0, [0], [2]).worst([1, 2]), r"a number for each of 60, found \(2,\)"),
        (lambda graph: ways(graph, [0], [0], 0, [0], [2]).sums(np.ones(60)), r"a row for each of 60, found \(60,\)"),
        (lambda graph: ways(graph, [0], [0], 0, [0], [2]).loads(np.ones((2, 1))), "a row for each of 1"),
        (lambda graph: ways(graph, [0], [0], 0, [0], [2]).is_last_on([0]), "stretches must have a number"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(toytown: WalkingGraph, ask, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        ask(toytown)


@given(data=st.data())
def test_ways_are_those_of_paths_walked_one_by_one(data, awkward_streets, textbook, scattered) -> None:
    raw = data.draw(awkward_streets)
    node, n_edges = st.integers(0, raw["n_nodes"] - 1), len(raw["u"])
    trips = data.draw(st.lists(st.tuples(node, node), max_size=8))
    limit = data.draw(st.sampled_from([0, 2, 500, 2**30 - 1]))
    ratings = np.array(data.draw(st.lists(st.integers(0, 2), min_size=n_edges, max_size=n_edges)), dtype=np.int64)
    school, origin = np.array(trips, dtype=np.int64).reshape(-1, 2).T
    trees = {place: textbook(raw, place, limit) for place in set(school.tolist())}
    paths = [path(trees[place][1], place, home) for place, home in trips]
    schools, weights = np.arange(raw["n_nodes"]), np.stack([ratings, np.arange(n_edges) + 1], axis=1).astype(float)
    for graph in (WalkingGraph.build(**raw), scattered(raw)):
        found = ways(graph, schools, schools, 0, school, origin, limit)
        assert found.cost.tolist() == [trees[place][0].get(home, -1) for place, home in trips]
        worst = [max(edges, key=lambda edge: ratings[edge], default=-1) for edges in paths]  # the first of the highest
        assert found.worst(ratings).tolist() == [edge if edge >= 0 and ratings[edge] else -1 for edge in worst]
        sums = [weights[edges].sum(axis=0) for edges in paths]
        is_served = found.is_served
        np.testing.assert_array_equal(found.sums(weights)[is_served], np.reshape(sums, (-1, 2))[is_served])
        walkers = np.arange(len(trips)) + 1.0
        on_edge = np.bincount(found.edge, weights=found.loads(walkers[:, None])[:, 0], minlength=n_edges)
        np.testing.assert_array_equal(
            on_edge, flows(graph, schools, schools, 0, school, origin, walkers, limit).on_edge
        )
        assert len(set(zip(found.school.tolist(), found.edge.tolist(), strict=True))) == len(found.edge)


@given(data=st.data())
def test_lengths_of_ways_are_those_of_networkx(data, awkward_streets) -> None:
    raw = data.draw(awkward_streets)
    node = st.integers(0, raw["n_nodes"] - 1)
    school, homes = data.draw(node), data.draw(st.lists(node, max_size=8))
    streets = nx.MultiDiGraph()
    streets.add_nodes_from(range(raw["n_nodes"]))
    columns = (raw["u"], raw["v"], raw["forward"], raw["backward"])
    for u, v, there, back in zip(*(column.tolist() for column in columns), strict=True):
        streets.add_edge(u, v, cost=there)
        streets.add_edge(v, u, cost=back)
    theirs = nx.single_source_dijkstra_path_length(streets, school, weight="cost")
    graph = WalkingGraph.build(**raw)
    found = ways(graph, [0], [school], 0, np.zeros(len(homes), int), homes)
    assert found.cost.tolist() == [theirs.get(home, -1) for home in homes]
    if np.array_equal(raw["forward"], raw["backward"]):  # then what the edges of a way cost is its cost
        np.testing.assert_array_equal(
            found.sums(raw["forward"][:, None])[found.is_served, 0], found.cost[found.is_served]
        )
