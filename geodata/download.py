"""One polite client for every service: retries, one deadline, whole files or none.

httpx speaks, stamina waits. Only this module touches the network.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx

from geodata.download_checks import HEAD, refuse_html
from geodata.download_files import Freshness, Part, digests, disk_failures, part_of, written
from geodata.download_patience import (
    PASSING,
    Deadline,
    PassingError,
    Patience,
    Progress,
    Turns,
    attempts,
    passing_failures,
    wait_asked_for,
)
from geodata.errors import DownloadError, NotThereError

__all__ = ["Answer", "Downloader", "Freshness", "Patience", "Received", "written"]

MOST_BYTES = 64 << 20
MOST_REDIRECTS = 10
GONE = {404, 410}
NOT_MODIFIED, PARTIAL, NO_SUCH_RANGE = 304, 206, 416

logging.getLogger("httpx").setLevel(logging.WARNING)  # it notes whole addresses, and a key may stand in one

Check = Callable[[Path], None]
Transform = Callable[[Iterator[bytes]], Iterator[bytes]]


@dataclass(frozen=True)
class Answer:
    """A small answer, whole in memory; `url` is without its query, `headers` are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    freshness: Freshness
    is_unchanged: bool


@dataclass(frozen=True)
class Received:
    """A file that has been fetched, or that the server says has not changed."""

    path: Path
    url: str
    n_bytes: int
    sha256: str
    freshness: Freshness
    is_unchanged: bool


class Downloader:
    """Fetches over HTTP: one request per host at a time, an honest name, retries within one deadline.

    `base_urls` maps the beginnings of addresses to those to be used instead, also of addresses found in answers.
    `on_progress` is told of every piece of a file.
    """

    def __init__(
        self,
        *,
        base_urls: Mapping[str, str] | None = None,
        patience: Patience | None = None,
        on_progress: Progress | None = None,
    ) -> None:
        self._patience = patience or Patience()
        self._base_urls = dict(sorted((base_urls or {}).items(), key=lambda entry: -len(entry[0])))
        self._on_progress = on_progress
        self._turns = Turns(self._patience.pause_s)
        limit = httpx.Timeout(self._patience.read_s, connect=self._patience.connect_s)
        agent = f"Evenground/{version('evenground')} (open walking and deprivation data; one request at a time)"
        self._client = httpx.Client(timeout=limit, headers={"user-agent": agent}, follow_redirects=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def read(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        known: Freshness | None = None,
        most_bytes: int = MOST_BYTES,
    ) -> Answer:
        """Return a small answer: GET, or POST where a `form` is given.

        `known` asks whether anything has changed since. Raises `NotThereError` for 404 and 410, and `DownloadError` if
        patience is over, the server refuses, a web page comes instead of data, or more than `most_bytes`.
        """
        deadline = Deadline(self._patience.total_s)
        asked = str(httpx.URL(url).copy_merge_params(params)) if params else url
        for attempt in attempts(_shown(url), self._patience, deadline):
            with attempt, self._response(asked, _conditions(known), form) as response:
                body = b"".join(self._pieces(response, url, deadline, most_bytes))
                refuse_html(body[:HEAD], _shown(url))
                headers = {name.lower(): value for name, value in response.headers.items()}
                is_unchanged = response.status_code == NOT_MODIFIED
                return Answer(_shown(url), response.status_code, headers, body, _freshness(response), is_unchanged)
        raise AssertionError("the last attempt raises")

    def fetch(
        self,
        url: str,
        path: Path,
        *,
        check: Check | None = None,
        size: int | None = None,
        md5: str | None = None,
        known: Freshness | None = None,
        transform: Transform | None = None,
    ) -> Received:
        """Stream a file to `path`, where it stands once it is whole and `check` has found it good.

        A broken download is gone on with where the server allows. `size` and `md5` are what the publisher says;
        `transform` changes the bytes before they reach the disk. With `known`, and a file at `path`, the server is
        asked whether it has changed. Raises as `read` does, and if the disk is full or cannot be written to; then
        nothing stands under `path` that was not there before.
        """
        deadline = Deadline(self._patience.total_s)
        with disk_failures(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            for attempt in attempts(_shown(url), self._patience, deadline):
                with attempt:
                    return self._fetched(_Wanted(url, path, check, size, md5, known, transform), deadline)
        raise AssertionError("the last attempt raises")

    def _fetched(self, wanted: "_Wanted", deadline: Deadline) -> Received:
        """Make one attempt."""
        part, path = Part(part_of(wanted.path)), wanted.path
        begun, version_begun = part.size_if(wanted.url) if wanted.transform is None else (0, Freshness())
        conditions = _go_on(begun, version_begun) if begun else _conditions(wanted.known if path.is_file() else None)
        with self._response(wanted.url, {"accept-encoding": "identity", **conditions}, None) as response:
            freshness = _freshness(response)
            if response.status_code == NOT_MODIFIED:
                return Received(path, _shown(wanted.url), path.stat().st_size, digests(path)[0], freshness, True)
            if response.status_code == NO_SUCH_RANGE:
                part.drop()
                raise PassingError("the rest of a broken download is not to be had")
            if not (begun and _goes_on_at(response, begun)):
                part.begin(wanted.url, freshness if wanted.transform is None else Freshness())
                begun = 0
            self._stream(response, wanted, part, begun, deadline)
        return self._accepted(wanted, part, freshness)

    def _stream(self, response: httpx.Response, wanted: "_Wanted", part: Part, begun: int, deadline: Deadline) -> None:
        said = response.headers.get("content-length", "")
        total = int(said) + begun if said.isdecimal() else wanted.size
        deadline.extend(total or 0, self._patience.slowest_bytes_per_s)
        pieces = self._pieces(response, wanted.url, deadline, None)
        done = begun
        with part.path.open("ab") as stream:
            for piece in wanted.transform(pieces) if wanted.transform else pieces:
                stream.write(piece)
                done += len(piece)
                if self._on_progress:
                    self._on_progress(wanted.path.name, done, total)

    def _accepted(self, wanted: "_Wanted", part: Part, freshness: Freshness) -> Received:
        """Hold the file against what is known of it, and give it its name."""
        n_bytes, (sha256, md5) = part.path.stat().st_size, digests(part.path)
        if wanted.size is not None and n_bytes != wanted.size:
            part.drop()
            raise PassingError(f"{n_bytes:,} bytes came, where the publisher says {wanted.size:,}")
        if wanted.md5 is not None and md5 != wanted.md5.lower():
            part.drop()
            raise PassingError(f"the MD5 sum is {md5}, where the publisher says {wanted.md5}")
        try:
            with part.path.open("rb") as stream:
                refuse_html(stream.read(HEAD), _shown(wanted.url))
            if wanted.check:
                wanted.check(part.path)
        except BaseException:
            part.drop()
            raise
        part.finish(wanted.path)
        return Received(wanted.path, _shown(wanted.url), n_bytes, sha256, freshness, False)

    def _pieces(
        self, response: httpx.Response, url: str, deadline: Deadline, most_bytes: int | None
    ) -> Iterator[bytes]:
        """Yield the body as it comes; neither too slowly nor too much of it."""
        n_bytes = 0
        for piece in response.iter_bytes():
            n_bytes += len(piece)
            if most_bytes is not None and n_bytes > most_bytes:
                raise DownloadError(
                    f"{_shown(url)}: more than {most_bytes:,} bytes, which is no answer to the question"
                )
            if deadline.left_s < 0:
                raise PassingError("the answer comes too slowly")
            yield piece

    @contextmanager
    def _response(
        self, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None
    ) -> Iterator[httpx.Response]:
        """Yield the answer after redirects, while its host is kept from other requests; only good ones and 304, 416."""
        target, sent = self._based(url), dict(form) if form is not None else None
        for _ in range(MOST_REDIRECTS + 1):
            method = "GET" if sent is None else "POST"
            request = self._client.build_request(method, target, headers=dict(headers), data=sent)
            with self._turns.turn(target), passing_failures(_shown(target)), _sent(self._client, request) as response:
                if response.has_redirect_location:
                    target = self._redirected(target, response.headers["location"])
                    sent = sent if response.status_code in {307, 308} else None
                    continue
                _judge(response, _shown(url))
                yield response
                return
        raise DownloadError(f"{_shown(url)}: redirected more than {MOST_REDIRECTS} times; open it in a browser")

    def _redirected(self, target: str, location: str) -> str:
        following = self._based(urljoin(target, location))
        if urlsplit(target).scheme == "https" and urlsplit(following).scheme != "https":
            raise DownloadError(f"{_shown(target)}: redirected to {_shown(following)}, which is not encrypted; refused")
        return following

    def _based(self, url: str) -> str:
        """Return the address with the beginning that is to be used instead, if there is one."""
        for usual, chosen in self._base_urls.items():
            if url.startswith(usual):
                return chosen + url.removeprefix(usual)
        return url


@dataclass(frozen=True)
class _Wanted:
    """A file that is to be fetched; see `Downloader.fetch`."""

    url: str
    path: Path
    check: Check | None
    size: int | None
    md5: str | None
    known: Freshness | None
    transform: Transform | None


@contextmanager
def _sent(client: httpx.Client, request: httpx.Request) -> Iterator[httpx.Response]:
    response = client.send(request, stream=True)
    try:
        yield response
    finally:
        response.close()


def _judge(response: httpx.Response, url: str) -> None:
    """Raise for an answer that is no success."""
    status, name = response.status_code, response.reason_phrase
    if status in PASSING:
        raise PassingError(f"the server answers {status} {name}", wait_asked_for(response.headers))
    if status in GONE:
        raise NotThereError(f"{url}: the server answers {status} {name}: nothing is there, or not any more")
    if status >= 400 and status != NO_SUCH_RANGE:
        raise DownloadError(f"{url}: the server answers {status} {name}; open it in a browser to see why")


def _shown(url: str) -> str:
    """Return an address as messages and records show it: without its query, in which a key may stand."""
    return url.split("?", maxsplit=1)[0]


def _freshness(response: httpx.Response) -> Freshness:
    return Freshness(response.headers.get("etag", ""), response.headers.get("last-modified", ""))


def _conditions(known: Freshness | None) -> dict[str, str]:
    """Return the headers that ask for an answer only if something has changed."""
    if known is None:
        return {}
    said = {"if-none-match": known.etag, "if-modified-since": known.last_modified}
    return {name: value for name, value in said.items() if value}


def _go_on(begun: int, version_begun: Freshness) -> dict[str, str]:
    """Return the headers that ask for the rest of a file, if it is still the same one; a weak tag does not tell."""
    is_weak = version_begun.etag.startswith("W/") or not version_begun.etag
    same = version_begun.last_modified if is_weak else version_begun.etag
    return {"range": f"bytes={begun}-", "if-range": same} if same else {}


def _goes_on_at(response: httpx.Response, begun: int) -> bool:
    return response.status_code == PARTIAL and response.headers.get("content-range", "").startswith(f"bytes {begun}-")
