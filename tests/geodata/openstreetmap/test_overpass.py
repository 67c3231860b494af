"""Overpass, played by a server on this machine that speaks as the real one does."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import geopandas as gpd
import osmium
import osmnx
import pytest
import shapely
from osmium.osm import mutable

from geodata.catalogue import Source
from geodata.errors import SourceMissingError
from geodata.openstreetmap import overpass_service
from geodata.openstreetmap.overpass import OverpassError, read_overpass
from geodata.openstreetmap.pbf import read_extracts

STATUS = (
    "Connected as: 1\nCurrent time: 2026-01-01T00:00:00Z\nAnnounced endpoint: none\nRate limit: 2\n"
    "2 slots available now.\nCurrently running queries (pid, space limit, time limit, start time):\n"
)
RESET = 0
"""Status that stands for a connection that breaks off."""
KINDS = {"n": "node", "w": "way", "r": "relation"}


def as_answer(path: Path) -> dict[str, Any]:
    """Return an extract in the words of Overpass (`out body`)."""
    elements = []
    for one in osmium.FileProcessor(path):
        element: dict[str, Any] = {"type": KINDS[one.type_str()], "id": one.id}
        if one.is_node():
            element |= {"lat": one.lat, "lon": one.lon}
        elif one.is_way():
            element["nodes"] = [node.ref for node in one.nodes]
        else:
            element["members"] = [
                {"type": KINDS[each.type], "ref": each.ref, "role": each.role} for each in one.members
            ]
        if len(one.tags):
            element["tags"] = dict(one.tags)
        elements.append(element)
    return {"version": 0.6, "generator": "Overpass API", "elements": elements}


@dataclass
class Service:
    """What the server answers, one after the other and the last for ever; and what it was asked, by whom."""

    answers: list[tuple[int, Any]]
    status: str | None = STATUS
    queries: list[str] = field(default_factory=list)
    agents: set[str | None] = field(default_factory=set)
    url: str = ""

    def answer(self, query: str) -> tuple[int, bytes]:
        self.queries.append(query)
        code, body = self.answers[min(len(self.queries), len(self.answers)) - 1]
        return code, body.encode() if isinstance(body, str) else json.dumps(body).encode()


@pytest.fixture
def serve() -> Iterator[Callable[..., Service]]:
    servers = []

    def start(*answers: tuple[int, Any], status: str | None = STATUS) -> Service:
        service = Service(list(answers), status)

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                assert self.path == "/api/status"
                service.agents.add(self.headers.get("User-Agent"))
                self._send(404 if service.status is None else 200, (service.status or "").encode())

            def do_POST(self) -> None:
                assert self.path == "/api/interpreter"
                service.agents.add(self.headers.get("User-Agent"))
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self._send(*service.answer(form["data"][0]))

            def _send(self, code: int, body: bytes) -> None:
                if code == RESET:
                    self.close_connection = True
                    self.connection.close()
                    return
                self.send_response(code)
                if code == 429 and body.isdigit():
                    self.send_header("Retry-After", body.decode())
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        service.url = f"http://127.0.0.1:{server.server_port}/api"
        return service

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@dataclass
class Clock:
    """A clock that sleeping advances at once."""

    now: float = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(overpass_service, "time", clock)
    return clock


@pytest.fixture
def toy(write_extract: Callable[..., Path], toytown: list[mutable.OSMObject]) -> Path:
    return write_extract("toy.osm.pbf", *toytown)


@pytest.fixture
def outline(toy: Path, source: Source) -> shapely.Polygon:
    return shapely.box(*read_extracts([toy], source, None).total_bounds).buffer(100)


def without_versions(table: gpd.GeoDataFrame) -> list[tuple[object, ...]]:
    return [
        (row.element, row.osm_id, row.role, row.part, row.tags, tuple(row.node_ids), row.geometry.wkb)
        for row in table.itertuples()
    ]


def test_the_table_is_that_of_an_extract_but_for_versions(
    serve: Callable[..., Service], toy: Path, outline: shapely.Polygon, source: Source, tmp_path: Path
) -> None:
    service = serve((200, as_answer(toy)))
    table = read_overpass(outline, url=service.url, cache_folder=tmp_path / "cache", deadline_s=60)
    extract = read_extracts([toy], source, outline)
    assert without_versions(table) == without_versions(extract)
    assert table["osm_version"].isna().all()
    assert extract["osm_version"].notna().all()
    assert table.attrs["openstreetmap"]["coverage"] == [outline.wkt]
    assert table.attrs["openstreetmap"]["highway_ways"] == extract.attrs["openstreetmap"]["highway_ways"]


def test_a_real_snippet_reads_the_same_both_ways(
    serve: Callable[..., Service], real_data: Path, source: Source, tmp_path: Path
) -> None:
    path = real_data / "snippets" / "openstreetmap" / "london_moorgate.osm.pbf"
    extract = read_extracts([path], source, None)
    outline = shapely.box(*extract.total_bounds)
    table = read_overpass(outline, url=serve((200, as_answer(path))).url, cache_folder=tmp_path, deadline_s=60)
    assert without_versions(table) == without_versions(extract)
    assert len(table) > 500
    assert {"crossing", "signals"} <= set(table["role"])


def test_the_query_asks_for_what_has_a_role(
    serve: Callable[..., Service], toy: Path, outline: shapely.Polygon, tmp_path: Path
) -> None:
    service = serve((200, as_answer(toy)))
    read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=60)
    (query,) = service.queries
    assert query.startswith("[out:json][timeout:180];(node[")
    assert query.endswith(");(._;>;);out body;")
    assert '(poly:"53.' in query
    assert all(f"|{key}|" in query for key in ("railway", "leisure", "shop", "natural", "crossing"))
    assert "sidewalk" not in query


def test_what_was_answered_is_not_asked_again(
    serve: Callable[..., Service], toy: Path, outline: shapely.Polygon, tmp_path: Path
) -> None:
    service = serve((200, as_answer(toy)))
    first = read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=60)
    again = read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=60)
    assert len(service.queries) == 1
    assert without_versions(first) == without_versions(again)


@pytest.mark.parametrize("code", [429, 502, 503, 504, RESET])
def test_a_busy_service_is_asked_again(
    code: int, serve: Callable[..., Service], clock: Clock, toy: Path, outline: shapely.Polygon, tmp_path: Path
) -> None:
    service = serve((code, "busy"), (code, "busy"), (200, as_answer(toy)))
    table = read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=600)
    assert len(service.queries) == 3
    assert len(table) > 0
    assert clock.now == 2 * 55


def test_a_service_that_says_when_to_come_again_is_taken_at_its_word(
    serve: Callable[..., Service], clock: Clock, toy: Path, outline: shapely.Polygon, tmp_path: Path
) -> None:
    service = serve((429, "7"), (200, as_answer(toy)))
    read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=600)
    assert clock.now == 7


@pytest.mark.parametrize(
    ("status", "waited"),
    [
        ("Slot available after: 2026-01-01T00:01:00Z, in 42 seconds.\nSlot available after: 2026, in 9 seconds.", 9),
        ("Slot available after: 2026-01-01T00:00:00Z, in -3 seconds.", 1),
    ],
)
def test_a_slot_that_is_announced_is_waited_for(
    status: str, waited: float, serve: Callable[..., Service], clock: Clock, toy: Path, outline: shapely.Polygon,
    tmp_path: Path,
) -> None:  # fmt: skip
    service = serve((200, as_answer(toy)), status=STATUS.replace("2 slots available now.", status))
    slept = clock.sleep

    def sleep(seconds: float) -> None:
        slept(seconds)
        service.status = STATUS

    clock.sleep = sleep  # type: ignore[method-assign]
    read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=600)
    assert clock.now == waited


@pytest.mark.parametrize("status", [None, "Connected as: 1\nRate limit: 0\nCurrently running queries:", "hello"])
def test_a_service_without_slots_is_asked_at_once(
    status: str | None, serve: Callable[..., Service], clock: Clock, toy: Path, outline: shapely.Polygon, tmp_path: Path
) -> None:
    service = serve((200, as_answer(toy)), status=status)
    read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=600)
    assert clock.now == 0


def test_the_service_is_told_who_asks(
    serve: Callable[..., Service], toy: Path, outline: shapely.Polygon, tmp_path: Path
) -> None:
    service = serve((200, as_answer(toy)))
    read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=60)
    (agent,) = service.agents
    assert agent.startswith("Evenground/")


def test_an_area_that_is_too_much_for_one_answer_is_asked_for_by_quarters(
    serve: Callable[..., Service], toy: Path, outline: shapely.Polygon, source: Source, tmp_path: Path
) -> None:
    too_much = {"elements": [], "remark": 'runtime error: Query timed out in "query" at line 1 after 181 seconds.'}
    service = serve((200, too_much), (200, as_answer(toy)))
    table = read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=60)
    assert len(service.queries) == 5
    assert without_versions(table) == without_versions(read_extracts([toy], source, outline))
    assert len(list(tmp_path.glob("*.json"))) == 4  # of the first nothing is kept


def test_an_answer_torn_in_the_cache_is_asked_for_again(
    serve: Callable[..., Service], toy: Path, outline: shapely.Polygon, tmp_path: Path
) -> None:
    service = serve((200, as_answer(toy)))
    first = read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=60)
    (kept,) = tmp_path.glob("*.json")
    kept.write_bytes(kept.read_bytes()[:-100])
    again = read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=60)
    assert without_versions(first) == without_versions(again)
    assert len(service.queries) == 2
    assert json.loads(kept.read_bytes())["elements"]


def test_an_endlessly_busy_service_is_given_up(
    serve: Callable[..., Service], clock: Clock, outline: shapely.Polygon, tmp_path: Path
) -> None:
    service = serve((429, "busy"))
    with pytest.raises(
        OverpassError,
        match=r"\(the server answers 429.*\) has not answered within 200 s\. Try later, or get the extracts",
    ) as raised:
        read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=200)
    assert isinstance(raised.value, SourceMissingError)
    assert len(service.queries) == 4  # at 0, 55, 110 and 165 s
    assert clock.now <= 200
    assert not list(tmp_path.glob("*.json"))


def test_waiting_for_a_slot_is_given_up_too(
    serve: Callable[..., Service], clock: Clock, outline: shapely.Polygon, tmp_path: Path
) -> None:
    running = STATUS.replace("2 slots available now.", "Currently running queries:")
    with pytest.raises(OverpassError, match="within 30 s"):
        read_overpass(outline, url=serve((200, {}), status=running).url, cache_folder=tmp_path, deadline_s=30)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((200, {"elements": [], "remark": "runtime error: Query timed out"}), "runtime error: Query timed out"),
        ((200, {"version": 0.6}), "an answer without elements"),
        ((200, "<html>log in"), "a web page came instead"),
        ((200, "[]"), "an answer without elements"),
        ((200, "{"), "not JSON"),
        ((400, "<html>bad request"), "400"),
    ],
)
def test_an_error_in_an_answer_is_an_error(
    answer: tuple[int, Any], words: str, serve: Callable[..., Service], outline: shapely.Polygon, tmp_path: Path
) -> None:
    service = serve(answer)
    with pytest.raises(OverpassError, match=words) as raised:
        read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=60)
    assert service.url in str(raised.value)
    assert "https://download.geofabrik.de" in str(raised.value)


def test_a_service_that_is_not_there(clock: Clock, outline: shapely.Polygon, tmp_path: Path) -> None:
    with pytest.raises(OverpassError, match="Try later"):
        read_overpass(outline, url="http://127.0.0.1:9/api", cache_folder=tmp_path, deadline_s=600)


@pytest.mark.parametrize("code", [200, 400])
def test_osmnx_is_left_as_it_was(
    code: int, serve: Callable[..., Service], toy: Path, outline: shapely.Polygon, tmp_path: Path
) -> None:
    def state() -> tuple[object, ...]:
        settings = {name: value for name, value in vars(osmnx.settings).items() if not name.startswith("_")}
        return settings, socket.getaddrinfo, osmnx._overpass.time

    before = state()
    service = serve((code, as_answer(toy) if code == 200 else "<html>"))
    if code == 200:
        read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=60)
    else:
        with pytest.raises(OverpassError):
            read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=60)
    assert state() == before


def test_a_large_area_is_asked_for_in_pieces(
    serve: Callable[..., Service],
    toy: Path,
    outline: shapely.Polygon,
    source: Source,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(osmnx.settings, "max_query_area_size", outline.area / 3)
    service = serve((200, as_answer(toy)))
    table = read_overpass(outline, url=service.url, cache_folder=tmp_path, deadline_s=60)
    assert len(service.queries) > 1
    assert without_versions(table) == without_versions(read_extracts([toy], source, outline))
