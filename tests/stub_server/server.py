"""Every service that sources come from, on this machine, filled with the files of the demo borough.

The fixture `stub` gives one. Each service lies below its own name, and faults are played as they are told:

    stub.base_urls()["nomis"]  # where to ask instead of https://www.nomisweb.co.uk
    stub.faults.add("/nomis/*", [Status(429, retry_after="1"), Reset()])
    stub.requests.most_at_once()
"""

import sys
import threading
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from stub_server.addresses import PORTAL, SERVICES, place
from stub_server.arcgis import ArcGis
from stub_server.arcgis_items import ArcGisItems
from stub_server.bodies import Body
from stub_server.demo_files import DemoFiles
from stub_server.faults import Faults
from stub_server.fingertips import Fingertips
from stub_server.gias import Gias
from stub_server.govuk import GovUk
from stub_server.handler import Handler
from stub_server.messages import Reply, Request, as_file, as_html
from stub_server.nomis import Nomis
from stub_server.ons_files import OnsFiles
from stub_server.os_downloads import OsDownloads
from stub_server.overpass import Overpass
from stub_server.plain_files import Geofabrik, RoadCasualties
from stub_server.rasters import AirPollution, Copernicus, PopulationGrid
from stub_server.request_log import RequestLog
from stub_server.validation import validated

Answer = Callable[[Request], Reply | None]


class Listener(ThreadingHTTPServer):
    """Listens on a free port; each connection has a thread of its own."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, stub: "StubServer") -> None:
        self.stub = stub
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, *_connection: object) -> None:
        """Say nothing of clients that go away, and keep what went wrong in a service for the test to see."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            self.stub.failures.append(error)


class StubServer:
    """All services, filled from a folder that `write_demo_sources` wrote; serves while it is entered.

    `arcgis`, `nomis`, `govuk` ... are the services, whose caps, days and releases tests may set. `faults` says what
    goes wrong, `requests` what was asked.
    """

    def __init__(self, sources: Path) -> None:
        demo = DemoFiles.of(sources)
        self.demo = demo
        self.arcgis, self.nomis, self.fingertips = ArcGis(demo), Nomis(demo), Fingertips(demo)
        self.items = ArcGisItems(demo, self.arcgis)
        self.govuk, self.gias = GovUk(demo), Gias(demo)
        self.os, self.overpass = OsDownloads(demo), Overpass(demo)
        self.faults, self.requests = Faults(), RequestLog()
        self.closing = threading.Event()
        self.failures: list[BaseException] = []
        """What went wrong in the server itself; raised when it is left."""
        self._published: dict[str, Reply] = {}
        self._services: dict[str, Answer] = {
            "arcgis": self.arcgis.answer,
            "nomis": self.nomis.answer,
            "fingertips": self.fingertips.answer,
            "govuk_content": self.govuk.content,
            "govuk_assets": self.govuk.asset,
            "gias": self.gias.answer,
            "dft": RoadCasualties(demo).answer,
            "geofabrik": Geofabrik(demo).answer,
            "arcgis_search": self.items.answer,
            "hub": self.items.hub,
            "overpass": self.overpass.answer,
            "os": self.os.answer,
            "copernicus": Copernicus(demo).answer,
            "ghsl": PopulationGrid(demo).answer,
            "pcm": AirPollution(demo).answer,
            "ons": OnsFiles(demo).answer,
        }

    def __enter__(self) -> Self:
        for prepare in (self.arcgis.prepare, self.nomis.prepare, self.items.prepare, self.os.prepare):
            prepare()  # before the first request, whose client may be in a hurry
        self._listener = Listener(self)
        threading.Thread(target=self._listener.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.closing.set()
        self._listener.shutdown()
        self._listener.server_close()
        if self.failures and error is None:
            raise self.failures[0]

    @property
    def address(self) -> str:
        """The beginning of every address of the server."""
        return f"http://127.0.0.1:{self._listener.server_port}"

    def base_urls(self) -> dict[str, str]:
        """Return where each service is, by its name."""
        return {name: f"{self.address}/{name}" for name in SERVICES}

    def prefixes(self) -> dict[str, str]:
        """Return where each service is, by the prefix of its real addresses."""
        return {service.prefix: f"{self.address}/{name}" for name, service in SERVICES.items()}

    def environment(self) -> dict[str, str]:
        """Return the environment variables that lead a run here."""
        return {service.variable: f"{self.address}/{name}" for name, service in SERVICES.items()}

    def url(self, real_url: str) -> str:
        """Return where on this server a real address is."""
        return self.address + place(real_url)

    def publish(
        self, real_url: str, body: Body, content_type: str = "application/octet-stream", etag: str = ""
    ) -> None:
        """Serve a file at a real address from now on, in place of what was there; an ETag of its own by default."""
        self._published[unquote(urlsplit(place(real_url)).path)] = as_file(body, content_type, etag)

    def withdraw(self, real_url: str) -> None:
        """Serve nothing at a real address from now on: 404."""
        self._published[unquote(urlsplit(place(real_url)).path)] = as_html("Not found", 404)

    def reply(self, request: Request) -> Reply:
        """Return the healthy reply to a request."""
        if request.service == PORTAL:
            return as_html("Welcome to the guest network. Please log in")
        published = self._published.get(f"/{request.service}{request.path}")
        answer = self._services.get(request.service)
        reply = published or (answer(request) if answer else None) or as_html("404 Not Found", 404)
        return validated(reply, request)
