from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import SourceFileError
from geodata.readers.spreadsheet import read_tables

Workbook = Callable[[Path, dict[str, list[list[object]]]], Path]
SOURCE = load_catalogue()["walking_cycling"]


@pytest.mark.parametrize("name", ["book.ods", "book.xlsx"])
def test_table_is_found_below_any_number_of_rows(tmp_path: Path, workbook: Workbook, name: str) -> None:
    path = workbook(
        tmp_path / name,
        {
            "Cover": [["Proportion of adults"], ["About"]],
            "Data": [
                ["Title", None],
                ["Note", None],
                ["ONS Code [note 2]", 2021],
                ["E06999001", 13.25],
                ["E06999002", 4],
            ],
        },
    )
    tables = read_tables(path, SOURCE, "ONS Code")
    assert list(tables) == ["Data"]
    assert tables["Data"].to_dict("list") == {"ONS Code": ["E06999001", "E06999002"], "2021": ["13.25", "4"]}
    assert tables["Data"].index.tolist() == [4, 5]


def test_workbook_without_the_anchor_lists_its_sheets(tmp_path: Path, workbook: Workbook) -> None:
    path = workbook(tmp_path / "book.ods", {"Cover": [["a"]], "Data": [["code"]]})
    with pytest.raises(SourceFileError, match=r"'ONS Code' \(sheets: Cover, Data\)"):
        read_tables(path, SOURCE, "ONS Code")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"<html>", "web page"),
        (b"ONS Code,2021\n", "not an ODS or XLSX workbook"),
        (b"PK\x03\x04nothing more", "the workbook is damaged"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "book.ods"
    path.write_bytes(content)
    with pytest.raises(SourceFileError, match=said):
        read_tables(path, SOURCE, "ONS Code")


def test_suffix_of_the_other_kind_does_not_matter(tmp_path: Path, workbook: Workbook) -> None:
    path = workbook(tmp_path / "book.xlsx", {"Data": [["ONS Code"], ["E06999001"]]}).rename(tmp_path / "book.ods")
    assert read_tables(path, SOURCE, "ONS Code")["Data"]["ONS Code"].tolist() == ["E06999001"]
