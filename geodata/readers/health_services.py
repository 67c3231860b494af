"""Registers of the NHS Organisation Data Service: GP practices and pharmacies, a postcode each and no header."""

import csv
import io
from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.file_format import text_head
from geodata.readers.postcodes import with_one_space
from geodata.source_files import named
from geodata.study_area import StudyArea

# as the register wrote it until 2025, and as its reports write it since
_OPEN = ("A", "ACTIVE")
_GP_PRACTICE = ("4", "RO76")
_PHARMACY = ("1", "RO182")


def read_gp_practices(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return the open GP practices of report `epraccur`: code, name and postcode.

    Prescribing costs are also booked on walk-in centres, prisons and the like, which are left out.
    """
    return _open_and_of_kind(_rows(path, source), _GP_PRACTICE, source, path)


def read_pharmacies(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return the open pharmacies of report `edispensary`; appliance contractors, who post, are left out."""
    return _open_and_of_kind(_rows(path, source), _PHARMACY, source, path)


def _rows(path: Path, source: Source) -> pd.DataFrame:
    """Return the columns of the catalogue, found by place, as trimmed text."""
    places = {name: int(published[0]) - 1 for name, published in source.columns.items()}
    last = max(places.values()) + 1
    text_head(path, source)
    lines = [line for line in csv.reader(io.StringIO(_text(path), newline="")) if any(line)]
    short = next((number for number, line in enumerate(lines, 1) if len(line) < last), None)
    if short is not None:
        raise SourceFileError(
            f"{named(source, path)}: row {short} has {len(lines[short - 1])} fields, but field {last} is "
            f"needed. The file is cut short or another report; get it again from {source.landing_page}"
        )
    columns = {name: [line[place].strip() for line in lines] for name, place in places.items()}
    return pd.DataFrame(columns, dtype="string")


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _open_and_of_kind(rows: pd.DataFrame, kind: tuple[str, ...], source: Source, path: Path) -> pd.DataFrame:
    """Return the rows wanted; a practice with two settings has a bar between them."""
    is_open = rows["status"].str.upper().isin(_OPEN)
    settings = rows["setting"].str.upper().str.split("|")
    is_kind = settings.map(lambda found: any(setting.strip() in kind for setting in found)).astype(bool)
    wanted = rows[is_open & is_kind]
    if wanted.empty:
        raise SourceFileError(
            f"{named(source, path)}: none of {len(rows)} rows is open ({' or '.join(_OPEN)} in field "
            f"{source.columns['status'][0]}, found {_some(rows['status'])}) and of kind {' or '.join(kind)} (field "
            f"{source.columns['setting'][0]}, found {_some(rows['setting'])}); this is another report"
        )
    return wanted.assign(postcode=with_one_space(wanted["postcode"]))


def _some(values: pd.Series) -> str:
    return ", ".join(repr(value) for value in sorted(values.unique())[:4])
