"""Indicators of Fingertips by authority: the file as published, with its rows by category and by parent area."""

from pathlib import Path
from urllib.parse import urlencode

from geodata.catalogue import Source
from geodata.download import Downloader
from geodata.errors import DownloadError, MissingColumnError, SourceFileError
from geodata.readers.authorities import ENGLAND, within_study_area
from geodata.readers.delimited import read_columns
from geodata.services.csv_rows import RowCount
from geodata.services.declaration import declaration
from geodata.services.declared import FingertipsFetch
from geodata.services.fetched import Fetched
from geodata.services.reuse import known_freshness, rows_of
from geodata.study_area import StudyArea


def fetch(source: Source, study_area: StudyArea, downloader: Downloader, folder: Path) -> list[Fetched]:
    """Write the file of all indicators for all areas of the type, after a look into it.

    Raises `DownloadError` if there are no rows, an indicator is missing or none of its areas is in the study area.
    """
    declared = declaration(source, FingertipsFetch)
    asked = {
        "indicator_ids": ",".join(declared.indicators),
        "child_area_type_id": str(declared.area_type),
        "parent_area_type_id": str(declared.parent_area_type),
    }
    url = f"{declared.url}?{urlencode(asked, safe=',')}"
    path = folder / declared.file
    counted = 0

    def check(part: Path) -> None:
        nonlocal counted
        counted = _checked_rows(part, source, declared, study_area, url)

    received = downloader.fetch(url, path, check=check, known=known_freshness(path, url))
    return [Fetched(path, (url,), rows_of(received, counted), received.freshness)]


def _checked_rows(part: Path, source: Source, declared: FingertipsFetch, study_area: StudyArea, url: str) -> int:
    label = f"{source.title} ({source.key}), Fingertips: {url}"
    hint = (
        f"Area type {declared.area_type} may not be what these indicators are published for: 501 and 502 are the lower "
        "and upper tier of 2023, 401 and 402 those before"
    )
    try:
        rows = read_columns(part, source)
    except (SourceFileError, MissingColumnError) as error:
        raise DownloadError(f"{label}: {error}. {hint}") from error
    if absent := sorted(set(declared.indicators) - set(rows["indicator_id"])):
        raise DownloadError(f"{label}: no row of indicator {', '.join(absent)}. {hint}")
    if within_study_area(rows, "area_code", study_area, ENGLAND)["area_code"].eq(ENGLAND).all():
        raise DownloadError(f"{label}: no row for {', '.join(study_area.codes)}. {hint}")
    try:
        RowCount(source, url)(part)  # damage in columns that are not read is damage too
    except DownloadError as error:
        raise DownloadError(f"{label}: {error}") from error
    return len(rows)
