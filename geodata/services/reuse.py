"""What of a source is in its folder already and need not be fetched again."""

import hashlib
from pathlib import Path

from geodata.download import Freshness, Received
from geodata.source_records import is_intact, read_record


def known_freshness(path: Path, url: str) -> Freshness | None:
    """Return what the server said of a file when it was fetched; None if it is not there as it was then.

    So it is where it came from another address, whose word says nothing about the file at this one.
    """
    record = read_record(path) if path.is_file() else None
    return record.freshness if record and url in record.urls and is_intact(path) else None


def rows_of(received: Received, counted: int | None) -> int | None:
    """Return how many rows a file has: as counted now, or as recorded when a file that has not changed was fetched."""
    record = read_record(received.path) if received.is_unchanged else None
    return record.rows if record else counted


def kept_from(url: str, folder: Path, vintage: str | None = None) -> list[Path]:
    """Return the files of a folder that were unpacked from an archive, of this vintage if one is given.

    None are returned unless all of them are as they were then.
    """
    records = {path: read_record(path) for path in sorted(folder.glob("[!.]*")) if path.is_file()}
    ours = {path: record for path, record in records.items() if record and url in record.urls}
    is_same = all(is_intact(path) and vintage in {None, record.vintage} for path, record in ours.items())
    return list(ours) if is_same else []


def has_md5(path: Path, md5: str) -> bool:
    """Tell whether a file is there with this MD5 sum, as publishers give it: it finds damage, not forgery."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest() == md5
