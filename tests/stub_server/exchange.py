"""One request being answered on its connection: whole, or as a fault has it."""

import os
import socket
import struct
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

from stub_server.messages import Reply, Request, packed
from stub_server.request_log import Recorded

BLOCK = 1 << 16


class Exchange:
    """A request, how it would be answered, and the connection."""

    def __init__(
        self,
        request: Request,
        recorded: Recorded,
        handler: BaseHTTPRequestHandler,
        healthy: Callable[[Request], Reply],
        closing: threading.Event,
    ) -> None:
        self.request, self.recorded = request, recorded
        self.reply = healthy
        """Gives the healthy reply to a request, such as this one."""
        self._handler, self._closing = handler, closing

    def send(self, reply: Reply, share: float = 1.0, pause_s: float = 0.0, block: int = BLOCK) -> None:
        """Send a reply, or the first share of its body; with a pause after each block."""
        reply = packed(reply, self.request)
        self.recorded.status = reply.status
        stop = round(len(reply.body) * share)
        is_headless = self.request.method == "HEAD" or reply.status in {204, 304}
        self._send_head(reply)
        starts = [] if is_headless else list(range(0, stop, block))
        if not starts:
            self._end(reply, is_whole=is_headless or share >= 1)
        for start in starts:
            piece = reply.body[start : min(stop, start + block)]
            is_last = start == starts[-1]
            if is_last:
                self.finish()
            self._write(piece, reply.is_chunked)
            if is_last:
                self._end(reply, is_whole=share >= 1)
            elif pause_s:
                self.wait(pause_s)

    def _send_head(self, reply: Reply) -> None:
        handler = self._handler
        handler.send_response(reply.status)
        handler.send_header("Content-Type", reply.content_type)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if reply.is_chunked:
            handler.send_header("Transfer-Encoding", "chunked")
        elif reply.status not in {204, 304}:
            handler.send_header("Content-Length", str(len(reply.body)))
        handler.end_headers()

    def _write(self, piece: bytes, is_chunked: bool) -> None:
        self.recorded.n_bytes += len(piece)
        self._handler.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece) if is_chunked else piece)

    def _end(self, reply: Reply, is_whole: bool) -> None:
        self.finish()
        if not is_whole:
            self.hang_up()
        elif reply.is_chunked and self.request.method != "HEAD":
            self._handler.wfile.write(b"0\r\n\r\n")

    def finish(self) -> None:
        """Take the request for answered: what comes next may begin."""
        self.recorded.ended = self.recorded.ended or time.monotonic()

    def wait(self, seconds: float) -> None:
        """Let time pass after what was sent, unless the server is shut down."""
        self._handler.wfile.flush()
        self._closing.wait(seconds)

    def hang_up(self) -> None:
        """Close the connection after what was sent."""
        self._handler.close_connection = True

    def reset(self) -> None:
        """Break the connection off, so that the client sees it reset."""
        self.finish()
        self.hang_up()
        self._handler.wfile.flush()
        connection = self._handler.connection
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(connection.detach())
