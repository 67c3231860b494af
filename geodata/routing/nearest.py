"""Which of many places is nearest, from everywhere."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.routing import search
from geodata.routing.arcs import Arcs, Ints, Starts, compiled
from geodata.routing.entrances import start_costs_of
from geodata.routing.graph import UNREACHED, WalkingGraph


class Nearest(NamedTuple):
    """One value for each node; both -1 where no source is within the limit."""

    cost: NDArray[np.int64]
    """Cost from the nearest source."""
    source: NDArray[np.int64]
    """Position of the nearest source in the nodes given; of several equally near the first."""


def nearest(graph: WalkingGraph, nodes: ArrayLike, start_costs: ArrayLike = 0, limit: int | None = None) -> Nearest:
    """Return the cost from the nearest of the source nodes to every node, and which source that is.

    `start_costs` is what it costs to get from each source to its node (one for all, or one each); the limit includes
    it, and itself counts as within. The cost of walking towards sources is that on `graph.reversed()`.
    Raises `ValueError` if a node does not exist or a cost is not a whole number from 0.

    >>> street = WalkingGraph.build(4, u=[0, 1, 2], v=[1, 2, 3], forward=[100, 100, 300])
    >>> found = nearest(street, nodes=[2, 0], limit=200)
    >>> found.cost.tolist(), found.source.tolist()
    ([0, 100, 0, -1], [1, 0, 0, -1])
    """
    sources = graph.stored(nodes)
    starts = Starts(np.array([0, len(sources)]), sources, start_costs_of(start_costs, len(sources)))
    cost, settled = search.nearest(graph.arcs, starts, graph.bounds(limit, len(sources)))
    source = np.full(graph.n_nodes, search.NEVER, dtype=np.int32)
    is_nearest = np.flatnonzero(starts.costs == cost[sources])[::-1]
    source[sources[is_nearest]] = is_nearest  # the first of them is written last
    while _spread(graph.arcs, cost, settled, source):  # once, unless edges that cost nothing lead back
        pass
    cost[cost == search.NEVER] = source[source == search.NEVER] = UNREACHED
    stored = graph.arcs.nodes
    return Nearest(cost[stored].astype(np.int64), source[stored].astype(np.int64))


@compiled
def _spread(arcs: Arcs, cost: Ints, settled: Ints, source: Ints) -> bool:
    """Give each node the lowest source of those it is reached from; tell whether it has to be done again."""
    first, heads, costs, costs_back, again = arcs.first, arcs.heads, arcs.costs, arcs.costs_back, False
    for node in settled:
        lowest, is_next_to_free = source[node], False
        for arc in range(first[node], first[node + 1]):
            is_before = cost[heads[arc]] + np.int64(costs_back[arc]) == cost[node]
            lowest = min(lowest, source[heads[arc]]) if is_before else lowest
            is_next_to_free |= costs[arc] == 0
        source[node] = lowest
        if is_next_to_free:
            for arc in range(first[node], first[node + 1]):
                head = heads[arc]
                again |= costs[arc] == 0 and cost[head] == cost[node] and source[head] > lowest
    return again
