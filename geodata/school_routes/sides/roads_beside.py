"""Footways mapped as ways of their own: the road whose traffic passes beside them."""

import geopandas as gpd
import pandas as pd

from geodata.school_routes.sides.kinds import kinds
from geodata.school_routes.sides.running_along import runs_along

MOST = 0.8
"""Share of a path's length along which it must run beside roads."""
HARDLY_DRIVEN = frozenset({"service", "track"})
"""Classes of carriageways that bear no traffic to speak of."""


def roads_beside(edges: gpd.GeoDataFrame) -> pd.Series:
    """Return for each of `walking_edges` the edge id of the road that a path runs beside; null for all others.

    By its place alone, so that no tag decides: along 80 % of a path's length the nearest road lies within 15 m and is
    parallel within 20 degrees (`runs_along`). Of several edges it is the one that it runs beside for longest, of
    equals the one whose id comes first. Service roads and tracks do not count.
    """
    kind = kinds(edges)
    paths = edges[kind == "path"]
    is_road = (kind != "path") & ~edges["highway"].isin(HARDLY_DRIVEN).to_numpy(dtype=bool)
    roads = edges[is_road].sort_values("edge_id")
    beside = pd.Series(pd.NA, index=edges.index, dtype="string")
    if paths.empty or roads.empty:
        return beside
    spots = runs_along(paths.geometry.to_numpy(), roads.geometry.to_numpy())
    metres = pd.DataFrame({"path": spots.line, "road": spots.edge, "m": spots.length_m})
    by_road = metres.groupby(["path", "road"])["m"].sum().reset_index()
    longest = by_road.sort_values(["path", "m", "road"], ascending=[True, False, True]).drop_duplicates("path")
    along_m = by_road.groupby("path")["m"].sum().reindex(longest["path"]).to_numpy()
    is_beside = along_m >= MOST * paths.geometry.length.to_numpy()[longest["path"]]
    chosen = longest[is_beside]
    beside.loc[paths.index[chosen["path"]]] = roads["edge_id"].to_numpy()[chosen["road"]]
    return beside
