"""The drawing of walks to school, on two streets that meet at a right angle."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from maps.palettes import VERDICTS
from maps.school_map import WIDTH_PX, dash_of, school_map

STREETS = np.array([shapely.LineString([(0, 0), (1000, 0)]), shapely.LineString([(1000, 0), (1000, 1000)])])
SCHOOL = shapely.Point(1000, 1000)


def drawn(pupils=(5.0, 200.0), verdicts=("available", "unavailable"), sides=("", ""), unit="pupils"):
    walks = gpd.GeoDataFrame(
        {"pupils": pupils, "verdict": verdicts, "side": sides}, geometry=list(STREETS), crs="EPSG:27700"
    )
    return school_map(walks, STREETS, shapely.STRtree(STREETS), SCHOOL, [STREETS[1], SCHOOL], unit)


def test_each_verdict_and_width_is_one_line():
    thin, wide = drawn().lines
    assert (thin.colour, thin.width, thin.dash) == (VERDICTS["available"], 2.0, "")
    assert (wide.colour, wide.width) == (VERDICTS["unavailable"], 8.0)
    assert wide.casing > wide.width
    (both,) = drawn(pupils=(5.0, 9.0), verdicts=("undetermined", "undetermined")).lines
    assert both.path.count("M") == 2


def test_the_drawing_keeps_shape_and_places():
    drawing = drawn()
    # 1,000 m each way with a margin on either side: a square
    assert drawing.height == WIDTH_PX
    px_per_m = WIDTH_PX / 1080
    assert drawing.school == pytest.approx((WIDTH_PX - 40 * px_per_m, 40 * px_per_m), abs=0.1)
    assert drawing.numbers[0].number == 1
    assert drawing.numbers[0].part[1] == pytest.approx(WIDTH_PX / 2, abs=0.1)  # half way up the second street
    assert drawing.numbers[0].at == drawing.numbers[0].part  # nothing is in its way
    assert drawing.bar == (round(100 * px_per_m, 1), "100 m")
    assert drawing.streets.count("M") == 2


def test_numbers_hide_neither_each_other_nor_the_school():
    walks = gpd.GeoDataFrame({"pupils": [], "verdict": [], "side": []}, geometry=[], crs="EPSG:27700")
    listed = [SCHOOL, SCHOOL, STREETS[1], STREETS[1], STREETS[1]]
    drawing = school_map(walks, STREETS, shapely.STRtree(STREETS), SCHOOL, listed, "pupils")
    places = [np.array(one.at) for one in drawing.numbers]
    assert [one.number for one in drawing.numbers] == [1, 2, 3, 4, 5]
    assert drawing.numbers[0].part == drawing.school
    # a ring is 22 px in radius on paper, the largest
    apart = [np.hypot(*(a - b)) for n, a in enumerate(places) for b in [*places[:n], np.array(drawing.school)]]
    assert min(apart) >= 44
    assert all(22 <= x <= WIDTH_PX - 22 and 22 <= y <= drawing.height - 22 for x, y in places)


def test_the_sides_of_a_road_lie_beside_each_other():
    left, right = drawn(pupils=(5.0, 5.0), verdicts=("available", "unavailable"), sides=("left", "right")).lines
    y_left = int(left.path.split("M")[1].split("l")[0].split()[1])
    middle = drawn().lines[0].path
    assert y_left < int(middle.split("M")[1].split("l")[0].split()[1])  # north of a street that runs east
    assert right.colour == VERDICTS["unavailable"]


def test_metres_of_street_have_widths_of_their_own():
    assert [line.width for line in drawn(pupils=(400.0, 600.0), unit="street metres").lines] == [2.0, 3.5]


def test_dashes_grow_with_the_width():
    assert (dash_of("undetermined", 2.0), dash_of("undetermined", 6.0), dash_of("available", 8.0)) == (
        "7 4",
        "14 8",
        "",
    )


def test_without_walks_the_school_stands_alone():
    walks = gpd.GeoDataFrame({"pupils": [], "verdict": [], "side": []}, geometry=[], crs="EPSG:27700")
    drawing = school_map(walks, STREETS, shapely.STRtree(STREETS), SCHOOL, [], "pupils")
    assert drawing.lines == []
    assert drawing.streets != ""
