"""Values in an authority's own files: dates, ranges and places, refused by line where they cannot be."""

from pathlib import Path
from typing import NoReturn

import pandas as pd

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.numbers import as_numbers
from geodata.source_files import named

GREAT_BRITAIN = {"easting_m": (0.0, 700_000.0), "northing_m": (0.0, 1_300_000.0)}
"""Metres of the National Grid that an easting and a northing can have."""
_DATE = r"\d{4}(?:-\d{2}-\d{2})?"
_WHOLE_DATE = r"\d{4}-\d{2}-\d{2}"


def column(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return an optional text column, blank where the file has none."""
    text = frame[name] if name in frame else pd.Series(pd.NA, index=frame.index, dtype="string", name=name)
    return text.fillna("")


def require_range(
    frame: pd.DataFrame, name: str, lowest: float, highest: float, source: Source, path: Path
) -> pd.DataFrame:
    """Return the frame unchanged; null passes.

    Raises `SourceFileError` naming column, value and line of the first number outside `lowest` to `highest`.
    """
    is_outside = frame[name].notna() & ~frame[name].between(lowest, highest)
    if is_outside.any():
        refuse(frame.loc[is_outside, name], f"not within {lowest:,.0f} to {highest:,.0f}", source, path)
    return frame


def with_places(frame: pd.DataFrame, source: Source, path: Path) -> pd.DataFrame:
    """Return the frame with easting, northing and OpenStreetMap way as numbers, the last null where not given.

    Raises `SourceFileError` where a coordinate is missing or not one of Great Britain's National Grid in metres.
    """
    placed = as_numbers(frame, GREAT_BRITAIN, source, path, may_be_missing=False)
    for name, (lowest, highest) in GREAT_BRITAIN.items():
        require_range(placed, name, lowest, highest, source, path)
    return as_numbers(placed.assign(osm_way_id=column(frame, "osm_way_id")), ["osm_way_id"], source, path)


def as_dates(text: pd.Series, source: Source, path: Path, *, is_whole: bool = False) -> pd.Series:
    """Return dates as YYYY-MM-DD or (unless `is_whole`) YYYY, blank where it is; a time of day is cut off.

    Raises `SourceFileError` naming the line of a date in another form or one that does not exist.
    """
    given = text[text.fillna("") != ""]
    written = given.str.replace(r"^(\d{4}-\d\d-\d\d)[T ].*$", r"\1", regex=True)
    is_date = (
        written.str.fullmatch(_WHOLE_DATE if is_whole else _DATE)
        & pd.to_datetime(written, format="ISO8601", errors="coerce").notna()
    )
    if not is_date.all():
        refuse(given[~is_date], f"not a date: write YYYY-MM-DD{'' if is_whole else ' or YYYY'}", source, path)
    return written.reindex(text.index, fill_value="").astype("string")


def is_ahead(dates: pd.Series) -> pd.Series:
    """Tell which dates are later than today; a blank is not."""
    return pd.to_datetime(dates, format="ISO8601", errors="coerce") > pd.Timestamp.today()


def past_dates(text: pd.Series, source: Source, path: Path, *, is_whole: bool = False) -> pd.Series:
    """Return `as_dates`; also raises `SourceFileError` naming the line of a date that is later than today."""
    dates = as_dates(text, source, path, is_whole=is_whole)
    if is_ahead(dates).any():
        refuse(text[is_ahead(dates)], "in the future", source, path)
    return dates


def refuse(values: pd.Series, what: str, source: Source, path: Path) -> NoReturn:
    """Raise `SourceFileError` for the first of the values, which bear the column's name and the line as their index."""
    more = f" and {len(values) - 1} more" if len(values) > 1 else ""
    raise SourceFileError(
        f"{named(source, path)}: column {values.name}, line {values.index[0]}: {str(values.iloc[0])!r}{more} is {what}"
        ". Mend the row or leave it out"
    )
