from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.errors import SourceFileError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]


def row(code: str, name: str = "THE SURGERY", postcode: str = "LE15 6NT", status: str = "A", **fields: str) -> str:
    """Lay a row out in the 27 fields of the register; `f14` and `f26` are the fields of kind."""
    line = [""] * 27
    line[0], line[1], line[9], line[12] = code, name, postcode, status
    line[13], line[25] = fields.get("f14", ""), fields.get("f26", "")
    return ",".join(f'"{cell}"' for cell in line) + "\r\n"


def practices(put: Put, study_area: StudyArea, *rows: str) -> pd.DataFrame:
    return load_source("gp_practices", put("gp_practices", "epraccur.csv", "".join(rows).encode("latin-1")), study_area)


def pharmacies(put: Put, study_area: StudyArea, *rows: str) -> pd.DataFrame:
    return load_source("pharmacies", put("pharmacies", "edispensary.csv", "".join(rows)), study_area)


def test_practice_is_read_by_place_without_a_header(put: Put, study_area: StudyArea) -> None:
    table = practices(put, study_area, row("A81001", "Cáit's", "le156nt", f26="4"))
    assert table.to_dict("records") == [{"ods_id": "A81001", "name": "Cáit's", "postcode": "LE15 6NT"}]


@pytest.mark.parametrize(
    ("status", "setting", "is_kept"),
    [
        ("A", "4", True),
        ("ACTIVE", "RO76", True),
        ("ACTIVE", "RO76|RO87", True),
        ("C", "4", False),
        ("INACTIVE", "RO76", False),
        ("A", "2", False),
        ("A", "14", False),
        ("A", "", False),
    ],
)
def test_only_open_general_practices_are_kept(
    put: Put, study_area: StudyArea, status: str, setting: str, is_kept: bool
) -> None:
    table = practices(put, study_area, row("A1", f26="4"), row("A2", status=status, f26=setting))
    assert table["ods_id"].tolist() == ["A1", *["A2"] * is_kept]


def test_header_that_somebody_added_is_no_practice(put: Put, study_area: StudyArea) -> None:
    header = row("Organisation Code", "Name", "Postcode", "Status Code", f26="Prescribing Setting")
    assert practices(put, study_area, header, row("A81001", f26="4"))["ods_id"].tolist() == ["A81001"]


def test_pharmacies_are_read_and_appliance_contractors_are_not(put: Put, study_area: StudyArea) -> None:
    rows = [row("FA1", f14="1"), row("FA2", status="ACTIVE", f14="RO182"), row("FA3", f14="RO94"), row("FA4", f14="2")]
    assert pharmacies(put, study_area, *rows)["ods_id"].tolist() == ["FA1", "FA2"]


def test_another_report_is_an_error_that_says_what_was_found(put: Put, study_area: StudyArea) -> None:
    with pytest.raises(SourceFileError, match=r"none of 1 rows is open .*found 'A'.*kind 1 or RO182 .*found 'B'"):
        pharmacies(put, study_area, row("A81001", f14="B"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (row("A81001", f26="4") + '"A81002","CUT"\r\n', r"row 2 has 2 fields, but field 26 is needed"),
        ("<html>", "web page"),
        ("", "empty"),
        ("PK\x03\x04", "ZIP archive"),
    ],
)
def test_damaged_register_is_an_error(put: Put, study_area: StudyArea, content: str, said: str) -> None:
    with pytest.raises(SourceFileError, match=said):
        practices(put, study_area, content)
