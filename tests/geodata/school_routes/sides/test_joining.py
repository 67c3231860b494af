from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
import shapely.affinity
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.school_routes.sides.directions import spots_along
from geodata.school_routes.sides.joining import joined

# two main roads cross in 1; a street leads north-east from there, and one leads south from 8 on the road to the east
POINTS = {1: (0, 0), 2: (100, 0), 3: (0, -100), 4: (-100, 0), 5: (0, 100), 6: (70, 70), 8: (50, 0), 9: (50, -60)}
WAYS = {1: ("primary", [4, 1, 8, 2]), 2: ("secondary", [3, 1, 5]), 3: ("residential", [1, 6]),
        4: ("residential", [8, 9])}  # fmt: skip
Joins = Callable[..., dict[str, float]]


@pytest.fixture(scope="module")
def joins(streets: Callable[..., Any]) -> Joins:
    """Return where a shape joins that is given with the edge and metres along it at which it would be undivided."""
    town = streets(POINTS, WAYS)
    parts = town.parts()

    def found(shape: shapely.Geometry, edge_id: str, along_m: float) -> dict[str, float]:
        place = gpd.GeoDataFrame({"edge_id": [edge_id], "along_m": [along_m]}, geometry=[shape], crs=parts.crs)
        rows = joined(place, town.edges, parts)
        assert (rows["place"] == 0).all()
        assert rows["snap_m"].round(6).nunique() == 1 or len(shape.bounds) == 0
        return dict(zip(rows["part_id"], rows["along_m"], strict=True))

    return found


def test_a_street_is_joined_as_it_is(joins: Joins, point: Any) -> None:
    assert joins(point(40, 30), "w3.0.0", 50.0) == {"w3.0.0": 50.0}
    # the end of a street where no main roads meet
    assert joins(point(50, -70), "w4.0.0", 60.0) == {"w4.0.0": 60.0}


def test_a_main_road_is_joined_on_the_side_of_the_place(joins: Joins, point: Any) -> None:
    assert joins(point(-40, 12), "w1.0.0", 60.0) == {"w1.0.0.left": 60.0}
    assert joins(point(-40, -12), "w1.0.0", 60.0) == {"w1.0.0.right": 60.0}
    assert joins(point(-40, 0), "w1.0.0", 60.0) == {"w1.0.0.left": 60.0, "w1.0.0.right": 60.0}


def test_an_area_counts_with_its_nearest_point(joins: Joins, point: Any) -> None:
    north, across = point(-40, 40).buffer(20), point(-40, 15).buffer(20)
    assert joins(north, "w1.0.0", 60.0) == {"w1.0.0.left": 60.0}
    assert set(joins(across, "w1.0.0", 60.0)) == {"w1.0.0.left", "w1.0.0.right"}


def test_at_a_crossroads_the_land_counts_and_not_the_edge(joins: Joins, point: Any) -> None:
    north_east = {"w1.0.1.left": 0.0, "w2.0.1.right": 0.0, "w3.0.0": 0.0}
    south_west = {"w1.0.0.right": 100.0, "w2.0.0.left": 100.0}
    for edge_id, along_m in (("w1.0.0", 100.0), ("w1.0.1", 0.0), ("w3.0.0", 0.0)):
        assert joins(point(8, 9), edge_id, along_m) == north_east
        assert joins(point(-8, -9).buffer(5), edge_id, along_m) == south_west
    # the street joins from the south, the place is to the north
    assert joins(point(50, 9), "w4.0.0", 0.0) == {"w1.0.1.left": 50.0, "w1.0.2.left": 0.0}


def test_a_place_that_covers_the_crossroads_is_on_all_corners(joins: Joins, point: Any) -> None:
    everywhere = joins(point(0, 0).buffer(30), "w1.0.0", 100.0)
    assert len(everywhere) == 9


@settings(max_examples=30)
@given(x=st.floats(-95, -5), y=st.floats(-60, 60).filter(lambda y: abs(y) > 0.1))
def test_left_is_north_of_a_road_eastwards(joins: Joins, point: Any, x: float, y: float) -> None:
    assert list(joins(point(x, y), "w1.0.0", x + 100)) == [f"w1.0.0.{'left' if y > 0 else 'right'}"]


@given(st.floats(0, 360), st.floats(0.2, 3.0))
def test_inside_and_outside_of_a_bend(degrees: float, away: float) -> None:
    # a sharp bend at (0, 0): what is nearest to the vertex lies outside, on the left of a right turn
    bend = shapely.LineString([(-50, -50), (0, 0), (50, -50)])
    spot = shapely.affinity.rotate(shapely.Point(away, 0), degrees, origin=(0, 0))
    along = bend.project(spot)
    here, ahead = spots_along(np.array([bend]), np.array([along]))
    leftwards = ahead[0, 0] * (spot.y - here[0, 1]) - ahead[0, 1] * (spot.x - here[0, 0])
    is_inside = spot.y < -abs(spot.x)
    if abs(spot.y + abs(spot.x)) > 0.01:
        assert (leftwards < 0) == is_inside
