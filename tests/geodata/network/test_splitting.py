from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.network.splitting import Pieces, split

PLACES = {node: (float(node % 4) * 30, float(node // 4) * 40) for node in range(12)}
ways_through = st.lists(st.lists(st.integers(0, 11), min_size=2, max_size=8), min_size=1, max_size=6)


def of(*ways: list[int], cut_at: tuple[int, ...] = ()) -> Pieces:
    lines = np.array([shapely.LineString([PLACES[node] for node in way]) for way in ways])
    return split(ways, lines, np.array(cut_at, dtype=np.int64))


def ends(pieces: Pieces) -> list[tuple[int, int, int, int]]:
    return [tuple(map(int, row)) for row in zip(pieces.way, pieces.number, pieces.u, pieces.v, strict=True)]


def test_a_way_alone_stays_whole() -> None:
    pieces = of([0, 1, 2, 6])
    assert ends(pieces) == [(0, 0, 0, 6)]
    assert pieces.length.tolist() == [100.0]
    assert shapely.get_coordinates(pieces.geometry).tolist() == [[0, 0], [30, 0], [60, 0], [60, 40]]


def test_ways_are_split_where_they_meet() -> None:
    assert ends(of([0, 1, 2], [5, 1])) == [(0, 0, 0, 1), (0, 1, 1, 2), (1, 0, 5, 1)]


def test_a_way_is_split_where_it_meets_itself() -> None:
    # a lollipop: its stem ends on its own ring
    assert ends(of([0, 1, 2, 6, 5, 1])) == [(0, 0, 0, 1), (0, 1, 1, 1)]


def test_a_ring_that_nothing_meets_is_one_edge_from_a_node_to_itself() -> None:
    ring = of([0, 1, 5, 4, 0])
    assert ends(ring) == [(0, 0, 0, 0)]
    assert ring.length.tolist() == [140.0]


def test_ways_are_split_at_crossings() -> None:
    assert ends(of([0, 1, 2], cut_at=(1, 9))) == [(0, 0, 0, 1), (0, 1, 1, 2)]


def test_a_repeated_vertex_makes_no_edge() -> None:
    assert ends(of([0, 1, 1, 2])) == [(0, 0, 0, 1), (0, 2, 1, 2)]


def test_two_nodes_in_one_spot_stay_connected() -> None:
    shapes = [[(0, 0), (30, 0), (30, 0), (60, 0)], [(30, 0), (30, 9)], [(30, 0), (30, -9)]]
    lines = np.array([shapely.LineString(shape) for shape in shapes])
    pieces = split([[1, 2, 3, 4], [2, 5], [3, 6]], lines, np.array([], dtype=np.int64))
    assert ends(pieces)[:3] == [(0, 0, 1, 2), (0, 1, 2, 3), (0, 2, 3, 4)]
    assert pieces.length.tolist() == [30.0, 0.0, 30.0, 9.0, 9.0]


def test_nothing_is_split_into_nothing() -> None:
    pieces = of()
    assert (len(pieces.u), len(pieces.length), len(pieces.geometry)) == (0, 0, 0)


def test_a_node_for_each_vertex() -> None:
    with pytest.raises(ValueError, match="2 nodes but 3 vertices"):
        split([[1, 2]], shapely.linestrings([[(0, 0), (1, 0), (2, 0)]]), np.array([1]))


@given(ways_through)
def test_splitting_adds_and_loses_no_length(ways: list[list[int]]) -> None:
    pieces = of(*ways)
    whole = [sum(np.hypot(*np.subtract(PLACES[a], PLACES[b])) for a, b in pairwise(w)) for w in ways]
    assert np.bincount(pieces.way, pieces.length, minlength=len(ways)) == pytest.approx(whole, abs=1e-9)
    assert pieces.length == pytest.approx(shapely.length(pieces.geometry), abs=1e-9)


@given(ways_through)
def test_no_node_inside_an_edge_is_used_twice(ways: list[list[int]]) -> None:
    pieces = of(*ways)
    used = [node for way in ways for node in way]
    inside = {tuple(xy) for line in pieces.geometry for xy in line.coords[1:-1]}
    assert all(used.count(node) == 1 for node, xy in PLACES.items() if xy in inside)
