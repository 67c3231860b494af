import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.catalogue import read_sources
from geodata.download import Freshness
from geodata.errors import ConflictError, SourceFileError, SourceMissingError, VintageError
from geodata.readers import load_source, load_source_or_gap
from geodata.readers.loading import READERS
from geodata.schemas import empty, model_for
from geodata.source_files import sha256
from geodata.source_records import SourceRecord, write_record
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
POPULATION = "geography code,Age: Total\n"
LOOKUP = "LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM\n"


def codes(first: int, last: int) -> list[str]:
    return [f"E{number:08d}" for number in range(first, last + 1)]


def population(lsoas: list[str]) -> str:
    return POPULATION + "".join(f"{code},100\n" for code in lsoas)


def lookup(lsoas: list[str]) -> str:
    """Write LSOAs that lie in the two authorities by turns."""
    rows = (f"{code},n,E05000001,w,E0699900{1 + number % 2},a\n" for number, code in enumerate(lsoas))
    return LOOKUP + "".join(rows)


def test_every_source_that_is_read_has_a_reader_and_a_table() -> None:
    # streets and heights are read along the network, by functions of their own
    assert set(READERS) == {source.key for source in read_sources()} - {"openstreetmap", "elevation"}
    for key, reader in READERS.items():
        columns = set(model_for(f"source_{key}").to_schema().columns)
        assert {*reader.keys, reader.authority or reader.keys[0], reader.area or reader.keys[0]} <= columns


def test_record_says_what_was_read(put: Put, study_area: StudyArea) -> None:
    put("population", "b.csv", population(codes(3, 4)))
    folder = put("population", "a.csv", population(codes(1, 2)))
    record = load_source("population", folder, study_area).attrs["source"]
    hashes = [sha256(folder / "population" / name) for name in ("a.csv", "b.csv")]
    assert record == {
        "key": "population", "state": "read", "files": ["a.csv", "b.csv"], "sha256": hashes, "rows": 4, "message": "",
        "vintage": "", "fetched_at": "",
    }  # fmt: skip


def test_what_was_fetched_says_when_and_of_what_unless_it_was_changed_since(put: Put, study_area: StudyArea) -> None:
    folder = put("population", "a.csv", population(codes(1, 2)))
    path = folder / "population" / "a.csv"
    fetched_at = datetime.datetime(2026, 11, 24, 5, tzinfo=datetime.UTC)
    record = SourceRecord(("https://there",), fetched_at, sha256(path), 1, 2, "21 March 2031", "OGL", Freshness())
    write_record(path, record)
    said = load_source("population", folder, study_area).attrs["source"]
    assert (said["vintage"], said["fetched_at"]) == ("21 March 2031", "2026-11-24")
    put("population", "a.csv", population(codes(1, 3)))
    said = load_source("population", folder, study_area).attrs["source"]
    assert (said["vintage"], said["fetched_at"]) == ("", "")


def test_files_that_overlap_are_joined_without_repeats(put: Put, study_area: StudyArea) -> None:
    put("population", "a.csv", population(codes(1, 3)))
    table = load_source("population", put("population", "b.csv", population(codes(2, 5))), study_area)
    assert table["lsoa_code"].tolist() == codes(1, 5)
    assert table.attrs["source"]["message"] == "2 repeated rows left out"


def test_files_that_contradict_each_other_are_a_conflict(put: Put, study_area: StudyArea) -> None:
    put("population", "a.csv", population(codes(1, 3)))
    folder = put("population", "b.csv", POPULATION + "E00000002,101\n")
    with pytest.raises(ConflictError, match=r"a\.csv, b\.csv.*E00000002 \(residents 100\.0 and 101\.0\)"):
        load_source("population", folder, study_area)


def test_national_table_of_lsoas_shrinks_to_the_reference(put: Put, study_area: StudyArea) -> None:
    folder = put("population", "a.csv", population(codes(1, 500)))
    table = load_source("population", folder, study_area, frozenset(codes(11, 30)))
    assert table["lsoa_code"].tolist() == codes(11, 30)


def test_99_per_cent_of_the_codes_are_enough(put: Put, study_area: StudyArea) -> None:
    folder = put("population", "a.csv", population(codes(2, 100)))
    assert len(load_source("population", folder, study_area, frozenset(codes(1, 100)))) == 99


def test_less_is_a_vintage_error_that_says_how_much_and_which(put: Put, study_area: StudyArea) -> None:
    folder = put("population", "a.csv", population(codes(8, 100)))
    with pytest.raises(VintageError) as error:
        load_source("population", folder, study_area, frozenset(codes(1, 100)))
    said = str(error.value)
    for part in ("population", "a.csv", "lsoa_code", "93.0%", ", ".join(codes(1, 5)), "7 of 100", "21 March 2021"):
        assert part in said
    assert codes(6, 6)[0] not in said


def test_codes_unknown_to_the_reference_are_a_vintage_error_too(put: Put, study_area: StudyArea) -> None:
    folder = put("lsoa_ward_lookup", "a.csv", lookup(codes(1, 100)))
    with pytest.raises(VintageError, match=r"only 50\.0% of its codes are known"):
        load_source("lsoa_ward_lookup", folder, study_area, frozenset(codes(1, 50)))


def test_footnote_in_place_of_a_code_is_an_error(put: Put, study_area: StudyArea) -> None:
    folder = put("population", "a.csv", population(codes(1, 2)) + "Source: ONS,5\n")
    with pytest.raises(SourceFileError, match=r"lsoa_code holds 'Source: ONS'.*not an ONS code"):
        load_source("population", folder, study_area)
    assert len(load_source("population", folder, study_area, frozenset(codes(1, 2)))) == 2


def test_required_source_raises_even_where_a_gap_is_allowed(put: Put, tmp_path: Path, study_area: StudyArea) -> None:
    with pytest.raises(SourceMissingError):
        load_source_or_gap("population", tmp_path, study_area)
    with pytest.raises(SourceFileError):
        load_source_or_gap("population", put("population", "a.csv", ""), study_area)


@pytest.mark.parametrize("key", ["schools", "lsoas_2011", "collisions_raster", "rural_urban"])
def test_missing_optional_source_is_an_empty_table(tmp_path: Path, study_area: StudyArea, key: str) -> None:
    gap = load_source_or_gap(key, tmp_path, study_area)
    assert gap.dtypes.equals(empty(f"source_{key}").dtypes)
    record = gap.attrs["source"]
    assert (record["state"], record["rows"], record["files"]) == ("missing", 0, [])
    assert f"<sources>/{key}" in record["message"]  # the same wherever the folder lies


def test_invalid_optional_source_is_an_empty_table_with_the_reason(put: Put, study_area: StudyArea) -> None:
    gap = load_source_or_gap("schools", put("schools", "edubase.csv", "<html>"), study_area)
    assert gap.empty
    assert gap.attrs["source"]["state"] == "invalid"
    assert "web page" in gap.attrs["source"]["message"]


def test_sound_optional_source_is_read(put: Put, study_area: StudyArea) -> None:
    header = "F_LSOA11CD,LSOA21CD,CHGIND,LAD22CD\n"
    rows = "E01000001,E01000001,U,E06999001\nE01000002,E01000002,U,E06999002\n"
    table = load_source_or_gap(
        "lsoa_2011_2021_lookup", put("lsoa_2011_2021_lookup", "a.csv", header + rows), study_area
    )
    assert table.attrs["source"]["state"] == "read"


def test_last_line_without_an_end_is_remarked_on(put: Put, study_area: StudyArea) -> None:
    folder = put("population", "a.csv", population(codes(1, 2)).rstrip("\n"))  # 10 may have been 100
    message = load_source("population", folder, study_area).attrs["source"]["message"]
    assert message == "a.csv does not end in a line break: check that its last line is complete"
