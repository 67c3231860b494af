"""What is known of a fetched file, hidden beside it, and the lock of a source's folder."""

import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from geodata.download_files import Freshness, disk_failures, written
from geodata.errors import DownloadError
from geodata.source_files import sha256

LOCK = ".lock"
LONGEST_WAIT_S = 1800.0
"""As long as another run may take for the largest source."""


@dataclass(frozen=True)
class SourceRecord:
    """Where a file came from and when, and what it was then."""

    urls: tuple[str, ...]
    fetched_at: datetime.datetime
    sha256: str
    n_bytes: int
    rows: int | None
    vintage: str
    licence: str
    freshness: Freshness


def record_path(path: Path) -> Path:
    """Return where the record of a file stands."""
    return path.with_name(f".{path.name}.json")


def write_record(path: Path, record: SourceRecord) -> None:
    """Write the record of a file; `DownloadError` if the folder cannot be written to."""
    said = asdict(record) | {"fetched_at": record.fetched_at.isoformat()}
    with written(record_path(path)) as stream:
        stream.write(json.dumps(said, indent=1, ensure_ascii=False).encode())


def read_record(path: Path) -> SourceRecord | None:
    """Return the record of a file, or None where it has none that can be read: somebody put it there."""
    try:
        said = json.loads(record_path(path).read_text(encoding="utf-8"))
        return SourceRecord(
            **said
            | {
                "urls": tuple(said["urls"]),
                "fetched_at": datetime.datetime.fromisoformat(said["fetched_at"]),
                "freshness": Freshness(**said["freshness"]),
            }
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_intact(path: Path) -> bool:
    """Tell whether a file is still what was fetched; False without file or record."""
    record = read_record(path)
    return record is not None and path.is_file() and sha256(path) == record.sha256


@contextmanager
def locked(folder: Path, longest_wait_s: float = LONGEST_WAIT_S) -> Iterator[None]:
    """Keep a source's folder from other runs that fetch; reading needs no lock.

    Raises `DownloadError` if another run keeps it for longer, or if the folder cannot be written to.
    """
    with disk_failures(folder / LOCK):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        try:
            lock.acquire(timeout=longest_wait_s)
        except Timeout as error:
            raise DownloadError(
                f"{folder}: another run has been fetching into it for over {longest_wait_s:.0f} s. Wait for it, or "
                f"delete {folder / LOCK} if there is none"
            ) from error
    try:
        yield
    finally:
        lock.release()
