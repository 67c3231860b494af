"""How much lies within a walk of everywhere: people and other variables summed."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.routing import search
from geodata.routing.graph import WalkingGraph
from geodata.routing.side_by_side import LANES, sums

_ORIGINS_AT_A_TIME = 2**13


def sums_within(
    graph: WalkingGraph, limit: int, values: ArrayLike, origins: ArrayLike | None = None
) -> NDArray[np.float64]:
    """Return the sums of variables over all nodes within the limit of each origin: a row per origin.

    `values` has a row for each node and a column for each variable; `origins` are nodes, by default all of them. The
    origin itself and nodes just at the limit count. What is missing (NaN) makes the sums that it belongs to missing.
    Sums are made in the same order in every run. Costs are those of walking away from origins.
    Raises `ValueError` for what does not fit.

    >>> street = WalkingGraph.build(4, u=[0, 1, 2], v=[1, 2, 3], forward=[100, 100, 300])
    >>> sums_within(street, 100, values=[[10.0], [20.0], [30.0], [40.0]]).ravel().tolist()
    [30.0, 60.0, 50.0, 40.0]
    """
    asked = graph.arcs.nodes if origins is None else graph.stored(origins, "origins")
    variables = np.asarray(values, dtype=np.float64)
    if variables.ndim != 2 or len(variables) != graph.n_nodes:
        raise ValueError(f"values must have a row for each of {graph.n_nodes} nodes, found {variables.shape}")
    by_node, bounds = np.ascontiguousarray(variables[graph.arcs.numbers]), graph.bounds(limit)
    distinct = np.unique(asked)
    sums_of = np.zeros_like(by_node)
    for low in range(0, len(distinct), _ORIGINS_AT_A_TIME):
        batches = search.batches(graph.arcs, distinct[low : low + _ORIGINS_AT_A_TIME], LANES, bounds)
        reached = search.reach(graph.arcs, batches, bounds)
        sums(graph.arcs, batches, *reached, by_node, bounds.limit, sums_of)
    return sums_of[asked]
