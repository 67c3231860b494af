from pathlib import Path

import pytest

from geodata.catalogue import Source, load_catalogue
from geodata.errors import SourceFileError, SourceMissingError
from geodata.source_files import find_files, require_files, sha256


@pytest.fixture
def lookup() -> Source:
    return load_catalogue()["lsoa_ward_lookup"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lsoa_ward_lookup").mkdir()
    return tmp_path / "lsoa_ward_lookup"


def test_files_come_sorted_and_case_does_not_matter(lookup: Source, folder: Path) -> None:
    for name in ("b.CSV", "a.csv", "notes.txt"):
        (folder / name).write_text("x")
    assert [path.name for path in find_files(lookup, folder.parent)] == ["a.csv", "b.CSV"]


def test_hidden_unfinished_and_lock_files_are_not_there(lookup: Source, folder: Path) -> None:
    for name in (".a.csv", "a.csv.part", "~$a.csv"):
        (folder / name).write_text("x")
    with pytest.raises(SourceMissingError):
        find_files(lookup, folder.parent)


def test_unfinished_download_is_not_a_postcode_file(tmp_path: Path) -> None:
    (tmp_path / "postcodes").mkdir()
    (tmp_path / "postcodes" / "onspd.csv.part").write_text("x")
    with pytest.raises(SourceMissingError):  # although the pattern *.csv* would match
        find_files(load_catalogue()["postcodes"], tmp_path)


def test_missing_file_names_title_page_and_folder(lookup: Source, tmp_path: Path) -> None:
    with pytest.raises(SourceMissingError) as error:
        find_files(lookup, tmp_path)
    for said in (lookup.title, lookup.landing_page, str(tmp_path / "lsoa_ward_lookup")):
        assert said in str(error.value)


def test_folder_without_a_fitting_file_says_which_is_wanted(lookup: Source, folder: Path) -> None:
    (folder / "lookup.xlsx").write_text("x")
    with pytest.raises(SourceFileError, match=r"lookup\.xlsx.*no file named like \*\.csv"):
        find_files(lookup, folder.parent)


def test_sha256_is_that_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    assert sha256(tmp_path / "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_all_that_is_missing_is_named_at_once(lookup: Source, folder: Path) -> None:
    wards, lsoas = load_catalogue()["wards"], load_catalogue()["lsoas"]
    (folder / "a.csv").write_text("x")
    require_files([lookup], folder.parent)
    with pytest.raises(SourceMissingError) as error:
        require_files([wards, lookup, lsoas], folder.parent)
    first, second = str(error.value).splitlines()
    assert "(wards): no file" in first
    assert "(lsoas): no file" in second
