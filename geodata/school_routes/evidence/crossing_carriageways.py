"""What one crosses: lanes and width of the carriageway, and the traffic on it."""

from typing import get_args

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.openstreetmap.tags import tag_columns
from geodata.school_routes.attributes import columns_of
from geodata.school_routes.evidence.bounds import Bounds, usual
from geodata.school_routes.evidence.classes import ClassRanges, Traffic
from geodata.school_routes.evidence.limits import speed_of_limit

LANE_M = 3.65
"""Width of a traffic lane: the standard one of the UK (DMRB CD 127)."""
NARROWEST_LANE_M = 2.75
"""Assumed: lanes of old urban streets."""
LANES_ONE_WAY, LANES_BOTH_WAYS = (1.0, 3.0, 1.0), (1.0, 4.0, 2.0)
"""Assumed: least, greatest and likely lanes where no tag says; primary roads with a single lane do occur."""
_ONE_WAY = ("yes", "1", "true", "-1", "reverse")
_ROUNDABOUTS = ("roundabout", "circular")

Floats = NDArray[np.float64]


def lanes(roads: pd.DataFrame, openstreetmap: gpd.GeoDataFrame) -> Bounds:
    """Return the lanes of main roads (rows of `walking_edges`).

    Where no tag says, the likely number is the commonest known one of the class, one-way or not, in the authority.
    """
    one_way = is_one_way(roads["osm_way_id"], openstreetmap) | _is_roundabout(roads["osm_way_id"], openstreetmap)
    lo, hi, likely = np.where(one_way[:, None], LANES_ONE_WAY, LANES_BOTH_WAYS).T
    tagged = np.where(roads["is_lanes_known"], roads["lanes"].to_numpy(dtype=float), np.nan)
    alike = roads.assign(highway=roads["highway"].astype("string") + np.where(one_way, " one-way", ""))
    assumed = Bounds.between(lo, hi, likely, "class range", len(roads))
    return Bounds.stated(tagged, "openstreetmap").otherwise(assumed).likely_as(usual(tagged, alike))


def is_one_way(osm_way_id: pd.Series, openstreetmap: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Tell which ways bear traffic in one direction by their tag `oneway`, and are no roundabouts."""
    oneway = _tag("oneway", osm_way_id, openstreetmap).isin(_ONE_WAY).to_numpy(dtype=bool)
    return oneway & ~_is_roundabout(osm_way_id, openstreetmap)


def _is_roundabout(osm_way_id: pd.Series, openstreetmap: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    return _tag("junction", osm_way_id, openstreetmap).isin(_ROUNDABOUTS).to_numpy(dtype=bool)


def _tag(key: str, osm_way_id: pd.Series, openstreetmap: gpd.GeoDataFrame) -> pd.Series:
    ways = openstreetmap[(openstreetmap["role"] == "walkable") & openstreetmap["osm_id"].isin(osm_way_id)]
    ways = ways.drop_duplicates("osm_id")
    return tag_columns(ways["tags"], [key])[key].set_axis(ways["osm_id"].to_numpy()).reindex(osm_way_id)


def width_m(roads: pd.DataFrame, of_lanes: Bounds) -> Bounds:
    """Return the width of the carriageways: as tagged, else of the lanes that are tagged, else of those assumed."""
    tagged = np.where(roads["is_width_m_known"], roads["width_m"].to_numpy(dtype=float), np.nan)
    counted = Bounds.stated(np.where(of_lanes.is_known, of_lanes.lo * LANE_M, np.nan), "openstreetmap")
    assumed = Bounds.between(
        of_lanes.lo * NARROWEST_LANE_M, of_lanes.hi * LANE_M, of_lanes.likely * LANE_M, "class range", len(roads)
    )
    return Bounds.stated(tagged, "openstreetmap").otherwise(counted).otherwise(assumed)


def traffic(
    roads: pd.DataFrame, parts: pd.DataFrame, links: pd.DataFrame, ranges: ClassRanges, date: str
) -> pd.DataFrame:
    """Return flow, speed and heavy vehicles of main roads: the widest bounds of both sides in `osm_link_evidence`.

    A road whose sides have both given way to mapped footways has no side that could tell: then its own speed limit,
    and the range of its class.
    """
    edge_of = parts.set_index("part_id")["edge_id"]
    sides = links.assign(edge_id=links["part_id"].map(edge_of).astype("string"))
    sides = sides[sides["edge_id"].isin(roads["edge_id"])].sort_values(["edge_id", "part_id"])
    # three attributes, each with columns of its own
    return pd.concat([_of_sides(what, sides, roads, ranges, date) for what in get_args(Traffic)], axis=1)


def _of_sides(what: Traffic, sides: pd.DataFrame, roads: pd.DataFrame, ranges: ClassRanges, date: str) -> pd.DataFrame:
    lo, hi, likely, is_known, source, source_date = columns = columns_of(what)
    how = {lo: "min", hi: "max", likely: "max", is_known: "min", source: "first", source_date: "first"}
    widest = sides.groupby("edge_id").agg(how).reindex(roads["edge_id"]).reset_index(drop=True)
    widest[is_known] = widest[is_known].eq(True) & (widest[lo] == widest[hi])
    least, middle, most = ranges.range_of(roads["highway"], what).T
    assumed = Bounds.between(least, most, middle, "class range", len(roads))
    if what == "speed_mph":
        limit = np.where(roads["is_speed_mph_known"], roads["speed_mph"].to_numpy(dtype=float), np.nan)
        assumed = speed_of_limit(limit, ranges.speed_over_limit).otherwise(assumed)
    own = pd.DataFrame(assumed.columns(what, date))
    return widest.where(widest[lo].notna(), own)[list(columns)]
