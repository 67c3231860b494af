from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.errors import ConflictError, MissingColumnError, SourceFileError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
HEADER = "Site_ID,Easting,Northing,speed_85_mph,mean_mph,date,osm_way_id,officer\n"


def test_sites_are_read_and_nobodys_name(put: Put, study_area: StudyArea) -> None:
    rows = "S1,350000,390000,34.2,29.8,2023-05-04,123,A. Person\nS2,350100.5,390000,21,,2022,,\n"
    table = load_source("measured_speeds", put("measured_speeds", "speeds.csv", HEADER + rows), study_area)
    assert table.astype(object).fillna("-").to_numpy().tolist() == [
        ["S1", 350_000, 390_000, 34.2, 29.8, "2023-05-04", 123],
        ["S2", 350_100.5, 390_000, 21, "-", "2022", "-"],
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("S1,350000,390000,,,,,", "speed_85_mph, line 2, is missing"),
        ("S1,350000,390000,fast,,,,", "speed_85_mph, line 2, is not a number"),
        ("S1,350000,390000,0,,,,", "speed_85_mph, line 2: '0.0' is not within 3 to 120"),
        ("S1,-2.7,53.4,30,,,,", "easting_m, line 2: '-2.7' is not within 0 to 700,000"),
        ("S1,,390000,30,,,,", "easting_m, line 2, is missing"),
        ("S1,350000,390000,30,,04/05/2023,,", "line 2: '04/05/2023' is not a date: write YYYY-MM-DD or YYYY"),
        ("S1,350000,390000,30,,2999,,", "in the future"),
    ],
)
def test_what_cannot_be_is_refused_by_line(put: Put, study_area: StudyArea, row: str, message: str) -> None:
    with pytest.raises(SourceFileError, match=message):
        load_source("measured_speeds", put("measured_speeds", "speeds.csv", HEADER + row + "\n"), study_area)


def test_missing_column_and_two_speeds_of_one_day_are_errors(put: Put, study_area: StudyArea) -> None:
    with pytest.raises(MissingColumnError, match="'speed_85_mph'"):
        load_source("measured_speeds", put("measured_speeds", "a.csv", "site,x,y\nS1,1,2\n"), study_area)
    rows = "S1,350000,390000,34,,2023-05-04,,\nS1,350000,390000,36,,2023-05-04,,\n"
    with pytest.raises(ConflictError, match=r"S1, 2023-05-04 \(speed_85_mph 34\.0 and 36\.0\)"):
        load_source("measured_speeds", put("measured_speeds", "a.csv", HEADER + rows), study_area)
