"""Requests read from a connection, which stays open for the next one."""

from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from stub_server.exchange import Exchange
from stub_server.messages import Request

if TYPE_CHECKING:
    from stub_server.server import Listener


class Handler(BaseHTTPRequestHandler):
    """Answers each request by the server's services, or as a fault has it."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Apache", ""
    disable_nagle_algorithm = True
    timeout = 60
    wbufsize = 1 << 17  # a short answer goes out in one piece, after it is written down as ended

    def _serve(self) -> None:
        stub = cast("Listener", self.server).stub
        request = self._request()
        recorded = stub.requests.begin(request)
        exchange = Exchange(request, recorded, self, stub.reply, stub.closing)
        fault = stub.faults.next(request)
        try:
            if fault is None:
                exchange.send(stub.reply(request))
            else:
                recorded.fault = repr(fault)
                fault.play(exchange)
        except OSError:
            self.close_connection = True  # the client has gone
        finally:
            exchange.finish()

    do_GET = do_POST = do_HEAD = _serve  # noqa: N815

    def _request(self) -> Request:
        address = urlsplit(self.path)
        _, service, *rest = address.path.split("/", 2)
        form = dict(parse_qsl(self._form(), keep_blank_values=True))
        params = dict(parse_qsl(address.query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = unquote("/" + "".join(rest))
        return Request(self.command, service, path, params | form, headers, self.path, form)

    def _form(self) -> str:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the request log has it all."""
