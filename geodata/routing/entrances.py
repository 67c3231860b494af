"""Where searches begin: the entrances of places, each a node and the cost from there to the place itself."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.routing.arcs import MAX_COST, Starts
from geodata.routing.graph import WalkingGraph, whole


class Entrances(NamedTuple):
    """Places that have an entrance, and their entrances in the same order."""

    places: NDArray[np.int64]
    """What callers call each place, rising."""
    starts: Starts


def entrances(graph: WalkingGraph, groups: ArrayLike, nodes: ArrayLike, start_costs: ArrayLike) -> Entrances:
    """Return entrances by place. Raises `ValueError` if they do not fit together or the graph."""
    of_place, stored = whole("groups", groups, np.iinfo(np.int64).max), graph.stored(nodes)
    costs = start_costs_of(start_costs, len(stored))
    if of_place.shape != stored.shape:
        raise ValueError(f"groups and nodes must be as many, found {of_place.size} and {stored.size}")
    order = np.argsort(of_place, kind="stable")
    places, first = np.unique(of_place[order], return_index=True)
    return Entrances(places, Starts(np.append(first, len(order)), stored[order], costs[order]))


def start_costs_of(start_costs: ArrayLike, n_entrances: int) -> NDArray[np.int32]:
    """Return a start cost for each entrance, or the one for all of them."""
    return np.broadcast_to(whole("start_costs", start_costs, MAX_COST), n_entrances).astype(np.int32)
