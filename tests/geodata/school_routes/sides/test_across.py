from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pytest

from geodata.school_routes.sides.across import nearest_on_this_side

# a dual carriageway, 20 m apart, with a mapped footway north of it, steps closer by and a lane further south
POINTS = {1: (0, 0), 2: (100, 0), 3: (100, 20), 4: (0, 20), 5: (0, 30), 6: (100, 30), 7: (0, 26), 8: (100, 26),
          9: (0, -70), 10: (100, -70)}  # fmt: skip
WAYS = {1: ("trunk", [1, 2]), 2: ("trunk", [3, 4]), 3: ("footway", [5, 6]), 4: ("steps", [7, 8]),
        5: ("service", [9, 10]), 6: ("path", [9, 1, 4, 7, 5])}  # fmt: skip


@pytest.fixture(scope="module")
def nearest(streets: Callable[..., Any]) -> Callable[..., list[tuple[str, float]]]:
    """Return the part nearest to a point of the drawing, and where on it, if some parts are left out."""
    town = streets(POINTS, WAYS)
    parts = town.parts()

    def found(spot: Any, *left_out: str) -> list[tuple[str, float]]:
        rest = gpd.GeoDataFrame(parts[~parts["part_id"].isin(left_out)])
        rows = nearest_on_this_side(np.array([7]), np.array([spot]), town.edges, rest)
        assert (rows["place"] == 7).all()
        return [(row.part_id, round(row.along_m, 6)) for row in rows.itertuples()]

    return found


def test_a_side_is_reached_from_its_own_side_only(nearest: Any, point: Any) -> None:
    assert nearest(point(40, -0.1)) == [("w1.0.0.right", 40.0)]
    assert nearest(point(40, 0.1)) == [("w1.0.0.left", 40.0)]
    # what is closest without it: the lane to the south, or the other carriageway's side of the median
    assert nearest(point(90, -0.1), "w1.0.0.right") == [("w5.0.0", 90.0)]
    assert nearest(point(60, 0.1), "w1.0.0.left") == [("w2.0.0.left", 40.0)]
    assert nearest(point(10, 0.1), "w1.0.0.left") == [("w6.0.1", 0.1)]


def test_a_carriageway_bars_and_steps_are_no_door(nearest: Any, point: Any) -> None:
    assert nearest(point(60, 20.1), "w2.0.0.right") == [("w3.0.0", 60.0)]
    # the footway is 30 m away from the median, but across the road, and the paths touch the roads' ends only
    assert nearest(point(60, 0.1), "w1.0.0.left", "w2.0.0.left", "w6.0.1") == []


def test_nobody_looks_further_than_a_hundred_metres(nearest: Any, point: Any) -> None:
    assert nearest(point(60, -169)) == [("w5.0.0", 60.0)]
    assert nearest(point(60, -171)) == []
