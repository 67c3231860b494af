"""20 mph zones as areas and as streets."""

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely import LineString, box

from geodata.school_routes.attributes import LIMIT_AS_SPEED
from geodata.school_routes.evidence.authority_zones import zone_statements

Build = Callable[..., Any]


def held(zones: pd.DataFrame, parts: gpd.GeoDataFrame) -> dict[str, str]:
    statements, _ = zone_statements(zones, parts)
    assert statements["lo"].eq(20).all()
    assert statements["hi"].eq(20).all()
    assert statements["source"].str.endswith(LIMIT_AS_SPEED).all()
    source = statements["source"].str.removesuffix(LIMIT_AS_SPEED)
    return dict(zip(statements["part_id"], source, strict=True))


def test_a_zone_holds_streets_whose_middle_lies_in_it(parts: gpd.GeoDataFrame, file_of: Build, here: Build) -> None:
    zones = file_of("zones_20mph", {"row_id": "Z1", "geometry": here(box(60, -90, 160, 20))})
    sides = dict.fromkeys(["w1.0.1.left", "w1.0.1.right", "w2.0.0"], "zones_20mph:Z1")
    assert held(zones, parts) == sides
    assert set(zone_statements(zones, parts)[0]["source_date"]) == {"2021-09-01"}


def test_a_zone_drawn_as_a_street_holds_that_street_alone(parts: gpd.GeoDataFrame, file_of: Build, here: Build) -> None:
    along = {"row_id": "Z1", "geometry": here(LineString([(100, 0), (100, -60)]))}
    short = {"row_id": "Z2", "geometry": here(LineString([(0, 0), (40, 0)]))}
    assert held(file_of("zones_20mph", along, short), parts) == {"w2.0.0": "zones_20mph:Z1"}
    assert zone_statements(file_of("zones_20mph", along, short), parts)[1] == 1


def test_paths_and_far_zones_are_left_out(parts: gpd.GeoDataFrame, file_of: Build, here: Build) -> None:
    zones = file_of("zones_20mph", {"row_id": "Z1", "geometry": here(box(190, -80, 210, -10))})
    assert zone_statements(zones, parts)[1] == 1
    assert held(zones, parts) == {}


def test_where_zones_overlap_the_order_of_rows_does_not_matter(
    parts: gpd.GeoDataFrame, file_of: Build, here: Build
) -> None:
    zones = file_of("zones_20mph", *({"row_id": row, "geometry": here(box(0, -90, 160, 20))} for row in "ba"))
    assert set(held(zones, parts).values()) == {"zones_20mph:a"}
    assert held(zones.iloc[::-1].reset_index(drop=True), parts) == held(zones, parts)
