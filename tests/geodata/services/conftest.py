"""A publisher on this machine, with files by path or answers as a test says, and the demo borough's files to serve."""

import datetime
import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from geodata.catalogue import Source, load_catalogue
from geodata.download import Downloader, Patience
from geodata.services.base_urls import load_base_urls
from geodata.services.fetched import Fetched
from geodata.source_files import sha256
from geodata.source_records import SourceRecord, write_record
from geodata.study_area import StudyArea, load_study_area

HASTE = Patience(attempts=3, total_s=5, first_wait_s=0.01, longest_wait_s=0.05, pause_s=0)


Respond = Callable[[str, dict[str, str]], tuple[int, bytes]]


@dataclass
class Publisher:
    """What is served by path, what was asked, and what is left out of the next answers."""

    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    address: str = ""
    respond: Respond | None = None
    """Gives status and body for a path and what was asked of it, instead of `files`."""
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """Method, path and what was asked, of requests that `respond` answered."""

    def put(self, url: str, body: bytes) -> None:
        """Serve a body at the path of an address of the catalogue."""
        self.files["/" + url.split("/", 3)[3]] = body

    def put_product(self, name: str, form: str, file_name: str, body: bytes, **wrong: object) -> None:
        """Serve a product of OS Downloads; `wrong` are entries of its list that lie."""
        products = f"/downloads/v1/products/{name}"
        entry = {"url": f"https://api.os.uk/files/{file_name}", "area": "GB", "format": form, "fileName": file_name}
        entry |= {"size": len(body), "md5": hashlib.md5(body, usedforsecurity=False).hexdigest(), **wrong}
        others = [entry | {"format": "GML"}, entry | {"area": "SJ"}]
        self.files |= {
            products: json.dumps({"id": name, "version": "2025-10"}).encode(),
            f"{products}/downloads": json.dumps([*others, entry]).encode(),
            f"/files/{file_name}": body,
        }

    def bodies_sent(self, path_end: str) -> int:
        """Return how often a body was sent, not counting answers that nothing has changed."""
        return sum(asked.endswith(path_end) for asked in self.asked)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    stand = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.answer_as_told(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def answer_as_told(self, asked: str) -> None:
            path, named = urlsplit(self.path).path, dict(parse_qsl(asked))
            stand.requests.append((self.command, path, named))
            status, body = stand.respond(path, named) if stand.respond else (405, b"")
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            if stand.respond:
                self.answer_as_told(urlsplit(self.path).query)
                return
            path = self.path.partition("?")[0]
            body = stand.files.get(path)
            etag = f'"{hashlib.sha256(body or b"").hexdigest()}"'
            if body is not None and self.headers.get("If-None-Match") == etag:
                self.send_response(304)
                self.send_header("ETag", etag)
                self.end_headers()
                return
            stand.asked.append(path)
            self.send_response(404 if body is None else 200)
            self.send_header("ETag", etag)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    stand.address = f"http://127.0.0.1:{server.server_port}"
    yield stand
    server.shutdown()
    server.server_close()


@pytest.fixture
def downloader(publisher: Publisher) -> Iterator[Downloader]:
    prefixes = {service.prefix: publisher.address for service in load_base_urls().values()}
    with Downloader(base_urls=prefixes, patience=HASTE) as downloader:
        yield downloader


@pytest.fixture
def demo(demo_sources: Path) -> Path:
    """Folder of the demo borough's sources, which no test spoils."""
    return demo_sources


@pytest.fixture
def fairbrook() -> StudyArea:
    return load_study_area("demo")


@pytest.fixture
def source() -> Callable[[str], Source]:
    """Return a source by its key."""
    return lambda key: load_catalogue()[key]


@pytest.fixture
def pack() -> Callable[[dict[str, bytes]], bytes]:
    """Return a ZIP archive of these members."""

    def _pack(members: dict[str, bytes]) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in members.items():
                archive.writestr(name, body)
        return packed.getvalue()

    return _pack


@pytest.fixture
def record() -> Callable[[list[Fetched]], list[Fetched]]:
    """Write down what was fetched, as the refreshing of a source does."""

    def _record(fetched: list[Fetched]) -> list[Fetched]:
        for each in fetched:
            write_record(
                each.path,
                SourceRecord(
                    urls=each.urls,
                    fetched_at=datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC),
                    sha256=sha256(each.path),
                    n_bytes=each.path.stat().st_size,
                    rows=each.rows,
                    vintage=each.vintage,
                    licence="Open Government Licence v3.0",
                    freshness=each.freshness,
                ),
            )
        return fetched

    return _record
