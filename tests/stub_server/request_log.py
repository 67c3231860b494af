"""What was asked, when, and what was answered."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import pairwise

from stub_server.messages import Request


@dataclass
class Recorded:
    """A request and its answer. Times are of `time.monotonic`; an answer ends before its last byte is sent."""

    request: Request
    begun: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    status: int = 0
    """Of the answer; 0 where the connection was broken before there was one."""
    n_bytes: int = 0
    """Of the answer's body."""
    fault: str = ""

    @property
    def user_agent(self) -> str:
        """What the client called itself."""
        return self.request.headers.get("user-agent", "")


class RequestLog:
    """All requests in the order in which they came."""

    def __init__(self) -> None:
        self._recorded: list[Recorded] = []
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[Recorded]:
        with self._lock:
            return iter(list(self._recorded))

    def __len__(self) -> int:
        return len(self._recorded)

    def begin(self, request: Request) -> Recorded:
        """Write down a request that has come."""
        recorded = Recorded(request)
        with self._lock:
            self._recorded.append(recorded)
        return recorded

    def of(self, pattern: str) -> list[Recorded]:
        """Return the requests of a service (`nomis`) or to places that fit a pattern (`/os/*.zip`)."""
        fitting = pattern if pattern.startswith("/") else f"/{pattern}/*"
        return [each for each in self if fnmatchcase(each.request.place, fitting)]

    def most_at_once(self, pattern: str = "/*") -> int:
        """Return how many requests were under way at the same time, at most."""
        recorded = self.of(pattern)
        now = time.monotonic()
        changes = [(each.begun, 1) for each in recorded] + [(each.ended or now, -1) for each in recorded]
        at_once = most = 0
        for _, change in sorted(changes):
            at_once += change
            most = max(most, at_once)
        return most

    def least_pause_s(self, pattern: str = "/*") -> float:
        """Return the least time between the beginnings of two requests; infinite where there are not two."""
        begun = pairwise(sorted(each.begun for each in self.of(pattern)))
        return min((later - earlier for earlier, later in begun), default=float("inf"))

    def clear(self) -> None:
        """Forget all requests."""
        with self._lock:
            self._recorded.clear()
