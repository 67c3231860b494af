"""Which answers go wrong, and how: faults in turn for the requests to places that fit a pattern."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import cycle
from typing import Protocol

from stub_server.fault_kinds import Fault
from stub_server.messages import Request


class Plan(Protocol):
    """Says what goes wrong with the next request."""

    def next(self, request: Request) -> Fault | None:
        """Return the fault of this request, if it has one."""


@dataclass
class _Schedule:
    pattern: str
    method: str | None
    faults: Iterator[Fault | None]

    def next(self, request: Request) -> Fault | None:
        asked = request.target if "[?]" in self.pattern else request.place
        is_meant = fnmatchcase(asked, self.pattern) and self.method in {None, request.method}
        return next(self.faults, None) if is_meant else None


class Faults:
    """All faults to come; of several plans that have one for a request, the first added is played."""

    def __init__(self) -> None:
        self._plans: list[Plan] = []
        self._lock = threading.Lock()

    def add(
        self, pattern: str, faults: Iterable[Fault | None], *, forever: bool = False, method: str | None = None
    ) -> None:
        """Let the next requests that fit fail in turn; then all is well again, or `forever` it begins anew.

        `pattern` is of `/<service>/<path>`, with `?<parameters>` where it has a question mark written as `[?]`; None
        among the faults lets one request pass.
        """
        in_turn = list(faults)
        self.follow(_Schedule(pattern, method, cycle(in_turn) if forever else iter(in_turn)))

    def follow(self, plan: Plan) -> None:
        """Follow a plan, such as random faults."""
        with self._lock:
            self._plans.append(plan)

    def clear(self) -> None:
        """Let all be well."""
        with self._lock:
            self._plans.clear()

    def next(self, request: Request) -> Fault | None:
        """Return the fault of a request that has come."""
        with self._lock:
            found = (plan.next(request) for plan in self._plans)
            return next((fault for fault in found if fault is not None), None)
