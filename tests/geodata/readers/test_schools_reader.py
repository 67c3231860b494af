from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import ConflictError, SourceFileError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
PRIMARY = {
    "URN": "100001", "EstablishmentName": "Ysgol Môn", "TypeOfEstablishment (name)": "Community School",
    "EstablishmentStatus (name)": "Open", "PhaseOfEducation (name)": "Primary", "StatutoryLowAge": "4",
    "StatutoryHighAge": "11", "NumberOfPupils": "210", "Postcode": "L1  0AA", "Easting": "340000", "Northing": "390000",
    "HeadLastName": "Secret", "TelephoneNum": "01510000000",
}  # fmt: skip


def register(*schools: dict[str, str], encoding: str = "cp1252") -> bytes:
    rows = [PRIMARY | {"URN": str(100_001 + number)} | school for number, school in enumerate(schools)]
    lines = [PRIMARY, *(row.values() for row in rows)]
    return "".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in lines).encode(encoding)


def schools(put: Put, study_area: StudyArea, *changed: dict[str, str], encoding: str = "cp1252") -> pd.DataFrame:
    return load_source("schools", put("schools", "edubase.csv", register(*changed, encoding=encoding)), study_area)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_school_is_read_in_either_encoding(put: Put, study_area: StudyArea, encoding: str) -> None:
    table = schools(put, study_area, {}, encoding=encoding)
    assert table.iloc[0].tolist() == [
        "100001", "Ysgol Môn", "Community School", "Primary", 4, 11, 210, "L1 0AA", 340_000, 390_000,
    ]  # fmt: skip


def test_columns_about_persons_are_not_read(put: Put, study_area: StudyArea) -> None:
    table = schools(put, study_area, {})
    assert set(table.columns) == set(load_catalogue()["schools"].columns) - {"status"}
    assert not table.astype(str).eq("Secret").any(axis=None)


def test_only_open_schools_are_kept(put: Put, study_area: StudyArea) -> None:
    statuses = ["Open", "Open, but proposed to close", "Closed", "Proposed to open"]
    table = schools(put, study_area, *({"EstablishmentStatus (name)": status} for status in statuses))
    assert table["urn"].tolist() == ["100001", "100002"]


def test_register_without_open_schools_is_an_error(put: Put, study_area: StudyArea) -> None:
    with pytest.raises(SourceFileError, match=r"no open school; column EstablishmentStatus holds Closed"):
        schools(put, study_area, {"EstablishmentStatus (name)": "Closed"})


def test_old_spellings_of_phases_are_renewed(put: Put, study_area: StudyArea) -> None:
    phases = ["16 Plus", "All Through", "Secondary", "16 plus"]
    table = schools(put, study_area, *({"PhaseOfEducation (name)": phase} for phase in phases))
    assert table["phase"].tolist() == ["16 plus", "All-through", "Secondary", "16 plus"]


@pytest.mark.parametrize("place", [("", ""), ("0", "0"), ("340000", "")])
def test_unknown_place_is_null(put: Put, study_area: StudyArea, place: tuple[str, str]) -> None:
    table = schools(put, study_area, {"Easting": place[0], "Northing": place[1]})
    assert table[["easting_m", "northing_m"]].isna().all(axis=None)


def test_blank_pupils_are_null(put: Put, study_area: StudyArea) -> None:
    assert schools(put, study_area, {"NumberOfPupils": ""})["pupils"].isna().all()


def test_two_schools_of_one_number_are_a_conflict(put: Put, study_area: StudyArea) -> None:
    with pytest.raises(ConflictError, match=r"100001 \(pupils 210\.0 and 220\.0\)"):
        schools(put, study_area, {}, {"URN": "100001", "NumberOfPupils": "220"})
