"""Ways as lines: cut into pieces where an extract lacks a node."""

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from geodata.openstreetmap.vertices import Integers, Vertices

Shapes = NDArray[np.object_]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Lines:
    """Pieces of ways, in the ways' order: position of the way, number of the piece, nodes and geometry of each."""

    way: Integers
    part: Integers
    nodes: Shapes = field(repr=False)
    geometry: Shapes = field(repr=False)

    def of(self, way: int) -> Shapes:
        """Return the pieces of one way."""
        return self.geometry[slice(*np.searchsorted(self.way, [way, way + 1]))]

    def first(self, ways: Integers) -> Integers:
        """Return the position of the first piece of ways that have one."""
        return np.searchsorted(self.way, ways)


def cut_lines(vertices: Vertices, transformer: Transformer) -> Lines:
    """Return the lines of ways; a missing node ends one piece and begins another, and a lone node is none.

    A node repeated at once counts once. All coordinates are transformed in one call.
    """
    is_repeat = np.zeros(len(vertices.ref), dtype=bool)
    is_repeat[1:] = (vertices.ref[1:] == vertices.ref[:-1]) & (vertices.way[1:] == vertices.way[:-1])
    once = np.flatnonzero(~is_repeat)
    way, ref = vertices.way[once], vertices.ref[once]
    is_known = ~np.isnan(vertices.lon[once])
    begins = is_known & ~np.concatenate([[False], is_known[:-1] & (way[1:] == way[:-1])])[: len(way)]
    piece = np.cumsum(begins)[is_known] - 1
    lengths = np.bincount(piece, minlength=int(begins.sum()))
    is_line = lengths > 1
    used = np.flatnonzero(is_known)[is_line[piece]]
    xy = np.column_stack(transformer.transform(vertices.lon[once[used]], vertices.lat[once[used]]))
    ends = np.cumsum(lengths[is_line])
    geometry = shapely.linestrings(xy, indices=np.repeat(np.arange(len(ends)), lengths[is_line]))
    ways = way[begins][is_line]
    return Lines(ways, np.arange(len(ways)) - np.searchsorted(ways, ways), _split(ref[used], ends), geometry)


def _split(nodes: Integers, ends: Integers) -> Shapes:
    pieces = np.empty(len(ends), dtype="object")
    pieces[:] = np.split(nodes, ends)[:-1]
    return pieces


def polygons(rings: Shapes) -> Shapes:
    """Return the polygons inside closed lines, mended where a ring crosses itself; empty where it encloses nothing."""
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    filled = shapely.polygons(shapely.linearrings(coordinates, indices=ring))
    return polygonal(filled)


def polygonal(shapes: Shapes) -> Shapes:
    """Return shapes made valid, polygons only."""
    is_broken = ~shapely.is_valid(shapes)
    mended = shapes.copy()
    mended[is_broken] = shapely.make_valid(shapes[is_broken], method="structure", keep_collapsed=False)
    return np.where(shapely.get_dimensions(mended) == 2, mended, shapely.Polygon())
