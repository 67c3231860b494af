"""Streets that are not built: where nobody lives, and some links of estates, so that there are dead ends."""

import geopandas as gpd
import numpy as np
import shapely

from geodata.demo import geography
from geodata.demo.mosaic import build_mosaic
from geodata.demo.seed import random_stream
from geodata.demo.streets.drawing import Mask
from geodata.demo.streets.noding import Pieces

LOCAL_ROLES = ("centre_street", "terrace_street", "estate_street", "alley")
NOT_BUILT = {"centre_street": 0.05, "terrace_street": 0.1, "estate_street": 0.3, "alley": 0.15}
"""Share of a role's links that are left out as far as nothing comes apart."""

HOMES_WITHIN_M = 65.0
FEWEST_HOMES = 2
SHORTEST_DEAD_END_M = 18.0


def thinned(pieces: Pieces) -> Pieces:
    """Return the pieces that are built, as one connected network."""
    near = pieces.only(_has_homes(pieces.table))
    joined = near.only(near.in_largest_component())
    drawn = random_stream("streets not built").uniform(0, 1, len(joined.table))
    is_unlucky = drawn < joined.table["role"].map(NOT_BUILT).fillna(0).to_numpy()
    weight = np.where(joined.table["role"].isin(LOCAL_ROLES), 1 + drawn[::-1], 0.001)
    built = joined.only(~is_unlucky | joined.holding_together(weight))
    return built.only(~_is_stump(built))


def _has_homes(table: gpd.GeoDataFrame) -> Mask:
    """Return whether a local street has homes beside it; other roads need none, nor do villages beyond the borough."""
    is_local = (table["role"].isin(LOCAL_ROLES) & table.intersects(geography.outline())).to_numpy()
    homes = shapely.points(build_mosaic().homes[["easting_m", "northing_m"]])
    lines = table.geometry.to_numpy()[is_local]
    line, _ = shapely.STRtree(homes).query(lines, predicate="dwithin", distance=HOMES_WITHIN_M)
    wanted = np.ones(len(table), dtype=bool)
    wanted[is_local] = np.bincount(line, minlength=len(lines)) >= FEWEST_HOMES
    return wanted


def _is_stump(pieces: Pieces) -> Mask:
    met = pieces.ends_met()
    is_dead_end = (met[pieces.start] == 1) | (met[pieces.end] == 1)
    is_local = pieces.table["role"].isin(LOCAL_ROLES).to_numpy()
    return np.asarray(is_local & is_dead_end & (pieces.table.length.to_numpy() < SHORTEST_DEAD_END_M))
