"""The walking network as the routing engine stores it."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.routing.arcs import MAX_COST, Arcs, Bounds, arcs_by_node
from geodata.routing.hilbert import hilbert_order

UNREACHED = -1
"""Cost of what lies beyond the limit, or cannot be reached at all."""
_WIDEST_BUCKET, _NARROWEST_BUCKET = 1 / 8, 1 / 64
"""Of the median edge; in between, buckets are as wide as all but 3 % of the edges are long. Found by trial."""
_SHORT_EDGES = 0.03
_MOST_BUCKETS = 2**16

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class WalkingGraph:
    """Nodes numbered from 0 and edges between them, with a whole cost each way, in millimetres or milliseconds.

    Nodes are stored along a Hilbert curve, so that what is near on the ground is near in memory; callers always use
    their own numbers, and results do not depend on the order of storage.
    """

    n_nodes: int
    n_edges: int
    max_cost: int
    bucket: int
    """Width of the buckets of a search from one place, in units of cost."""
    arcs: Arcs

    @classmethod
    def build(
        cls,
        n_nodes: int,
        u: ArrayLike,
        v: ArrayLike,
        forward: ArrayLike,
        backward: ArrayLike | None = None,
        xy: ArrayLike | None = None,
    ) -> Self:
        """Return the graph of edges from `u` to `v`, which cost `forward` from u to v and `backward` from v to u.

        Without `backward` edges cost the same both ways; without `xy` (a row per node) nodes are stored as numbered.
        Several edges may join two nodes, an edge may lead back to its own node, and may cost nothing.
        Raises `ValueError` if a node does not exist, or a cost is negative, missing, not whole or above 2**30 - 1.

        >>> graph = WalkingGraph.build(3, u=[0, 1], v=[1, 2], forward=[100, 250])
        >>> graph.n_edges, graph.max_cost
        (2, 250)
        """
        start, end = whole("u", u, n_nodes - 1), whole("v", v, n_nodes - 1)
        there = whole("forward", forward, MAX_COST)
        back = there if backward is None else whole("backward", backward, MAX_COST)
        if len({column.shape for column in (start, end, there, back)}) > 1 or there.ndim != 1:
            raise ValueError(f"u, v and costs must have a value for each edge, found {start.shape} to {there.shape}")
        bucket = _bucket(there)
        arcs = _arcs(_numbers(n_nodes, xy), start, end, there, back, bucket)
        return cls(n_nodes, len(there), int(arcs.costs.max(initial=0)), bucket, arcs)

    def reversed(self) -> Self:
        """Return the graph in which every edge is walked the other way; edges and nodes keep their numbers.

        Searches go outward from places; on the reversed graph they give the costs of walking towards them.
        """
        return replace(self, arcs=self.arcs._replace(costs=self.arcs.costs_back, costs_back=self.arcs.costs))

    def only(self, edges: ArrayLike) -> Self:
        """Return the graph in which only some edges can be walked (true for each of these); all keep their numbers.

        Raises `ValueError` if there is not a truth value for each edge.

        >>> street = WalkingGraph.build(3, u=[0, 1], v=[1, 2], forward=[100, 250])
        >>> street.only([False, True]).arcs.edges.tolist()
        [1, 1]
        """
        is_usable = np.asarray(edges, dtype=bool)
        if is_usable.shape != (self.n_edges,):
            raise ValueError(f"edges must have a truth value for each of {self.n_edges}, found {is_usable.shape}")
        kept, arcs = is_usable[self.arcs.edges], self.arcs
        n_before = np.concatenate([np.zeros(1, dtype=np.int32), np.cumsum(kept, dtype=np.int32)])
        by_arc = (arcs.heads, arcs.tails, arcs.costs, arcs.costs_back, arcs.edges)
        heads, tails, costs, costs_back, numbers = (column[kept] for column in by_arc)
        few = arcs._replace(heads=heads, tails=tails, costs=costs, costs_back=costs_back, edges=numbers)
        return replace(self, arcs=few._replace(first=n_before[arcs.first]))

    def stored(self, nodes: ArrayLike, name: str = "nodes") -> NDArray[np.int32]:
        """Return where the graph stores nodes. Raises `ValueError` if one does not exist."""
        return self.arcs.nodes[whole(name, nodes, self.n_nodes - 1)]

    def bounds(self, limit: int | None, n_sources: int = 1) -> Bounds:
        """Return the limit (by default the highest there is), and the queue for a search from so many sources.

        The more sources, the more nodes wait at about the same cost. Raises `ValueError` if the limit is none.
        """
        shift = max(self.bucket // max(n_sources, 1), 1).bit_length() - 1
        n_buckets = min(1 << ((self.max_cost >> shift) + 2).bit_length(), _MOST_BUCKETS)
        return Bounds(MAX_COST if limit is None else int(whole("limit", limit, MAX_COST)), n_buckets, shift)


def whole(name: str, values: ArrayLike, most: int) -> Integers:
    """Return values as whole numbers from 0 to `most`. Raises `ValueError` naming the first one that is not."""
    found = np.asarray(values)
    if found.size == 0:
        return np.empty(found.shape, dtype=np.int64)
    if not np.issubdtype(found.dtype, np.integer):
        raise ValueError(f"{name} must be whole numbers, found {found.dtype}: round them, leave out what is missing")
    if (is_wrong := (found < 0) | (found > most)).any():
        raise ValueError(f"{name} must be from 0 to {most}, found {found[is_wrong].flat[0]} ({is_wrong.sum()} such)")
    return found.astype(np.int64)


def _numbers(n_nodes: int, xy: ArrayLike | None) -> NDArray[np.int32]:
    """Return the callers' number of each node in the order of storage."""
    if xy is None:
        return np.arange(n_nodes, dtype=np.int32)
    points = np.asarray(xy, dtype=np.float64)
    if points.shape != (n_nodes, 2) or not np.isfinite(points).all():
        raise ValueError(f"xy must have two finite coordinates for each of {n_nodes} nodes, found {points.shape}")
    return hilbert_order(points).astype(np.int32)


def _bucket(costs: Integers) -> int:
    if not costs.any():
        return 1
    few, middle = np.quantile(costs[costs > 0], [_SHORT_EDGES, 0.5])
    return int(max(min(few, middle * _WIDEST_BUCKET), middle * _NARROWEST_BUCKET, 1))


def _arcs(numbers: NDArray[np.int32], u: Integers, v: Integers, there: Integers, back: Integers, bucket: int) -> Arcs:
    """Return both arcs of every edge, by the node they leave; at a node in the order of edges."""
    stored = np.arange(len(numbers), dtype=np.int32)
    nodes = np.empty_like(stored)
    nodes[numbers] = stored
    ends, costs = np.stack([nodes[u], nodes[v]], axis=1), np.stack([there, back], axis=1).astype(np.int32)
    first, arc = arcs_by_node(len(nodes), ends[:, 0].copy(), ends[:, 1].copy())
    has_short_arc = np.zeros(len(nodes), dtype=bool)
    has_short_arc[ends[np.minimum(there, back) < bucket]] = True  # either way, for the reversed graph
    ranks = (stored, stored) if costs.all() else (numbers, nodes)
    ends, costs = ends.ravel(), costs.ravel()
    return Arcs(
        first, ends[arc ^ 1], ends[arc], costs[arc], costs[arc ^ 1], arc >> 1, numbers, nodes, *ranks, has_short_arc
    )
