"""Directness and severance of a town on two banks, by hand; densities of the same streets."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, box

from geodata.access.directness import walk_directness, walked_pairs
from geodata.access.network_measures import network_measures
from geodata.schemas import conform, empty, validate
from geodata.schemas.access import MEASURES

WEST, SOUTH = 340_000.0, 390_000.0
LSOA, WARD, AUTHORITY = "E01999001", "E05999001", "E06999001"
DATE = "2026-11-01"


def area(code: str, west: float = -1000, east: float = 2000) -> gpd.GeoDataFrame:
    shape = box(WEST + west, SOUTH - 1000, WEST + east, SOUTH + 1000)
    return gpd.GeoDataFrame({"code": [code]}, geometry=[shape], crs="EPSG:27700")


AREAS = {"lsoa": area(LSOA), "ward": area(WARD), "local_authority": area(AUTHORITY)}


def barrier(tags: dict[str, str], *points: tuple[float, float]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(
        {"element": ["way"], "osm_id": [1], "osm_version": [1.0], "role": ["barrier"], "part": [0],
         "tags": [json.dumps(tags)], "node_ids": [np.empty(0, dtype=np.int64)]}
    )  # fmt: skip
    line = LineString([(WEST + x, SOUTH + y) for x, y in points])
    return conform("source_openstreetmap", gpd.GeoDataFrame(frame, geometry=[line], crs="EPSG:27700"))


RIVER = barrier({"waterway": "river"}, (-500, 100), (2000, 100))


@pytest.fixture
def two_banks(streets):
    """A street on each bank of a river, 200 m apart, and a bridge between their west ends."""
    return streets({1: (0, 0), 2: (400, 0), 3: (0, 200), 4: (400, 200)}, [(1, 2), (3, 4), (1, 3)])


@pytest.fixture
def three_homes(homes_at):
    """A home at the bridge and one at the east end of each street: all are neighbours, 200 to 447 m apart."""
    return homes_at([(0.0, 0.0), (400.0, 0.0), (400.0, 200.0)], ["w1.0.0", "w1.0.0", "w2.0.0"], [0.0, 400.0, 400.0])


def figures(table: pd.DataFrame, level: str = "ward") -> dict[str, list[float]]:
    own = table[table["area_level"] == level].set_index("measure")
    return own[["numerator", "denominator"]].T.to_dict("list")


def test_a_river_with_one_bridge_severs_those_across_it(two_banks, three_homes):
    """Across the river it is 200 m and a walk of 1,000 m; the others have a detour of a third at most."""
    table = validate("network_measures", network_measures(three_homes, *two_banks, RIVER, AREAS, DATE))
    for level in AREAS:
        made = figures(table, level)
        assert made["severance"] == made["severance_by_water"] == [2, 6]
        assert made["severance_by_railway"] == made["severance_by_main_road"] == [0, 6]
        assert made["walk_directness"] == pytest.approx([2 * (1000 + 400 + 600), 2 * (200 + 400 + np.hypot(400, 200))])
    assert set(table["measure"]) == set(MEASURES)
    assert set(table["period"]) == {DATE}


def test_another_bridge_ends_the_severance(streets, three_homes):
    points = {1: (0, 0), 2: (400, 0), 3: (0, 200), 4: (400, 200)}
    bridged = streets(points, [(1, 2), (3, 4), (1, 3), (2, 4)])
    made = figures(network_measures(three_homes, *bridged, RIVER, AREAS, DATE))
    assert made["severance"] == made["severance_by_water"] == [0, 6]


def test_without_a_bridge_pairs_are_severed_and_not_in_directness(streets, three_homes):
    points = {1: (0, 0), 2: (400, 0), 3: (0, 200), 4: (400, 200)}
    made = figures(network_measures(three_homes, *streets(points, [(1, 2), (3, 4)]), RIVER, AREAS, DATE))
    assert made["severance"] == made["severance_by_water"] == [4, 6]
    assert made["walk_directness"] == pytest.approx([800, 800])


def test_what_runs_elsewhere_severs_nobody(two_banks, three_homes):
    railway = barrier({"railway": "rail"}, (-500, 300), (2000, 300))
    made = figures(network_measures(three_homes, *two_banks, railway, AREAS, DATE))
    assert made["severance"] == [2, 6]
    assert made["severance_by_railway"] == made["severance_by_water"] == [0, 6]


def test_the_way_to_the_street_is_walked_too(two_banks, three_homes):
    pairs = walked_pairs(three_homes.assign(snap_m=[10.0, 0.0, 0.0]), two_banks[1])
    own = pairs[(pairs["origin"] == 0) & (pairs["destination"] == 1)]
    assert own["walk_m"].item() == pytest.approx(410)


def test_more_than_five_times_the_straight_line_is_no_walk(two_banks, three_homes):
    across = walked_pairs(three_homes.assign(snap_m=[0.0, 0.001, 0.0]), two_banks[1]).query("origin == 1")
    assert across.set_index("destination")["walk_m"].isna().to_dict() == {0: False, 2: True}


@pytest.fixture
def mirrored(grid, homes_at):
    """Homes on every corner of the grid; those of the west are in another LSOA than those of the east."""
    nodes, edges = grid()
    columns, rows = np.arange(36) % 6, np.arange(36) // 6
    joints = {**{u: (name, 0.0) for u, name in zip(edges["u"], edges["edge_id"], strict=True)},
              **{v: (name, 100.0) for v, name in zip(edges["v"], edges["edge_id"], strict=True)}}  # fmt: skip
    edge_id, along_m = zip(*(joints[node] for node in range(36)), strict=True)
    homes = homes_at(
        list(zip(100.0 * columns, 100.0 * rows, strict=True)), list(edge_id), list(along_m),
        lsoa_code=np.where(columns < 3, "E01999001", "E01999002"),
    )  # fmt: skip
    return homes, nodes, edges


def test_a_symmetric_town_has_symmetric_measures(mirrored):
    halves = pd.concat([area("E01999001", -1000, 250), area("E01999002", 250, 1500)], ignore_index=True)
    table = network_measures(*mirrored, RIVER, {"lsoa": halves}, DATE)
    west, east = (figures(table[table["area_code"] == code], "lsoa") for code in ("E01999001", "E01999002"))
    for measure in MEASURES[:7]:  # the streets along the border are all in the west
        assert west[measure] == pytest.approx(east[measure], nan_ok=True)
    assert 1 < west["walk_directness"][0] / west["walk_directness"][1] <= np.sqrt(2)
    assert west["severance"][0] == 0


def test_small_areas_add_up_to_the_large_one(mirrored):
    halves = pd.concat([area("E01999001", -1000, 250), area("E01999002", 250, 2000)], ignore_index=True)
    table = network_measures(*mirrored, RIVER, {"lsoa": halves, "ward": area(WARD)}, DATE)
    sums = table.groupby(["area_level", "measure"])[["numerator", "denominator"]].sum()
    pd.testing.assert_frame_equal(sums.loc["lsoa"], sums.loc["ward"])


def test_an_area_without_homes_is_unknown(two_banks, three_homes):
    elsewhere = area("E05999009", 5000, 9000)
    table = network_measures(three_homes, *two_banks, RIVER, {"ward": elsewhere}, DATE).set_index("measure")
    unknown = ["walk_directness", "severance", "intersection_density"]
    assert table.loc[unknown, "numerator"].isna().all()
    assert table.loc["severance", "note"] == "no homes, or none with neighbours 200 to 800 m away"


def test_without_streets_there_is_no_measure(three_homes):
    nothing = network_measures(
        three_homes.assign(edge_id=pd.NA), empty("walking_nodes"), empty("walking_edges"), RIVER, AREAS, DATE
    )
    assert validate("network_measures", nothing).empty


def test_long_walks_count_for_more_than_short_ones():
    pairs = pd.DataFrame({"straight_m": [200.0, 800.0], "walk_m": [400.0, 800.0]})
    assert walk_directness(pairs, pd.Series(["A", "A"])).loc["A"].to_list() == [1200, 1000]
