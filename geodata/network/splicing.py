"""Places built into the network as nodes, so that every walk goes from node to node and is exact."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Spliced:
    """The network as arrays for routing: nodes are positions from 0, each row of the others is a piece of an edge."""

    n_nodes: int
    u: Integers
    v: Integers
    forward: Integers
    """Cost from u to v."""
    backward: Integers
    edge: Integers
    """Position of the edge, in the table given, that it is a piece of."""
    node_of_point: Integers
    """Node of each point; -1 where a point's edge is null or not among the edges."""
    node_ids: Integers
    """OpenStreetMap numbers of the first nodes, in order; nodes that points made follow them and have none."""
    xy: NDArray[np.float64]
    """Coordinates of the nodes."""


@dataclass(frozen=True)
class _Cuts:
    """Distinct places inside edges, edge after edge, in the direction from u to v."""

    edge: Integers
    along_mm: Integers


def millimetres(length_m: pd.Series) -> Integers:
    """Return lengths as whole millimetres, the cost of level walking."""
    whole: Integers = np.rint(length_m.to_numpy(dtype=float) * 1000).astype(np.int64)
    return whole


def splice(
    edges: gpd.GeoDataFrame, points: pd.DataFrame, forward: Integers | None = None, backward: Integers | None = None
) -> Spliced:
    """Return the network with a node at every distinct place of `points` (`edge_id`, `along_m`, as `snap` gives them).

    `forward` is the cost of each edge from u to v in whole units, such as milliseconds, by default its length in
    millimetres; `backward` that from v to u, by default the same. A place inside an edge cuts it in two, whose costs
    are in proportion to their lengths and sum exactly to the edge's: distances between nodes do not change. Places
    less than a millimetre apart are one; those at an edge's end are its end node.
    Raises `TypeError` if costs are not whole numbers.

    >>> edges = gpd.GeoDataFrame({"edge_id": ["w1.0.0"], "u": [7], "v": [9], "length_m": [100.0]},
    ...     geometry=shapely.linestrings([[(0, 0), (100, 0)]]), crs="EPSG:27700")
    >>> homes = pd.DataFrame({"edge_id": ["w1.0.0"] * 3, "along_m": [25.0, 100.0, 60.0]})
    >>> network = splice(edges, homes, forward=np.array([1001]), backward=np.array([2000]))
    >>> network.node_of_point.tolist(), network.u.tolist(), network.v.tolist()
    ([2, 1, 3], [0, 2, 3], [2, 3, 1])
    >>> network.forward.tolist(), network.backward.tolist()
    ([250, 351, 400], [500, 700, 800])
    """
    there = millimetres(edges["length_m"]) if forward is None else _whole(forward)
    back = there if backward is None else _whole(backward)
    node_ids, ends = np.unique(edges[["u", "v"]].to_numpy(dtype=np.int64), return_inverse=True)
    ends = ends.reshape(-1, 2)
    node_of_point, cuts = _cuts(edges, points, ends, len(node_ids))
    n_cuts = np.bincount(cuts.edge, minlength=len(edges))
    first = np.cumsum(n_cuts + 1) - n_cuts - 1
    made = len(node_ids) + np.arange(len(cuts.edge))
    start, end = _between(ends[:, 0], made, ends[:, 1], first, n_cuts)
    length_mm = millimetres(edges["length_m"])[cuts.edge]
    return Spliced(
        n_nodes=len(node_ids) + len(made),
        u=start,
        v=end,
        forward=_shares(there, cuts, length_mm, first, n_cuts),
        backward=_shares(back, cuts, length_mm, first, n_cuts),
        edge=np.repeat(np.arange(len(edges)), n_cuts + 1),
        node_of_point=node_of_point,
        node_ids=node_ids,
        xy=_xy(edges, ends, len(node_ids), cuts),
    )


def _whole(costs: Integers) -> Integers:
    if not np.issubdtype(np.asarray(costs).dtype, np.integer):
        raise TypeError(f"costs must be whole numbers, found {np.asarray(costs).dtype}: round them to milliseconds")
    return np.asarray(costs, dtype=np.int64)


def _cuts(edges: gpd.GeoDataFrame, points: pd.DataFrame, ends: Integers, n_nodes: int) -> tuple[Integers, _Cuts]:
    """Return the node of each point, nodes inside edges counted on from `n_nodes`, and where those lie."""
    edge = pd.Index(edges["edge_id"]).get_indexer(pd.Index(points["edge_id"]))
    is_on = edge >= 0
    on, along = edge[is_on], millimetres(points["along_m"][is_on])
    length = millimetres(edges["length_m"])[on]
    inside = (along > 0) & (along < length)
    places, place = np.unique(np.stack([on[inside], along[inside]], axis=1), axis=0, return_inverse=True)
    found = np.where(along <= 0, ends[on, 0], ends[on, 1])
    found[inside] = n_nodes + place.reshape(-1)
    node = np.full(len(points), -1, dtype=np.int64)
    node[is_on] = found
    return node, _Cuts(places[:, 0], places[:, 1])


def _between(
    first_value: Integers, inner: Integers, last_value: Integers, first: Integers, n_cuts: Integers
) -> tuple[Integers, Integers]:
    """Return start and end of every piece: an edge's first value, those at its cuts in order, its last value."""
    is_first, is_last = np.zeros((2, len(inner) + len(n_cuts)), dtype=bool)
    is_first[first], is_last[first + n_cuts] = True, True
    start, end = np.empty((2, len(is_first)), dtype=np.int64)
    start[is_first], start[~is_first] = first_value, inner
    end[is_last], end[~is_last] = last_value, inner
    return start, end


def _shares(cost: Integers, cuts: _Cuts, length_mm: Integers, first: Integers, n_cuts: Integers) -> Integers:
    at_cut = (2 * cost[cuts.edge] * cuts.along_mm + length_mm) // (2 * length_mm)  # to the nearest whole unit
    start, end = _between(np.zeros_like(cost), at_cut, cost, first, n_cuts)
    return end - start


def _xy(edges: gpd.GeoDataFrame, ends: Integers, n_nodes: int, cuts: _Cuts) -> NDArray[np.float64]:
    lines = edges.geometry.to_numpy()
    xy = np.empty((n_nodes, 2))
    for side, vertex in ((1, -1), (0, 0)):
        xy[ends[:, side]] = shapely.get_coordinates(shapely.get_point(lines, vertex))
    on_edges = shapely.line_interpolate_point(lines[cuts.edge], cuts.along_mm / 1000)
    return np.concatenate([xy, shapely.get_coordinates(on_edges)])
