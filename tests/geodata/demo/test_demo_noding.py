"""Lines become a network as one would draw it by hand."""

import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString

from geodata.demo.streets.drawing import drawn, together
from geodata.demo.streets.noding import Pieces, noded, place_numbers, triangle_sides, with_lines


def _lines(*courses: list[tuple[float, float]]) -> gpd.GeoDataFrame:
    lines = drawn("street", [LineString(course) for course in courses])
    return lines.assign(source=np.arange(len(lines)))


@pytest.fixture
def cross() -> Pieces:
    return noded(_lines([(0, 50), (100, 50)], [(50, 0), (50, 100)]))


def test_two_streets_that_cross_become_four_pieces_with_one_place_in_common(cross: Pieces) -> None:
    assert len(cross.table) == 4
    assert cross.places == 5
    assert sorted(cross.ends_met()) == [1, 1, 1, 1, 4]
    assert cross.table.groupby("source").size().to_dict() == {0: 2, 1: 2}


def test_a_street_added_later_splits_only_what_it_meets(cross: Pieces) -> None:
    path = drawn("path", [LineString([(0, 0), (25, 50)])])
    wider = with_lines(cross, path)
    assert len(wider.table) == 6
    assert sorted(wider.table["role"]) == ["path"] + ["street"] * 5
    assert wider.table.query("role == 'path'")["source"].tolist() == [2]


def test_what_does_not_meet_lies_in_another_component() -> None:
    apart = noded(_lines([(0, 0), (10, 0)], [(10, 0), (20, 0)], [(0, 99), (10, 99)]))
    assert apart.in_largest_component().tolist() == (apart.table["source"] < 2).tolist()


def test_the_heaviest_side_of_a_triangle_is_not_needed_to_hold_it_together() -> None:
    triangle = noded(_lines([(0, 0), (10, 0)], [(10, 0), (0, 10)], [(0, 10), (0, 0)]))
    weight = triangle.table["source"].map({0: 1.0, 1: 3.0, 2: 2.0}).to_numpy()
    kept = triangle.table["source"][triangle.holding_together(weight)]
    assert sorted(kept) == [0, 2]


def test_of_two_streets_between_the_same_places_one_holds_them_together() -> None:
    lines = together(_lines([(0, 0), (10, 0)], [(0, 0), (5, 5), (10, 0)]))
    pair = noded(lines)
    assert pair.holding_together(np.array([2.0, 1.0])).tolist() == [False, True]


def test_corners_within_the_grid_are_one_place() -> None:
    number, places = place_numbers(np.array([[10.0, 5.0], [0.0, 0.0], [10.04, 5.0]]))
    assert number.tolist() == [1, 0, 1]
    assert np.allclose(places, [[0, 0], [10, 5]])


def test_a_square_has_four_sides_and_one_diagonal() -> None:
    assert len(triangle_sides(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.1, 1.0]]))) == 5
