"""Random faults are the same for the same seed, whatever the order of the requests, and end."""

from collections import Counter

import httpx
import pytest
from stub_server.fault_kinds import Status
from stub_server.messages import Request
from stub_server.random_faults import random_faults
from stub_server.server import StubServer

PLACES = ("/a.csv", "/b.zip")


def asked(path: str) -> Request:
    return Request("GET", "dft", path, {}, {})


def played(seed: int, order: list[str]) -> dict[str, list[str]]:
    plan = random_faults(seed)
    faults: dict[str, list[str]] = {path: [] for path in PLACES}
    for path in order:
        faults[path].append(repr(plan.next(asked(path))))
    return faults


def test_the_order_of_the_requests_does_not_matter() -> None:
    in_turn, one_by_one = [*PLACES] * 10, [path for path in PLACES for _ in range(10)]
    assert played(7, in_turn) == played(7, one_by_one)
    assert played(7, in_turn) != played(8, in_turn)


@pytest.mark.parametrize("seed", range(20))
def test_faults_end(seed: int) -> None:
    faults = played(seed, [*PLACES] * 20)
    for path in PLACES:
        assert sum(fault != "None" for fault in faults[path]) <= 3
        assert set(faults[path][6:]) == {"None"}


def test_every_kind_comes_up() -> None:
    plans = [random_faults(seed) for seed in range(300)]
    requests = [asked("/b.zip"), Request("GET", "arcgis", "/a", {}, {})] * 6
    kinds = Counter(type(plan.next(request)).__name__ for plan in plans for request in requests)
    assert set(kinds) == {
        *("Status", "Reset", "Stall", "Truncate", "Drip", "Instead", "CaptivePortal", "Quirk"),
        *("WithoutRanges", "Corrupt", "Cut", "NoneType"),
    }


def test_plans_and_single_faults_go_together(stub: StubServer) -> None:
    stub.faults.add("/dft/*", [Status(418)])
    stub.faults.follow(random_faults(1, share=1.0, most_per_place=1))
    with httpx.Client(timeout=1) as client:
        assert client.get(f"{stub.address}/dft/a.csv").status_code == 418
    stub.faults.clear()
    assert httpx.get(f"{stub.address}/dft/a.csv").status_code == 404
