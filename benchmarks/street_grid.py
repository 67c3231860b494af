"""Street-like graphs of any size, always the same: a grid, its crossings moved, a fifth of its streets left out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import minimum_spanning_tree

SPACING_M = 71.4  # with crossings moved and streets bent, the mean edge is 80 m long
MOVED = 0.35  # of the spacing, at most
EDGES_A_NODE = 1.55  # degree 3.1, as streets have; the whole grid would have 4


@dataclass(frozen=True)
class Streets:
    """Edges between numbered nodes, in metres; each pair of neighbours is joined once, and everything is connected."""

    xy: NDArray[np.float64]
    u: NDArray[np.int64]
    v: NDArray[np.int64]
    length_m: NDArray[np.float64]
    """Whole millimetres, so that every engine adds up the same numbers."""


def street_grid(n_nodes: int, seed: int = 1) -> Streets:
    """Return about `n_nodes` crossings (a full square of them) and the streets between them.

    Nodes are numbered row by row, which is kinder to engines that store them as numbered than OpenStreetMap's numbers.
    """
    rng = np.random.default_rng(seed)
    side = round(n_nodes**0.5)
    at = np.arange(side * side).reshape(side, side)
    xy = np.stack(np.divmod(at.ravel(), side), axis=1) + rng.uniform(-MOVED, MOVED, (at.size, 2))
    u = np.concatenate([at[:, :-1].ravel(), at[:-1].ravel()])
    v = np.concatenate([at[:, 1:].ravel(), at[1:].ravel()])
    kept = _connected_part(u, v, at.size, rng)
    u, v = u[kept], v[kept]
    length_m = np.hypot(*(xy[u] - xy[v]).T) * SPACING_M * rng.uniform(1, 1.15, len(u))
    return Streets(xy * SPACING_M, u, v, length_m.round(3))


def _connected_part(
    u: NDArray[np.int64], v: NDArray[np.int64], n_nodes: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return edges at random, as many as streets have, among them a tree that joins all nodes."""
    rank = rng.permutation(len(u))
    tree = minimum_spanning_tree(coo_array((rank + 1.0, (u, v)), shape=(n_nodes, n_nodes)).tocsr())
    by_rank = np.argsort(rank)
    rank[by_rank[tree.data.astype(np.int64) - 1]] = -1
    return np.argsort(rank, kind="stable")[: round(EDGES_A_NODE * n_nodes)]
