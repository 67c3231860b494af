"""Tags that are hidden: the truth lies in the interval that remains, on a drawing and on real extracts."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.openstreetmap.loading import load_openstreetmap
from geodata.schemas import conform, validate
from geodata.school_routes.evidence.classes import ClassRanges, class_ranges
from geodata.school_routes.evidence.tag_audit import KEYS, tag_audit

ROADS = 50


@pytest.fixture
def streets() -> gpd.GeoDataFrame:
    """Fifty residential streets side by side with a limit of 30 mph each, and a footway on both sides."""
    rows: list[dict[str, Any]] = [
        {"element": "way", "osm_id": way, "role": "walkable", "osm_version": 1.0, "part": 0,
         "tags": json.dumps({"highway": "residential", "maxspeed": "30 mph", "sidewalk": "both"}),
         "node_ids": np.array([2 * way, 2 * way + 1]),
         "geometry": shapely.LineString([(340_000, 390_000 + 50 * way), (340_100, 390_000 + 50 * way)])}
        for way in range(1, ROADS + 1)
    ]  # fmt: skip
    table = gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:27700")
    return validate("source_openstreetmap", conform("source_openstreetmap", table))


def with_speed(lo: float, likely: float, hi: float) -> ClassRanges:
    ranges = class_ranges()
    residential = ranges.classes["residential"].model_copy(update={"speed_mph": (lo, likely, hi)})
    return ranges.model_copy(update={"classes": ranges.classes | {"residential": residential}})


def audited(streets: gpd.GeoDataFrame, ranges: ClassRanges | None = None) -> pd.DataFrame:
    return tag_audit(streets, ranges=ranges).set_index("attribute")


def test_hidden_limits_lie_in_the_range_of_their_class(streets: gpd.GeoDataFrame) -> None:
    found = audited(streets)
    assert list(found.index) == list(KEYS)
    assert found["hidden"].tolist() == [ROADS, ROADS, 0, 0, 0]
    assert found.loc["speed_mph", ["inside_pct", "mean_width"]].tolist() == [100.0, 40.0]  # 20 to 60 mph
    assert found.loc["footway", ["inside_pct", "mean_width"]].tolist() == [100.0, 1.0]
    assert found.loc["lanes", ["inside_pct", "mean_width"]].isna().all()


def test_a_range_that_only_looks_safe_is_found_out(streets: gpd.GeoDataFrame) -> None:
    found = audited(streets, with_speed(20, 20, 25))
    assert found.loc["speed_mph", ["inside_pct", "mean_width"]].tolist() == [0.0, 5.0]


def test_always_the_same_values_are_hidden(streets: gpd.GeoDataFrame) -> None:
    pd.testing.assert_frame_equal(tag_audit(streets), tag_audit(streets.iloc[::-1]))


@pytest.mark.parametrize("place", ["rutland", "newport"])
def test_real_tags(place: str, real_data: Path) -> None:
    found = audited(load_openstreetmap(real_data / place, None, None))
    assert (found["hidden"] > 40).all()
    assert found.loc["speed_mph", "hidden"] > 500
    assert (found["inside_pct"] >= 99).all()
