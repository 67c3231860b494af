"""Recorded collisions near the gates of schools."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.readers.stats19_codes import CHILD_AGES


def collisions_near(
    areas: gpd.GeoSeries, source_collisions: pd.DataFrame, source_casualties: pd.DataFrame
) -> pd.DataFrame:
    """Return by `school_id` the recorded `collisions` within 300 m of a gate, and `child_pedestrians` hurt in them.

    They are tables `source_collisions` and `source_casualties`. Children are casualties of 0 to 15. What has no file
    (an empty table) is missing, never 0.
    """
    if source_collisions.empty:
        return pd.DataFrame(np.nan, areas.index, ["collisions", "child_pedestrians"])
    is_child = source_casualties["age"].between(*CHILD_AGES) & (source_casualties["road_user"] == "pedestrian")
    children = source_casualties[is_child].groupby("collision_id").size()
    placed = source_collisions.dropna(subset=["easting_m", "northing_m"])
    points = shapely.points(placed["easting_m"].to_numpy(dtype=float), placed["northing_m"].to_numpy(dtype=float))
    school, collision = shapely.STRtree(points).query(areas.to_numpy(), predicate="intersects")
    hurt = placed["collision_id"].map(children).fillna(0.0).to_numpy(dtype=float)[collision]
    found = pd.DataFrame({"collisions": 1.0, "child_pedestrians": hurt}, index=areas.index[school])
    counts = found.groupby(level=0).sum().reindex(areas.index, fill_value=0.0)
    return counts if len(source_casualties) else counts.assign(child_pedestrians=np.nan)
