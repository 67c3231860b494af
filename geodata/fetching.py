"""From services into the folders of sources: what is missing or stale is fetched, recorded and locked."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from geodata.catalogue import Source
from geodata.download import Downloader
from geodata.download_files import disk_failures, unfinished
from geodata.errors import DownloadError, EvengroundError
from geodata.services import (
    arcgis,
    arcgis_catalogue,
    fingertips,
    geofabrik,
    ghsl,
    gias,
    govuk,
    nomis,
    os_downloads,
    plain_file,
    terrain,
)
from geodata.services.fetched import Fetched
from geodata.source_files import sha256
from geodata.source_records import SourceRecord, locked, read_record, record_path, write_record
from geodata.source_state import SourceState
from geodata.study_area import StudyArea

Client = Callable[[Source, StudyArea, Downloader, Path], list[Fetched]]


@dataclass(frozen=True)
class Fetching:
    """What a fetch needs besides the source: whose, with what, where to, and when it is."""

    study_area: StudyArea
    downloader: Downloader
    sources_dir: Path
    now: datetime.datetime
    nomis_key: str = ""

    def client(self, name: str) -> Client:
        """Return the client of a service."""
        clients: dict[str, Client] = {
            "arcgis": arcgis.fetch,
            "arcgis_catalogue": arcgis_catalogue.fetch,
            "fingertips": fingertips.fetch,
            "geofabrik": geofabrik.fetch,
            "ghsl": ghsl.fetch,
            "gias": partial(gias.fetch, today=self.now.date()),
            "govuk": govuk.fetch,
            "nomis": partial(nomis.fetch, key=self.nomis_key),
            "os_downloads": os_downloads.fetch,
            "plain_file": plain_file.fetch,
            "terrain": terrain.fetch,
        }
        return clients[name]


def to_be_fetched(states: list[SourceState]) -> list[Source]:
    """Return the sources that a program can fetch and that are missing or stale; what is there by hand stays.

    In the order of the catalogue, in which areas come before what is cut to them.
    """
    return [one.source for one in states if one.source.fetch is not None and one.source.is_read and _is_wanted(one)]


def _is_wanted(one: SourceState) -> bool:
    return one.state == "missing" or (one.state == "stale" and one.fetched_at is not None)


def fetch_source(source: Source, fetching: Fetching) -> list[Fetched]:
    """Fetch a source into its folder, with a record beside each file; files of an earlier release go.

    Raises `DownloadError`, which names the folder and the page where the file is to be had by hand; then the folder has
    what it had before.
    """
    if source.fetch is None:
        raise DownloadError(f"{source.title} ({source.key}): {_by_hand(source, fetching)}")
    folder = fetching.sources_dir / source.key
    with locked(folder):
        try:
            with disk_failures(folder):
                client = fetching.client(source.fetch.client)
                fetched = client(source, fetching.study_area, fetching.downloader, folder)
        except EvengroundError as error:
            raise DownloadError(f"{error}. Or {_by_hand(source, fetching)}") from error
        for one in fetched:
            _record(one, source, fetching.now)
        _remove_earlier(folder, {one.path for one in fetched})
    return fetched


def _by_hand(source: Source, fetching: Fetching) -> str:
    return f"get {source.filename} from {source.landing_page} and put it into {fetching.sources_dir / source.key}"


def _record(one: Fetched, source: Source, now: datetime.datetime) -> None:
    record = SourceRecord(
        urls=one.urls,
        fetched_at=now,
        sha256=sha256(one.path),
        n_bytes=one.path.stat().st_size,
        rows=one.rows,
        vintage=one.vintage or source.vintage,
        licence=source.licence_of([one.path.name]),
        freshness=one.freshness,
    )
    write_record(one.path, record)


def _remove_earlier(folder: Path, kept: set[Path]) -> None:
    """Remove what earlier fetches left, whole or broken off; what somebody put there has no record and stays."""
    for path in folder.iterdir():
        if path not in kept and path.is_file() and not path.name.startswith(".") and read_record(path) is not None:
            path.unlink()
            record_path(path).unlink()
    for part in unfinished(folder):
        part.drop()
