"""An Overpass service: its slots, and what of the borough's extract lies within the polygon of a query."""

import json
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import osmium
import shapely
from stub_server.demo_files import DemoFiles
from stub_server.messages import Reply, Request, as_html

Element = dict[str, Any]
_POLYGON = re.compile(r'\(poly:\s*"([^"]+)"\)')
_TIMED_OUT = 'runtime error: Query timed out in "query" at line 1 after 180 seconds.'


class Overpass:
    """The service. `busy_calls`: so many of the next queries are refused with 429; `remarks`: so many end half way."""

    def __init__(self, demo: DemoFiles) -> None:
        self._demo = demo
        self.busy_calls, self.remarks = 1, 0
        self.waits_s: list[int] = []
        """Seconds until a slot is free, as the next answers about slots say."""

    def answer(self, request: Request) -> Reply | None:
        """Answer about slots, or a query; filters by tag are not heeded, so that more comes than was asked for."""
        path = request.path.removeprefix("/api")
        if path == "/status":
            return self._status()
        if path == "/interpreter" and request.param("data"):
            return self._queried(request.param("data"))
        return as_html("Error: encoding error: Your input contains only whitespace.", 400) if path else None

    def _status(self) -> Reply:
        wait = self.waits_s.pop(0) if self.waits_s else 0
        at = "2026-11-22T18:00:00Z"
        free = f"Slot available after: {at}, in {wait} seconds." if wait else "2 slots available now."
        lines = ["Connected as: 1", f"Current time: {at}", "Announced endpoint: none", "Rate limit: 2", free]
        return Reply(
            "\n".join([*lines, "Currently running queries (pid, space limit, time limit, start time):", ""]).encode()
        )

    def _queried(self, query: str) -> Reply:
        if self.busy_calls > 0:
            self.busy_calls -= 1
            return as_html("Error: runtime error: open64: 0 Success. Please check /api/status", 429)
        polygon = _POLYGON.search(query)
        if polygon is None:
            return as_html("Error: line 1: parse error: no polygon in the query", 400)
        corners = np.array(polygon.group(1).split(), dtype=float).reshape(-1, 2)[:, ::-1]
        elements = self._extract.within(shapely.Polygon(corners))
        answer: Element = {"version": 0.6, "generator": "Overpass API 0.7.62", "osm3s": {"copyright": "none"}}
        if self.remarks > 0:
            self.remarks -= 1
            return _json(answer | {"elements": elements[: len(elements) // 2], "remark": _TIMED_OUT})
        return _json(answer | {"elements": elements})

    @property
    def _extract(self) -> "_Extract":
        return self._demo.once("extract", lambda: _read(str(self._demo.path("openstreetmap"))))


def _json(answer: Element) -> Reply:
    return Reply(json.dumps(answer).encode(), content_type="application/json")


@dataclass(frozen=True)
class _Extract:
    nodes: dict[int, Element]
    ways: list[Element]
    relations: list[Element]

    def within(self, polygon: shapely.Polygon) -> list[Element]:
        """Return tagged nodes, ways with all their nodes and relations with all members, where one node is inside."""
        places = np.array([(node["lon"], node["lat"]) for node in self.nodes.values()])
        inside = dict(zip(self.nodes, shapely.contains_xy(polygon, *places.T), strict=True))
        by_id = {way["id"]: way for way in self.ways}
        ways = {way["id"]: way for way in self.ways if any(inside.get(node, False) for node in way["nodes"])}
        relations = [each for each in self.relations if any(member["ref"] in ways for member in each["members"])]
        members = {m["ref"] for each in relations for m in each["members"] if m["type"] == "way"}
        ways |= {number: by_id[number] for number in members if number in by_id}
        wanted = {number for number, node in self.nodes.items() if inside[number] and "tags" in node}
        wanted |= {node for way in ways.values() for node in way["nodes"] if node in self.nodes}
        return [*(self.nodes[number] for number in sorted(wanted)), *ways.values(), *relations]


def _read(path: str) -> _Extract:
    nodes: dict[int, Element] = {}
    ways: list[Element] = []
    relations: list[Element] = []
    for found in osmium.FileProcessor(path):
        tags = {"tags": dict(found.tags)} if found.tags else {}
        if found.is_node():
            place = {"lat": found.location.lat, "lon": found.location.lon}
            nodes[found.id] = {"type": "node", "id": found.id, **place, **tags}
        elif found.is_way():
            ways.append({"type": "way", "id": found.id, "nodes": [node.ref for node in found.nodes], **tags})
        else:
            members = [
                {"type": _KINDS[member.type], "ref": member.ref, "role": member.role} for member in found.members
            ]
            relations.append({"type": "relation", "id": found.id, "members": members, **tags})
    return _Extract(nodes, ways, relations)


_KINDS = {"n": "node", "w": "way", "r": "relation"}
