"""Several extracts as one: an element that lies in two of them appears once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from geodata.openstreetmap.opl import Extract
from geodata.openstreetmap.vertices import Vertices, joined

_TIE_BREAKERS = ("missing", "course", "tags", "lon", "lat", "members")


@dataclass(frozen=True)
class Merged:
    """The elements of all extracts by id; `vertices` are the nodes of the ways, `duplicates` what was left out."""

    nodes: pd.DataFrame
    ways: pd.DataFrame
    relations: pd.DataFrame
    vertices: Vertices
    duplicates: int


def merge(extracts: Sequence[Extract]) -> Merged:
    """Return the elements of all extracts once, whatever the order in which they are given.

    The highest version wins, and of equals the most complete. Nodes that one extract lacks are taken from another.
    """
    nodes = _latest(pd.concat([extract.nodes for extract in extracts], ignore_index=True))
    relations = _latest(pd.concat([extract.relations for extract in extracts], ignore_index=True))
    every = joined([extract.vertices for extract in extracts])
    ways = pd.concat([extract.ways for extract in extracts], ignore_index=True)
    read = sum(len(rows) for extract in extracts for rows in (extract.nodes, extract.ways, extract.relations))
    ways = _latest(_with_courses(ways, every))
    return Merged(
        nodes.reset_index(drop=True),
        ways[["id", "version", "tags"]].reset_index(drop=True),
        relations.reset_index(drop=True),
        _completed(every.take(ways.index.to_numpy()), every),
        read - len(nodes) - len(ways) - len(relations),
    )


def _with_courses(ways: pd.DataFrame, vertices: Vertices) -> pd.DataFrame:
    """Add what tells copies of a way apart: how many nodes are missing, and for repeated ways their whole course."""
    course = np.full(len(ways), b"", dtype="object")
    for way in np.flatnonzero(ways["id"].duplicated(keep=False)):
        own = vertices.take(np.array([way]))
        course[way] = own.ref.tobytes() + own.lon.tobytes() + own.lat.tobytes()
    return ways.assign(missing=vertices.missing, course=course)


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per id, by id, on the index given; where versions tie, the other columns decide."""
    is_repeated = rows["id"].duplicated(keep=False)
    others = [name for name in _TIE_BREAKERS if name in rows.columns]
    copies = rows[is_repeated].sort_values(["version", *others], ascending=[False, *(True for _ in others)])
    return pd.concat([rows[~is_repeated], copies.drop_duplicates("id")]).sort_values("id")


def _completed(vertices: Vertices, every: Vertices) -> Vertices:
    """Return the vertices with the locations that any copy or neighbour in another extract knows."""
    is_missing = np.isnan(vertices.lon)
    if not is_missing.any():
        return vertices
    places = pd.DataFrame({"ref": every.ref, "lon": every.lon, "lat": every.lat}).dropna()
    places = places[places["ref"].isin(vertices.ref[is_missing])].sort_values(["ref", "lon", "lat"])
    found = places.drop_duplicates("ref").set_index("ref").reindex(vertices.ref[is_missing])
    lon, lat = vertices.lon.copy(), vertices.lat.copy()
    lon[is_missing], lat[is_missing] = found["lon"], found["lat"]
    return replace(vertices, lon=lon, lat=lat)
