"""The state of every source for a study area: what is in the folder, from when, and what is wrong with it."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from geodata.catalogue import Source, load_catalogue, read_sources
from geodata.errors import EvengroundError, SourceMissingError, VintageError
from geodata.readers.vintages import unusable
from geodata.source_files import find_files
from geodata.source_records import SourceRecord, is_intact, read_record
from geodata.study_area import StudyArea

State = Literal["have", "stale", "clash", "unusable", "missing", "by hand"]
"""`by hand`: not there, and no machine address is known.

`stale`: fetched too long ago, or of a release before the catalogue's. `clash`: of other areas than the rest, by its
codes. `unusable`: there, but not what the source should be.
"""
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True)
class SourceState:
    """One source of the catalogue beside its folder."""

    source: Source
    state: State
    files: tuple[str, ...] = ()
    vintage: str = ""
    """What the files are of: as recorded when they were fetched, else as the catalogue says."""
    fetched_at: datetime.datetime | None = None
    """When the oldest of the files was fetched; none where somebody put them there."""
    remark: str = ""
    """Why, and what to do."""


def required_sources(study_area: StudyArea) -> list[Source]:
    """Return the sources without which nothing can be computed: streets alone where nothing else is known."""
    if study_area.is_streets_only:
        return [load_catalogue()["openstreetmap"]]
    return [source for source in read_sources() if source.is_required]


def source_states(study_area: StudyArea, sources_dir: Path, today: datetime.date) -> list[SourceState]:
    """Return the state of every source, in the order of the catalogue.

    The files of areas are read, as only their codes tell whether they speak of the same areas; nothing is written.
    """
    errors = unusable(sources_dir, study_area)
    return [_state(source, sources_dir, today, errors) for source in load_catalogue().values()]


def _state(
    source: Source, sources_dir: Path, today: datetime.date, errors: Mapping[str, EvengroundError]
) -> SourceState:
    try:
        paths = find_files(source, sources_dir)
    except SourceMissingError:
        return _missing(source, sources_dir)
    except EvengroundError as error:
        return SourceState(source, "unusable", remark=str(error))
    records = {path: read_record(path) for path in paths}
    known = [record for record in records.values() if record is not None]
    state, remark = _judged(source, known, today, errors.get(source.key))
    return SourceState(
        source,
        state,
        files=tuple(path.name for path in paths),
        vintage=_vintage(source, known),
        fetched_at=min((record.fetched_at for record in known), default=None),
        remark=remark or _changed(records),
    )


def _missing(source: Source, sources_dir: Path) -> SourceState:
    if source.fetch is not None:
        return SourceState(source, "missing", vintage=source.vintage, remark="can be fetched")
    where = f"get {source.filename} from {source.landing_page} and put it into {sources_dir / source.key}"
    return SourceState(source, "by hand", vintage=source.vintage, remark=where)


def _judged(
    source: Source, records: list[SourceRecord], today: datetime.date, error: EvengroundError | None
) -> tuple[State, str]:
    if error is not None:
        return ("clash" if isinstance(error, VintageError) else "unusable"), str(error)
    if behind := _behind(source, records, today):
        return "stale", behind
    return "have", "" if source.is_read else "not read in this version"


def _behind(source: Source, records: list[SourceRecord], today: datetime.date) -> str:
    """Say in words how the files are behind, "" if they are not or nobody knows."""
    days = max(((today - record.fetched_at.date()).days for record in records), default=0)
    if source.renew_days is not None and days > source.renew_days:
        return f"fetched {days} days ago; a newer release is likely after {source.renew_days}"
    for record in records:
        if record.vintage and _latest_year(record.vintage) < _latest_year(source.vintage):
            return f"of {record.vintage}; the catalogue now has {source.vintage}"
    return ""


def _latest_year(vintage: str) -> int:
    """Return the latest year that a vintage names, 0 if it names none.

    >>> _latest_year("November 2015 to November 2021"), _latest_year("twice yearly")
    (2021, 0)
    """
    return max(map(int, _YEAR.findall(vintage)), default=0)


def _vintage(source: Source, records: list[SourceRecord]) -> str:
    """Return what the files are of; the catalogue's word where no record says more."""
    return ", ".join(sorted({record.vintage for record in records if record.vintage})) or source.vintage


def _changed(records: Mapping[Path, SourceRecord | None]) -> str:
    """Name the files that are no longer as they were fetched."""
    changed = [path.name for path, record in records.items() if record is not None and not is_intact(path)]
    return f"changed since they were fetched: {', '.join(changed)}" if changed else ""
