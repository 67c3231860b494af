"""Authority files over OpenStreetMap: which goes before which, and that nothing gets vaguer."""

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, box

from geodata.schemas import empty
from geodata.school_routes.attributes import LINK_ATTRIBUTES, columns_of, interval
from geodata.school_routes.evidence.authority import (
    crossings_with_authority_files,
    with_authority_files,
    with_bare_carriageways,
)
from geodata.school_routes.evidence.overrides import overridden, statements
from geodata.school_routes.rules.ratings import rate_links

Build = Callable[..., Any]
PART = "w1.0.0.left"
CROSSING = "x10.w1.0.0.v"


def row(table: pd.DataFrame, part: str = PART) -> pd.Series:
    return table.set_index("part_id").loc[part]


def of_roads(files: dict[str, Any]) -> dict[str, Any]:
    """Return the files that speak of carriageways."""
    return {key: table for key, table in files.items() if key != "footway_widths"}


@pytest.fixture
def every_file(file_of: Build, here: Build) -> dict[str, pd.DataFrame]:
    """Every file speaks of High Street, and the survey of the speed on one of its sides."""
    at = {"easting_m": 400_020.0, "northing_m": 400_003.0}
    survey = {"part_id": PART, "attribute": "speed_mph", "value_lo": 38.0, "value_hi": 38.0}
    return {
        "footway_widths": file_of(
            "footway_widths", {"row_id": "a", "width_m": 1.4, "geometry": here(LineString([(0, 5), (100, 5)]))}
        ),
        "measured_speeds": file_of("measured_speeds", {"site_id": "S1", "speed_85_mph": 34.0, **at}),
        "traffic_counts": file_of(
            "traffic_counts", {"count_id": "7", "vehicles_per_day": 9000.0, "hgv_pct": 3.0, **at}
        ),
        "route_surveys": file_of("route_surveys", survey),
        "zones_20mph": file_of("zones_20mph", {"row_id": "Z1", "geometry": here(box(-10, -50, 210, 50))}),
    }


def test_without_files_evidence_is_openstreetmaps(
    links: pd.DataFrame, crossings: pd.DataFrame, parts: gpd.GeoDataFrame, no_files: dict[str, pd.DataFrame]
) -> None:
    after = with_authority_files(links, parts, **no_files)
    pd.testing.assert_frame_equal(after, links)
    assert after.attrs["unmatched"] == dict.fromkeys(no_files, 0)
    crossed = crossings_with_authority_files(crossings, parts, **of_roads(no_files))
    pd.testing.assert_frame_equal(crossed, crossings)


def test_every_file_overrides_its_attributes(
    links: pd.DataFrame, parts: gpd.GeoDataFrame, every_file: dict[str, pd.DataFrame], tagged: Build
) -> None:
    before = tagged(tagged(links, PART, "footway", 0.0), PART, "footway_width_m", 3.0)
    after = row(with_authority_files(before, parts, **every_file))
    told = {"footway": 1.0, "footway_width_m": 1.4, "flow_vpd": 9000.0, "hgv_pct": 3.0, "speed_mph": 38.0}
    for attribute, value in told.items():
        assert [after[f"{attribute}_{bound}"] for bound in ("lo", "likely", "hi")] == [value] * 3
        assert after[f"is_{attribute}_known"]
    assert after["footway_width_m_source"] == "footway_widths:a"
    assert after["footway_width_m_source_date"] == "2024-05-01"
    assert after["flow_vpd_source"] == "traffic_counts:7"
    assert after["lit_source"] == "class range"


@pytest.mark.parametrize(
    ("absent", "value", "source"),
    [
        ([], 38.0, f"route_surveys:{PART}"),
        (["route_surveys"], 34.0, "measured_speeds:S1"),
        (["route_surveys", "measured_speeds"], 40.0, "openstreetmap"),
    ],
)
def test_speed_is_surveyed_then_measured_then_tagged(
    links: pd.DataFrame, parts: gpd.GeoDataFrame, every_file: Any, tagged: Build,
    absent: list[str], value: float, source: str,
) -> None:  # fmt: skip
    files = every_file | {key: empty(f"source_{key}") for key in absent}
    after = row(with_authority_files(tagged(links, PART, "speed_mph", 40.0), parts, **files))
    assert (after["speed_mph_hi"], after["speed_mph_source"]) == (value, source)


def test_a_zone_says_the_limit_where_no_tag_does(
    links: pd.DataFrame, parts: gpd.GeoDataFrame, every_file: Any, no_files: Any, tagged: Build
) -> None:
    zone = no_files | {"zones_20mph": every_file["zones_20mph"]}
    after = with_authority_files(tagged(links, PART, "speed_mph", 40.0), parts, **zone)
    assert row(after)["speed_mph_source"] == "openstreetmap"
    other = row(after, "w1.0.0.right")
    assert (other["speed_mph_lo"], other["speed_mph_hi"], other["is_speed_mph_known"]) == (20, 20, False)
    assert other["speed_mph_source"] == "zones_20mph:Z1, limit taken as 85th percentile"


TAGGED_LIMIT = (20.0, 20.0, 20.0, False, "openstreetmap, limit taken as 85th percentile", "")


@pytest.mark.parametrize(("lo", "hi"), [(22.0, 26.0), (18.0, 26.0), (24.0, 24.0)])
def test_a_limit_gives_way_to_whatever_anybody_saw(links: pd.DataFrame, lo: float, hi: float) -> None:
    limited = links.copy()
    limited.loc[limited["part_id"] == PART, list(columns_of("speed_mph"))] = TAGGED_LIMIT
    after = row(overridden(limited, one(lo, hi)))
    assert (after["speed_mph_lo"], after["speed_mph_hi"], after["speed_mph_source"]) == (lo, hi, "x:1")
    assert after["is_speed_mph_known"] == (lo == hi)


def test_a_tagged_limit_goes_before_a_zone(
    links: pd.DataFrame, parts: gpd.GeoDataFrame, every_file: Any, no_files: Any
) -> None:
    limited = links.copy()
    limited.loc[limited["part_id"] == PART, list(columns_of("speed_mph"))] = (30.0, 30.0, 30.0, *TAGGED_LIMIT[3:])
    after = with_authority_files(limited, parts, **no_files | {"zones_20mph": every_file["zones_20mph"]})
    assert (row(after)["speed_mph_hi"], row(after)["speed_mph_source"]) == (30.0, TAGGED_LIMIT[4])


def test_a_count_where_both_footways_are_mapped_apart_is_that_of_the_crossings(
    links: pd.DataFrame, crossings: pd.DataFrame, parts: gpd.GeoDataFrame, every_file: Any
) -> None:
    edges = parts[parts["kind"] == "side"].drop_duplicates("edge_id")[["edge_id", "length_m", "geometry"]]
    bare = parts[parts["edge_id"].ne("w1.0.0") | parts["kind"].eq("crossing")]
    streets = with_bare_carriageways(bare, edges, empty("source_openstreetmap"))
    assert streets["part_id"].tolist()[-1] == "w1.0.0"
    without_sides = links[~links["part_id"].str.startswith("w1.0.0")].reset_index(drop=True)
    after = with_authority_files(without_sides, streets, **every_file)
    assert after.attrs["unmatched"]["traffic_counts"] == 0
    crossed = row(crossings_with_authority_files(crossings, streets, **of_roads(every_file)), CROSSING)
    assert (crossed["flow_vpd_lo"], crossed["flow_vpd_source"]) == (9000, "traffic_counts:7")
    assert (crossed["speed_mph_lo"], crossed["speed_mph_source"]) == (34, "measured_speeds:S1")


def test_crossings_take_traffic_from_the_arm_and_keep_their_own_survey(
    crossings: pd.DataFrame, parts: gpd.GeoDataFrame, every_file: Any, file_of: Build
) -> None:
    crossed = row(crossings_with_authority_files(crossings, parts, **of_roads(every_file)), CROSSING)
    assert (crossed["flow_vpd_lo"], crossed["flow_vpd_source"]) == (9000, "traffic_counts:7")
    assert (crossed["hgv_pct_hi"], crossed["is_hgv_pct_known"]) == (3.0, True)
    assert (crossed["speed_mph_likely"], crossed["speed_mph_source"]) == (38, f"route_surveys:{PART}")
    own = file_of(
        "route_surveys", {"part_id": CROSSING, "attribute": "flow_vpd", "value_lo": 4000.0, "value_hi": 4000.0}
    )
    files = of_roads(every_file | {"route_surveys": own})
    surveyed = crossings_with_authority_files(crossings, parts, **files)
    assert row(surveyed, CROSSING)["flow_vpd_source"] == f"route_surveys:{CROSSING}"
    assert surveyed.attrs["unmatched"] == {"route_surveys": 0}


def test_a_path_beside_a_road_takes_its_traffic_unless_it_was_surveyed_itself(
    links: pd.DataFrame, parts: gpd.GeoDataFrame, no_files: Any, file_of: Build
) -> None:
    path = "w3.0.0"
    beside = parts.assign(beside_edge_id=parts["beside_edge_id"].mask(parts["part_id"] == path, "w1.0.1"))
    on_road = {"part_id": "w1.0.1.left", "attribute": "speed_mph", "value_lo": 38.0, "value_hi": 38.0}
    footway = {"part_id": "w1.0.1.left", "attribute": "footway", "value_lo": 0.0, "value_hi": 0.0}
    files = no_files | {"route_surveys": file_of("route_surveys", on_road, footway)}
    found = row(with_authority_files(links, beside, **files), path)
    assert (found["speed_mph_lo"], found["speed_mph_hi"], found["is_speed_mph_known"]) == (38, 38, True)
    assert found["speed_mph_source"] == "route_surveys:w1.0.1.left"
    assert found["footway_lo"] == row(links, path)["footway_lo"]  # only traffic passes from the road
    assert row(with_authority_files(links, parts, **files), path)["speed_mph_hi"] == 70  # where it is not beside
    own = on_road | {"part_id": path, "value_lo": 33.0, "value_hi": 33.0}
    files = no_files | {"route_surveys": file_of("route_surveys", on_road, own)}
    assert row(with_authority_files(links, beside, **files), path)["speed_mph_lo"] == 33


def test_side_roads_are_as_busy_as_was_counted_or_surveyed(
    links: pd.DataFrame, parts: gpd.GeoDataFrame, no_files: Any, file_of: Build, rated_part: Any
) -> None:
    walked = links.assign(footway_lo=1.0, footway_width_m_lo=4.0, footway_width_m_hi=4.0, gradient_pct_hi=0.0)
    by_class = with_authority_files(walked, parts, **no_files)
    assert row(by_class)[["side_road_vpd_lo", "side_road_vpd_hi"]].tolist() == [1000, 12_000]
    assert rated_part(by_class, PART)["verdict"] == "undetermined"
    at = {"easting_m": 400_100.0, "northing_m": 399_960.0}
    counted = file_of("traffic_counts", {"count_id": "9", "vehicles_per_day": 2600.0, "osm_way_id": 2, **at})
    busy = with_authority_files(walked, parts, **no_files | {"traffic_counts": counted})
    assert row(busy)[["side_road_vpd_lo", "side_road_vpd_hi"]].tolist() == [2600, 2600]
    assert row(busy)[["side_road_vpd_source", "side_road_vpd_source_date"]].tolist() == ["traffic_counts:9", "2022"]
    assert row(busy)["is_side_road_vpd_known"]
    assert rated_part(busy, PART)["deciding_factor"] == "sa01_side_roads"
    assert rated_part(busy, PART)["verdict"] == "unavailable"
    seen = {"part_id": PART, "attribute": "side_road_vpd", "value_lo": 100.0, "value_hi": 100.0}
    files = no_files | {"traffic_counts": counted, "route_surveys": file_of("route_surveys", seen)}
    surveyed = with_authority_files(walked, parts, **files)
    assert row(surveyed)["side_road_vpd_source"] == f"route_surveys:{PART}"
    assert rated_part(surveyed, PART)["verdict"] == "available"
    assert row(surveyed, "w1.0.0.right")["side_road_vpd_source"] == "traffic_counts:9"


@pytest.fixture
def rated_part(parts: gpd.GeoDataFrame) -> Build:
    """Rate one part by the route check."""

    def rated(evidence: pd.DataFrame, part: str) -> pd.Series:
        return rate_links(parts, evidence, "ate_route_check").loc[(evidence["part_id"] == part).to_numpy()].iloc[0]

    return rated


def test_of_one_carriageway_of_two_a_count_says_half_to_all(
    links: pd.DataFrame, crossings: pd.DataFrame, parts: gpd.GeoDataFrame, every_file: Any, no_files: Any
) -> None:
    dual = parts.assign(is_one_way=parts["osm_way_id"] == 1)
    counted = no_files | {"traffic_counts": every_file["traffic_counts"].assign(vehicles_per_day=30_000.0)}
    after = row(with_authority_files(links, dual, **counted))
    # all of it, though the class of road would have 12,000 at most
    assert after[["flow_vpd_lo", "flow_vpd_hi", "is_flow_vpd_known"]].tolist() == [15_000, 30_000, False]
    assert after["flow_vpd_source"] == "traffic_counts:7"
    assert after["hgv_pct_lo"] == after["hgv_pct_hi"] == 3.0
    crossed = row(crossings_with_authority_files(crossings, dual, **of_roads(counted)), CROSSING)
    assert crossed[["flow_vpd_lo", "flow_vpd_hi", "is_flow_vpd_known"]].tolist() == [15_000, 30_000, False]


def test_rows_that_found_no_street_are_counted_by_file(
    links: pd.DataFrame, parts: gpd.GeoDataFrame, every_file: Any
) -> None:
    nowhere = parts.assign(
        geometry=parts.geometry.translate(5000, 0), part_id=parts["part_id"] + "9", osm_way_id=parts["osm_way_id"] + 9
    )
    after = with_authority_files(links.assign(part_id=links["part_id"] + "9"), nowhere, **every_file)
    assert after.attrs["unmatched"] == dict.fromkeys(every_file, 1)
    assert (after["speed_mph_source"] == "class range").all()


def test_no_streets_at_all(parts: gpd.GeoDataFrame, every_file: Any) -> None:
    after = with_authority_files(empty("osm_link_evidence"), parts.iloc[:0], **every_file)
    assert after.empty
    no_crossings = empty("osm_crossing_evidence")
    crossed = crossings_with_authority_files(no_crossings, parts.iloc[:0], **of_roads(every_file))
    assert crossed.empty


def test_order_of_rows_changes_no_value(links: pd.DataFrame, parts: gpd.GeoDataFrame, every_file: Any) -> None:
    after = with_authority_files(links, parts, **every_file)
    turned = {key: table.iloc[::-1].reset_index(drop=True) for key, table in every_file.items()}
    again = with_authority_files(links, parts.iloc[::-1].reset_index(drop=True), **turned)
    pd.testing.assert_frame_equal(after, again)


def one(lo: float, hi: float) -> pd.DataFrame:
    said = {
        "part_id": [PART],
        "attribute": ["speed_mph"],
        "lo": [lo],
        "hi": [hi],
        "source": ["x:1"],
        "source_date": [""],
    }
    return statements([pd.DataFrame(said)])


@pytest.mark.parametrize(
    ("lo", "hi", "after", "source"),
    [
        (25.0, 30.0, (25, 30, 30), "x:1"),  # within 20 to 70, likely 30
        (40.0, 90.0, (40, 40, 70), "x:1"),  # what both allow
        (10.0, 50.0, (20, 30, 50), "x:1"),  # and at the other end
        (10.0, 90.0, (20, 30, 70), "class range"),  # nothing new
        (75.0, 80.0, (75, 75, 80), "x:1"),  # contradiction: the file holds
    ],
)
def test_of_an_interval_what_both_allow_is_left(
    links: pd.DataFrame, lo: float, hi: float, after: tuple[int, int, int], source: str
) -> None:
    changed = row(overridden(links, one(lo, hi)))
    assert (changed["speed_mph_lo"], changed["speed_mph_likely"], changed["speed_mph_hi"]) == after
    assert changed["speed_mph_source"] == source
    assert not changed["is_speed_mph_known"]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    attribute=st.sampled_from(LINK_ATTRIBUTES),
    values=st.tuples(st.floats(0, 100), st.floats(0, 100)).map(sorted),
    tag=st.none() | st.floats(0, 100),
)
def test_overriding_never_widens_unless_contradicted(
    links: pd.DataFrame, tagged: Build, attribute: str, values: list[float], tag: float | None
) -> None:
    before = links if tag is None else tagged(links, PART, attribute, tag)
    said = one(*values).assign(attribute=attribute)
    after = overridden(before, said)
    was, now = interval(before, attribute), interval(after, attribute)
    is_exact = values[0] == values[1]
    disagrees = (values[0] > was.hi) | (values[1] < was.lo)
    assert ((now.hi - now.lo <= was.hi - was.lo) | (disagrees & (after["part_id"] == PART))).all()
    assert ((now.lo <= now.likely) & (now.likely <= now.hi)).all()
    assert (~now.is_known | (now.lo == now.hi)).all()
    of_part = (before["part_id"] == PART).to_numpy()
    assert now.is_known[of_part].item() or not is_exact
    for bound in ("lo", "hi", "likely"):
        np.testing.assert_array_equal(getattr(was, bound)[~of_part], getattr(now, bound)[~of_part])
