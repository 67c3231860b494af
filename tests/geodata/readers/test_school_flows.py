from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import ConflictError, SourceFileError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]


def test_pupils_are_read_and_are_disclosive(put: Put, study_area: StudyArea) -> None:
    text = "LSOA21CD,URN,pupils,upn\nE01000001,111111,12,x\nE01000002,111111,0,y\n"
    table = load_source("school_flows", put("school_flows", "flows.csv", text), study_area)
    assert table.to_numpy().tolist() == [["E01000001", "111111", 12], ["E01000002", "111111", 0]]
    assert load_catalogue()["school_flows"].is_disclosive


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("E01000001,111111,-1", "pupils, line 2: '-1.0' is not within 0"),
        ("E01000001,111111,c", "pupils, line 2, is missing"),
        ("E01000001,111111,few", "pupils, line 2, is not a number"),
        ("E01000001,Hill School,3", "urn, line 2: 'Hill School' is not a school's URN"),
        ("Easton,111111,3", "lsoa_code holds 'Easton'"),
    ],
)
def test_what_cannot_be_is_refused(put: Put, study_area: StudyArea, row: str, message: str) -> None:
    with pytest.raises(SourceFileError, match=message):
        load_source("school_flows", put("school_flows", "a.csv", f"lsoa_code,urn,pupils\n{row}\n"), study_area)


def test_two_counts_of_one_flow_are_a_conflict(put: Put, study_area: StudyArea) -> None:
    text = "lsoa_code,urn,pupils\nE01000001,111111,3\nE01000001,111111,4\n"
    with pytest.raises(ConflictError, match=r"E01000001, 111111 \(pupils 3\.0 and 4\.0\)"):
        load_source("school_flows", put("school_flows", "a.csv", text), study_area)
