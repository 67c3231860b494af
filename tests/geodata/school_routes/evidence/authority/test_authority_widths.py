"""Footways as lines beside the road, and what each side makes of them."""

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString

from geodata.school_routes.evidence.authority_widths import footway_statements

Build = Callable[..., Any]
ALONG = LineString([(0, 5), (100, 5)])  # north of High Street, which runs eastwards: on its left


def said(widths: pd.DataFrame, parts: gpd.GeoDataFrame) -> dict[tuple[str, str], float]:
    statements, _ = footway_statements(widths, parts)
    assert (statements["lo"] == statements["hi"]).all()
    return dict(zip(zip(statements["part_id"], statements["attribute"], strict=True), statements["lo"], strict=True))


def test_a_footway_is_of_the_side_it_lies_on(parts: gpd.GeoDataFrame, file_of: Build, here: Build) -> None:
    widths = file_of("footway_widths", {"row_id": "a", "width_m": 1.8, "geometry": here(ALONG)})
    assert said(widths, parts) == {("w1.0.0.left", "footway"): 1.0, ("w1.0.0.left", "footway_width_m"): 1.8}
    backwards = widths.set_geometry(widths.geometry.reverse())
    assert said(backwards, parts) == said(widths, parts)


def test_a_centreline_with_a_side_is_of_that_side_in_its_own_direction(
    parts: gpd.GeoDataFrame, file_of: Build, here: Build
) -> None:
    centre = here(LineString([(100, 0), (0, 0)]))  # westwards: its left is High Street's right
    widths = file_of("footway_widths", {"row_id": "a", "width_m": 1.8, "side": "left", "geometry": centre})
    assert said(widths, parts)["w1.0.0.right", "footway_width_m"] == 1.8
    unsided = widths.assign(side=pd.Series(pd.NA, index=widths.index, dtype="string"))
    assert said(unsided, parts) == {}
    assert footway_statements(unsided, parts)[1] == 1


def test_the_minimum_counts_and_pieces_weigh_by_length(parts: gpd.GeoDataFrame, file_of: Build, here: Build) -> None:
    west, east = here(LineString([(0, -5), (75, -5)])), here(LineString([(75, -5), (100, -5)]))
    widths = file_of(
        "footway_widths",
        {"row_id": "a", "width_m": 2.5, "minimum_width_m": 1.0, "geometry": west},
        {"row_id": "b", "width_m": 2.0, "geometry": east},
    )
    assert said(widths, parts)["w1.0.0.right", "footway_width_m"] == pytest.approx(0.75 * 1.0 + 0.25 * 2.0)


def test_too_far_across_or_too_short_says_nothing(parts: gpd.GeoDataFrame, file_of: Build, here: Build) -> None:
    shapes = {
        "far": LineString([(0, 16), (100, 16)]),
        "across": LineString([(50, 2), (50, 14)]),
        "skew": LineString([(0, 1), (30, 14)]),  # 23 degrees
    }
    rows = [{"row_id": name, "width_m": 1.0, "geometry": here(shape)} for name, shape in shapes.items()]
    assert footway_statements(file_of("footway_widths", *rows), parts)[1] == 3
    short = file_of("footway_widths", {"row_id": "a", "width_m": 1.0, "geometry": here(LineString([(0, 5), (45, 5)]))})
    assert said(short, parts) == {}
    assert footway_statements(short, parts)[1] == 0  # it lies on a street, and says too little of it


def test_a_gap_of_15_metres_is_no_footway(parts: gpd.GeoDataFrame, file_of: Build, here: Build) -> None:
    there, gap = here(LineString([(0, 5), (85, 5)])), here(LineString([(85, 5), (100, 5)]))
    widths = file_of(
        "footway_widths",
        {"row_id": "a", "width_m": 1.8, "geometry": there},
        {"row_id": "b", "presence": "no", "geometry": gap},
    )
    assert said(widths, parts) == {("w1.0.0.left", "footway"): 0.0}


def test_a_street_has_the_footway_of_its_better_side(parts: gpd.GeoDataFrame, file_of: Build, here: Build) -> None:
    east, west = here(LineString([(104, -5), (104, -95)])), here(LineString([(96, -5), (96, -95)]))
    absent = {"row_id": "a", "presence": "no", "geometry": east}
    assert said(file_of("footway_widths", absent), parts) == {}  # of the other side nobody knows
    both = file_of("footway_widths", absent, {"row_id": "b", "presence": "no", "geometry": west})
    assert said(both, parts) == {("w2.0.0", "footway"): 0.0}
    narrow, wide = absent | {"presence": "yes", "width_m": 1.2}, {"row_id": "b", "width_m": 1.9, "geometry": west}
    assert said(file_of("footway_widths", narrow, wide), parts) == {
        ("w2.0.0", "footway"): 1.0,
        ("w2.0.0", "footway_width_m"): 1.9,
    }


def test_a_path_takes_the_width_alone(parts: gpd.GeoDataFrame, file_of: Build, here: Build) -> None:
    row = {"row_id": "a", "width_m": 3.0, "geometry": here(LineString([(200, -80), (200, 0)]))}
    assert said(file_of("footway_widths", row), parts) == {("w3.0.0", "footway_width_m"): 3.0}


def test_no_lines_or_no_streets_say_nothing(
    parts: gpd.GeoDataFrame, no_files: Any, file_of: Build, here: Build
) -> None:
    assert said(no_files["footway_widths"], parts) == {}
    statements, unmatched = footway_statements(
        file_of("footway_widths", {"row_id": "a", "width_m": 1.8, "geometry": here(ALONG)}), parts.iloc[:0]
    )
    assert (len(statements), unmatched) == (0, 1)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.floats(0.5, 4), st.floats(-14, 14), st.booleans()), min_size=2, max_size=6),
    data=st.data(),
)
def test_order_of_rows_does_not_matter(
    parts: gpd.GeoDataFrame, file_of: Build, here: Build, rows: list[Any], data: Any
) -> None:
    widths = file_of(
        "footway_widths",
        *(
            {"row_id": str(n), "width_m": width, "presence": "yes" if is_there else "no",
             "geometry": here(LineString([(0, north), (100, north)]))}
            for n, (width, north, is_there) in enumerate(rows)
        ),
    )  # fmt: skip
    shuffled = widths.iloc[data.draw(st.permutations(range(len(widths))))].reset_index(drop=True)
    pd.testing.assert_frame_equal(footway_statements(widths, parts)[0], footway_statements(shuffled, parts)[0])
