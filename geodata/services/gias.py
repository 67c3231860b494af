"""The register of schools: the latest daily extract, without a person's name or number ever reaching the disk."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from geodata.catalogue import Source
from geodata.download import Downloader
from geodata.download_checks import refuse_html
from geodata.errors import DownloadError, MissingColumnError, NotThereError, SourceFileError
from geodata.readers.headers import match_columns
from geodata.services.csv_rows import RowCount
from geodata.services.declaration import declaration
from geodata.services.declared import GiasFetch
from geodata.services.fetched import Fetched
from geodata.services.reuse import known_freshness, rows_of
from geodata.study_area import StudyArea

# every byte is a character of Latin-1: the text comes out as it went in, whatever its encoding is
_TRANSPARENT = "latin-1"
_LONGEST_LINE = 1 << 20
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def fetch(
    source: Source, _study_area: StudyArea, downloader: Downloader, folder: Path, *, today: date
) -> list[Fetched]:
    """Write the extract of today, or of the latest of the days before that has one.

    Of its columns only those are kept that the catalogue names: none of them is about a person.
    Raises `NotThereError` if no day has an extract, `DownloadError` if it is not the table it should be.
    """
    declared = declaration(source, GiasFetch)
    path = folder / declared.file
    for days in range(declared.days_back + 1):
        day = today - timedelta(days=days)
        url = declared.url.replace("{date}", f"{day:%Y%m%d}")
        with suppress(NotThereError):
            return [_extract(url, path, source, downloader, day)]
    raise NotThereError(
        f"{source.title} ({source.key}): {declared.url}: there is no extract of {today.isoformat()} or of the "
        f"{declared.days_back} days before. Get it from {source.landing_page}, and leave out the columns about persons"
    )


def _extract(url: str, path: Path, source: Source, downloader: Downloader, day: date) -> Fetched:
    def transform(chunks: Iterator[bytes]) -> Iterator[bytes]:
        return without_persons(chunks, source, url, path)

    counted = RowCount(source, url)
    received = downloader.fetch(url, path, transform=transform, check=counted, known=known_freshness(path, url))
    return Fetched(path, (url,), rows_of(received, counted.rows), received.freshness, day.isoformat())


def without_persons(chunks: Iterator[bytes], source: Source, url: str, path: Path) -> Iterator[bytes]:
    """Yield the rows of a CSV with the columns that the catalogue names, in the order of the file.

    Memory stays that of one row; a quoted cell may hold line breaks and be cut anywhere by the chunks.
    Raises `DownloadError` for nothing at all, for a web page, if a column is missing, and for a row that has more or
    fewer cells than the header, since its cells cannot be told apart.
    """
    rows = csv.reader(_lines(chunks, url), strict=True)
    header: list[str] = []
    places: list[int] = []
    try:
        for row in rows:
            if not header:
                header, places = row, _places(row, source, url, path)
            elif row and len(row) != len(header):
                raise DownloadError(
                    f"{url}: line {rows.line_num} has {len(row)} cells where the header has {len(header)}; "
                    "the file is cut short or damaged. Run the fetch again"
                )
            if row:
                yield _line([row[place] for place in places])
        if not header:
            raise DownloadError(f"{url}: the answer is empty. Run the fetch again")
    except csv.Error as error:
        raise DownloadError(f"{url}: line {rows.line_num}: {error}. Run the fetch again") from error


def _places(header: list[str], source: Source, url: str, path: Path) -> list[int]:
    try:
        return sorted(match_columns(source, header, path).values())
    except (MissingColumnError, SourceFileError) as error:
        raise DownloadError(f"{url}: what came is not the register: {error}") from error


def _lines(chunks: Iterator[bytes], url: str) -> Iterator[str]:
    """Yield lines with their breaks, whatever the chunks are."""
    rest = b""
    is_first = True
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) > _LONGEST_LINE:
            raise DownloadError(f"{url}: a line has more than {_LONGEST_LINE} characters: this is no table")
        for line in whole:
            yield _text(line + b"\n", url, is_first)
            is_first = False
    if rest:
        yield _text(rest, url, is_first)


def _text(line: bytes, url: str, is_first: bool) -> str:
    if is_first:
        refuse_html(line, url)
        line = line.removeprefix(_BYTE_ORDER_MARK)
    return line.decode(_TRANSPARENT)


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode(_TRANSPARENT)
