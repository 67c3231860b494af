"""One extract, filtered by pyosmium in C++ and handed over as text: its OPL format, one element per line.

Iterating over a million nodes in Python costs several times what libosmium needs to read them. So Python sees only what
has a key of interest: pyosmium reads, adds locations to ways, filters and writes OPL
(https://osmcode.org/opl-file-format), which is parsed here in bulk.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import osmium
import pandas as pd
from osmium.io import File, Reader

from geodata.openstreetmap.roles import NODE_KEYS, WAY_KEYS, relation_roles
from geodata.openstreetmap.vertices import Integers, Vertices, joined, parsed_vertices

Rows = list[list[int | str]]
_ALL = osmium.osm.NODE | osmium.osm.WAY | osmium.osm.RELATION
_FORMAT = "opl,locations_on_ways=true,add_metadata=version"
_ESCAPED = re.compile("%([0-9a-f]+)%")


@dataclass(frozen=True)
class Extract:
    """The elements of a file that may have a role, tags as OPL text; and what the file says and holds in all.

    `nodes`: id, version (0 if unknown), tags, lon, lat; `ways`: id, version, tags; `relations`: id, version, tags,
    members. `vertices` are the nodes of the ways, in their order. `box` is that of the file's header in degrees (west,
    south, east, north), if it has one.
    """

    nodes: pd.DataFrame
    ways: pd.DataFrame
    relations: pd.DataFrame
    vertices: Vertices
    counts: dict[str, int]
    box: tuple[float, ...]
    data_date: str

    def with_ways(self, positions: Integers) -> "Extract":
        """Return the extract with these ways only."""
        return replace(
            self, ways=self.ways.iloc[positions].reset_index(drop=True), vertices=self.vertices.take(positions)
        )


def read_extract(path: Path) -> Extract:
    """Return what a PBF or XML file holds: one pass over it, and one over its ways alone if relations need some.

    Raises pyosmium's `RuntimeError`, `ValueError` or `InvalidLocationError` if the file is damaged.
    """
    table = osmium.index.create_map("flex_mem")
    with TemporaryDirectory() as folder:
        lines, ids = Path(folder, "elements.opl"), Path(folder, "all.ids")
        header = _filter(path, lines, ids, table)
        nodes, ways, relations = _rows(lines)
        vertices = _vertices(ways)
        counts = _counts(nodes, ways, vertices, ids.read_bytes())
        if others := member_ways(row[3] for row in relations) - {row[0] for row in ways}:
            _pick_ways(path, lines, table, others)
            members = _rows(lines)[1]
            vertices = joined([vertices, _vertices(members)])
            ways += members
    box = header.box()
    return Extract(
        _located(_frame(nodes, "lon", "lat")),
        _frame(ways),
        _frame(relations, "members"),
        vertices,
        counts,
        (box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat) if box.valid() else (),
        header.get("osmosis_replication_timestamp", ""),
    )


def parsed_tags(field: str) -> dict[str, str]:
    """Return the tags of an OPL field.

    >>> parsed_tags("Thighway=footway,name=Mill%20%Lane")
    {'highway': 'footway', 'name': 'Mill Lane'}
    """
    if len(field) == 1:
        return {}
    tags = dict(pair.split("=") for pair in field[1:].split(","))
    return tags if "%" not in field else {_plain(key): _plain(value) for key, value in tags.items()}


def is_highway(field: str) -> bool:
    """Tell whether the tags of an OPL field have the key `highway`."""
    return field.startswith("Thighway=") or ",highway=" in field


def parsed_members(field: str) -> list[int]:
    """Return the ways among the members of a relation.

    >>> parsed_members("Mw12@outer,n3@label,w15@")
    [12, 15]
    """
    return [int(member.partition("@")[0][1:]) for member in field[1:].split(",") if member.startswith("w")]


def member_ways(fields: Iterable[object]) -> set[int]:
    """Return the ways that relations consist of."""
    return {way for field in fields for way in parsed_members(str(field))}


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "%" in text else text


def _filter(path: Path, lines: Path, ids: Path, table: osmium.index.LocationTable) -> osmium.io.Header:
    """Write the elements that have a key of interest to `lines`, and the ids of all of them to `ids`."""
    of_nodes, of_others = osmium.filter.KeyFilter(*NODE_KEYS), osmium.filter.KeyFilter(*WAY_KEYS)
    of_nodes.enable_for(osmium.osm.NODE)
    of_others.enable_for(osmium.osm.WAY | osmium.osm.RELATION)
    with (
        Reader(path, _ALL) as reader,
        osmium.SimpleWriter(File(lines, _FORMAT)) as kept,
        osmium.SimpleWriter(File(ids, "ids")) as every,
    ):
        osmium.apply(reader, every, _locating(table), of_nodes, of_others, kept)
        return reader.header()


def _pick_ways(path: Path, lines: Path, table: osmium.index.LocationTable, ids: set[int]) -> None:
    """Write the ways of these ids to `lines`; the nodes' locations are known from the first pass."""
    with Reader(path, osmium.osm.WAY) as reader, osmium.SimpleWriter(File(lines, _FORMAT), overwrite=True) as writer:
        osmium.apply(reader, osmium.filter.IdFilter(ids), _locating(table), writer)


def _locating(table: osmium.index.LocationTable) -> osmium.NodeLocationsForWays:
    """Return the handler that gives ways the locations of their nodes; in clipped extracts some have none."""
    handler = osmium.NodeLocationsForWays(table)
    handler.ignore_errors()
    return handler


def _rows(path: Path) -> tuple[Rows, Rows, Rows]:
    """Return nodes, ways and those relations that have a role: id, version, tags and what follows."""
    rows: dict[str, Rows] = {"n": [], "w": [], "r": []}
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            element, version, _visible, *fields = line[:-1].split(" ")
            rows[line[0]].append([int(element[1:]), int(version[1:]), *fields])
    return rows["n"], rows["w"], [row for row in rows["r"] if relation_roles(parsed_tags(str(row[2])))]


def _vertices(ways: Rows) -> Vertices:
    """Return the nodes of the ways, whose texts are then dropped."""
    return parsed_vertices([str(row.pop()) for row in ways])


def _frame(rows: Rows, *others: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["id", "version", "tags", *others], dtype="object")
    return frame.astype({"id": "int64", "version": "int64"})


def _located(nodes: pd.DataFrame) -> pd.DataFrame:
    """Return the nodes with coordinates as numbers, whose fields begin with a letter."""
    return nodes.assign(**{name: pd.to_numeric(nodes[name].str[1:]).astype("float64") for name in ("lon", "lat")})


def _counts(nodes: Rows, ways: Rows, vertices: Vertices, ids: bytes) -> dict[str, int]:
    """Return what the whole file holds, before anything is clipped away; `ids` is text such as n12, w7, one a line."""
    highways = [is_highway(str(row[2])) for row in ways]
    return {
        "nodes": ids.count(b"n"),
        "ways": ids.count(b"w"),
        "highway_ways": sum(highways),
        "crossing_nodes": sum(_is_crossing(str(row[2])) for row in nodes),
        "dangling_references": int(vertices.missing[highways].sum()),
    }


def _is_crossing(field: str) -> bool:
    return "highway=crossing" in field and parsed_tags(field).get("highway") == "crossing"
