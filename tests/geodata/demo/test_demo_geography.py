"""The land lies as described: outline, river, crossings, heights and where homes are."""

import numpy as np
import pytest
from shapely import Point

from geodata.demo import geography


def test_the_borough_is_about_twelve_by_ten_kilometres() -> None:
    west, south, east, north = geography.outline().bounds
    assert east - west == pytest.approx(12_000, abs=400)
    assert north - south == pytest.approx(10_000, abs=400)


def test_the_river_parts_the_borough_in_two_banks_without_remainder() -> None:
    north, south = geography.banks()
    assert north.area + south.area == pytest.approx(geography.outline().area)
    assert north.contains(geography.TOWN_CENTRE)
    assert north.intersection(south).length == pytest.approx(geography.river().length)


def test_bridges_stand_on_the_river_and_where_road_and_railway_cross_it() -> None:
    bridges = geography.bridges()
    assert len(bridges) == 9
    assert max(point.distance(geography.river()) for point in bridges.values()) < 5
    assert bridges["West Ring Bridge"].distance(geography.ring_road()) < 1
    assert bridges["Sorrel Viaduct"].distance(geography.railway()) < 1


def test_the_ring_road_is_closed_and_goes_round_the_town_centre() -> None:
    assert geography.ring_road().is_closed
    assert geography.ring_road().convex_hull.contains(geography.TOWN_CENTRE)
    assert geography.outline().contains(geography.ring_road())


def test_the_hill_is_the_highest_ground_and_the_river_runs_in_a_valley() -> None:
    def height(point: Point) -> float:
        return float(geography.height_m(np.array(point.x), np.array(point.y)))

    river = geography.river().interpolate(0.5, normalized=True)
    assert height(geography.HILL_TOP) > 140
    assert height(river) < height(Point(river.x, river.y + 1500)) - 5


def test_homes_density_holds_nearly_all_homes_inside_the_outline() -> None:
    west, south, east, north = geography.outline().bounds
    eastings, northings = np.meshgrid(np.arange(west, east, 100), np.arange(south, north, 100))
    homes = geography.homes_density(eastings, northings).sum() * 100 * 100
    assert 0.95 < homes < 1.25  # the scattered homes of the box's corners come on top
