import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.errors import SourceFileError, VintageError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
PART = (
    "pcd,laua,oseast1m,osnrth1m\n"
    "L1  0AA,E06999001,340000,390000\n"
    "LE150AA,E06999002,486137,308843\n"
    "CH1 1AA,E06999002,,\n"
    "M1 1AA,E06999009,,\n"
)
FULL = (
    "pcd7,pcds,doterm,usertype,laua,oseast1m,osnrth1m\n"
    "L1  0AA,L1 0AA,,0,E06999001,340000,390000\n"
    "L1  0AB,L1 0AB,200106,0,E06999001,340010,390000\n"
    "L1  0AD,L1 0AD,,1,E06999001,340020,390000\n"
    "LE150AA,LE15 0AA,,0,E06999002,486137,308843\n"
)


@pytest.mark.parametrize("name", ["onspd.csv", "onspd.csv.gz"])
def test_part_of_the_directory_is_read(put: Put, study_area: StudyArea, name: str) -> None:
    content = gzip.compress(PART.encode()) if name.endswith("gz") else PART
    table = load_source("postcodes", put("postcodes", name, content), study_area)
    assert table["postcode"].tolist() == ["L1 0AA", "LE15 0AA"]
    assert table["easting_m"].tolist() == [340_000, 486_137]
    assert table.attrs["source"]["message"] == f"1 postcodes without coordinates left out ({name})"


def test_only_live_small_user_postcodes_of_the_full_directory_are_kept(put: Put, study_area: StudyArea) -> None:
    table = load_source("postcodes", put("postcodes", "onspd.csv", FULL), study_area)
    assert table["postcode"].tolist() == ["L1 0AA", "LE15 0AA"]
    assert table.attrs["source"]["message"] == ""


def test_every_authority_must_have_postcodes(put: Put, study_area: StudyArea) -> None:
    with pytest.raises(VintageError, match="E06999002"):
        load_source("postcodes", put("postcodes", "onspd.csv", "\n".join(PART.splitlines()[:2])), study_area)


def test_coordinate_that_is_no_number_is_an_error(put: Put, study_area: StudyArea) -> None:
    with pytest.raises(SourceFileError, match=r"column easting_m, line 2, is not a number \('34O000'\)"):
        load_source("postcodes", put("postcodes", "onspd.csv", PART.replace("340000", "34O000")), study_area)
