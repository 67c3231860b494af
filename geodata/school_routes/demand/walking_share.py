"""The share of pupils who walk to school, by distance: the two curves published with SchoolRoutes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def baseline_walking_share(distance_m: ArrayLike) -> NDArray[np.float64]:
    """Return the share (0 to 0.7) who walk a distance in metres today: min(exp(-1.3 km), 0.7).

    Source: Active Travel England, SchoolRoutes (acteng/netgen, December 2024).

    >>> baseline_walking_share([0, 1000, 2000]).round(3).tolist()
    [0.7, 0.273, 0.074]
    """
    return _share(distance_m, decay_per_km=1.3, highest=0.7)


def go_active_walking_share(distance_m: ArrayLike) -> NDArray[np.float64]:
    """Return the share (0 to 0.9) who would walk a distance in metres under "Go Active": min(exp(-0.8 km), 0.9).

    Source: Active Travel England, SchoolRoutes (acteng/netgen, December 2024).

    >>> go_active_walking_share([0, 1000, 2000]).round(3).tolist()
    [0.9, 0.449, 0.202]
    """
    return _share(distance_m, decay_per_km=0.8, highest=0.9)


def _share(distance_m: ArrayLike, *, decay_per_km: float, highest: float) -> NDArray[np.float64]:
    return np.minimum(np.exp(-decay_per_km * np.asarray(distance_m, dtype=float) / 1000), highest)
