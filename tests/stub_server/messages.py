"""A request as services see it, and what they reply."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from typing import Any

from stub_server.bodies import Body

PUBLISHED_AT = 1_762_300_800
"""When every file of the stub was last modified: 5 November 2025."""
_WORTH_PACKING = 1_400


@dataclass(frozen=True)
class Request:
    """A request: `path` begins after the service's name, `params` are those of the address and of the form."""

    method: str
    service: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    target: str = ""
    """The address as it was sent."""
    form: Mapping[str, str] = field(default_factory=dict)
    quirks: frozenset[str] = frozenset()
    """What the service shall do wrong in its answer, such as `unordered` or `twice`."""

    @property
    def place(self) -> str:
        """The address without its parameters: `/<service>/...`."""
        return f"/{self.service}{self.path}"

    def param(self, name: str, otherwise: str = "") -> str:
        """Return a parameter, whatever the case of its name."""
        return next((value for key, value in self.params.items() if key.casefold() == name.casefold()), otherwise)


@dataclass(frozen=True)
class Reply:
    """A reply. `is_file`: it has an ETag and a date, and parts of it may be asked for."""

    body: Body = b""
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    is_file: bool = False
    is_chunked: bool = False
    """Sent without saying how long it is, as services do that make their answers on the way."""

    def but(self, **changed: Any) -> "Reply":
        """Return the same with something changed."""
        return replace(self, **changed)


def as_json(value: object, status: int = 200) -> Reply:
    """Return a reply of JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Reply(body, status, "application/json; charset=utf-8")


def as_html(title: str, status: int = 200) -> Reply:
    """Return a web page, as servers show one for errors."""
    page = f"<!DOCTYPE html>\n<html lang='en'><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"
    return Reply(page.encode(), status, "text/html; charset=utf-8")


def as_file(body: Body, content_type: str, etag: str = "", modified_at: int = PUBLISHED_AT) -> Reply:
    """Return a file with validators; its ETag changes with its content."""
    sample = body if isinstance(body, bytes) else body[0:65536]
    tag = etag or hashlib.sha256(f"{len(body)}".encode() + sample).hexdigest()[:32]
    headers = {"ETag": f'"{tag}"', "Last-Modified": formatdate(modified_at, usegmt=True)}
    return Reply(body, 200, content_type, headers, is_file=True)


def to(address: str, status: int = 302) -> Reply:
    """Return a redirect to another address of the server: `/<service>/...`."""
    return Reply(b"", status, headers={"Location": address})


def packed(reply: Reply, request: Request) -> Reply:
    """Return a reply packed by gzip where the client takes that and servers do it: text that is no file."""
    takes = "gzip" in request.headers.get("accept-encoding", "")
    if reply.is_file or not takes or len(reply.body) < _WORTH_PACKING or "json" not in reply.content_type:
        return reply
    body = gzip.compress(reply.body[0 : len(reply.body)], mtime=0)
    return reply.but(body=body, headers={**reply.headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"})
