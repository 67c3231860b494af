"""Which homes the measures of directness and severance compare: neighbours spread evenly around each home."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

NEAREST_M, FURTHEST_M = 200.0, 800.0
RINGS_M = (300.0, 500.0, 700.0)
# half-way between the points of the compass: streets on a grid then favour no bearing, nor leave ties
BEARINGS = np.radians(np.arange(22.5, 360, 45))


def home_pairs(homes: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return pairs of homes 200 to 800 m apart as the crow flies: `origin`, `destination` (positions), `straight_m`.

    A home is paired with the homes nearest to 24 points around it, in eight directions at 300, 500 and 700 m: the same
    ones in every run, in town and country alike as many, and not the nearest only. Fewer where homes are few. Homes
    without a network are in no pair.
    """
    placed = np.flatnonzero(homes["edge_id"].notna().to_numpy())
    if len(placed) < 2:
        return pd.DataFrame({"origin": placed[:0], "destination": placed[:0], "straight_m": np.empty(0)})
    points = shapely.get_coordinates(homes.geometry.to_numpy()[placed])
    steps = np.array([(r * np.sin(bearing), r * np.cos(bearing)) for r in RINGS_M for bearing in BEARINGS])
    nearest = cKDTree(points).query(points[:, None, :] + steps)[1]
    origin = np.repeat(np.arange(len(points)), len(steps))
    keys = np.unique(origin * len(points) + nearest.ravel())
    origin, destination = np.divmod(keys, len(points))
    straight_m = np.hypot(*(points[origin] - points[destination]).T)
    is_between = (straight_m >= NEAREST_M) & (straight_m <= FURTHEST_M)
    return pd.DataFrame(
        {
            "origin": placed[origin[is_between]],
            "destination": placed[destination[is_between]],
            "straight_m": straight_m[is_between],
        }
    )
