"""Where places join the walking network."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

FAR_M = 100.0
"""Beyond so many metres a place is flagged: there may be a way to it that nobody has mapped."""
_AT_ONCE = 50_000  # points asked in one go, so that memory does not grow with their number


def snap(points: gpd.GeoSeries, edges: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return where each point joins the main component of the network, on the points' index.

    No door opens on a flight of steps, so that none is where anything joins.
    Columns: `edge_id` of the nearest edge, `along_m` from its start to the spot nearest to the point, `snap_m` straight
    metres from the point to there, and `is_far`, whether that is more than 100 m. Of edges that are equally near it is
    the one whose id comes first. `edge_id` and metres are null, and `is_far` is true, where there is no network or the
    point has no geometry. Raises `ValueError` unless points and edges are in the same projected coordinates.

    >>> edges = gpd.GeoDataFrame(
    ...     {"edge_id": ["w2.0.0", "w1.0.0"], "length_m": [50.0, 60.0], "is_in_main_component": True, "steps": "no"},
    ...     geometry=shapely.linestrings([[(0, 0), (30, 40)], [(0, 0), (60, 0)]]), crs="EPSG:27700")
    >>> homes = gpd.GeoSeries(shapely.points([(40, 5), (-3, -4), (10, -200)]), crs="EPSG:27700")
    >>> print(snap(homes, edges).to_string(index=False))
    edge_id  along_m  snap_m  is_far
     w1.0.0     40.0     5.0   False
     w1.0.0      0.0     5.0   False
     w1.0.0     10.0   200.0    True
    """
    if edges.crs != points.crs or not (points.crs and points.crs.is_projected):
        raise ValueError(
            f"points are in {points.crs}, edges in {edges.crs}: bring both into the same projected coordinates"
        )
    main = edges[edges["is_in_main_component"] & (edges["steps"] != "yes")].sort_values("edge_id")
    lines = main.geometry.to_numpy()
    point, line = _nearest(points.to_numpy(), shapely.STRtree(lines))
    here = points.to_numpy()[point]
    along, away = np.full((2, len(points)), np.nan)
    # the length by a projection on the line may pass the sum over its vertices by a rounding
    along[point] = np.minimum(shapely.line_locate_point(lines[line], here), main["length_m"].to_numpy()[line])
    away[point] = shapely.distance(lines[line], here)
    edge = np.full(len(points), -1)
    edge[point] = line
    edge_id = main["edge_id"].astype("string").array.take(edge, allow_fill=True)
    return pd.DataFrame(
        {"edge_id": edge_id, "along_m": along, "snap_m": away, "is_far": ~(away <= FAR_M)}, index=points.index
    )


def _nearest(points: NDArray[np.object_], tree: shapely.STRtree) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the points that have a nearest line, and its position, which is the first of several."""
    if not len(tree):
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    parts = []
    for first in range(0, len(points), _AT_ONCE):
        point, line = tree.query_nearest(points[first : first + _AT_ONCE])
        parts.append(np.stack([first + point, line]))
    point, line = np.concatenate([np.empty((2, 0), dtype=np.intp), *parts], axis=1)
    order = np.lexsort((line, point))
    point, place = np.unique(point[order], return_index=True)
    return point, line[order][place]
