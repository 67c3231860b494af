"""What a file must be before it enters the cache: an answer of 200 is not success."""

import csv
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from geodata.errors import DownloadError
from geodata.readers.headers import missing_columns

Kind = Literal["zip", "gpkg", "tif", "pbf", "json", "csv"]
HEAD = 4096
WEB_PAGES = (b"<!doctype html", b"<html", b"<head", b'<?xml version="1.0" encoding="utf-8"?>\n<!doctype html')
MAGIC: dict[Kind, tuple[int, tuple[bytes, ...]]] = {
    "zip": (0, (b"PK\x03\x04",)),
    "gpkg": (0, (b"SQLite format 3\x00",)),
    "tif": (0, (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")),
    "pbf": (4, (b"\n\tOSMHeader",)),
}
"""Where the sign of a kind stands, and which it may be; XLSX and ODS files are ZIP archives."""


def refuse_html(head: bytes, url: str) -> None:
    """Raise `DownloadError` if the beginning of an answer is that of a web page.

    >>> refuse_html(b"a,b", "https://somewhere")
    """
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(WEB_PAGES):
        raise DownloadError(
            f"{url}: a web page came instead of the data. A network that asks to log in, a block, or an error page of "
            "the publisher: open the address in a browser to see which"
        )


def check_magic(path: Path, kind: Kind) -> None:
    """Raise `DownloadError` unless the file begins as its kind does; a ZIP archive must have its end too."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    refuse_html(head, path.name)
    if kind in MAGIC:
        place, signs = MAGIC[kind]
        if not any(head[place:].startswith(sign) for sign in signs):
            raise DownloadError(_not_a(path, kind, head))
    if kind == "zip" and not zipfile.is_zipfile(path):
        raise DownloadError(f"{path.name}: the ZIP archive has no end: it was cut short; get it again")
    if kind == "json":
        _check_json(path, head)


def _check_json(path: Path, head: bytes) -> None:
    try:
        with path.open("rb") as stream:
            json.load(stream)
    except ValueError as error:
        raise DownloadError(f"{_not_a(path, 'json', head)}: {error}") from error


def _not_a(path: Path, kind: str, head: bytes) -> str:
    return f"{path.name}: not a {kind} file, it begins with {head[:24]!r}"


def check_header(path: Path, columns: Sequence[Sequence[str]], encoding: str) -> None:
    """Raise `DownloadError` unless a CSV file has every column under one of its names.

    Names are compared as the readers do: blanks, case and a byte-order mark do not matter, `##` stands for two digits.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    refuse_html(head, path.name)
    try:
        with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as lines:
            header = next(csv.reader(lines), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise DownloadError(f"{path.name}: not a table in {encoding} ({error})") from error
    if lacking := missing_columns(header, columns):
        raise DownloadError(
            f"{path.name}: no column {', '.join(lacking)}; found {', '.join(header[:8])}. "
            "The publisher may have renamed it: see docs/sources.md"
        )
