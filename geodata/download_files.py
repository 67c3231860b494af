"""Files that are being written: nothing under its final name before it is whole, nothing left behind on an error."""

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from geodata.errors import DownloadError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
BLOCK = 1 << 20


@dataclass(frozen=True)
class Freshness:
    """What a server says of a file's version, for asking later whether it has changed."""

    etag: str = ""
    last_modified: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the server said anything."""
        return bool(self.etag or self.last_modified)


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """Yield a stream whose content stands under `path` once the block has ended, whole or not at all.

    Raises `DownloadError` if the disk is full or the folder cannot be written to.
    """
    part = part_of(path)
    with disk_failures(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as stream:
                yield stream
                settle(stream)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """Return the name of the unfinished file, which readers leave aside."""
    return path.with_name(f"{path.name}.part")


def settle(stream: IO[bytes]) -> None:
    """Make sure that what was written is on the disk before the file gets its name."""
    stream.flush()
    os.fsync(stream.fileno())


@contextmanager
def disk_failures(path: Path) -> Iterator[None]:
    """Say in one sentence that the disk is full or that the folder cannot be written to."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            part_of(path).unlink(missing_ok=True)
            raise DownloadError(
                f"{path}: the disk is full; make room and try again. Nothing else has changed"
            ) from error
        if error.errno in REFUSED:
            raise DownloadError(
                f"{path}: the folder cannot be written to ({error.strerror}); run with --offline to use what is there, "
                "or give another folder with --sources"
            ) from error
        raise


@dataclass(frozen=True)
class Part:
    """An unfinished download and, hidden beside it, which version of which file it is the beginning of."""

    path: Path

    @property
    def _record(self) -> Path:
        return self.path.with_name(f".{self.path.name}.json")

    @property
    def is_ours(self) -> bool:
        """Whether there is a note of which file it is the beginning of."""
        return self._record.is_file()

    def size_if(self, url: str) -> tuple[int, Freshness]:
        """Return how many bytes there are of this file and of which version; 0 if it cannot be gone on with."""
        try:
            said = json.loads(self._record.read_text(encoding="utf-8"))
            freshness = Freshness(**said["freshness"])
            if said["url"] == url and freshness.is_known:
                return self.path.stat().st_size, freshness
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return 0, Freshness()

    def begin(self, url: str, freshness: Freshness) -> None:
        """Forget what there is and note what is to come."""
        self.path.unlink(missing_ok=True)
        self._record.write_text(json.dumps({"url": url, "freshness": asdict(freshness)}), encoding="utf-8")

    def drop(self) -> None:
        """Remove the unfinished file and its note."""
        self.path.unlink(missing_ok=True)
        self._record.unlink(missing_ok=True)

    def finish(self, path: Path) -> None:
        """Give the file its name."""
        with self.path.open("rb") as stream:
            os.fsync(stream.fileno())
        self.path.replace(path)
        self._record.unlink(missing_ok=True)


def unfinished(folder: Path) -> list[Part]:
    """Return the downloads in a folder that were begun here; a browser's have no note of ours."""
    return [part for path in sorted(folder.glob("*.part")) if (part := Part(path)).is_ours]


def digests(path: Path) -> tuple[str, str]:
    """Return SHA-256 and MD5 of a file, in hexadecimal."""
    sha, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            sha.update(block)
            md5.update(block)
    return sha.hexdigest(), md5.hexdigest()
