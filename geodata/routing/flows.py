"""How many people walk along each edge on their shortest ways, and how far each of them walks."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.routing import search
from geodata.routing.entrances import entrances, to_places
from geodata.routing.graph import UNREACHED, WalkingGraph


class Flows(NamedTuple):
    """People on edges, and how far they walk."""

    on_edge: NDArray[np.float64]
    """People on each edge, both directions together."""
    cost: NDArray[np.int64]
    """Cost of each pair's walk; -1 where the school is not within the limit: its pupils are on no edge."""

    @property
    def is_served(self) -> NDArray[np.bool_]:
        """Which pairs are within the limit."""
        return np.not_equal(self.cost, UNREACHED)


def flows(
    graph: WalkingGraph,
    groups: ArrayLike,
    nodes: ArrayLike,
    start_costs: ArrayLike,
    school: ArrayLike,
    origin: ArrayLike,
    pupils: ArrayLike,
    limit: int | None = None,
) -> Flows:
    """Return the pupils on every edge when all take a shortest way to their school.

    A school is what has the same number in `groups`; it has a gate at each of its `nodes`, and costs `start_costs`
    from there (one for all, or one each). Each pair has a `school` (one of the groups), an `origin` node and `pupils`.
    Schools just at the limit are reached; the limit is in the graph's own costs. One search goes out from each school,
    and everybody walks back along its tree. Of several shortest ways it is that which, seen from the school, comes to
    each node from the lowest-numbered node, over the first of several edges; a way over an edge that costs nothing is
    taken only where no other does. Whole pupils add up exactly, fractions in the same order in every run.
    With costs that differ by direction give `graph.reversed()`, on which pupils walk towards school.
    Raises `ValueError` for what does not fit.

    >>> street = WalkingGraph.build(4, u=[0, 1, 2], v=[1, 2, 3], forward=[100, 100, 300])
    >>> found = flows(street, groups=[0], nodes=[0], start_costs=0, school=[0, 0, 0], origin=[1, 2, 3],
    ...     pupils=[5, 4, 9], limit=200)
    >>> found.on_edge.tolist(), found.cost.tolist()
    ([9.0, 4.0, 0.0], [100, 200, -1])
    """
    places, starts = entrances(graph, groups, nodes, start_costs)
    order, walks = to_places(graph, places, school, origin)
    walkers, on_edge = np.asarray(pupils, dtype=np.float64), np.zeros(graph.n_edges)
    if walkers.shape != order.shape or not (np.isfinite(walkers) & (walkers >= 0)).all():
        raise ValueError("school, origin and pupils must be as many, and pupils finite numbers from 0")
    cost = np.empty(len(order), dtype=np.int64)
    cost[order] = search.trees(graph.arcs, starts, walks, walkers[order], on_edge, graph.bounds(limit))
    return Flows(on_edge, cost)
