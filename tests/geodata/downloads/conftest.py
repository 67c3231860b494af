"""A server on loopback that does, request by request, what a script says: well or badly."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from geodata.download import Downloader, Patience

OK = "good"
HASTY = Patience(
    attempts=8, total_s=20, first_wait_s=0.005, longest_wait_s=0.02, pause_s=0, connect_s=2, read_s=0.3,
    slowest_bytes_per_s=1e5,
)  # fmt: skip


@dataclass
class Asked:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    began: float
    ended: float = 0.0


@dataclass
class FaultyServer:
    """Serves `content` at every path; `script` has one behaviour for each request, then all are good."""

    content: bytes = bytes(range(256)) * 2000
    etag: str = '"v1"'
    script: list[str] = field(default_factory=list)
    ranges: bool = True
    asked: list[Asked] = field(default_factory=list)
    answers: dict[str, Callable[["FaultyServer", Asked], bytes]] = field(default_factory=dict)
    """Whole raw answers by behaviour, beside those known here."""

    def __post_init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._is_open = True
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        self._is_open = False
        self._socket.close()

    def _accept(self) -> None:
        while self._is_open:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                asked = self._request(connection)
                with self._lock:
                    behaviour = self.script.pop(0) if self.script else OK
                    self.asked.append(asked)
                self._answer(connection, asked, behaviour)
                asked.ended = time.monotonic()
            except OSError:
                return

    def _request(self, connection: socket.socket) -> Asked:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                raise OSError("closed")
            data += piece
        head, body = data.split(b"\r\n\r\n", 1)
        first, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)}
        while len(body) < int(headers.get("content-length", 0)):
            body += connection.recv(65536)
        return Asked(first.split()[0], first.split()[1], headers, body, time.monotonic())

    def _answer(self, connection: socket.socket, asked: Asked, behaviour: str) -> None:
        if behaviour in self.answers:
            connection.sendall(self.answers[behaviour](self, asked))
        elif behaviour.isdecimal():
            connection.sendall(raw(int(behaviour), b"busy"))
        elif behaviour == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif behaviour == "stall":
            connection.sendall(self.whole(asked)[:2000])
            time.sleep(0.6)
        elif behaviour == "truncate":
            connection.sendall(self.whole(asked)[: 200 + len(self.content) // 3])
        elif behaviour == "corrupt":
            answer = bytearray(self.whole(asked))
            answer[-5] ^= 0xFF
            connection.sendall(bytes(answer))
        elif behaviour == "html":
            connection.sendall(raw(200, b"<!DOCTYPE html><title>Log in</title>", "content-type: text/html"))
        elif behaviour == "drip":
            answer = self.whole(asked)
            for start in range(0, len(answer), len(answer) // 8 + 1):
                connection.sendall(answer[start : start + len(answer) // 8 + 1])
                time.sleep(0.02)
        else:
            connection.sendall(self.whole(asked))

    def whole(self, asked: Asked) -> bytes:
        """Return the good answer: 304, the rest, or all."""
        version = f"etag: {self.etag}"
        if asked.headers.get("if-none-match") == self.etag:
            return raw(304, b"", version)
        said = asked.headers.get("range", "")
        if self.ranges and said and asked.headers.get("if-range") == self.etag:
            start = int(said.removeprefix("bytes=").rstrip("-"))
            if start >= len(self.content):
                return raw(416, b"")
            place = f"content-range: bytes {start}-{len(self.content) - 1}/{len(self.content)}"
            return raw(206, self.content[start:], version, place)
        return raw(200, self.content, version)


def raw(status: int, body: bytes, *headers: str) -> bytes:
    """Return an HTTP answer as bytes; the connection ends with it."""
    lines = [f"HTTP/1.1 {status} Said", f"content-length: {len(body)}", "connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    """A server without a script: every answer is good."""
    one = FaultyServer()
    yield one
    one.close()


@pytest.fixture
def other_server() -> Iterator[FaultyServer]:
    """Another one, at another port."""
    one = FaultyServer()
    yield one
    one.close()


@pytest.fixture
def answer() -> Callable[..., bytes]:
    """How a whole answer is put together."""
    return raw


@pytest.fixture
def hasty() -> Patience:
    """Waits of milliseconds."""
    return HASTY


@pytest.fixture
def downloader(hasty: Patience) -> Iterator[Downloader]:
    """A client that does not wait long."""
    with Downloader(patience=hasty) as one:
        yield one
