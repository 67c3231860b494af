"""Parts of the network between which nobody can walk, and which of them is the main one."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Integers = NDArray[np.int64]


def components(u: Integers, v: Integers) -> Integers:
    """Return for each edge the number of the connected part it belongs to, from 0 in the order of smallest node ids.

    >>> components(np.array([10, 40, 20]), np.array([20, 50, 30])).tolist()
    [0, 1, 0]
    """
    if not len(u):
        return np.empty(0, dtype=np.int64)
    nodes, place = np.unique(np.concatenate([u, v]), return_inverse=True)
    start, end = place[: len(u)], place[len(u) :]
    links = coo_array((np.ones(len(u), dtype=np.int8), (start, end)), shape=(len(nodes), len(nodes)))
    _, label = connected_components(links, directed=False)
    return np.asarray(label[start], dtype=np.int64)


def is_in_main_component(u: Integers, v: Integers, length_m: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell for each edge whether it is in the component with the greatest length.

    >>> is_in_main_component(np.array([1, 4, 2]), np.array([2, 5, 3]), np.array([10.0, 25.0, 20.0])).tolist()
    [True, False, True]
    """
    if not len(u):
        return np.empty(0, dtype=bool)
    label = components(u, v)
    is_main: NDArray[np.bool_] = label == np.bincount(label, weights=length_m).argmax()
    return is_main
