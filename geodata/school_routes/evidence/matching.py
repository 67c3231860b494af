"""Which streets and paths an authority's lines and points lie on."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.school_routes.sides.running_along import Positions, Shapes


def link_edges(parts: gpd.GeoDataFrame, kinds: tuple[str, ...] = ("side", "street", "path")) -> gpd.GeoDataFrame:
    """Return each edge that has a part of these kinds once, by its id: the two sides of a road have one line."""
    edges = parts[parts["kind"].isin(kinds)].drop_duplicates("edge_id").sort_values("edge_id")
    return edges.reset_index(drop=True)


def nearest_edges(points: Shapes, edges: Shapes, within_m: float) -> Positions:
    """Return the position of the edge nearest to each point, -1 where none is within so many metres.

    >>> roads = shapely.linestrings([[(0, 0), (10, 0)], [(0, 9), (10, 9)]])
    >>> nearest_edges(shapely.points([(5, 8), (5, 90)]), roads, 30).tolist()
    [1, -1]
    """
    point, edge = shapely.STRtree(edges).query(points, predicate="dwithin", distance=within_m)
    order = np.lexsort((edge, shapely.distance(points[point], edges[edge]), point))
    first = order[np.unique(point[order], return_index=True)[1]]
    nearest = np.full(len(points), -1, dtype=np.intp)
    nearest[point[first]] = edge[first]
    return nearest


def middles(parts: gpd.GeoDataFrame) -> Shapes:
    """Return the point half way along each street or path."""
    half_way: Shapes = shapely.line_interpolate_point(parts.geometry.to_numpy(), 0.5, normalized=True)
    return half_way


def first_by(frame: pd.DataFrame, keys: list[str], order: list[str], ascending: list[bool]) -> pd.DataFrame:
    """Return one row for each combination of the keys, the first in this order, sorted by the keys."""
    ranked = frame.sort_values([*keys, *order], ascending=[*([True] * len(keys)), *ascending], kind="stable")
    return ranked.drop_duplicates(keys).reset_index(drop=True)
