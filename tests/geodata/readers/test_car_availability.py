from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.errors import MissingColumnError, SourceFileError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
BULK = (
    "date,geography,geography code,Number of cars or vans: Total: All households,"
    "Number of cars or vans: No cars or vans in household,Number of cars or vans: 1 car or van in household\n"
)


def test_bulk_table_is_read(put: Put, study_area: StudyArea) -> None:
    folder = put("car_availability", "census2021-ts045-lsoa.csv", BULK + "2021,A,E01000001,600,150,450\n")
    assert load_source("car_availability", folder, study_area).to_dict("records") == [
        {"lsoa_code": "E01000001", "households": 600, "no_car_households": 150}
    ]


def test_names_with_the_measure_are_read_too(put: Put, study_area: StudyArea) -> None:
    header = BULK.replace("household,", "household; measures: Value,").replace(
        "All households,", "All households; measures: Value,"
    )
    folder = put("car_availability", "a.csv", header + "2021,A,E01000001,600,150,450\n")
    assert load_source("car_availability", folder, study_area)["no_car_households"].tolist() == [150]


def test_more_households_without_a_car_than_households_are_an_error(put: Put, study_area: StudyArea) -> None:
    folder = put("car_availability", "a.csv", BULK + "2021,A,E01000001,600,150,450\n2021,B,E01000002,60,150,0\n")
    with pytest.raises(SourceFileError, match=r"a\.csv: line 3: 150 households without a car of 60"):
        load_source("car_availability", folder, study_area)


def test_missing_count_is_an_error(put: Put, study_area: StudyArea) -> None:
    folder = put("car_availability", "a.csv", BULK + "2021,A,E01000001,600,*,450\n")
    with pytest.raises(SourceFileError, match="no_car_households, line 2, is missing"):
        load_source("car_availability", folder, study_area)


def test_another_table_is_an_error_that_names_the_column(put: Put, study_area: StudyArea) -> None:
    folder = put("car_availability", "a.csv", "geography code,Age: Total\nE01000001,5\n")
    with pytest.raises(MissingColumnError, match="No cars or vans in household"):
        load_source("car_availability", folder, study_area)
