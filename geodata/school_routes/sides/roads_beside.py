"""Footways mapped as ways of their own: the road whose traffic passes beside them."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.school_routes.sides.kinds import kinds
from geodata.school_routes.sides.running_along import REACH_M, STEP_M, Shapes, runs_along

MOST = 0.8
"""Share of a path's length along which it must run beside roads."""
HARDLY_DRIVEN = frozenset({"service", "track"})
"""Classes of carriageways that bear no traffic to speak of."""
_PATHS_AT_A_TIME = 25_000


def roads_beside(edges: gpd.GeoDataFrame) -> pd.Series:
    """Return for each of `walking_edges` the edge id of the road that a path runs beside; null for all others.

    By its place alone, so that no tag decides: along 80 % of a path's length the nearest road lies within 15 m and is
    parallel within 20 degrees (`runs_along`). Of several edges it is the one that it runs beside for longest, of
    equals the one whose id comes first. Service roads and tracks do not count.
    """
    kind = kinds(edges)
    is_road = (kind != "path") & ~edges["highway"].isin(HARDLY_DRIVEN).to_numpy(dtype=bool)
    roads = edges[is_road].sort_values("edge_id")
    paths = _may_be_beside(edges[kind == "path"], roads)
    beside = pd.Series(pd.NA, index=edges.index, dtype="string")
    if paths.empty or roads.empty:
        return beside
    by_road = _metres_beside(paths.geometry.to_numpy(), roads.geometry.to_numpy())
    longest = by_road.sort_values(["path", "m", "road"], ascending=[True, False, True]).drop_duplicates("path")
    along_m = by_road.groupby("path")["m"].sum().reindex(longest["path"]).to_numpy()
    is_beside = along_m >= MOST * paths.geometry.length.to_numpy()[longest["path"]]
    chosen = longest[is_beside]
    beside.loc[paths.index[chosen["path"]]] = roads["edge_id"].to_numpy()[chosen["road"]]
    return beside


def _may_be_beside(paths: gpd.GeoDataFrame, roads: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the paths whose middle is as near to a road as it must be: no stretch away from all is over a fifth."""
    lines = paths.geometry.to_numpy()
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    reach_m = REACH_M + STEP_M + (1 - MOST) * shapely.length(lines)
    tree = shapely.STRtree(roads.geometry.to_numpy())
    return paths.iloc[np.unique(tree.query(middles, predicate="dwithin", distance=reach_m)[0])]


def _metres_beside(paths: Shapes, roads: Shapes) -> pd.DataFrame:
    """Return along how many metres `m` each path runs beside each road, `path` and `road` by position."""
    batches = []
    for first in range(0, len(paths), _PATHS_AT_A_TIME):  # the spots of all paths at once would take a gigabyte
        spots = runs_along(paths[first : first + _PATHS_AT_A_TIME], roads)
        metres = pd.DataFrame({"path": spots.line + first, "road": spots.edge, "m": spots.length_m})
        batches.append(metres.groupby(["path", "road"])["m"].sum().reset_index())
    return pd.concat(batches, ignore_index=True)
