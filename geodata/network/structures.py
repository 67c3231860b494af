"""Heights of bridges and tunnels, which a terrain model does not see: straight from abutment to abutment."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import spsolve

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Positions = NDArray[np.intp]
_SHORTEST_M = 0.01  # so that an edge without length joins its ends instead of dividing by zero


def is_structure(edges: pd.DataFrame) -> Flags:
    """Tell which edges are off the ground: bridges and tunnels."""
    return ((edges["bridge"] == "yes") | (edges["tunnel"] == "yes")).to_numpy(dtype=bool, na_value=False)


def structure_heights(edges: pd.DataFrame, start_m: Floats, end_m: Floats) -> tuple[Floats, Floats]:
    """Return the heights at the ends of bridges and tunnels, in the order of those edges among `edges`.

    `start_m` and `end_m` are the heights of the ground at u and v of every edge. A node is an abutment, and keeps the
    height of the ground, where an edge on the ground meets the structure or the structure ends; but not where one way
    runs on over it as a bridge or tunnel, such as at stairs that come up to the middle of a bridge. Between abutments
    heights change evenly with length, over all edges and ways that the structure consists of (where it branches, so
    that every node has the mean of its neighbours, weighted by one over their distance). Unknown (NaN) where any of
    the abutments is unknown, or where there is none.

    >>> bridge = pd.DataFrame({"u": [1, 2], "v": [2, 3], "length_m": [30.0, 10.0], "osm_way_id": [7, 8],
    ...                        "bridge": ["yes", "yes"], "tunnel": ["no", "no"]})
    >>> start, end = structure_heights(bridge, np.array([50.0, 5.0]), np.array([5.0, 54.0]))
    >>> start.round(6).tolist(), end.round(6).tolist()
    ([50.0, 53.0], [53.0, 54.0])
    """
    mask = is_structure(edges)
    aloft = edges[mask]
    nodes, both = np.unique(aloft[["u", "v"]].to_numpy(), return_inverse=True)
    u, v = both.reshape(-1, 2).T
    height = np.full(len(nodes), np.nan)
    height[u], height[v] = start_m[mask], end_m[mask]
    is_free = _is_free(nodes, u, v, aloft["osm_way_id"], edges.loc[~mask, ["u", "v"]])
    length = np.maximum(aloft["length_m"].to_numpy(dtype=float), _SHORTEST_M)
    height[is_free] = _between_abutments(u, v, length, height, is_free)
    return height[u], height[v]


def _is_free(nodes: NDArray[np.int64], u: Positions, v: Positions, way: pd.Series, ground: pd.DataFrame) -> Flags:
    """Tell which nodes are no abutments."""
    is_joint = np.bincount(np.concatenate([u, v]), minlength=len(nodes)) > 1
    is_on_ground = np.isin(nodes, ground.to_numpy())
    runs_on = pd.MultiIndex.from_arrays([way, v]).isin(pd.MultiIndex.from_arrays([way, u]))
    is_within_way = np.zeros(len(nodes), dtype=bool)
    is_within_way[v[runs_on]] = True
    free: Flags = is_joint & (~is_on_ground | is_within_way)
    return free


def _between_abutments(u: Positions, v: Positions, length: Floats, height: Floats, is_free: Flags) -> Floats:
    """Return the heights of the free nodes: each the mean of its neighbours, weighted by one over the distance."""
    count = int(is_free.sum())
    number = np.cumsum(is_free) - 1
    near, far = np.concatenate([u, v]), np.concatenate([v, u])
    weight = np.tile(1 / length, 2)[is_free[near]]
    near, far = near[is_free[near]], far[is_free[near]]
    is_abutment = ~is_free[far]
    inner = number[near[~is_abutment]], number[far[~is_abutment]]
    links = coo_array((weight[~is_abutment], inner), shape=(count, count))
    at_abutment = number[near[is_abutment]]
    is_unknown = _is_unknown(links, at_abutment, np.isnan(height[far[is_abutment]]))
    pulled = np.bincount(at_abutment, weight[is_abutment] * np.nan_to_num(height[far[is_abutment]]), count)
    # a one on the diagonal keeps structures without a known abutment solvable; their answer is dropped
    diagonal = np.bincount(number[near], weight, count) + is_unknown
    balance = coo_array((diagonal, (np.arange(count), np.arange(count))), shape=(count, count)) - links
    solved: Floats = np.atleast_1d(spsolve(balance.tocsc(), pulled)) if count else np.empty(0)
    solved[is_unknown] = np.nan
    return solved


def _is_unknown(links: coo_array, at_abutment: Positions, is_abutment_unknown: Flags) -> Flags:
    """Tell which free nodes hang together with an unknown abutment, or with no abutment at all."""
    structures, structure = connected_components(links, directed=False)
    of_abutment = structure[at_abutment]
    abutments = np.bincount(of_abutment, minlength=structures)
    unknown = np.bincount(of_abutment, is_abutment_unknown, minlength=structures)
    return np.asarray(((abutments == 0) | (unknown > 0))[structure], dtype=bool)
