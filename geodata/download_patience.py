"""How patiently a server is asked: how often, how long in all, and how politely."""

import datetime
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from threading import Lock
from urllib.parse import urlsplit

import httpx
import stamina

from geodata.errors import DownloadError

stamina.instrumentation.set_on_retry_hooks(())  # what is worth saying stands in the one message at the end
PASSING = frozenset({429, 500, 502, 503, 504})
"""Answers that may be another one soon."""


NO_NAME = ("name or service not known", "name resolution", "getaddrinfo", "nodename nor servname")
"""What systems say where a name cannot be found: waiting for a minute at every source would not help."""


@dataclass(frozen=True)
class Patience:
    """Limits of one download: attempts, seconds in all, waits between attempts, and the pause between requests."""

    attempts: int = 6
    total_s: float = 600.0
    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0
    pause_s: float = 1.0
    """Least time between the ends and beginnings of two requests to one host."""
    connect_s: float = 20.0
    read_s: float = 180.0
    """Longest silence of a server that has been asked; Fingertips takes its time."""
    slowest_bytes_per_s: float = 20_000.0
    """A large file may take longer than `total_s`, but not longer than at this rate."""


class PassingError(Exception):
    """Something that may be gone at the next attempt: a busy server, a broken connection, a body cut short."""

    def __init__(self, what: str, wait_s: float | None = None) -> None:
        super().__init__(what)
        self.wait_s = wait_s
        """How long the server asks to wait; None if it does not say."""


@dataclass
class Deadline:
    """The end of all patience with one download."""

    total_s: float
    started: float = field(default_factory=time.monotonic)

    @property
    def left_s(self) -> float:
        """Seconds until then, negative after it."""
        return self.started + self.total_s - time.monotonic()

    def extend(self, n_bytes: int, slowest_bytes_per_s: float) -> None:
        """Give a large file the time that it may need."""
        self.total_s += n_bytes / slowest_bytes_per_s


def attempts(url: str, patience: Patience, deadline: Deadline) -> Iterator[stamina.Attempt]:
    """Yield the attempts at a download: `with attempt: ...`; a `PassingError` in it leads to the next one.

    Waits grow twofold with jitter, or are what the server asks for. Raises `DownloadError` once patience is over.
    """

    def worth_waiting(error: Exception) -> bool | float:
        if not isinstance(error, PassingError):
            return False
        if error.wait_s is None:
            return deadline.left_s > 0
        return error.wait_s if error.wait_s < deadline.left_s else False

    try:
        yield from stamina.retry_context(
            on=worth_waiting,
            attempts=patience.attempts,
            timeout=max(deadline.left_s, 0.001),
            wait_initial=patience.first_wait_s,
            wait_max=patience.longest_wait_s,
            wait_jitter=patience.first_wait_s,
        )
    except PassingError as error:
        raise given_up(url, error) from error


def given_up(url: str, error: PassingError) -> DownloadError:
    """Return what is said once patience is over."""
    asked = f" The server asks to wait {error.wait_s:.0f} s." if error.wait_s else ""
    return DownloadError(f"{url}: {error}, at every attempt.{asked} Try again later; what is there already is kept")


def wait_asked_for(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of a `Retry-After`, which is a number or a date; None where there is none that is valid.

    >>> wait_asked_for({"retry-after": "12"}), wait_asked_for({}), wait_asked_for({"retry-after": "soon"})
    (12.0, None, None)
    """
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        then = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (then - datetime.datetime.now(tz=then.tzinfo)).total_seconds())


class Turns:
    """One request per host at a time, also between threads, with a pause after each."""

    def __init__(self, pause_s: float) -> None:
        self._pause_s = pause_s
        self._guard = Lock()
        self._hosts: dict[str, Lock] = {}
        self._free_at: dict[str, float] = {}

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """Wait until the host of the address is free, and keep it until the end of the block."""
        host = urlsplit(url).netloc
        with self._guard:
            lock = self._hosts.setdefault(host, Lock())
        with lock:
            time.sleep(max(0.0, self._free_at.get(host, 0.0) - time.monotonic()))
            try:
                yield
            finally:
                self._free_at[host] = time.monotonic() + self._pause_s


@contextmanager
def passing_failures(url: str) -> Iterator[None]:
    """Turn what httpx raises into a `PassingError`, or into a `DownloadError` where waiting does not help."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise PassingError(f"no answer in time ({type(error).__name__})") from error
    except httpx.ConnectError as error:
        if "CERTIFICATE" in str(error).upper():
            raise DownloadError(
                f"{url}: the server's certificate is not trusted ({error}). A proxy may stand in between: "
                "ask who runs the network, or put the file into its folder by hand"
            ) from error
        if any(sign in str(error).lower() for sign in NO_NAME):
            raise DownloadError(
                f"{url}: the server's name cannot be found ({error}): is there an internet connection? Run with "
                "--offline to use what is there"
            ) from error
        raise PassingError(f"no connection ({error})") from error
    except httpx.TransportError as error:
        raise PassingError(f"the connection broke off ({error})") from error
    except (httpx.InvalidURL, httpx.DecodingError) as error:
        raise DownloadError(f"{url}: {error}; the answer or the address is not valid") from error


Progress = Callable[[str, int, int | None], None]
"""Told the file's name, the bytes so far and all of them, None where the server does not say."""
