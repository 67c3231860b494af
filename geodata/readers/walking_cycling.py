"""DfT walking and cycling statistics, tables CW0301 to CW0303, whose layout moves from edition to edition."""

import re
from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.authorities import ENGLAND, within_study_area
from geodata.readers.headers import match_columns
from geodata.readers.numbers import as_numbers, is_marker
from geodata.readers.spreadsheet import read_tables
from geodata.source_files import named
from geodata.study_area import StudyArea

_YEAR = r"20\d\d"
_MODES = {
    "cycling": "cycling",
    "walking": "walking",
    "walking or cycling": "walking_or_cycling",
    "walking and cycling": "walking_or_cycling",
    "any walking or cycling": "walking_or_cycling",
    "any": "walking_or_cycling",
}
_PURPOSES = {"any": "any", "any purpose": "any", "leisure": "leisure", "travel": "travel"}
_FREQUENCIES = {
    f"at least {often}": f"at_least_{often.replace(' ', '_')}"
    for often in ("once per month", "once per week", "3 times per week", "5 times per week")
}
_CODES = {"mode": _MODES, "purpose": _PURPOSES, "frequency": _FREQUENCIES}


def read_walking_cycling(path: Path, source: Source, study_area: StudyArea) -> pd.DataFrame:
    """Return the share of adults (per cent) by authority, mode, purpose, frequency and year, with England.

    A figure that is a marker (`[note 6]`, `[x]`) is null with the marker as its note.
    """
    sheets = read_tables(path, source, anchor=source.columns["area_code"][0])
    return pd.concat([_sheet(table, source, path, study_area) for table in sheets.values()], ignore_index=True)


def _sheet(table: pd.DataFrame, source: Source, path: Path, study_area: StudyArea) -> pd.DataFrame:
    places = match_columns(source, list(table.columns), path)
    years = {name: place for place, name in enumerate(table.columns) if re.fullmatch(_YEAR, name)}
    if not years:
        raise SourceFileError(f"{named(source, path)}: no column is a year; found {', '.join(table.columns)}")
    places |= years
    text = table.iloc[:, list(places.values())].set_axis(list(places), axis=1)
    local = within_study_area(text, "area_code", study_area, ENGLAND)
    coded = local.assign(**{column: _coded(local[column], column, source, path) for column in _CODES})
    long = coded.melt(["area_code", *_CODES], list(years), "period", "value", ignore_index=False)
    return as_numbers(long.assign(note=long["value"].where(is_marker(long["value"]), "")), ["value"], source, path)


def _coded(text: pd.Series, column: str, source: Source, path: Path) -> pd.Series:
    code = text.str.casefold().str.split().str.join(" ").map(_CODES[column])
    if code.isna().any():
        unknown = text[code.isna()]
        raise SourceFileError(
            f"{named(source, path)}: column {column}, row {unknown.index[0]}: {unknown.iloc[0]!r} is not one of "
            f"{', '.join(_CODES[column])}"
        )
    return code
