"""The least that flows can cost: one bare pass over the arcs that their searches touch."""

from collections.abc import Callable

import numpy as np
from numba import njit
from numpy.typing import NDArray

from benchmarks.routing_tasks import FAR_MM, Tasks
from geodata.routing.flows import flows
from geodata.routing.graph import WalkingGraph
from geodata.routing.reach import reach


@njit(cache=True)
def _pass(first: NDArray, heads: NDArray, costs: NDArray, nodes: NDArray) -> int:  # type: ignore[type-arg]
    total = 0
    for node in nodes:
        for arc in range(first[node], first[node + 1]):
            total += heads[arc] + costs[arc]
    return total


def bare_pass(graph: WalkingGraph, tasks: Tasks) -> Callable[[], int]:
    """Return a pass over the arcs of all nodes that each school's search settles before its last pupil is reached."""
    schools = np.arange(len(tasks.facilities))
    found = reach(graph, schools, tasks.facilities, 0, FAR_MM)
    pairs = flows(graph, schools, tasks.facilities, 0, tasks.school, tasks.origin, tasks.pupils, FAR_MM)
    furthest = np.zeros(len(schools), dtype=np.int64)
    np.maximum.at(furthest, tasks.school, np.where(pairs.is_served, pairs.cost, FAR_MM))
    nodes = graph.stored(found.node[found.cost <= furthest[found.group]])
    arcs = graph.arcs
    _pass(arcs.first, arcs.heads, arcs.costs, nodes)
    return lambda: _pass(arcs.first, arcs.heads, arcs.costs, nodes)
