"""Which edges are main roads, other streets, or ways without motor traffic."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.school_routes.attributes import MAIN_ROADS

TRAFFIC_FREE = frozenset(
    {"footway", "path", "cycleway", "bridleway", "steps", "pedestrian", "corridor", "crossing", "traffic_island"}
)
"""Classes of ways without motor traffic; a track is none of them, for it carries farm and forest traffic."""


def is_main_road(edges: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which edges are of main roads, whose two sides are different places."""
    is_main: NDArray[np.bool_] = edges["highway"].isin(MAIN_ROADS).to_numpy(dtype=bool)
    return is_main


def kinds(edges: pd.DataFrame) -> NDArray[np.object_]:
    """Return whether each edge has sides of their own (`side`), is another street or a path.

    >>> kinds(pd.DataFrame({"highway": ["tertiary_link", "track", "footway"]})).tolist()
    ['side', 'street', 'path']
    """
    is_path = edges["highway"].isin(TRAFFIC_FREE).to_numpy(dtype=bool)
    kind: NDArray[np.object_] = np.where(is_main_road(edges), "side", np.where(is_path, "path", "street")).astype(
        object
    )
    return kind
