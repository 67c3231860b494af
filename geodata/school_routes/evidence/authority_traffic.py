"""What files of measured speeds and of traffic counts say of each side and street."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.school_routes.evidence.authority_sites import (
    ROADS,
    latest,
    nearest_sites,
    parts_of_ways,
    points_of,
    ways_of,
)
from geodata.school_routes.evidence.matching import link_edges, nearest_edges
from geodata.school_routes.evidence.overrides import statements

ON_NUMBERED_ROAD_M = 50.0
"""How far a count point may lie from a road of its number: DfT places it on the link, not on the carriageway."""
ALONG_NUMBERED_ROAD_M = 2000.0
"""How far along a numbered road a count holds, in a straight line: farther off junctions will have changed it."""
LEAST_SHARE = 0.5
"""Of the traffic of both directions, on one of two carriageways: the two are seldom told apart, but share it evenly."""
_NUMBERED = r"[AM]\d+(?:\(M\))?|B\d+"
_UNNUMBERED = ("U", "C")
"""What DfT calls roads without a number."""


def speed_statements(measured_speeds: pd.DataFrame, parts: gpd.GeoDataFrame) -> tuple[pd.DataFrame, int]:
    """Return statements on `speed_mph`, and how many sites lie on no street.

    The latest 85th percentile of a site holds for both sides of the OpenStreetMap way that it names or lies on; where
    several lie on one way, the nearest to the middle of the part.
    """
    roads = parts[parts["kind"].isin(ROADS)].reset_index(drop=True)
    sites = latest(measured_speeds, "site_id", "measured_on", "speed_85_mph")
    way = ways_of(sites, roads)
    met = parts_of_ways(roads, sites, way)
    source = "measured_speeds:" + sites["site_id"]
    return _said(met, "speed_mph", sites["speed_85_mph"], source, sites["measured_on"]), int(way.isna().sum())


def count_statements(traffic_counts: pd.DataFrame, parts: gpd.GeoDataFrame) -> tuple[pd.DataFrame, int]:
    """Return statements on `flow_vpd` and `hgv_pct`, and how many count points lie on no street.

    The latest count of a point with a road number holds on roads of that number: for parts to which it is the nearest
    of the number's points, within 2 km in a straight line, if such a road is within 50 m of it. Any other holds for
    the OpenStreetMap way that it names or lies on, and goes before those by number; where the file says that the road
    has no number, it does not lie on one that has. A count is of both directions: of a carriageway with one direction
    (column `is_one_way` of `parts`) it says that between half of it and all of it passes there.
    """
    roads = parts[parts["kind"].isin(ROADS)].reset_index(drop=True)
    sites = latest(traffic_counts, "count_id", "counted_on", "vehicles_per_day")
    is_numbered = sites["road"].fillna("").str.fullmatch(_NUMBERED).to_numpy(dtype=bool)
    is_numbered &= sites["osm_way_id"].isna().to_numpy()
    by_way, n_lost = _by_way(roads, sites[~is_numbered].reset_index(drop=True))
    by_number, n_off = _by_number(roads, sites[is_numbered].reset_index(drop=True))
    rest = by_number[~by_number["part_id"].isin(by_way["part_id"])]
    return statements([by_way, rest]), n_lost + n_off


def _by_way(roads: gpd.GeoDataFrame, sites: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    is_plain = ~roads["ref"].fillna("").str.contains(r"\b[AMB]\d", regex=True)
    says_plain = sites["road"].isin(_UNNUMBERED)
    way = ways_of(sites, roads).where(~says_plain, ways_of(sites, roads[is_plain]))
    return _counted(parts_of_ways(roads, sites, way), sites, roads), int(way.isna().sum())


def _by_number(roads: gpd.GeoDataFrame, sites: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    numbers = roads["ref"].fillna("").str.upper().str.replace(" ", "").str.split(";")
    numbered = roads.assign(number=numbers).explode("number").reset_index(drop=True)
    is_on = pd.Series(False, index=sites.index)
    # road numbers with a count point are few, and each is looked for on roads of its own
    for number, of_number in sites.groupby("road"):
        edges = link_edges(numbered[numbered["number"] == number], ROADS).geometry.to_numpy()
        is_on[of_number.index] = nearest_edges(points_of(of_number), edges, ON_NUMBERED_ROAD_M) >= 0
    pairs = pd.DataFrame({"number": sites["road"], "site": np.arange(len(sites))})[is_on]
    met = nearest_sites(numbered, sites, pairs, "number")
    near = met[met["distance_m"] <= ALONG_NUMBERED_ROAD_M]
    return _counted(near, sites, roads), int((~is_on).sum())


def _counted(met: pd.DataFrame, sites: pd.DataFrame, roads: gpd.GeoDataFrame) -> pd.DataFrame:
    source = "traffic_counts:" + sites["count_id"]
    heavy = met[sites["hgv_pct"].notna().to_numpy()[met["site"]]]
    flow = _said(met, "flow_vpd", sites["vehicles_per_day"], source, sites["counted_on"])
    has_one = flow["part_id"].isin(roads.loc[roads["is_one_way"], "part_id"])
    flow["lo"] = flow["lo"].where(~has_one, LEAST_SHARE * flow["lo"])
    return statements([flow, _said(heavy, "hgv_pct", sites["hgv_pct"], source, sites["counted_on"])])


def _said(
    met: pd.DataFrame, attribute: str, value: pd.Series, source: pd.Series, source_date: pd.Series
) -> pd.DataFrame:
    exact, origin, day = (column.iloc[met["site"]].array for column in (value, source, source_date))
    return statements([met.assign(attribute=attribute, lo=exact, hi=exact, source=origin, source_date=day)])
