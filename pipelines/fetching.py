"""Fetching as a person sees it: a bar for each file, one line for each source, and what could not be had."""

import datetime
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from geodata.catalogue import Source
from geodata.download import Downloader
from geodata.errors import DownloadError
from geodata.fetching import Fetching, fetch_source, to_be_fetched
from geodata.services.base_urls import replaced_base_urls
from geodata.source_state import source_states
from geodata.study_area import StudyArea
from pipelines.settings import NOMIS_KEY, Settings

COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    DownloadColumn(),
    TransferSpeedColumn(),
    TimeRemainingColumn(),
)


def fetch_missing(
    study_area: StudyArea, settings: Settings, console: Console, *, environment: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Fetch the sources that are missing or stale; return by key why some could not be had.

    Raises `DownloadError` if one of them is required and is not there.
    """
    now = datetime.datetime.now(tz=datetime.UTC)
    wanted = to_be_fetched(source_states(study_area, settings.sources_dir, now.date()))
    failed: dict[str, str] = {}
    with _bars(console) as bars, _downloader(study_area, environment, bars) as downloader:
        key = environment.get(NOMIS_KEY, "")
        fetching = Fetching(study_area, downloader, settings.sources_dir, now, key)
        for source in wanted:
            message = _fetched(source, fetching, bars.console)
            if message:
                failed[source.key] = message
    _refuse_missing([source for source in wanted if source.is_required and source.key in failed], failed)
    return failed


def _fetched(source: Source, fetching: Fetching, console: Console) -> str:
    """Fetch one source; return why that failed, if it did."""
    try:
        files = fetch_source(source, fetching)
    except DownloadError as error:
        console.print(f"{source.key}: {error}", style="yellow", markup=False, highlight=False, soft_wrap=True)
        return str(error)
    names = ", ".join(f"{one.path.name}{f' ({one.rows:,} rows)' if one.rows is not None else ''}" for one in files)
    console.print(f"{source.key}: {names}", markup=False, highlight=False, soft_wrap=True)
    return ""


def _refuse_missing(required: Sequence[Source], failed: Mapping[str, str]) -> None:
    if required:
        raise DownloadError("; ".join(failed[source.key] for source in required))


@contextmanager
def _bars(console: Console) -> Iterator[Progress]:
    with Progress(*COLUMNS, console=console, disable=not console.is_terminal, transient=True) as bars:
        yield bars


@contextmanager
def _downloader(study_area: StudyArea, environment: Mapping[str, str], bars: Progress) -> Iterator[Downloader]:
    tasks: dict[str, int] = {}

    def told(name: str, done: int, total: int | None) -> None:
        if name not in tasks:
            tasks[name] = bars.add_task(name, total=total)
        bars.update(tasks[name], completed=done, total=total)  # type: ignore[arg-type]

    base_urls = replaced_base_urls(study_area.base_urls, environment)
    with Downloader(base_urls=base_urls, on_progress=told) as downloader:
        yield downloader
