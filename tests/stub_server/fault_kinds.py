"""What may go wrong with one answer."""

from dataclasses import dataclass, field, replace
from typing import Protocol

from stub_server.addresses import PORTAL
from stub_server.exchange import Exchange
from stub_server.messages import Reply, as_html, to


class Fault(Protocol):
    """A way to answer a request wrongly."""

    def play(self, exchange: Exchange) -> None:
        """Answer."""


@dataclass(frozen=True)
class Status:
    """An error page, such as 429 or 503; `retry_after` in seconds or as an HTTP date."""

    code: int
    retry_after: str | None = None

    def play(self, exchange: Exchange) -> None:
        headers = {} if self.retry_after is None else {"Retry-After": self.retry_after}
        exchange.send(as_html(f"Error {self.code}", self.code).but(headers=headers))


@dataclass(frozen=True)
class Reset:
    """The connection is reset: before the answer, or after a share of its body."""

    share: float | None = None

    def play(self, exchange: Exchange) -> None:
        if self.share is not None:
            exchange.send(exchange.reply(exchange.request), self.share)
        exchange.reset()


@dataclass(frozen=True)
class Stall:
    """Nothing comes any more, before the answer or after a share of its body, until the connection is closed."""

    seconds: float
    share: float | None = None

    def play(self, exchange: Exchange) -> None:
        if self.share is not None:
            exchange.send(exchange.reply(exchange.request), self.share)
        exchange.finish()
        exchange.wait(self.seconds)
        exchange.hang_up()


@dataclass(frozen=True)
class Truncate:
    """The connection is closed after a share of the body, though its whole length was announced."""

    share: float = 0.5

    def play(self, exchange: Exchange) -> None:
        exchange.send(exchange.reply(exchange.request), self.share)
        exchange.hang_up()


@dataclass(frozen=True)
class Cut:
    """A share of the body is sent as if it were the whole: only its content tells."""

    share: float = 0.5

    def play(self, exchange: Exchange) -> None:
        reply = exchange.reply(exchange.request)
        exchange.send(reply.but(body=reply.body[0 : round(len(reply.body) * self.share)]))


@dataclass(frozen=True)
class Corrupt:
    """One byte is wrong: in text one that is neither UTF-8 nor cp1252, else the opposite of what it was."""

    at: float = 0.5

    def play(self, exchange: Exchange) -> None:
        reply = exchange.reply(exchange.request)
        if not len(reply.body):
            exchange.send(reply)
            return
        body = bytearray(reply.body[0 : len(reply.body)])
        place = min(len(body) - 1, round(len(body) * self.at))
        is_text = reply.content_type.startswith("text/") or "json" in reply.content_type
        body[place] = 0x81 if is_text else body[place] ^ 0xFF
        exchange.send(reply.but(body=bytes(body)))


@dataclass(frozen=True)
class Drip:
    """The answer comes in small pieces with pauses, but it comes."""

    n_pieces: int = 10
    pause_s: float = 0.05

    def play(self, exchange: Exchange) -> None:
        reply = exchange.reply(exchange.request)
        exchange.send(reply, pause_s=self.pause_s, block=max(1, -(-len(reply.body) // self.n_pieces)))


@dataclass(frozen=True)
class Instead:
    """Another answer, complete and with status 200: a web page, another table, an error in JSON, nothing."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200

    def play(self, exchange: Exchange) -> None:
        exchange.send(Reply(self.body, self.status, self.content_type))


HTML = Instead(bytes(as_html("Access denied").body[:]))
"""A web page with status 200 in place of data, as a firewall shows one."""


@dataclass(frozen=True)
class CaptivePortal:
    """A network that sends everybody to its own page first."""

    def play(self, exchange: Exchange) -> None:
        exchange.send(to(f"/{PORTAL}/login"))


@dataclass(frozen=True)
class Quirk:
    """The service itself does something wrong: `unordered` (pages in any order) or `twice` (a row repeated)."""

    name: str

    def play(self, exchange: Exchange) -> None:
        exchange.send(exchange.reply(replace(exchange.request, quirks=frozenset([self.name]))))


@dataclass(frozen=True)
class WithoutRanges:
    """The server sends the whole file even where a part is asked for, as many do."""

    names: frozenset[str] = field(default=frozenset({"range", "if-range"}), repr=False)

    def play(self, exchange: Exchange) -> None:
        headers = {name: value for name, value in exchange.request.headers.items() if name not in self.names}
        reply = exchange.reply(replace(exchange.request, headers=headers))
        exchange.send(reply.but(headers={k: v for k, v in reply.headers.items() if k != "Accept-Ranges"}))
