"""What the graph accepts, refuses, and hides."""

import numpy as np
import pytest

from geodata.routing.graph import WalkingGraph
from geodata.routing.nearest import nearest
from geodata.routing.reach import reach


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"forward": [-5]}, "forward must be from 0 to 1073741823, found -5"),
        ({"forward": [2**30]}, "forward must be from 0 to 1073741823, found 1073741824"),
        ({"forward": [1.5]}, "forward must be whole numbers, found float64"),
        ({"forward": [np.nan]}, "forward must be whole numbers"),
        ({"backward": [-1]}, "backward must be from 0"),
        ({"u": [3]}, "u must be from 0 to 1, found 3"),
        ({"v": [-1]}, "v must be from 0 to 1, found -1"),
        ({"forward": [1, 2]}, "a value for each edge"),
        ({"xy": [[0.0, 0.0]]}, "two finite coordinates for each of 2 nodes"),
        ({"xy": [[0.0, 0.0], [np.nan, 1.0]]}, "two finite coordinates"),
    ],
)
def test_what_cannot_be_walked_is_refused(changed: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        WalkingGraph.build(**{"n_nodes": 2, "u": [0], "v": [1], "forward": [1], **changed})


def test_places_off_the_network_are_refused() -> None:
    street = WalkingGraph.build(2, [0], [1], [10])
    with pytest.raises(ValueError, match="nodes must be from 0 to 1, found -1"):
        nearest(street, [0, -1])
    with pytest.raises(ValueError, match="start_costs must be from 0"):
        nearest(street, [0], -3)
    with pytest.raises(ValueError, match="limit must be from 0"):
        nearest(street, [0], limit=-1)
    with pytest.raises(ValueError, match="groups and nodes must be as many, found 1 and 2"):
        reach(street, [0], [0, 1], 0, 5)


def test_without_edges_everybody_stays_where_they_are() -> None:
    assert nearest(WalkingGraph.build(3, [], [], []), [1]).cost.tolist() == [-1, 0, -1]
    assert nearest(WalkingGraph.build(0, [], [], []), []).cost.tolist() == []


def test_reversing_swaps_the_costs_of_both_directions() -> None:
    hill = WalkingGraph.build(3, [0, 1], [1, 2], forward=[10, 20], backward=[1, 2])
    assert nearest(hill, [0]).cost.tolist() == [0, 10, 30]
    assert nearest(hill.reversed(), [0]).cost.tolist() == [0, 1, 3]
    assert nearest(hill.reversed().reversed(), [0]).cost.tolist() == [0, 10, 30]


def test_a_very_long_edge_and_a_late_start_do_not_disturb_short_ones() -> None:
    u, v, forward = np.append(np.arange(99), 0), np.append(np.arange(1, 100), 99), np.append(np.full(99, 3), 2**30 - 1)
    found = nearest(WalkingGraph.build(100, u, v, forward), nodes=[0, 99], start_costs=[0, 2**29], limit=None)
    assert found.cost.tolist() == (3 * np.arange(100)).tolist()
    assert nearest(WalkingGraph.build(3, [0], [1], [3]), [0, 2], [0, 2**29]).cost.tolist() == [0, 3, 2**29]
