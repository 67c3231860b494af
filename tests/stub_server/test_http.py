"""What the server does as HTTP has it: parts, conditions, redirects, open connections, faults."""

import time

import httpx
import pytest
from stub_server.addresses import SERVICES
from stub_server.bodies import LargeBody
from stub_server.fault_kinds import (
    HTML,
    CaptivePortal,
    Corrupt,
    Cut,
    Drip,
    Reset,
    Stall,
    Status,
    Truncate,
    WithoutRanges,
)
from stub_server.server import StubServer

COLLISIONS = (
    "https://data.dft.gov.uk/road-accidents-safety-data/dft-road-casualty-statistics-collision-last-5-years.csv"
)


@pytest.fixture
def client():
    with httpx.Client(timeout=2, headers={"User-Agent": "Test/1.0"}) as client:
        yield client


def test_a_file_is_what_the_demo_wrote(stub: StubServer, client: httpx.Client) -> None:
    answer = client.get(stub.url(COLLISIONS))
    assert answer.content == stub.demo.body("collisions")
    assert answer.headers["ETag"]
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_head_has_the_length_and_no_body(stub: StubServer, client: httpx.Client) -> None:
    answer = client.head(stub.url(COLLISIONS))
    assert answer.headers["Content-Length"] == str(len(stub.demo.body("collisions")))
    assert answer.content == b""
    assert client.get(stub.url(COLLISIONS)).status_code == 200  # on the same connection


def test_parts_of_a_file(stub: StubServer, client: httpx.Client) -> None:
    body = stub.demo.body("collisions")
    for asked, part in [("bytes=10-19", body[10:20]), ("bytes=100-", body[100:]), ("bytes=-7", body[-7:])]:
        answer = client.get(stub.url(COLLISIONS), headers={"Range": asked})
        assert (answer.status_code, answer.content) == (206, part)
    assert answer.headers["Content-Range"] == f"bytes {len(body) - 7}-{len(body) - 1}/{len(body)}"
    answer = client.get(stub.url(COLLISIONS), headers={"Range": f"bytes={len(body)}-"})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(body)}")


def test_a_part_of_another_version_is_refused(stub: StubServer, client: httpx.Client) -> None:
    etag = client.head(stub.url(COLLISIONS)).headers["ETag"]
    stub.publish(COLLISIONS, b"a newer file")
    answer = client.get(stub.url(COLLISIONS), headers={"Range": "bytes=2-", "If-Range": etag})
    assert (answer.status_code, answer.content) == (200, b"a newer file")
    same = client.get(stub.url(COLLISIONS), headers={"Range": "bytes=2-", "If-Range": answer.headers["ETag"]})
    assert (same.status_code, same.content) == (206, b"newer file")


def test_what_the_client_has_is_not_sent_again(stub: StubServer, client: httpx.Client) -> None:
    whole = client.get(stub.url(COLLISIONS))
    for header, validator in [("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")]:
        answer = client.get(stub.url(COLLISIONS), headers={header: whole.headers[validator]})
        assert (answer.status_code, answer.content) == (304, b"")
    answer = client.get(stub.url(COLLISIONS), headers={"If-None-Match": '"other"'})
    assert answer.status_code == 200


def test_unknown_places_are_404_and_withdrawn_ones_too(stub: StubServer, client: httpx.Client) -> None:
    assert client.get(f"{stub.address}/dft/nothing.csv").status_code == 404
    assert client.get(f"{stub.address}/nobody").status_code == 404
    stub.withdraw(COLLISIONS)
    assert client.get(stub.url(COLLISIONS)).status_code == 404


def test_faults_come_in_turn_and_end(stub: StubServer, client: httpx.Client) -> None:
    stub.faults.add("/dft/*", [Status(429, retry_after="1"), None, Status(503)])
    answers = [client.get(stub.url(COLLISIONS)) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [429, 200, 503, 200]
    assert answers[0].headers["Retry-After"] == "1"
    assert "Retry-After" not in answers[2].headers


@pytest.mark.parametrize("fault", [Reset(), Reset(0.5), Truncate(), Truncate(0.0), Stall(5), Stall(5, 0.5)])
def test_broken_answers_are_seen_by_the_client(stub: StubServer, fault) -> None:
    stub.faults.add("/dft/*", [fault])
    with httpx.Client(timeout=0.3) as client:
        with pytest.raises(httpx.TransportError):
            client.get(stub.url(COLLISIONS))
        assert client.get(stub.url(COLLISIONS)).content == stub.demo.body("collisions")


def test_wrong_answers_look_right(stub: StubServer, client: httpx.Client) -> None:
    whole = stub.demo.body("collisions")
    stub.faults.add("/dft/*", [Cut(), Corrupt(), HTML])
    cut, corrupt, page = (client.get(stub.url(COLLISIONS)) for _ in range(3))
    assert whole.startswith(cut.content)
    assert len(cut.content) == round(len(whole) / 2)
    assert sum(a != b for a, b in zip(corrupt.content, whole, strict=True)) == 1
    assert (page.status_code, page.content[:15]) == (200, b"<!DOCTYPE html>")


def test_a_captive_portal_redirects_to_its_page(stub: StubServer, client: httpx.Client) -> None:
    stub.faults.add("/nomis/*", [CaptivePortal()])
    answer = client.get(f"{stub.address}/nomis/api", follow_redirects=True)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_a_slow_answer_comes(stub: StubServer, client: httpx.Client) -> None:
    stub.faults.add("/dft/*", [Drip(5, 0.02)])
    begun = time.monotonic()
    assert client.get(stub.url(COLLISIONS)).content == stub.demo.body("collisions")
    assert time.monotonic() - begun > 0.08


def test_a_server_may_know_no_parts(stub: StubServer, client: httpx.Client) -> None:
    stub.faults.add("/dft/*", [WithoutRanges()], forever=True)
    answer = client.get(stub.url(COLLISIONS), headers={"Range": "bytes=5-"})
    assert (answer.status_code, "Accept-Ranges" in answer.headers) == (200, False)
    assert answer.content == stub.demo.body("collisions")


def test_requests_are_written_down(stub: StubServer, client: httpx.Client) -> None:
    for _ in range(3):
        client.get(stub.url(COLLISIONS), params={"a": "1"})
    asked = stub.requests.of("dft")
    assert [(each.status, each.request.params) for each in asked] == [(200, {"a": "1"})] * 3
    assert {each.user_agent for each in asked} == {"Test/1.0"}
    assert asked[0].n_bytes == len(stub.demo.body("collisions"))
    assert stub.requests.most_at_once() == 1
    assert 0 < stub.requests.least_pause_s("dft") < 2
    assert stub.requests.of("/dft/*-last-5-years.csv") == asked
    assert stub.requests.of("nomis") == []


def test_two_requests_at_once_are_seen(stub: StubServer) -> None:
    stub.faults.add("/dft/*", [Drip(3, 0.1)])
    with httpx.Client() as one, httpx.Client() as other, one.stream("GET", stub.url(COLLISIONS)) as slow:
        other.get(stub.url(COLLISIONS))
        slow.read()
    assert stub.requests.most_at_once("dft") == 2


def test_large_bodies_are_made_as_they_are_sent(stub: StubServer, client: httpx.Client) -> None:
    body = LargeBody(5_000_001)
    stub.publish("https://download.geofabrik.de/europe/a-latest.osm.pbf", body, etag="large")
    url = stub.url("https://download.geofabrik.de/europe/a-latest.osm.pbf")
    whole = client.get(url).content
    assert len(whole) == 5_000_001
    assert client.get(url, headers={"Range": "bytes=65530-65545"}).content == whole[65530:65546]
    assert client.get(url, headers={"Range": "bytes=5000000-"}).content == whole[-1:]
    assert LargeBody(5_000_001, seed=1)[0:8] != whole[:8]


def test_every_service_has_a_prefix_and_a_variable(stub: StubServer) -> None:
    assert set(stub.base_urls().values()) == set(stub.prefixes().values()) == set(stub.environment().values())
    assert stub.base_urls()["nomis"] == f"{stub.address}/nomis"


def test_what_goes_wrong_in_the_server_is_raised(demo_sources, client: httpx.Client) -> None:
    def leave_with_a_failure() -> None:
        with StubServer(demo_sources) as stub:
            stub._services["nomis"] = lambda _request: 1 / 0
            with pytest.raises(httpx.TransportError):
                client.get(f"{stub.address}/nomis/x")

    with pytest.raises(ZeroDivisionError):
        leave_with_a_failure()


def test_services_are_where_the_pipeline_looks_for_them() -> None:
    base_urls = pytest.importorskip("geodata.services.base_urls").load_base_urls()
    known = {service.prefix: service.variable for service in SERVICES.values()}
    assert {each.prefix: known.get(each.prefix) for each in base_urls.values()} == {
        each.prefix: each.variable for each in base_urls.values()
    }
