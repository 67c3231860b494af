"""Which neighbouring homes are cut off from each other, and by what: main roads, railways or water between them."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.access.street_densities import is_road
from geodata.openstreetmap.tags import tag_columns

Lines = NDArray[np.object_]
BARRIERS = ("main_road", "railway", "water")
MAIN_ROADS = ("motorway", "trunk", "primary")
DETOUR = 2.0


def is_severed(pairs: pd.DataFrame) -> pd.Series:
    """Tell which pairs of homes are more than twice as far on foot as in a straight line, or not reached at all.

    `pairs` has `straight_m` and `walk_m`, null where the walk was not found within the search.

    >>> is_severed(pd.DataFrame({"straight_m": [300.0, 300.0, 300.0], "walk_m": [600.0, 601.0, None]})).to_list()
    [False, True, True]
    """
    return ~(pairs["walk_m"] <= DETOUR * pairs["straight_m"])


def barriers(openstreetmap: gpd.GeoDataFrame, edges: gpd.GeoDataFrame) -> dict[str, Lines]:
    """Return the geometries of each kind of barrier, from rows of role `barrier` in table `source_openstreetmap`.

    Main roads are those that are closed to people on foot, and the motorways, trunk and primary roads, with their slip
    roads, that one may walk along (from table `walking_edges`); water is rivers, canals, lakes and the coast. What runs
    in a tunnel or culvert cuts nobody off.
    """
    rows = openstreetmap[openstreetmap["role"] == "barrier"]
    tags = tag_columns(rows["tags"], ["highway", "railway"])
    is_road_row, is_railway = tags["highway"].notna(), tags["railway"].notna()
    is_main = is_road(edges["highway"], MAIN_ROADS) & (edges["tunnel"] != "yes")
    lines = rows.geometry
    return {
        "main_road": np.concatenate([lines[is_road_row].to_numpy(), edges.geometry[is_main].to_numpy()]),
        "railway": lines[is_railway & ~is_road_row].to_numpy(),
        "water": lines[~is_railway & ~is_road_row].to_numpy(),
    }


def crosses(pairs: pd.DataFrame, homes: gpd.GeoDataFrame, lines: Lines) -> pd.Series:
    """Tell for which pairs (`origin`, `destination`: positions in `homes`) the straight line crosses one of `lines`."""
    points = shapely.get_coordinates(homes.geometry.to_numpy())
    ends = np.stack([points[pairs["origin"]], points[pairs["destination"]]], axis=1)
    straight, _ = shapely.STRtree(lines).query(shapely.linestrings(ends), predicate="intersects")
    found = np.zeros(len(pairs), dtype=bool)
    found[straight] = True
    return pd.Series(found, pairs.index)
