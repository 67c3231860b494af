"""Which generated sides stay although a footway is mapped beside them, for without them somebody would be cut off."""

import numpy as np
from numpy.typing import NDArray

from geodata.network.components import components

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


def needed_to_connect(
    u: Integers, v: Integers, weight: Floats, is_spare: Flags, is_crossing: Flags, hangs: Flags
) -> Flags:
    """Tell which of the spare links have to stay so that no place in use loses its connection.

    `u` and `v` number the places from 0, `weight` tells which component is the main one, before and after. `hangs`
    tells at which places something is to be reached. Places of the main component that would drop out of it form
    clusters, with whatever links them to one another; each cluster at which something hangs keeps all its spare links.
    Clusters that lie on one side of a road come first; only what is still cut off then is joined across it.

    Two streets, 0-1 and 2-3, that only the sides 1-2 and 1-4 of a road join; nothing is at 4:

    >>> u, v, is_spare = np.array([0, 2, 1, 1]), np.array([1, 3, 2, 4]), np.array([False, False, True, True])
    >>> no, hangs = np.zeros(4, dtype=bool), np.array([True, True, True, True, False])
    >>> needed_to_connect(u, v, np.array([90.0, 50.0, 20.0, 20.0]), is_spare, no, hangs).tolist()
    [False, False, True, False]
    """
    is_main = _in_main(u, v, weight, np.ones(len(u), dtype=bool), len(hangs))
    stays = np.zeros(len(u), dtype=bool)
    for joins in (~is_crossing, np.ones(len(u), dtype=bool)):
        fallen = is_main & ~_in_main(u, v, weight, ~is_spare | stays, len(hangs))
        is_needed = _in_needed_cluster(u, v, joins & fallen[u] & fallen[v], fallen & hangs)
        stays |= is_spare & (is_needed[u] | is_needed[v])
    return stays


def _in_needed_cluster(u: Integers, v: Integers, is_joined: Flags, is_needed: Flags) -> Flags:
    """Tell which places hang together, by the links that join, with one that is needed."""
    cluster = np.arange(len(is_needed))
    label = len(is_needed) + components(u[is_joined], v[is_joined])
    cluster[u[is_joined]] = cluster[v[is_joined]] = label
    return np.isin(cluster, cluster[is_needed])


def _in_main(u: Integers, v: Integers, weight: Floats, is_used: Flags, places: int) -> Flags:
    """Tell which places one comes to in the heaviest component of the links used."""
    is_in = np.zeros(places, dtype=bool)
    label = components(u[is_used], v[is_used])
    chosen = label == np.bincount(label, weights=weight[is_used], minlength=1).argmax()
    is_in[u[is_used][chosen]] = is_in[v[is_used][chosen]] = True
    return is_in
