"""Where searches begin and who is looked for: the entrances of places, and the walks to each of them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.routing.arcs import MAX_COST, Starts, Walks
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


class ToPlaces(NamedTuple):
    """Walks to places, place after place."""

    order: NDArray[np.int64]
    """Position of each of them among the walks given."""
    walks: Walks


def to_places(graph: WalkingGraph, places: NDArray[np.int64], school: ArrayLike, origin: ArrayLike) -> ToPlaces:
    """Return the walks from each `origin` to its `school`, one of the places. Raises `ValueError` if that is none."""
    goes_to = whole("school", school, np.iinfo(np.int64).max)
    if (is_none := ~np.isin(goes_to, places)).any():
        raise ValueError(f"school {goes_to[is_none][0]} is not among the groups: give it a gate or leave it out")
    walks_from, place = graph.stored(origin, "origin"), np.searchsorted(places, goes_to)
    if place.shape != walks_from.shape:
        raise ValueError(f"school and origin must be as many, found {place.size} and {walks_from.size}")
    order = np.argsort(place, kind="stable")
    begins = np.searchsorted(place[order], np.arange(len(places) + 1))
    return ToPlaces(order, Walks(begins, walks_from[order]))
