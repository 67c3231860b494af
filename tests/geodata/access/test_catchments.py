"""Catchments of small street layouts: kilometres, people and outlines by hand."""

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, Point

from geodata.access.catchments import catchments
from geodata.schemas import conform, empty, validate

WEST, SOUTH = 340_000.0, 390_000.0


def place(edge_id: str, along_m: float, kind: str = "school", **columns: Any) -> tuple[Any, pd.DataFrame]:
    """Return a place and its entrance."""
    row = {"destination_id": "osm:n1", "kind": kind, "edge_id": edge_id, "along_m": along_m, "snap_m": 0.0,
           "is_far": False, "name": pd.NA, "category": "any", "capacity": np.nan, "source": "openstreetmap",
           "note": ""} | columns  # fmt: skip
    frame = pd.DataFrame([row])
    made = gpd.GeoDataFrame(frame, geometry=[Point(WEST, SOUTH)], crs="EPSG:27700")
    return conform("destinations", made), conform("destination_entrances", frame)


@pytest.fixture(scope="session")
def cross(streets):
    """Four streets of 500 m that meet at the corner."""
    points = {0: (0, 0), 1: (500, 0), 2: (-500, 0), 3: (0, 500), 4: (0, -500)}
    return streets(points, [(0, 1), (0, 2), (0, 3), (0, 4)])[1]


def only(table: gpd.GeoDataFrame) -> pd.Series:
    assert len(validate("catchments", table)) == 1
    return table.iloc[0]


def test_streets_are_cut_where_the_time_is_over(cross, homes_at):
    row = only(catchments(*place("w1.0.0", 0.0), cross, empty("homes"), minutes=5))
    assert row["reached_km"] == pytest.approx(1.6)
    assert row["walk_minutes"] == 5
    assert row.geometry.bounds == pytest.approx((WEST - 425, SOUTH - 425, WEST + 425, SOUTH + 425), abs=0.01)


def test_residents_are_those_who_reach_it_and_not_those_in_the_polygon(cross, homes_at):
    """Within 400 m: the first by a millimetre, the second not; the third is in the outline and 60 m off the street."""
    homes = homes_at(
        [(399.0, 0.0), (401.0, 0.0), (340.0, 10.0)], ["w1.0.0"] * 3, [399.0, 401.0, 341.0],
        snap_m=[1.0, 0.0, 60.0], residents=[1.0, 10.0, 100.0],
    )  # fmt: skip
    row = only(catchments(*place("w1.0.0", 0.0), cross, homes, minutes=5))
    assert row["residents"] == 1
    assert row.geometry.contains(homes.geometry).all()


def test_where_nobody_knows_who_lives_there_residents_are_missing(cross, homes_at):
    homes = homes_at([(300.0, 0.0), (600.0, 0.0)], ["w1.0.0"] * 2, [300.0, 500.0], residents=[np.nan, 5.0])
    made = catchments(*place("w1.0.0", 0.0), cross, homes, minutes=5)
    assert np.isnan(only(made)["residents"])
    assert np.isnan(only(catchments(*place("w1.0.0", 0.0), cross, homes.assign(residents=np.nan)))["residents"])


def test_the_way_from_the_street_to_the_place_counts(cross):
    row = only(catchments(*place("w1.0.0", 0.0, snap_m=100.0), cross, empty("homes"), minutes=5))
    assert row["reached_km"] == pytest.approx(1.2)


def test_a_place_in_the_middle_of_a_street_is_reached_from_both_sides(cross):
    row = only(catchments(*place("w1.0.0", 250.0), cross, empty("homes"), minutes=5))
    # 250 m outwards, 250 m inwards, and 150 m along each of the three others
    assert row["reached_km"] == pytest.approx(0.25 + 0.25 + 3 * 0.15)


def test_a_grid_is_reached_on_all_sides(grid):
    """Within 160 m of a corner: its four streets, and 60 m of the three others at the end of each."""
    _, edges = grid()
    middle = edges.loc[edges["u"] == 14, "edge_id"].iloc[0]
    row = only(catchments(*place(middle, 0.0), edges, empty("homes"), minutes=2))
    assert row["reached_km"] == pytest.approx(0.4 + 12 * 0.06)


@pytest.mark.parametrize(("minutes", "reached"), [(2, 0.32), (3, 0.4)])
def test_a_ring_is_gone_round_both_ways_and_counts_once(streets, minutes, reached):
    _, ring = streets({0: (0, 0), 1: (100, 0), 2: (100, 100), 3: (0, 100)}, [(0, 1), (1, 2), (2, 3), (3, 0)])
    row = only(catchments(*place("w1.0.0", 0.0), ring, empty("homes"), minutes=minutes))
    assert row["reached_km"] == pytest.approx(reached)


def test_the_outline_follows_a_bend(streets):
    _, edges = streets({0: (0, 0), 1: (300, 300)}, [(0, 1)], length_m=600.0)
    around = LineString([(WEST, SOUTH), (WEST, SOUTH + 300), (WEST + 300, SOUTH + 300)])
    bent = edges.set_geometry(gpd.GeoSeries([around], crs="EPSG:27700"))
    row = only(catchments(*place("w1.0.0", 0.0), bent, empty("homes"), minutes=5))
    assert row["reached_km"] == pytest.approx(0.4)
    assert row.geometry.contains(Point(WEST, SOUTH + 300))
    assert row.geometry.contains(Point(WEST + 100, SOUTH + 300))
    assert not row.geometry.contains(Point(WEST + 130, SOUTH + 300))
    before = only(catchments(*place("w1.0.0", 0.0), bent, empty("homes"), minutes=2))
    assert before.geometry.bounds == pytest.approx((WEST - 25, SOUTH - 25, WEST + 25, SOUTH + 185), abs=0.01)


def test_only_the_kinds_asked_for_and_only_places_with_an_entrance(cross):
    shop = place("w1.0.0", 0.0, kind="food_shop")
    assert validate("catchments", catchments(*shop, cross, empty("homes"))).empty
    assert only(catchments(*shop, cross, empty("homes"), kinds=["food_shop"]))["kind"] == "food_shop"
    nothing = empty("destinations"), empty("destination_entrances"), empty("walking_edges"), empty("homes")
    assert validate("catchments", catchments(*nothing)).empty


def test_many_places_are_as_each_by_itself(grid, homes_at):
    _, edges = grid()
    homes = homes_at([(250.0, 100.0)], [edges["edge_id"].iloc[7]], [50.0])
    each = [place(edge, 30.0, destination_id=f"osm:n{n:03}") for n, edge in enumerate(edges["edge_id"])]
    together = catchments(pd.concat([made for made, _ in each]), pd.concat([joint for _, joint in each]), edges, homes,
                          minutes=2)  # fmt: skip
    apart = pd.concat([catchments(*one, edges, homes, minutes=2) for one in each])
    assert together["destination_id"].to_list() == apart["destination_id"].to_list()
    np.testing.assert_allclose(together[["residents", "reached_km"]], apart[["residents", "reached_km"]])
