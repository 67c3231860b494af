"""Comma-separated files: only the columns the catalogue names, as text, under our names."""

import csv
import re
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.file_format import is_gzip, text_head
from geodata.readers.headers import match_columns
from geodata.source_files import named

_RAGGED = re.compile(r"Row #(\d+): Expected (\d+) columns, got (\d+): (.*)", re.DOTALL)


def read_columns(path: Path, source: Source, others: str | None = None) -> pd.DataFrame:
    """Return the columns of the source as trimmed text under our names, indexed by line in the file (header: line 1).

    Columns whose whole name matches the pattern `others` come too, under their own names; nothing else is read.
    Raises `SourceFileError` if the file is empty, has no rows, is cut short or not in the encoding of its source, and
    `MissingColumnError` if a column is missing.
    """
    header = _header(text_head(path, source), path, source)
    places = match_columns(source, header, path)
    if others is not None:
        places |= {name.strip(): place for place, name in enumerate(header) if re.fullmatch(others, name.strip())}
    text = _text(path, source, len(header), list(places.values()))
    frame = text.rename_columns(list(places)).to_pandas(types_mapper={pa.string(): pd.StringDtype()}.get)
    if frame.empty:
        raise SourceFileError(f"{named(source, path)}: there is a header, but no rows; get the file again")
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return _without_blank_rows(frame)


def _header(head: bytes, path: Path, source: Source) -> list[str]:
    line = head.lstrip(b"\r\n").splitlines()[0]
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if source.encoding == "utf-8":
            raise _wrong_encoding(path, source) from error
        text = line.decode(source.encoding, errors="replace")
    return next(csv.reader([text]))


def _text(path: Path, source: Source, width: int, places: list[int]) -> pa.Table:
    names = [str(place) for place in range(width)]
    wanted = [names[place] for place in places]
    try:
        table = pa_csv.read_csv(
            pa.input_stream(str(path), compression="gzip" if is_gzip(path) else None),
            # rows are numbered only without threads, and the number is what the user needs
            pa_csv.ReadOptions(column_names=names, skip_rows=1, use_threads=False, encoding=_encoding(path, source)),
            pa_csv.ParseOptions(newlines_in_values=True),
            pa_csv.ConvertOptions(include_columns=wanted, column_types=dict.fromkeys(wanted, pa.string())),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError, OSError) as error:
        raise _unreadable(path, source, error) from error
    return pa.table([pc.utf8_trim_whitespace(table[name]) for name in wanted], names=wanted)


def _unreadable(path: Path, source: Source, error: Exception) -> SourceFileError:
    """Say in the user's words what the parser met; its row handler would pass over a row that is not UTF-8."""
    ragged = _RAGGED.search(str(error))
    if ragged:
        line, wanted, found, text = ragged.groups()
        return SourceFileError(
            f"{named(source, path)}: line {line} has {found} fields where the header has {wanted} ({text[:60]!r}). "
            "The file is cut short or a comma is not quoted; get it again"
        )
    if isinstance(error, UnicodeDecodeError) or "UTF8" in str(error):
        return _wrong_encoding(path, source)
    if isinstance(error, OSError):
        return SourceFileError(f"{named(source, path)}: the file is cut short or damaged ({error}); get it again")
    return SourceFileError(f"{named(source, path)}: there is a header, but no rows ({error}); get the file again")


def _encoding(path: Path, source: Source) -> str:
    """Return the encoding: a source in cp1252 may have been saved as UTF-8, which reads as cp1252 without an error."""
    if source.encoding == "utf-8":
        return "utf8"
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return source.encoding
    return "utf8"


def _wrong_encoding(path: Path, source: Source) -> SourceFileError:
    return SourceFileError(
        f"{named(source, path)}: the text is not in {source.encoding}; save it as UTF-8 (in Excel: CSV UTF-8)"
    )


def _without_blank_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out the rows of nothing but commas that spreadsheets add below a table."""
    suspect = frame.index[frame.iloc[:, 0] == ""]
    blank = suspect[(frame.loc[suspect] == "").all(axis=1)]
    return frame.drop(index=blank) if len(blank) else frame
