"""Ways cut into pieces where they meet, end or are crossed: the edges of the network."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Pieces:
    """Pieces of ways between two nodes, way after way, each in its way's direction."""

    way: NDArray[np.intp]
    """Position of the way in what was split."""
    number: Integers
    """Number of the piece in its way, from 0."""
    u: Integers
    v: Integers
    length: NDArray[np.float64]
    """Sum over the vertices, in the unit of the coordinates."""
    geometry: NDArray[np.object_]


@dataclass(frozen=True)
class _Vertices:
    """The vertices of all ways, one way after the other."""

    node: Integers
    xy: NDArray[np.float64]
    is_first: Flags
    is_last: Flags


def split(node_ids: Sequence[ArrayLike], lines: NDArray[np.object_], cut_at: Integers) -> Pieces:
    """Return the pieces of ways, cut at every node that is used twice, by whatever ways, and at the nodes `cut_at`.

    `node_ids` has the OpenStreetMap nodes of each way, one for each vertex of its line. Pieces are numbered before
    those without length are left out, which go from a node to itself; two nodes in one spot stay connected.

    >>> lines = shapely.linestrings([[(0, 0), (30, 40), (60, 80)], [(30, 40), (90, 40), (90, 90)]])
    >>> pieces = split([[1, 2, 3], [2, 4, 5]], lines, cut_at=np.array([4]))
    >>> [(int(u), int(v), float(length)) for u, v, length in zip(pieces.u, pieces.v, pieces.length)]
    [(1, 2, 50.0), (2, 3, 50.0), (2, 4, 60.0), (4, 5, 50.0)]
    """
    vertices, way_of = _flattened(node_ids, lines)
    breaks = np.flatnonzero(_is_break(vertices, cut_at))
    is_start = ~vertices.is_last[breaks]
    starts, ends = breaks[is_start], breaks[1:][is_start[:-1]]
    way, length = way_of[starts], _lengths(vertices, starts)
    number = np.arange(len(starts)) - np.searchsorted(way, way)
    is_kept = (length > 0) | (vertices.node[starts] != vertices.node[ends])
    starts, ends = starts[is_kept], ends[is_kept]
    return Pieces(
        way[is_kept],
        number[is_kept],
        vertices.node[starts],
        vertices.node[ends],
        length[is_kept],
        _lines(vertices.xy, starts, ends),
    )


def _flattened(node_ids: Sequence[ArrayLike], lines: NDArray[np.object_]) -> tuple[_Vertices, NDArray[np.intp]]:
    sizes = shapely.get_num_coordinates(lines)
    node = np.concatenate([np.empty(0, dtype=np.int64), *node_ids])
    if len(node) != sizes.sum():
        raise ValueError(f"{len(node)} nodes but {sizes.sum()} vertices: there must be one node for each vertex")
    first, last = np.zeros(len(node), dtype=bool), np.zeros(len(node), dtype=bool)
    ends = np.cumsum(sizes)
    first[(ends - sizes)[sizes > 0]] = True
    last[ends[sizes > 0] - 1] = True
    return _Vertices(node, shapely.get_coordinates(lines), first, last), np.repeat(np.arange(len(sizes)), sizes)


def _is_break(vertices: _Vertices, cut_at: Integers) -> Flags:
    _, place, uses = np.unique(vertices.node, return_inverse=True, return_counts=True)
    is_break: Flags = vertices.is_first | vertices.is_last | (uses[place] > 1) | np.isin(vertices.node, cut_at)
    return is_break


def _lengths(vertices: _Vertices, starts: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the length from each start to the next, for no step leads from the end of a way to another way."""
    if not len(starts):
        return np.empty(0)
    steps = np.hypot(*np.diff(vertices.xy, axis=0, append=vertices.xy[-1:]).T)
    steps[vertices.is_last] = 0.0
    length: NDArray[np.float64] = np.add.reduceat(steps, starts)
    return length


def _lines(xy: NDArray[np.float64], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.object_]:
    sizes = ends - starts + 1
    piece = np.repeat(np.arange(len(sizes)), sizes)
    within = np.arange(len(piece)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    lines: NDArray[np.object_] = shapely.linestrings(xy[starts[piece] + within], indices=piece)
    return lines
