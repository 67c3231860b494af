"""A study area of two authorities, and a way to lay files into source folders."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
Workbook = Callable[[Path, dict[str, list[list[object]]]], Path]


@pytest.fixture
def study_area() -> StudyArea:
    return StudyArea(name="twinford", title="Twinford", local_authorities={"north": "E06999001", "south": "E06999002"})


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write a file as `<sources>/<key>/<name>` and return the sources folder."""

    def _put(key: str, name: str, content: str | bytes) -> Path:
        folder = tmp_path / "sources" / key
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / "sources"

    return _put


@pytest.fixture
def workbook() -> Workbook:
    """Write sheets of plain rows into an ODS or XLSX file and return its path."""

    def _workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
        with pd.ExcelWriter(str(path)) as writer:  # as text: pandas does not look at the suffix of a path
            for name, rows in sheets.items():
                width = max(map(len, rows))
                padded = [[*row, *[None] * (width - len(row))] for row in rows]
                pd.DataFrame(padded).to_excel(writer, sheet_name=name, header=False, index=False)
        return path

    return _workbook
