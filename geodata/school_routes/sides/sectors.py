"""Sectors: the pieces of land between neighbouring arms of main roads at a node, each a place of its own."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.school_routes.sides.directions import bearing
from geodata.school_routes.sides.kinds import is_main_road

BEARING_M = 10.0
"""How far along an edge one looks to tell in which direction it leaves a node."""
_TURN = 400.0  # more than any bearing, so that node and bearing make one ascending key

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Sectors:
    """Places around the nodes of a network, numbered from 0: nodes by number, around a node clockwise from north.

    An arm is one end of a main-road edge. With two arms or more, the first place of a node is the land clockwise of
    its first arm; with fewer the node is one place, unless nothing but a main road ends there (the map was cut off, a
    motorway begins): then its two sides are places. Arrays of ends have two rows: the edges' starts and their ends.
    """

    node_id: Integers
    """OpenStreetMap nodes, ascending."""
    arms: Integers
    """Arms of main roads at each node."""
    places: Integers
    """Places at each node: as many as arms, but at least one, and two where a main road ends."""
    first: Integers
    """Number of each node's first place."""
    node: Integers
    """Node at each end, as its position in `node_id`."""
    clockwise: Integers
    """Place on the clockwise side of each end, that is on the right as one looks away from the node."""
    anticlockwise: Integers
    """Place on its other side; the same for what is not a main road."""
    is_arm: Flags
    """Which ends are arms."""
    arm_keys: Floats
    """Node and bearing of every arm as one number, ascending."""

    def around(self, node: Integers, bearing: Floats) -> Integers:
        """Return the place that one comes to from each node (its position) in a direction, degrees from north.

        Exactly along an arm it is the place clockwise of the arm.
        """
        before = (np.cumsum(self.arms) - self.arms)[node]
        turned: Integers = np.searchsorted(self.arm_keys, node * _TURN + bearing, side="right") - before - 1
        at_end = np.flatnonzero(self.places[node] > np.maximum(self.arms[node], 1))
        arm = self.arm_keys[before[at_end]] % _TURN
        turned[at_end] = (bearing[at_end] - arm) % 360 >= 180
        place: Integers = self.first[node] + turned % self.places[node]
        return place


def sectors(edges: gpd.GeoDataFrame) -> Sectors:
    """Return the places of the edges' nodes (columns of `walking_edges`); edges come in the order of their ids.

    Arms with the same bearing follow one another in the order of the edges, starts before ends.

    >>> roads = gpd.GeoDataFrame({"u": [1, 1, 1], "v": [2, 3, 4], "highway": ["primary", "primary", "residential"]},
    ...     geometry=shapely.linestrings([[(0, 0), (0, 50)], [(0, 0), (0, -50)], [(0, 0), (-50, 0)]]))
    >>> found = sectors(roads)
    >>> found.first.tolist(), found.clockwise[0].tolist(), found.anticlockwise[0].tolist()
    ([0, 2, 4, 6], [0, 1, 1], [1, 0, 1])
    """
    node_id, flat = np.unique(edges[["u", "v"]].to_numpy(dtype=np.int64).T, return_inverse=True)
    node = np.asarray(flat, dtype=np.int64).reshape(2, len(edges))
    is_arm = np.tile(is_main_road(edges), (2, 1))
    arms = np.bincount(node[is_arm], minlength=len(node_id))
    is_end = (arms == 1) & (np.bincount(node.ravel(), minlength=len(node_id)) == 1)
    places = np.where(is_end, 2, np.maximum(arms, 1))
    keys = node * _TURN + _bearings(edges)
    made = Sectors(
        node_id, arms, places, np.cumsum(places) - places, node, np.empty_like(node), np.empty_like(node), is_arm,
        np.sort(keys[is_arm]),
    )  # fmt: skip
    rank = _ranks(keys[is_arm], made)
    first, of = made.first[node[is_arm]], places[node[is_arm]]
    made.clockwise[is_arm], made.anticlockwise[is_arm] = first + rank % of, first + (rank - 1) % of
    beside = made.around(node[~is_arm], keys[~is_arm] - node[~is_arm] * _TURN)
    made.clockwise[~is_arm] = made.anticlockwise[~is_arm] = beside
    return made


def _bearings(edges: gpd.GeoDataFrame) -> Floats:
    """Return the direction of each end: towards the point 10 m along, the far end if that is nearer.

    A short loop is looked at as far as its middle, for its far end is the node itself.
    """
    lines = edges.geometry.to_numpy()
    is_loop = (edges["u"] == edges["v"]).to_numpy(dtype=bool)
    ahead = np.where(is_loop, np.minimum(BEARING_M, shapely.length(lines) / 2), BEARING_M)
    starts = bearing(shapely.get_point(lines, 0), shapely.line_interpolate_point(lines, ahead))
    ends = bearing(shapely.get_point(lines, -1), shapely.line_interpolate_point(lines, -ahead))
    return np.stack([starts, ends])


def _ranks(keys: Floats, made: Sectors) -> Integers:
    """Return the place of each arm in the order of its node's arms, from 0."""
    node = made.node[made.is_arm]
    order = np.argsort(keys, kind="stable")
    rank = np.empty(len(keys), dtype=np.int64)
    rank[order] = np.arange(len(keys)) - (np.cumsum(made.arms) - made.arms)[node[order]]
    return rank
