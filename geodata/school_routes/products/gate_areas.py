"""What lies near the gates of schools."""

import geopandas as gpd
import pandas as pd
import shapely

AROUND_M = 300.0
"""Straight metres from a gate within which products speak of its surroundings: a convention, no published rule."""


def gate_areas(school_gates: pd.DataFrame, parts: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return by `school_id`, sorted, the area within 300 m in a straight line of any of its gates."""
    at = school_gates.merge(parts[["part_id", "geometry"]], on="part_id")
    gates = shapely.line_interpolate_point(at["geometry"].to_numpy(), at["along_m"].to_numpy(dtype=float))
    areas = gpd.GeoSeries(shapely.buffer(gates, AROUND_M, quad_segs=32), index=at["school_id"], crs=parts.crs)
    return gpd.GeoSeries(areas.groupby(level=0, sort=True).agg(shapely.union_all), crs=parts.crs)
