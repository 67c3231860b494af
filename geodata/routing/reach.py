"""What can be reached from places, and at what cost: for catchments and for floating catchments."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.routing import search
from geodata.routing.entrances import entrances
from geodata.routing.graph import WalkingGraph


class Reached(NamedTuple):
    """A value for each pair of a place and a node within the limit: places rising, the nodes of each in no order."""

    group: NDArray[np.int64]
    node: NDArray[np.int64]
    cost: NDArray[np.int64]


def reach(
    graph: WalkingGraph, groups: ArrayLike, nodes: ArrayLike, start_costs: ArrayLike, limit: int | None = None
) -> Reached:
    """Return all nodes within the limit of each place, with their costs; a node just at the limit counts.

    A place is what has the same number in `groups`; it has an entrance at each of its `nodes`, and costs
    `start_costs` to get there (one for all, or one each). Costs are those of walking away from places;
    `graph.reversed()` gives those of walking to them. Raises `ValueError` for what does not fit.

    >>> street = WalkingGraph.build(4, u=[0, 1, 2], v=[1, 2, 3], forward=[100, 100, 300])
    >>> found = reach(street, groups=[7, 8], nodes=[0, 3], start_costs=[20, 0], limit=120)
    >>> sorted(zip(found.group.tolist(), found.node.tolist(), found.cost.tolist()))
    [(7, 0, 20), (7, 1, 120), (8, 3, 0)]
    """
    places, starts = entrances(graph, groups, nodes, start_costs)
    begins, reached, cost = search.reach(graph.arcs, starts, graph.bounds(limit))
    group, node = np.repeat(places, np.diff(begins)), graph.arcs.numbers[reached].astype(np.int64)
    return Reached(group, node, cost.astype(np.int64))
