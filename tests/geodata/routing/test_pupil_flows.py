"""Pupils on edges: by hand, equal to paths walked one by one, and none lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.routing.flows import flows
from geodata.routing.graph import WalkingGraph


def by_path(raw, textbook, trips, limit) -> np.ndarray:
    """Walk each pair's path by itself down the textbook's tree."""
    on_edge = np.zeros(len(raw["u"]))
    for school, origin, pupils in trips:
        cost, before = textbook(raw, school, limit)
        node = origin if origin in cost else school
        while node != school:
            node, edge = before[node]
            on_edge[edge] += pupils
    return on_edge


def test_of_equal_ways_the_one_from_the_lowest_crossing_is_walked(toytown: WalkingGraph) -> None:
    found = flows(toytown, [0], [0], 0, school=[0, 0], origin=[7, 14], pupils=[3, 2])
    used = np.flatnonzero(found.on_edge)
    # from 14 (row 2, column 2) over 8 (below it), 2, 1 to 0; from 7 over 1: the lower numbers are in the lower rows
    assert found.on_edge[used].tolist() == [5.0, 2.0, 3.0, 2.0, 2.0]
    assert used.tolist() == [0, 1, 30 + 1, 30 + 2, 30 + 8]
    assert found.cost.tolist() == [200, 400]


def test_each_goes_to_the_nearest_gate_of_their_own_school(toytown: WalkingGraph) -> None:
    found = flows(toytown, [8, 8, 5], [0, 5, 35], [0, 0, 40], school=[8, 8, 5], origin=[1, 4, 4], pupils=[1, 2, 4])
    assert found.cost.tolist() == [100, 100, 640]
    assert found.on_edge[[0, 4]].tolist() == [1.0, 2.0 + 4.0]
    assert found.on_edge.sum() == 1 + 2 + 4 * 6


def test_who_lives_too_far_is_told_and_on_no_edge(toytown: WalkingGraph) -> None:
    found = flows(toytown, [0], [0], 0, [0, 0, 0], [35, 0, 3], [7, 1, 2], limit=300)
    assert found.cost.tolist() == [-1, 0, 300]
    assert found.is_served.tolist() == [False, True, True]
    assert found.on_edge.sum() == 2 * 3


def test_with_costs_by_direction_pupils_walk_towards_school() -> None:
    # two ways from 2 to 0: over 1 down the hill (cheap towards 0), over 3 up it
    hill = WalkingGraph.build(4, [0, 1, 0, 3], [1, 2, 3, 2], forward=[9, 9, 1, 1], backward=[1, 1, 9, 9])
    assert flows(hill.reversed(), [0], [0], 0, [0], [2], [5]).on_edge.tolist() == [5, 5, 0, 0]
    assert flows(hill, [0], [0], 0, [0], [2], [5]).on_edge.tolist() == [0, 0, 5, 5]


def test_of_parallel_edges_the_first_of_the_shortest_is_walked() -> None:
    street = WalkingGraph.build(2, [0, 1, 0, 1], [1, 0, 1, 1], [7, 5, 5, 0])
    assert flows(street, [0], [0], 0, [0], [1], [2]).on_edge.tolist() == [0, 2, 0, 0]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"school": [1]}, "school 1 is not among the groups"),
        ({"pupils": [-1]}, "pupils finite numbers from 0"),
        ({"pupils": [np.nan]}, "pupils finite numbers from 0"),
        ({"pupils": [1, 2]}, "must be as many"),
        ({"origin": [99]}, "origin must be from 0 to 35, found 99"),
    ],
)
def test_what_does_not_fit_is_refused(toytown: WalkingGraph, changed: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        flows(toytown, [0], [0], 0, **{"school": [0], "origin": [3], "pupils": [2], **changed})


@given(data=st.data())
def test_flows_are_those_of_paths_walked_one_by_one(data, awkward_streets, textbook, scattered) -> None:
    raw = data.draw(awkward_streets)
    node = st.integers(0, raw["n_nodes"] - 1)
    trips = data.draw(st.lists(st.tuples(node, node, st.integers(0, 9)), max_size=8))
    limit = data.draw(st.sampled_from([0, 2, 500, 2**30 - 1]))
    school, origin, pupils = np.array(trips, dtype=np.int64).reshape(-1, 3).T
    expected, schools = by_path(raw, textbook, trips, limit), np.arange(raw["n_nodes"])
    for graph in (WalkingGraph.build(**raw), scattered(raw)):
        found = flows(graph, schools, schools, 0, school, origin, pupils, limit)
        np.testing.assert_array_equal(found.on_edge, expected)
        costs = [textbook(raw, place, limit)[0].get(home, -1) for place, home, _ in trips]
        assert found.cost.tolist() == costs


@given(data=st.data())
def test_no_pupil_is_lost_on_the_way(data, awkward_streets) -> None:
    raw = data.draw(awkward_streets)
    node = st.integers(0, raw["n_nodes"] - 1)
    school, homes = data.draw(node), data.draw(st.lists(node, max_size=10))
    graph = WalkingGraph.build(**raw)
    found = flows(graph, [0], [school], 0, np.zeros(len(homes), int), homes, np.ones(len(homes)))
    # pupils times cost of their edges, in the direction walked, are pupils times the cost of their walks
    if np.array_equal(raw["forward"], raw["backward"]):
        assert found.on_edge @ raw["forward"] == found.cost[found.is_served].sum()
    at_school = np.isin(raw["u"], school) ^ np.isin(raw["v"], school)
    arrived = found.on_edge[at_school].sum() + np.count_nonzero(np.array(homes) == school)
    assert arrived == found.is_served.sum()
