"""Numbers in text columns: suppression markers become null, anything else that is no number is an error."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.source_files import named

MARKERS = ("", "*", "-", "z", "c", "x", "supp", "ne", "null", "missing")
"""What publishers write where a figure is suppressed or absent, beside anything in square brackets (`[note 6]`)."""

_BRACKETED = r"(?:\[[^\[\]]*\]\s*)+"
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?:[eE][+-]?\d+)?"


def is_marker(text: pd.Series) -> pd.Series:
    """Tell, value by value, whether the text stands for a missing figure.

    >>> is_marker(pd.Series(["[note 6]", "*", "", "7"], dtype="string")).tolist()
    [True, True, True, False]
    """
    return text.str.casefold().isin(MARKERS) | text.str.fullmatch(_BRACKETED)


def as_numbers(
    frame: pd.DataFrame, columns: Iterable[str], source: Source, path: Path, *, may_be_missing: bool = True
) -> pd.DataFrame:
    """Return the frame with these text columns as numbers, null where the publisher put a marker.

    The frame's index is the line (or row) in the file. Raises `SourceFileError` naming file, column, value and line
    for what is neither number nor marker, and for a marker where no figure may be missing.
    """
    return frame.assign(**{column: _numbers(frame[column], may_be_missing, named(source, path)) for column in columns})


def _numbers(text: pd.Series, may_be_missing: bool, place: str) -> pd.Series:
    strings = pa.array(text)
    is_number = pc.match_substring_regex(strings, f"^(?:{_NUMBER})$")
    if not pc.all(is_number, min_count=0).as_py():
        unread = text[~is_number.to_numpy(zero_copy_only=False)]
        _refuse(unread[~is_marker(unread)], "not a number", place)
        if not may_be_missing:
            _refuse(unread, "missing", place)
    plain = pc.replace_substring(pc.if_else(is_number, strings, None), ",", "")
    return pd.Series(plain.cast("float64").to_numpy(zero_copy_only=False), text.index)


def _refuse(values: pd.Series, what: str, place: str) -> None:
    if len(values):
        found = repr(values.iloc[0]) + (f" and {len(values) - 1} more" if len(values) > 1 else "")
        raise SourceFileError(
            f"{place}: the figure in column {values.name}, line {values.index[0]}, is {what} ({found}). "
            "Mend the file or get it again"
        )
