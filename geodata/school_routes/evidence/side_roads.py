"""Streets that join a side of a main road: whether their mouth is raised."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.openstreetmap.tags import tag_columns
from geodata.school_routes.evidence.bounds import OSM, Bounds
from geodata.school_routes.evidence.surroundings import side_roads

MOUTH_M = 20.0
"""A crossing on the side road so near the main road's centreline is in its mouth: assumed."""
RAISED = frozenset({"table", "hump", "raised_crossing"})
"""Values of `traffic_calming` on a crossing whose footway goes on at its own level."""
_ON_IT_M = 0.01


def side_road_treated(links: gpd.GeoDataFrame, openstreetmap: gpd.GeoDataFrame) -> Bounds:
    """Return attribute side_road_treated of links (rows of `route_parts`).

    The footway across the streets that meet a side at either end is treated (1) where a raised or continuous crossing
    is mapped in the mouth of each, else unknown. It does not apply to what no street joins.
    """
    n, joined = len(links), side_roads(links)
    is_treated = _is_treated(joined, links, openstreetmap).groupby(joined["side"]).all().reindex(range(n)).eq(True)
    has_one = np.isin(np.arange(n), joined["side"])
    untouched = Bounds.stated(np.where(has_one, np.nan, 1.0), "not applicable")
    said = Bounds.stated(np.where(is_treated, 1.0, np.nan), OSM)
    return untouched.otherwise(said).otherwise(Bounds.between(0.0, 1.0, 0.0, "unknown", n))


def _is_treated(joined: pd.DataFrame, links: gpd.GeoDataFrame, openstreetmap: gpd.GeoDataFrame) -> pd.Series:
    """Tell in which pairs of side and street a raised or continuous crossing lies on the street, near the side."""
    lines, points = links.geometry.to_numpy(), _raised(openstreetmap)
    point, street = shapely.STRtree(lines).query(points, predicate="dwithin", distance=_ON_IT_M)
    pair = joined.reset_index(names="pair").merge(pd.DataFrame({"street": street, "point": point}), on="street")
    near = shapely.dwithin(lines[pair["side"]], points[pair["point"]], MOUTH_M)
    return pd.Series(joined.index.isin(pair["pair"][near]), joined.index)


def _raised(openstreetmap: gpd.GeoDataFrame) -> NDArray[np.object_]:
    nodes = openstreetmap[openstreetmap["role"] == "crossing"]
    tags = tag_columns(nodes["tags"], ["highway", "traffic_calming", "crossing:continuous"])
    is_raised = tags["traffic_calming"].isin(RAISED) | tags["crossing:continuous"].eq("yes").fillna(False)
    chosen = (tags["highway"].eq("crossing").fillna(False) & is_raised).to_numpy(dtype=bool)
    points: NDArray[np.object_] = nodes.geometry.to_numpy()[chosen]
    return points
