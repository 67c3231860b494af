"""Minimal workbooks hold exactly the cells given."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from geodata.demo.spreadsheet_files import write_ods, write_xlsx

SHEETS = {"First & last": [["a < b", 1.5, 2], ["", None, float("nan")], ["trailing ", -3.25, "é"]], "Second": [["x"]]}


@pytest.mark.parametrize(("suffix", "write"), [("ods", write_ods), ("xlsx", write_xlsx)])
def test_cells_come_back_as_written(tmp_path: Path, suffix: str, write: object) -> None:
    path = tmp_path / f"cells.{suffix}"
    assert callable(write)
    write(path, SHEETS)
    workbook = CalamineWorkbook.from_path(path)
    assert workbook.sheet_names == ["First & last", "Second"]
    rows = workbook.get_sheet_by_name("First & last").to_python()
    assert rows == [["a < b", 1.5, 2.0], ["", "", ""], ["trailing ", -3.25, "é"]]
