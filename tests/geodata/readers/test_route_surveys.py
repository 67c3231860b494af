from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.errors import SourceFileError
from geodata.readers import load_source
from geodata.readers.route_surveys import YES_OR_NO
from geodata.school_routes.attributes import CROSSING_ATTRIBUTES, LINK_ATTRIBUTES
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
HEADER = "part_id,attribute,value_lo,value_hi,surveyed_on,osm_way_id,side,surveyor\n"


def read(put: Put, study_area: StudyArea, rows: str) -> pd.DataFrame:
    return load_source("route_surveys", put("route_surveys", "survey_list.csv", HEADER + rows), study_area)


def test_rows_without_values_are_not_yet_surveyed_and_nobodys_name_is_read(put: Put, study_area: StudyArea) -> None:
    rows = "w1.0.0.left,footway,yes,YES,2025-03-04,1,left,A. Person\nw1.0.0.right,footway,,,,1,right,\n"
    rows += ",footway_width_m,1.2,1.5,2025-03-04,7,left,\nx9.w1.0.0.u,controlled,0,1,2025-03-04,1,,\n"
    table = read(put, study_area, rows)
    assert table.astype(object).fillna("-").to_numpy().tolist() == [
        ["w1.0.0.left", "w1.0.0.left", 1, "left", "footway", 1, 1, "2025-03-04"],
        ["w7.left", "-", 7, "left", "footway_width_m", 1.2, 1.5, "2025-03-04"],
        ["x9.w1.0.0.u", "x9.w1.0.0.u", 1, "", "controlled", 0, 1, "2025-03-04"],
    ]


def test_a_list_with_nothing_filled_in_is_empty(put: Put, study_area: StudyArea) -> None:
    assert read(put, study_area, "w1.0.0.left,footway,,,,1,left,\n").empty


def test_a_list_needs_no_way_or_side(put: Put, study_area: StudyArea) -> None:
    text = "part_id,attribute,value_lo,value_hi,surveyed_on\nw2.0.0,speed_mph,24,24,2025-03-04\n"
    table = load_source("route_surveys", put("route_surveys", "a.csv", text), study_area)
    assert table[["value_lo", "value_hi"]].to_numpy().tolist() == [[24, 24]]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("w1.0.0.left,footway_width_m,2,1,2025-03-04,,,", r"value_lo, line 2: '2' is greater than value_hi"),
        ("w1.0.0.left,pavement,1,1,2025-03-04,,,", "attribute, line 2: 'pavement' is no attribute of a street or path"),
        ("w1.0.0.left,controlled,1,1,2025-03-04,,,", "no attribute of a street or path: it has footway"),
        ("x9.w1.0.0.u,footway,1,1,2025-03-04,,,", "no attribute of a crossing: it has controlled"),
        ("w1.0.0.left,footway,1,1,2999-03-04,,,", "surveyed_on, line 2: '2999-03-04' is in the future"),
        ("w1.0.0.left,footway,1,1,04/03/2025,,,", "'04/03/2025' is not a date: write YYYY-MM-DD"),
        ("w1.0.0.left,footway,1,1,2025,,,", "'2025' is not a date"),
        ("w1.0.0.left,footway,1,1,,,,", "surveyed_on, line 2: '' is no date"),
        ("w1.0.0.left,footway,2,2,2025-03-04,,,", "neither 1"),
        ("w1.0.0.left,footway,perhaps,1,2025-03-04,,,", "value_lo, line 2, is not a number"),
        ("w1.0.0.left,footway_width_m,1.5,,2025-03-04,,,", "value_hi, line 2, is missing"),
        ("w1.0.0.left,footway_width_m,-1,1,2025-03-04,,,", "value_lo, line 2: '-1.0' is not within"),
        (",footway,1,1,2025-03-04,,left,", "part_id, line 2: '' is no place: give part_id, or osm_way_id and side"),
        (",footway,1,1,2025-03-04,7,north,", "side, line 2: 'north' is not left, right or blank"),
    ],
)
def test_what_cannot_be_is_refused_by_line(put: Put, study_area: StudyArea, row: str, message: str) -> None:
    with pytest.raises(SourceFileError, match=message):
        read(put, study_area, row + "\n")


def test_yes_and_no_are_asked_of_attributes_that_exist() -> None:
    assert set(LINK_ATTRIBUTES) | set(CROSSING_ATTRIBUTES) >= YES_OR_NO
