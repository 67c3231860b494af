"""What a file is by its first bytes: a failed download or a wrong export is named before it is parsed."""

import gzip
import zlib
from os import SEEK_END
from pathlib import Path

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.source_files import named

_HEAD_BYTES = 1 << 16
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_FOREIGN_TO_TEXT = (
    (_ZIP, "a ZIP archive or a workbook: unpack it, or save the table as CSV"),
    (b"%PDF", "a PDF document: get the data file instead"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook: save the table as CSV"),
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def is_gzip(path: Path) -> bool:
    """Tell whether the file is compressed with gzip, whatever it is called."""
    with path.open("rb") as stream:
        return stream.read(2) == _GZIP


def text_head(path: Path, source: Source) -> bytes:
    """Return the first bytes of a text file, unpacked if it is compressed.

    Raises `SourceFileError` if it is empty, damaged, not text at all, a web page, or in UTF-16.
    """
    head = _head(path, source)
    for magic, what in _FOREIGN_TO_TEXT:
        if head.startswith(magic):
            raise SourceFileError(f"{named(source, path)}: this is {what}")
    if head.startswith(_UTF_16) or b"\0" in head:
        raise SourceFileError(
            f"{named(source, path)}: the text is in UTF-16 or not text at all; save it as UTF-8 (in Excel: CSV UTF-8)"
        )
    _refuse_web_page(head, path, source)
    return head


def has_open_end(path: Path) -> bool:
    """Tell whether a plain text file does not end in a line break, as if its last line had been cut."""
    with path.open("rb") as stream:
        stream.seek(-1, SEEK_END)
        return stream.read() not in {b"\n", b"\r"}


def require_workbook(path: Path, source: Source) -> None:
    """Raise `SourceFileError` unless the file looks like an ODS or XLSX workbook."""
    head = _head(path, source)
    _refuse_web_page(head, path, source)
    if not head.startswith(_ZIP):
        raise SourceFileError(f"{named(source, path)}: this is not an ODS or XLSX workbook; get the file again")


def require_content(path: Path, source: Source) -> None:
    """Raise `SourceFileError` if the file is empty or a web page."""
    _refuse_web_page(_head(path, source), path, source)


def _head(path: Path, source: Source) -> bytes:
    try:
        with gzip.open(path) if is_gzip(path) else path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceFileError(
            f"{named(source, path)}: the compressed file is cut short or damaged; get it again"
        ) from error
    if not head.strip():
        raise SourceFileError(f"{named(source, path)}: the file is empty; get it again from {source.landing_page}")
    return bytes(head)


def _refuse_web_page(head: bytes, path: Path, source: Source) -> None:
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise SourceFileError(
            f"{named(source, path)}: this is a web page, not data (an error page was saved?); "
            f"get the file again from {source.landing_page}"
        )
