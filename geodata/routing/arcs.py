"""What the compiled loops read: the arcs of a walking graph, and where searches on it begin and end.

Nodes are numbered here as the graph stores them. A compiled function calls only functions of its own file: numba's
cache does not notice when one elsewhere has changed. Nor does it notice when the fields of a tuple are put in another
order: the files that read the tuple have to change with it, as those that make one do.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., object])
Ints = NDArray[np.int32]
Wide = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.uint8]

MAX_COST = 2**30 - 1
"""Dearest edge, start or limit: 1,073 km in millimetres, 298 hours in milliseconds; two of them still fit 32 bits."""

integer = cast("Callable[[int], int]", np.int64)
"""For constants that are passed on: a bare 0 is a type of its own to numba, and functions are compiled for it again."""
short = cast("Callable[[int], int]", np.int32)


def compiled(function: Function) -> Function:
    """Compile a function on first use, and keep the result beside its file, else in the user's cache folder.

    Where neither can be written to, it is compiled anew in every process.
    """
    try:
        made: Function = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba found no folder to keep it in
        made = njit(nogil=True)(function)
    return made


class Arcs(NamedTuple):
    """Arcs by the node they leave, and what callers call the nodes."""

    first: Ints
    """Position of the first arc of each node, and the number of arcs."""
    heads: Ints
    tails: Ints
    costs: Ints
    costs_back: Ints
    """Of the same edge, walked the other way."""
    edges: Ints
    numbers: Ints
    """What callers call each node."""
    nodes: Ints
    """Node of each of the callers' numbers."""
    ranks: Ints
    """Which of two nodes at the same cost comes first: matters only where edges cost nothing; else as stored."""
    by_rank: Ints
    has_short_arc: NDArray[np.bool_]
    """Whether an arc that leaves a node costs less than a bucket of the queue is wide."""


class Starts(NamedTuple):
    """Where searches begin: the entrances of each place, place after place."""

    begins: Wide
    """Position of the first entrance of each place, and the number of entrances."""
    nodes: Ints
    costs: Ints


class Bounds(NamedTuple):
    """How far a search goes, and the queue it needs."""

    limit: int
    n_buckets: int
    """A power of two."""
    shift: int
    """Buckets are 2**shift wide."""


class Walks(NamedTuple):
    """Who walks to which place, place after place."""

    begins: Wide
    """Position of the first walk to each place, and the number of walks."""
    nodes: Ints
    """Where they come from."""


class Space(NamedTuple):
    """What a search works in; only `geodata.routing.search` makes and reads it."""

    cost: Ints
    via: Ints
    """Arc over which each node was reached; -1 at sources."""
    settled: Ints
    """Nodes bucket by bucket, each after the one it was reached from."""
    wanted: Flags
    """The search ends when so many of these are settled."""
    keys: Wide
    """Everything that was put in the queue: cost, then rank."""
    after: Ints
    """Next in the same bucket; -1 at its end."""
    buckets: Ints
    """First in each bucket; -1 if it is empty."""
    opened: Wide
    """Keys of the lowest bucket; a heap if any of its nodes has a short arc."""
    shift: int


@compiled
def arcs_by_node(n_nodes: int, u: Ints, v: Ints) -> tuple[Ints, Ints]:
    """Return the position of each node's first arc, and the arcs: 2 e is edge e from u to v, 2 e + 1 the way back."""
    first, arcs = np.zeros(n_nodes + 2, np.int32), np.empty(2 * len(u), np.int32)
    for edge in range(len(u)):
        first[u[edge] + 2] += 1
        first[v[edge] + 2] += 1
    for node in range(n_nodes):
        first[node + 2] += first[node + 1]
    for edge in range(len(u)):  # moves the beginning of each node to that of the next
        arcs[first[u[edge] + 1]] = 2 * edge
        first[u[edge] + 1] += 1
        arcs[first[v[edge] + 1]] = 2 * edge + 1
        first[v[edge] + 1] += 1
    return first[:-1], arcs
