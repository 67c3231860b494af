"""Writes small ODS and XLSX workbooks with the standard library, the same bytes for the same cells.

Only what a publisher's table needs: sheets of texts and numbers. A cell that is None or NaN is left empty.
"""

import math
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

Cell = str | int | float | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]

DATE = (2025, 1, 1, 0, 0, 0)
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
OPEN_XML = "http://schemas.openxmlformats.org"
SPREADSHEET_ML = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write_ods(path: Path, sheets: Sheets) -> None:
    """Write an OpenDocument spreadsheet: sheet name to rows of cells."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(_ods_row, rows))}</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f'{DECLARATION}<office:document-content xmlns:office="{OASIS}:office:1.0" xmlns:table="{OASIS}:table:1.0" '
        f'xmlns:text="{OASIS}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'{DECLARATION}<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    _write_zip(path, {"mimetype": ODS_TYPE, "META-INF/manifest.xml": manifest, "content.xml": content})


def write_xlsx(path: Path, sheets: Sheets) -> None:
    """Write an Office Open XML workbook: sheet name to rows of cells."""
    numbers = range(1, len(sheets) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{SPREADSHEET_ML}.worksheet+xml"/>'
        for n in numbers
    )
    types = (
        f'<Types xmlns="{OPEN_XML}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET_ML}.sheet.main+xml"/>{parts}</Types>'
    )
    names = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
    workbook = (
        f'<workbook xmlns="{OPEN_XML}/spreadsheetml/2006/main" '
        f'xmlns:r="{OPEN_XML}/officeDocument/2006/relationships"><sheets>{names}</sheets></workbook>'
    )
    entries = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": _relationships(
            {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in numbers}
        ),
    }
    entries |= {f"xl/worksheets/sheet{n}.xml": _xlsx_sheet(rows) for n, rows in enumerate(sheets.values(), 1)}
    _write_zip(path, {name: DECLARATION + text for name, text in entries.items()})


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def _ods_row(row: Sequence[Cell]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(cell: Cell) -> str:
    if _is_empty(cell):
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    )


def _relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{key}" Type="{OPEN_XML}/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{OPEN_XML}/package/2006/relationships">{entries}</Relationships>'


def _xlsx_sheet(rows: Sequence[Sequence[Cell]]) -> str:
    body = "".join(
        f'<row r="{number}">{"".join(_xlsx_cell(number, column, cell) for column, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{OPEN_XML}/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'


def _xlsx_cell(row: int, column: int, cell: Cell) -> str:
    if _is_empty(cell):
        return ""
    where = f"{chr(65 + column)}{row}"  # no table here is wider than 26 columns
    if isinstance(cell, str):
        return f'<c r="{where}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f'<c r="{where}"><v>{cell}</v></c>'


def _write_zip(path: Path, entries: Mapping[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in entries.items():
            # the type of an OpenDocument file is read without unpacking it
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, DATE), text.encode(), compress_type=method)
