"""Sites of measured speeds and count points, and the parts that each speaks for."""

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString

from geodata.school_routes.evidence.authority_traffic import count_statements, speed_statements

Build = Callable[..., Any]
HIGH_STREET = {"w1.0.0.left", "w1.0.0.right", "w1.0.1.left", "w1.0.1.right"}


def at(east: float, north: float) -> dict[str, float]:
    return {"easting_m": 400_000 + east, "northing_m": 400_000 + north}


def said(statements: pd.DataFrame, attribute: str) -> dict[str, float]:
    of = statements[statements["attribute"] == attribute]
    return dict(zip(of["part_id"], of["lo"], strict=True))


def sources(statements: pd.DataFrame) -> dict[str, str]:
    return dict(zip(statements["part_id"], statements["source"], strict=True))


def test_a_speed_holds_on_both_sides_of_its_way(parts: gpd.GeoDataFrame, file_of: Build) -> None:
    speeds = file_of("measured_speeds", {"site_id": "S1", "speed_85_mph": 34.5, **at(20, 8)})
    statements, unmatched = speed_statements(speeds, parts)
    assert said(statements, "speed_mph") == dict.fromkeys(HIGH_STREET, 34.5)
    assert set(statements["source"]) == {"measured_speeds:S1"}
    assert set(statements["source_date"]) == {"2023-03-02"}
    assert unmatched == 0


def test_the_way_named_goes_before_the_place_and_else_the_place_counts(parts: gpd.GeoDataFrame, file_of: Build) -> None:
    named = file_of("measured_speeds", {"site_id": "S1", "speed_85_mph": 24.0, "osm_way_id": 2, **at(20, 8)})
    assert set(said(speed_statements(named, parts)[0], "speed_mph")) == {"w2.0.0"}
    gone = named.assign(osm_way_id=99.0)
    assert set(said(speed_statements(gone, parts)[0], "speed_mph")) == HIGH_STREET


def test_the_latest_measurement_and_the_nearest_site_hold(parts: gpd.GeoDataFrame, file_of: Build) -> None:
    speeds = file_of(
        "measured_speeds",
        {"site_id": "west", "speed_85_mph": 40.0, "measured_on": "2019", **at(10, 0)},
        {"site_id": "west", "speed_85_mph": 31.0, "measured_on": "2023-05-01", **at(10, 0)},
        {"site_id": "east", "speed_85_mph": 37.0, **at(190, 0)},
    )
    for rows in (speeds, speeds.iloc[::-1].reset_index(drop=True)):
        told = said(speed_statements(rows, parts)[0], "speed_mph")
        assert (told["w1.0.0.left"], told["w1.0.1.right"]) == (31.0, 37.0)


def test_a_site_off_the_streets_is_counted_and_paths_have_no_traffic(parts: gpd.GeoDataFrame, file_of: Build) -> None:
    speeds = file_of(
        "measured_speeds",
        {"site_id": "field", "speed_85_mph": 30.0, **at(50, 31)},
        {"site_id": "path", "speed_85_mph": 30.0, **at(200, -79)},
    )
    statements, unmatched = speed_statements(speeds, parts)
    assert (len(statements), unmatched) == (0, 2)


def test_a_count_holds_along_its_road_number(parts: gpd.GeoDataFrame, file_of: Build) -> None:
    counts = file_of(
        "traffic_counts",
        {"count_id": "7", "road": "A49", "vehicles_per_day": 9000.0, "hgv_pct": 4.0, **at(30, 45)},
    )
    statements, unmatched = count_statements(counts, parts)
    assert said(statements, "flow_vpd") == dict.fromkeys(HIGH_STREET, 9000.0)
    assert said(statements, "hgv_pct") == dict.fromkeys(HIGH_STREET, 4.0)
    assert set(statements["source_date"]) == {"2022"}
    assert unmatched == 0


@pytest.mark.parametrize(("road", "place"), [("A49", at(30, 51)), ("A534", at(30, 0)), ("M6", at(30, 0))])
def test_a_count_of_another_number_or_far_off_is_of_no_street(
    parts: gpd.GeoDataFrame, file_of: Build, road: str, place: dict[str, float]
) -> None:
    counts = file_of("traffic_counts", {"count_id": "7", "road": road, "vehicles_per_day": 9000.0, **place})
    statements, unmatched = count_statements(counts, parts)
    assert (len(statements), unmatched) == (0, 1)


def test_a_count_ends_two_kilometres_along(parts: gpd.GeoDataFrame, file_of: Build, here: Build) -> None:
    far = parts.copy()
    # the middle of the second piece is now 2,040 m from the count point, that of the first 40 m
    far.loc[far["edge_id"] == "w1.0.1", "geometry"] = here(LineString([(2000, 0), (2100, 0)]))
    counts = file_of("traffic_counts", {"count_id": "7", "road": "A49", "vehicles_per_day": 9000.0, **at(10, 0)})
    assert set(said(count_statements(counts, far)[0], "flow_vpd")) == {"w1.0.0.left", "w1.0.0.right"}


def test_each_part_takes_the_nearest_point_and_a_way_with_two_numbers_has_both(
    parts: gpd.GeoDataFrame, file_of: Build
) -> None:
    both = parts.assign(ref=parts["ref"].replace("A49", "B5153;A49"))
    counts = file_of(
        "traffic_counts",
        {"count_id": "w", "road": "A49", "vehicles_per_day": 9000.0, **at(10, 0)},
        {"count_id": "e", "road": "B5153", "vehicles_per_day": 7000.0, **at(190, 0)},
    )
    told = said(count_statements(counts, both)[0], "flow_vpd")
    assert (told["w1.0.0.left"], told["w1.0.1.left"]) == (9000.0, 7000.0)


def test_a_count_without_a_number_holds_on_its_way_and_goes_before_one_by_number(
    parts: gpd.GeoDataFrame, file_of: Build
) -> None:
    by_number = {"count_id": "7", "road": "A49", "vehicles_per_day": 9000.0, **at(30, 0)}
    local = {"count_id": "L", "vehicles_per_day": 8000.0, **at(190, 3)}
    statements, _ = count_statements(file_of("traffic_counts", by_number, local), parts)
    assert sources(statements) == dict.fromkeys(HIGH_STREET, "traffic_counts:L")


def test_a_road_said_to_have_no_number_is_not_the_numbered_one_nearby(parts: gpd.GeoDataFrame, file_of: Build) -> None:
    counts = file_of("traffic_counts", {"count_id": "U1", "road": "U", "vehicles_per_day": 900.0, **at(90, -10)})
    assert said(count_statements(counts, parts)[0], "flow_vpd") == {"w2.0.0": 900.0}
    unsaid = counts.assign(road=pd.Series(pd.NA, index=counts.index, dtype="string"))
    closer = unsaid.assign(northing_m=400_000.0 - 3)
    assert set(said(count_statements(closer, parts)[0], "flow_vpd")) == HIGH_STREET


def test_no_files_and_no_streets_say_nothing(parts: gpd.GeoDataFrame, no_files: Any, file_of: Build) -> None:
    assert count_statements(no_files["traffic_counts"], parts)[0].empty
    assert speed_statements(no_files["measured_speeds"], parts)[0].empty
    row = {"count_id": "7", "road": "A49", "vehicles_per_day": 9000.0, **at(30, 0)}
    statements, unmatched = count_statements(
        file_of("traffic_counts", row, row | {"count_id": "8", "road": None}), parts.iloc[:0]
    )
    assert (len(statements), unmatched) == (0, 2)
