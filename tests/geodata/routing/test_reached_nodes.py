"""Everything within reach of places, with its cost."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geodata.routing.graph import WalkingGraph
from geodata.routing.nearest import nearest
from geodata.routing.reach import reach


def test_two_entrances_of_one_place_reach_each_node_once(toytown: WalkingGraph) -> None:
    found = reach(toytown, [4, 4, 2], [0, 1, 35], [0, 30, 0], limit=100)
    by_place = {
        (g, n): c for g, n, c in zip(found.group.tolist(), found.node.tolist(), found.cost.tolist(), strict=True)
    }
    assert len(by_place) == len(found.node)
    assert by_place == {(2, 35): 0, (2, 29): 100, (2, 34): 100, (4, 0): 0, (4, 1): 30, (4, 6): 100}
    assert found.group.tolist() == sorted(found.group.tolist())


def test_nothing_is_reached_from_nowhere(toytown: WalkingGraph) -> None:
    assert len(reach(toytown, [], [], 0, 100).node) == 0
    assert len(reach(toytown, [1], [0], [101], 100).node) == 0


@given(data=st.data())
def test_reach_is_what_is_nearest_to_each_place(data, awkward_streets, scattered) -> None:
    raw = data.draw(awkward_streets)
    nodes = data.draw(st.lists(st.integers(0, raw["n_nodes"] - 1), min_size=1, max_size=6))
    groups = [node % 2 for node in range(len(nodes))]
    limit = data.draw(st.sampled_from([0, 2, 500, 2**30 - 1]))
    for graph in (WalkingGraph.build(**raw), scattered(raw)):
        found = reach(graph, groups, nodes, 1, limit)
        for group in set(groups):
            cost = nearest(graph, np.array(nodes)[np.array(groups) == group], 1, limit).cost
            own, expected = found.group == group, np.flatnonzero(cost >= 0)
            order = np.argsort(found.node[own])
            np.testing.assert_array_equal(found.node[own][order], expected)
            np.testing.assert_array_equal(found.cost[own][order], cost[expected])
