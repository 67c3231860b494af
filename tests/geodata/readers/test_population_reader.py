from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.errors import MissingColumnError, SourceFileError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
AGES = [*map(str, range(90)), "90+"]


def by_age(header: list[str], figures: list[str], total: str = "91") -> str:
    return f"LSOA Code,LSOA Name,All Ages,{','.join(header)}\nE01000001,One,{total},{','.join(figures)}\n"


def test_census_total_is_read(put: Put, study_area: StudyArea) -> None:
    content = 'date,geography,geography code,Residence type: Total; measures: Value\n2021,One,E01000001,"1,278"\n'
    table = load_source("population", put("population", "ts001.csv", content), study_area)
    assert table.to_dict("list") == {"lsoa_code": ["E01000001"], "residents": [1278]}


def test_suppressed_census_total_is_an_error_not_a_zero(put: Put, study_area: StudyArea) -> None:
    content = "geography code,Age: Total\nE01000001,10\nE01000002,*\n"
    with pytest.raises(SourceFileError, match=r"residents, line 3, is missing \('\*'\)"):
        load_source("population", put("population", "p.csv", content), study_area)


def test_ages_become_rows_and_90_plus_is_90(put: Put, study_area: StudyArea) -> None:
    content = by_age(AGES, ["1"] * 90 + ["7"], total="97")
    table = load_source("population_by_age", put("population_by_age", "p.csv", content), study_area)
    assert table["age"].tolist() == list(range(91))
    assert table["residents"].tolist() == [1.0] * 90 + [7.0]


def test_age_without_a_column_is_named(put: Put, study_area: StudyArea) -> None:
    content = by_age([*AGES[:17], *AGES[18:]], ["1"] * 90)
    with pytest.raises(MissingColumnError, match="no column for the ages 17;"):
        load_source("population_by_age", put("population_by_age", "p.csv", content), study_area)


def test_ages_that_do_not_add_up_are_an_error(put: Put, study_area: StudyArea) -> None:
    content = by_age(AGES, ["1"] * 91, total="910")
    with pytest.raises(SourceFileError, match="line 2: the ages add up to 91, but column All Ages says 910"):
        load_source("population_by_age", put("population_by_age", "p.csv", content), study_area)
