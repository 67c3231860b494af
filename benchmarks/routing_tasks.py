"""What every routing engine is asked: the same streets, facilities, people and pupils, always the same."""

import heapq
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.street_grid import Streets, street_grid

FACILITIES, PAIRS_A_SCHOOL, VARIABLES = 300, 200, 8
FAR_MM, NEAR_MM = 3_200_000, 800_000
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Tasks:
    """Streets, with whole millimetres; 300 schools (also the facilities) and the homes of their pupils."""

    streets: Streets
    mm: Ints
    facilities: Ints
    variables: Floats
    """Variables by node, whole numbers; the first one is the population."""
    school: Ints
    origin: Ints
    pupils: Floats

    @property
    def n_nodes(self) -> int:
        """How many nodes the streets have."""
        return len(self.streets.xy)

    def edges_between(self, start: Ints, end: Ints) -> Ints:
        """Return the edge of each pair of neighbours, for engines whose paths are lists of nodes."""
        keys, edges = self._edges_by_ends
        return edges[np.searchsorted(keys, self._key(start, end))]

    @cached_property
    def _edges_by_ends(self) -> tuple[Ints, Ints]:
        keys = self._key(self.streets.u, self.streets.v)
        order = np.argsort(keys)
        return keys[order], order

    def _key(self, start: Ints, end: Ints) -> Ints:
        return np.minimum(start, end).astype(np.int64) * self.n_nodes + np.maximum(start, end)


def streets_named(name: str) -> Streets:
    """Return made-up streets of about so many nodes, or those of the extract that the name is the path of."""
    if name.isdecimal():
        return street_grid(int(name))
    from benchmarks.street_extract import street_extract

    return street_extract(Path(name))


def tasks_on(name: str) -> Tasks:
    """Return the tasks on the streets of that name; as many facilities per node as 300 on 250,000."""
    streets, rng = streets_named(name), np.random.default_rng(2)
    xy, n_nodes = streets.xy, len(streets.xy)
    facilities = rng.choice(n_nodes, max(1, round(FACILITIES * n_nodes / 250_000)), replace=False)
    school = np.repeat(np.arange(len(facilities)), PAIRS_A_SCHOOL)
    around = np.argsort(xy[:, 0])  # nodes in a band of eastings; the nearest of them stand for homes near a school
    at = np.searchsorted(xy[around, 0], xy[facilities, 0])
    places = zip(at, facilities, strict=True)
    origin = np.concatenate([_homes(xy, around, position, place, rng) for position, place in places])
    pupils = rng.integers(1, 30, len(origin)).astype(float)
    mm = np.rint(streets.length_m * 1000).astype(np.int64)
    variables = rng.integers(0, 60, (n_nodes, VARIABLES)).astype(float)
    return Tasks(streets, mm, facilities, variables, school, origin, pupils)


def _homes(xy: Floats, by_easting: Ints, position: int, place: int, rng: np.random.Generator) -> Ints:
    """Return 200 nodes at random within 2.4 km of a school, most of which walk less than 3.2 km."""
    width = round(len(xy) ** 0.5 * 34)  # 2.4 km are 34 streets
    band = by_easting[max(0, position - width) : position + width]
    near = band[np.hypot(*(xy[band] - xy[place]).T) < 2400]
    return rng.choice(near, PAIRS_A_SCHOOL)  # the school's own node is always among them


def flows_by_path(tasks: Tasks) -> Floats:
    """Return the pupils on every edge, each pair's path walked by itself: the reference, in plain Python.

    A textbook Dijkstra from each school; of several shortest ways to a node that from the lowest-numbered node.
    """
    neighbours: list[list[tuple[int, int, int]]] = [[] for _ in range(tasks.n_nodes)]
    edges = zip(tasks.streets.u.tolist(), tasks.streets.v.tolist(), tasks.mm.tolist(), strict=True)
    for edge, (u, v, mm) in enumerate(edges):
        neighbours[u].append((v, mm, edge))
        neighbours[v].append((u, mm, edge))
    on_edge = np.zeros(len(tasks.mm))
    for number, place in enumerate(tasks.facilities.tolist()):
        came_from = _tree(neighbours, place)
        own = tasks.school == number
        for origin, pupils in zip(tasks.origin[own].tolist(), tasks.pupils[own].tolist(), strict=True):
            node = origin if origin in came_from else place
            while node != place:
                node, edge = came_from[node]
                on_edge[edge] += pupils
    return on_edge


def _tree(neighbours: list[list[tuple[int, int, int]]], source: int) -> dict[int, tuple[int, int]]:
    """Return the node and the edge before each node within 3.2 km."""
    cost, came_from, queue = {source: 0}, {source: (-1, -1)}, [(0, source)]
    while queue:
        so_far, node = heapq.heappop(queue)
        if so_far > cost[node]:
            continue
        for head, mm, edge in neighbours[node]:
            total = so_far + mm
            if total <= FAR_MM and total < cost.get(head, FAR_MM + 1):
                cost[head], came_from[head] = total, (node, edge)
                heapq.heappush(queue, (total, head))
            elif total == cost.get(head) and node < came_from[head][0]:
                came_from[head] = node, edge
    return came_from
