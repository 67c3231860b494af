"""Workbooks (ODS, XLSX): a table is found by a name in its header row, which cover sheets and notes move about."""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pandas as pd
import python_calamine

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.file_format import require_workbook
from geodata.readers.headers import normalised
from geodata.source_files import named


def read_tables(path: Path, source: Source, anchor: str) -> dict[str, pd.DataFrame]:
    """Return the table of each sheet that has a row with the cell `anchor`, as text, indexed by row in the sheet.

    Column names are the publisher's without note marks. Raises `SourceFileError` if the file is no workbook, or if
    no sheet has such a row.
    """
    require_workbook(path, source)
    try:
        # from memory, since by path the suffix decides, and a workbook may bear the other one's
        with python_calamine.load_workbook(BytesIO(path.read_bytes())) as workbook:
            sheets = {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}
    except (python_calamine.CalamineError, OSError) as error:
        raise SourceFileError(f"{named(source, path)}: the workbook is damaged ({error}); get it again") from error
    tables = {name: _table(rows, anchor) for name, rows in sheets.items()}
    found = {name: table for name, table in tables.items() if table is not None}
    if not found:
        raise SourceFileError(
            f"{named(source, path)}: no sheet has a row with {anchor!r} (sheets: {', '.join(sheets)}). "
            f"Get the file from {source.landing_page}"
        )
    return found


def _table(rows: Sequence[Sequence[object]], anchor: str) -> pd.DataFrame | None:
    wanted = normalised(anchor)
    for number, row in enumerate(rows):
        header = [_column_name(cell) for cell in row]
        if wanted in [normalised(name) for name in header]:
            body = [[_text(cell) for cell in cells] for cells in rows[number + 1 :]]
            # a sheet counts its rows from 1, and the first of the body comes after the header
            index = pd.RangeIndex(number + 2, number + 2 + len(body))
            return pd.DataFrame(body, columns=header, index=index, dtype="string")
    return None


def _column_name(cell: object) -> str:
    return re.sub(r"\[.*?\]", "", _text(cell)).strip()


def _text(cell: object) -> str:
    """Return a cell as text; numbers keep every digit, whole ones lose the `.0` that workbooks give them."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
