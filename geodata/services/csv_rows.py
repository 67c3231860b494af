"""Rows of a table of comma-separated values, read once from end to end before it enters the folder."""

import csv
from pathlib import Path

from geodata.catalogue import Source
from geodata.download_checks import check_header, refuse_html
from geodata.errors import DownloadError

_HEAD_BYTES = 1 << 16


class RowCount:
    """Checks a table as it was received and keeps how many rows it has; constant memory, whatever its size."""

    def __init__(self, source: Source, url: str) -> None:
        self.source, self.url = source, url
        self.rows: int | None = None

    def __call__(self, path: Path) -> None:
        """Raise `DownloadError` unless the table has its columns, its encoding, and rows as wide as its header."""
        with path.open("rb") as stream:
            refuse_html(stream.read(_HEAD_BYTES), self.url)
        check_header(path, list(self.source.columns.values()), self.source.encoding)
        self.rows = self._rows(path)
        if not self.rows:
            raise DownloadError(f"{self.url}: there is a header, but no rows; try again later")

    def _rows(self, path: Path) -> int:
        encoding = "utf-8-sig" if self.source.encoding == "utf-8" else self.source.encoding
        try:
            with path.open(encoding=encoding, newline="") as text:
                table = csv.reader(text, strict=True)
                width = len(next(table))
                return sum(self._is_row(fields, width, table.line_num) for fields in table)
        except UnicodeDecodeError as error:
            raise DownloadError(
                f"{self.url}: the text is not in {self.source.encoding} ({error}): the publisher changed the encoding, "
                "or the file was damaged on its way; get it again"
            ) from error
        except csv.Error as error:
            raise DownloadError(f"{self.url}: {error}; the file is cut short or damaged: get it again") from error

    def _is_row(self, fields: list[str], width: int, line: int) -> bool:
        """Tell a row from a blank line; raise `DownloadError` if it is not as wide as the header."""
        if fields and len(fields) != width:
            raise DownloadError(
                f"{self.url}: line {line} has {len(fields)} fields where the header has {width}; the file is cut short "
                "or damaged: get it again"
            )
        return bool(fields)
