"""How far the two nodes of each of many pairs are apart."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.routing.flows import flows
from geodata.routing.graph import WalkingGraph, whole


def costs_to(
    graph: WalkingGraph, origins: ArrayLike, targets: ArrayLike, limit: int | None = None
) -> NDArray[np.int64]:
    """Return the cost from each origin to its target (pair by pair), -1 if it is beyond the limit.

    One search goes out from each distinct origin and stops when all its targets are reached. Raises `ValueError` if a
    node does not exist, or there are not as many origins as targets.

    >>> street = WalkingGraph.build(4, u=[0, 1, 2], v=[1, 2, 3], forward=[100, 100, 300])
    >>> costs_to(street, origins=[0, 0, 3], targets=[2, 0, 1], limit=300).tolist()
    [200, 0, -1]
    """
    begun = whole("origins", origins, graph.n_nodes - 1)
    distinct = np.unique(begun)
    return flows(graph, distinct, distinct, 0, begun, targets, np.zeros(len(begun)), limit).cost
