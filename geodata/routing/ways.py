"""Everybody's way to school, step by step: the worst edge on it, sums along it, and who walks each step."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.routing import search
from geodata.routing.arcs import Floats, Ints, Wide, compiled
from geodata.routing.entrances import entrances, to_places
from geodata.routing.graph import UNREACHED, WalkingGraph

Values = TypeVar("Values", NDArray[np.int64], NDArray[np.float64])


@dataclass(frozen=True)
class Ways:
    """The walks of pairs of a school and an origin, and the steps they are made of.

    A step is an edge on at least one walk to a school. Walks to the same school that have met go on together, so that
    each step has one next step; all arrays but `cost` have a value for each step, school after school, and the next
    step always comes before.
    """

    cost: NDArray[np.int64]
    """Cost of each pair's walk; -1 where the school is not within the limit."""
    school: NDArray[np.int64]
    edge: NDArray[np.int32]
    onward: NDArray[np.int32]
    """Position of the next step towards the school; -1 at its gate."""
    first_step: NDArray[np.int32]
    """Position of each pair's first step; -1 where there is none: at the gate itself, or beyond the limit."""
    n_edges: int

    @property
    def is_served(self) -> NDArray[np.bool_]:
        """Which pairs are within the limit."""
        return np.not_equal(self.cost, UNREACHED)

    def worst(self, ratings: ArrayLike) -> NDArray[np.int64]:
        """Return the edge with the highest rating on each pair's walk; -1 where all are rated 0, or there is no walk.

        `ratings` has a whole number from 0 for each edge. Of several edges as bad it is the one nearest to the school.
        Raises `ValueError` if there is not a rating for each edge.
        """
        by_edge = _rows("ratings", np.asarray(ratings, dtype=np.int64), self.n_edges, 1)
        worst = _worst(self.onward, self.edge, by_edge)
        return np.where(self.first_step >= 0, np.append(worst, -1)[self.first_step], -1)

    def sums(self, weights: ArrayLike) -> NDArray[np.float64]:
        """Return the sums of weights of edges along each pair's walk, a row each; missing (NaN) where there is none.

        `weights` has a row for each edge and a column for each variable, which are summed from the school outward.
        Raises `ValueError` if it has not.
        """
        by_edge = _rows("weights", np.asarray(weights, dtype=np.float64), self.n_edges, 2)
        sums = np.concatenate([_sums(self.onward, self.edge, by_edge), np.zeros((1, by_edge.shape[1]))])
        return np.where(self.is_served[:, None], sums[self.first_step], np.nan)

    def loads(self, walkers: ArrayLike) -> NDArray[np.float64]:
        """Return how many walk each step: a row each, with the columns of `walkers`, which has a row for each pair.

        Whole numbers add up exactly, fractions in the same order in every run. Raises `ValueError` for what does not
        fit.

        >>> street = WalkingGraph.build(3, u=[0, 1], v=[1, 2], forward=[100, 100])
        >>> found = ways(street, groups=[0], nodes=[0], start_costs=0, school=[0, 0], origin=[1, 2])
        >>> found.edge.tolist(), found.loads([[5.0, 1.0], [4.0, 0.0]]).tolist()
        ([0, 1], [[9.0, 1.0], [4.0, 0.0]])
        """
        by_pair = _rows("walkers", np.asarray(walkers, dtype=np.float64), len(self.cost), 2)
        loads, walks = np.zeros((len(self.edge), by_pair.shape[1])), self.first_step >= 0
        np.add.at(loads, self.first_step[walks], by_pair[walks])
        _walk_on(self.onward, loads)
        return loads

    def is_last_on(self, stretches: ArrayLike) -> NDArray[np.bool_]:
        """Tell of each step whether it is the last one before the walk leaves a stretch for good, or ends.

        `stretches` has a number for each edge, from 0 and the same for edges that are one stretch; negative for what is
        none, which is left with each step. Summed over these steps, the loads of a stretch are those who walk along any
        of its edges: who leaves it and comes back counts once.
        """
        here = _rows("stretches", np.asarray(stretches, dtype=np.int64), self.n_edges, 1)[self.edge]
        is_last = np.less(self.onward, 0) | np.not_equal(here, here[self.onward])
        return is_last & ~_comes_back(self.onward, self.school, here, is_last, int(here.max(initial=-1)) + 1)


def ways(
    graph: WalkingGraph,
    groups: ArrayLike,
    nodes: ArrayLike,
    start_costs: ArrayLike,
    school: ArrayLike,
    origin: ArrayLike,
    limit: int | None = None,
) -> Ways:
    """Return the shortest ways of all pairs to their schools, from one bounded search around each school.

    Schools, pairs, limits and the choice among equally short ways are those of `geodata.routing.flows.flows`. Memory
    grows with the steps of all ways together: with many pairs give schools a few at a time.
    Raises `ValueError` for what does not fit.

    >>> street = WalkingGraph.build(4, u=[0, 1, 2], v=[1, 2, 3], forward=[100, 100, 300])
    >>> found = ways(street, groups=[0], nodes=[0], start_costs=7, school=[0, 0, 0], origin=[2, 0, 3], limit=207)
    >>> found.cost.tolist(), found.edge.tolist()
    ([207, 7, -1], [0, 1])
    >>> found.worst([1, 1, 2]).tolist(), found.sums([[0.5], [8.0], [1.0]]).ravel().tolist()
    ([0, -1, -1], [8.5, 0.0, nan])
    """
    places, starts = entrances(graph, groups, nodes, start_costs)
    order, walks = to_places(graph, places, school, origin)
    found = search.ways(graph.arcs, starts, walks, graph.bounds(limit))
    by_pair = np.empty((2, len(order)), dtype=np.int32)
    by_pair[:, order] = found[:2]
    _, _, begins, edge, onward = found
    return Ways(
        by_pair[0].astype(np.int64), np.repeat(places, np.diff(begins)), edge, onward, by_pair[1], graph.n_edges
    )


def _rows(name: str, values: Values, n_rows: int, n_dimensions: int) -> Values:
    if values.ndim != n_dimensions or len(values) != n_rows:
        kind = "a number" if n_dimensions == 1 else "a row"
        raise ValueError(f"{name} must have {kind} for each of {n_rows}, found {values.shape}")
    return np.ascontiguousarray(values)


@compiled
def _worst(onward: Ints, edge: Ints, ratings: Wide) -> Wide:
    worst = np.full(len(edge), -1, np.int64)
    for step in range(len(edge)):
        worst[step] = worst[onward[step]] if onward[step] >= 0 else -1
        so_far = ratings[worst[step]] if worst[step] >= 0 else 0
        if ratings[edge[step]] > so_far:
            worst[step] = edge[step]
    return worst


@compiled
def _sums(onward: Ints, edge: Ints, weights: Floats) -> Floats:
    sums = weights[edge]
    for step in range(len(edge)):
        if onward[step] >= 0:
            for variable in range(weights.shape[1]):
                sums[step, variable] += sums[onward[step], variable]
    return sums


@compiled
def _walk_on(onward: Ints, loads: Floats) -> None:
    """Add the walkers of each step to those of the next, the furthest first."""
    for step in range(len(onward) - 1, -1, -1):
        if onward[step] >= 0:
            for column in range(loads.shape[1]):
                loads[onward[step], column] += loads[step, column]


@compiled
def _comes_back(
    onward: Ints, school: Wide, here: Wide, is_last: NDArray[np.bool_], n_stretches: int
) -> NDArray[np.bool_]:
    """Tell which last steps on a stretch are followed by others on it; steps nearer to the school come first."""
    comes_back, first = np.zeros(len(onward), np.bool_), np.full(n_stretches, -1, np.int64)
    begin = 0
    for step in range(len(onward)):
        if step > 0 and school[step] != school[step - 1]:
            begin = step
        stretch = here[step]
        if stretch < 0:
            continue
        if first[stretch] < begin:
            first[stretch] = step  # no walk to this school is on the stretch any nearer to it
        at = onward[step] if is_last[step] else -1
        while at >= first[stretch] and not comes_back[step]:
            comes_back[step] = here[at] == stretch
            at = onward[at]
    return comes_back
