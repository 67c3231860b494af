"""Conditional requests and parts of files, as HTTP (RFC 9110) has them."""

import re
from email.utils import parsedate_to_datetime

from stub_server.messages import Reply, Request

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def validated(reply: Reply, request: Request) -> Reply:
    """Return what a file's server answers: the whole, 304 if the client has it already, or the part asked for."""
    if not reply.is_file or reply.status != 200 or request.method not in {"GET", "HEAD"}:
        return reply
    if _is_known(reply, request):
        return reply.but(body=b"", status=304)
    reply = reply.but(headers={**reply.headers, "Accept-Ranges": "bytes"})
    asked = _RANGE.fullmatch(request.headers.get("range", ""))
    if asked is None or not _is_same(reply, request) or request.method == "HEAD":
        return reply
    return _part(reply, *asked.groups())


def _is_known(reply: Reply, request: Request) -> bool:
    tags = request.headers.get("if-none-match")
    if tags is not None:
        known = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return "*" in known or reply.headers["ETag"] in known
    since = request.headers.get("if-modified-since")
    return since is not None and _seconds(reply.headers["Last-Modified"]) <= _seconds(since)


def _is_same(reply: Reply, request: Request) -> bool:
    """Tell whether the client's part, if it has one, is of this very file."""
    condition = request.headers.get("if-range")
    return condition is None or condition in {reply.headers["ETag"], reply.headers["Last-Modified"]}


def _part(reply: Reply, first: str, last: str) -> Reply:
    size = len(reply.body)
    if not first and not last:
        return reply
    start = int(first) if first else max(0, size - int(last))
    stop = min(size, int(last) + 1) if first and last else size
    if start >= stop:
        return reply.but(body=b"", status=416, headers={**reply.headers, "Content-Range": f"bytes */{size}"})
    headers = {**reply.headers, "Content-Range": f"bytes {start}-{stop - 1}/{size}"}
    return reply.but(body=reply.body[start:stop], status=206, headers=headers)


def _seconds(date: str) -> float:
    try:
        return parsedate_to_datetime(date).timestamp()
    except ValueError:
        return 0.0
