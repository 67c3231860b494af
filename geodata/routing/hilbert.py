"""The order of points along a Hilbert curve, on which neighbours mostly lie close together."""

import numpy as np
from numpy.typing import NDArray


def hilbert_order(xy: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the positions of points in their order along a Hilbert curve through the square around them.

    The square has at least 4 cells a point; points in one cell stay in the order given. The curve enters each square
    at its lower left corner and leaves it at the lower right.

    >>> corners = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    >>> hilbert_order(corners).tolist()
    [0, 3, 2, 1]
    """
    if len(xy) == 0:
        return np.empty(0, dtype=np.int64)
    levels = min(15, int(np.ceil(np.log2(len(xy)) / 2)) + 1)
    from_corner = xy - xy.min(axis=0)
    across = from_corner.max() or 1.0
    x, y = (from_corner * ((2**levels - 1) / across)).astype(np.int32).T.copy()
    along = np.zeros(len(xy), dtype=np.int32)
    for level in range(levels - 1, -1, -1):
        is_right, is_upper = x >> level & 1, y >> level & 1
        along = along << 2 | 3 * is_right ^ is_upper
        # the lower quarters are entered along the other axis, the right one of them backwards too
        mirror = -(is_right & ~is_upper)
        x, y = x ^ mirror, y ^ mirror
        swap = (x ^ y) & (is_upper - 1)
        x, y = x ^ swap, y ^ swap
    keys = along.astype(np.int64) << 32 | np.arange(len(xy))  # sorts faster than argsort does
    return np.sort(keys) & 0xFFFFFFFF
