"""One Overpass service and how it is asked: politely, not for ever, and never twice for the same.

The service says at `/status` whether it has a slot for us. Where it is busy it is asked again after a while, until our
own deadline. An answer that is not complete is no answer, and none such is kept.
"""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from geodata.catalogue import load_catalogue
from geodata.download import Downloader, Patience, written
from geodata.download_patience import PassingError
from geodata.errors import DownloadError, NotThereError, SourceMissingError

BUSY_S, RUNNING_S, REACHED_AT_MOST = 55.0, 5.0, 3
"""Seconds to wait where the service is busy, and where all its slots for us are taken or it does not speak at all; how
often the latter."""
REQUEST_S = 180
"""Seconds that the service may take for one query; part of the query and so of its name in the cache."""
MOST_BYTES = 1024**3
_FREE = re.compile(r"^([1-9]\d*) slots? available now|^Rate limit: 0$", re.MULTILINE)
_FREE_IN = re.compile(r"^Slot available after: .* in (-?\d+) seconds", re.MULTILINE)
_AT_WORK = re.compile(r"^Currently running queries", re.MULTILINE)
_TOO_LARGE = re.compile(r"timed out|out of memory", re.IGNORECASE)


class OverpassError(SourceMissingError):
    """The Overpass service did not answer, in time or at all; an extract is the remedy."""


class TooLargeError(OverpassError):
    """The service gave up on a query half way: the area must be divided."""


class OverpassService:
    """A service at an address; what it has answered is kept in `cache_folder`."""

    def __init__(self, downloader: Downloader, url: str, cache_folder: Path, deadline_s: float) -> None:
        self.url = url
        self._downloader, self._cache_folder = downloader, cache_folder
        self._deadline_s, self._ends = deadline_s, time.monotonic() + deadline_s

    def answer(self, query: str) -> dict[str, Any]:
        """Return the answer to a query, from the cache if it is there.

        Raises `TooLargeError` where the service gave up half way, and `OverpassError` where it cannot be reached,
        reports an error, or keeps us waiting beyond the deadline.
        """
        kept = self._cache_folder / f"{sha256(f'{self.url} {query}'.encode()).hexdigest()}.json"
        answer = _read(kept)
        if answer is None:
            body = self._asked(query)
            answer = self._understood(body)
            with written(kept) as stream:
                stream.write(body)
        return answer

    def _asked(self, query: str) -> bytes:
        address = f"{self.url}/interpreter"
        while True:
            self._wait_for_slot()
            try:
                return self._downloader.read(address, form={"data": query}, most_bytes=MOST_BYTES).body
            except DownloadError as error:
                passing = error.__cause__
                if not isinstance(passing, PassingError):
                    raise self._error(f"failed ({error})") from error
                self._wait(passing.wait_s or BUSY_S, f"({passing}) ")

    def _wait_for_slot(self) -> None:
        for _ in range(REACHED_AT_MOST):
            try:
                while pause := self._pause():
                    self._wait(pause)
            except DownloadError as error:
                unreached = error
                self._wait(RUNNING_S, f"({error.__cause__ or error}) ")
            else:
                return
        raise self._error(f"cannot be reached ({unreached})") from unreached

    def _pause(self) -> float:
        """Return the seconds until there is a slot, as the service says; none where it does not say."""
        try:
            status = self._downloader.read(f"{self.url}/status").body.decode(errors="replace")
        except NotThereError:
            return 0.0
        if _FREE.search(status):
            return 0.0
        if waits := [float(seconds) for seconds in _FREE_IN.findall(status)]:
            return max(1.0, min(waits))
        return RUNNING_S if _AT_WORK.search(status) else 0.0

    def _wait(self, seconds: float, why: str = "") -> None:
        if time.monotonic() + seconds > self._ends:
            raise self._error(f"{why}has not answered within {self._deadline_s:.0f} s")
        time.sleep(seconds)

    def _understood(self, body: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(body)
        except ValueError as error:
            raise self._error(f"failed (its answer is not JSON: {body[:60]!r})") from error
        said = answer if isinstance(answer, dict) else {}
        if "remark" in said or "elements" not in said:
            remark = str(said.get("remark", "an answer without elements"))
            kind = TooLargeError if _TOO_LARGE.search(remark) else OverpassError
            raise kind(self._advice(f"reports: {remark}"))
        return said

    def _error(self, what: str) -> OverpassError:
        return OverpassError(self._advice(what))

    def _advice(self, what: str) -> str:
        source = load_catalogue()["openstreetmap"]
        return (
            f"{source.title} ({source.key}): there is no file, and the Overpass service {self.url} {what}. Try later, "
            f"or get the extracts of the counties and their neighbours from {source.landing_page}, and put them, named "
            f"like {source.filename}, into the folder {source.key} of the sources; docs/streets.md has the recipe"
        )


@contextmanager
def overpass_service(url: str, cache_folder: Path, deadline_s: float) -> Iterator[OverpassService]:
    """Give the service at an address for the time that it is asked."""
    longest = min(REQUEST_S + 20.0, deadline_s)
    patience = Patience(attempts=1, total_s=longest, read_s=longest, pause_s=0.0)  # it says itself when to come again
    with Downloader(patience=patience) as downloader:
        yield OverpassService(downloader, url, cache_folder, deadline_s)


def _read(path: Path) -> dict[str, Any] | None:
    """Return an answer that was kept; None if there is none, or it was torn."""
    try:
        answer = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return answer if isinstance(answer, dict) and "elements" in answer else None
