from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.errors import VintageError
from geodata.readers import load_source
from geodata.study_area import StudyArea

HEADER = "LSOA21CD,LSOA21NM,WD25CD,WD25NM,LAD25CD,LAD25NM,ObjectId\n"
ROWS = (
    "E01000001,North 1A,E05000001,North Ward,E06999001,North,1\n"
    "E01000002,South 1A,E05000002,South Ward,E06999002,South,2\n"
    "E01000003,East 1A,E05000003,East Ward,E06999003,East,3\n"
)


def test_lookup_keeps_the_study_area(put: Callable[..., Path], study_area: StudyArea) -> None:
    table = load_source("lsoa_ward_lookup", put("lsoa_ward_lookup", "lu.csv", HEADER + ROWS), study_area)
    assert table["lsoa_code"].tolist() == ["E01000001", "E01000002"]
    assert table["ward_name"].tolist() == ["North Ward", "South Ward"]


def test_lookup_without_an_authority_is_named(put: Callable[..., Path], study_area: StudyArea) -> None:
    folder = put("lsoa_ward_lookup", "lu.csv", HEADER + ROWS.splitlines()[0] + "\n")
    with pytest.raises(VintageError, match=r"lu\.csv: column local_authority_code has no row for E06999002 \(south\)"):
        load_source("lsoa_ward_lookup", folder, study_area)


def test_lookup_of_lsoas_of_2011_knows_both_of_its_headers(put: Callable[..., Path], study_area: StudyArea) -> None:
    rows = "E01000001,E01000001,U,E06999001\nE01000002,E01000005,S,E06999002\nE01000002,E01000006,S,E06999002\n"
    put("lsoa_2011_2021_lookup", "a.csv", "F_LSOA11CD,LSOA21CD,CHGIND,LAD22CD\n" + rows)
    folder = put("lsoa_2011_2021_lookup", "b.csv", "LSOA11CD,LSOA21CD,CHGIND,LAD22CD\n" + rows)
    table = load_source("lsoa_2011_2021_lookup", folder, study_area)
    assert table["change"].tolist() == ["U", "S", "S"]
    assert table.attrs["source"]["message"] == "3 repeated rows left out"
