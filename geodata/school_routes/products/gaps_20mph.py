"""Where traffic beside pupils' walks near a school may be faster than 20 mph."""

import geopandas as gpd
import pandas as pd
import shapely

from geodata.school_routes.attributes import interval
from geodata.school_routes.products.json_lists import json_by_school

LIMIT_MPH = 20.0
_NO_LIMIT_OF_20 = ("trunk", "trunk_link")  # national roads
_OF_THE_ROAD = ["edge_id", "osm_way_id", "osm_version", "name", "ref", "highway"]


def gaps_20mph(
    areas: gpd.GeoSeries,
    parts: gpd.GeoDataFrame,
    edges: gpd.GeoDataFrame,
    link_evidence: pd.DataFrame,
    pupil_flows: pd.DataFrame,
) -> pd.DataFrame:
    """Return by `school_id` where traffic on pupils' walks near its gates may be faster than 20 mph.

    Columns: `gaps_20mph`, JSON, a row for each way: `osm_way_id, osm_version, name, ref, highway, metres` within 300 m
    of a gate, `speed_mph_lo, speed_mph_hi`, and the most `modelled_pupils` (of all schools) along it, null if withheld,
    longest first; and `gaps_20mph_m`, metres in all, of the carriageway. They are roads (of `edges`, `walking_edges`)
    with pupils (table `pupil_flows`) on them, on a side or on a path beside, trunk roads left out, whose 85th
    percentile speed is over 20 mph or may be.
    """
    found = _pieces(areas, _fast_roads(parts, edges, link_evidence, pupil_flows))
    ways = found.groupby(["school_id", "osm_way_id"], as_index=False, sort=True).agg(
        {"osm_version": "first", "name": "first", "ref": "first", "highway": "first", "metres": "sum"}
        | {"speed_mph_lo": "min", "speed_mph_hi": "max", "modelled_pupils": "max"}
    )
    ways = ways.sort_values(["school_id", "metres", "osm_way_id"], ascending=[True, False, True])
    metres = found.groupby("school_id", sort=True)["metres"].sum()
    return pd.DataFrame({"gaps_20mph": json_by_school(ways), "gaps_20mph_m": metres}, index=metres.index)


def _fast_roads(
    parts: gpd.GeoDataFrame, edges: gpd.GeoDataFrame, link_evidence: pd.DataFrame, pupil_flows: pd.DataFrame
) -> pd.DataFrame:
    """Return the roads that pupils walk beside, once each, with the widest bounds of speed and the most pupils."""
    roads = pd.DataFrame(edges[[*_OF_THE_ROAD, "geometry"]][~edges["highway"].isin(_NO_LIMIT_OF_20)])
    if pupil_flows.empty or link_evidence.empty:
        return roads.iloc[:0].assign(speed_mph_lo=0.0, speed_mph_hi=0.0, modelled_pupils=0.0)
    speed = interval(link_evidence, "speed_mph")
    bounds = pd.DataFrame({"part_id": link_evidence["part_id"], "speed_mph_lo": speed.lo, "speed_mph_hi": speed.hi})
    walked = pupil_flows[["part_id", "pupils"]].merge(bounds, on="part_id").merge(_road_of(parts), on="part_id")
    beside = walked.groupby("edge_id", as_index=False, sort=True).agg(
        speed_mph_lo=("speed_mph_lo", "min"), speed_mph_hi=("speed_mph_hi", "max"), modelled_pupils=("pupils", "max")
    )
    return roads.merge(beside[beside["speed_mph_hi"] > LIMIT_MPH], on="edge_id")


def _road_of(parts: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the road that passes each side, street, and path beside one."""
    road = parts["edge_id"].where(parts["kind"].isin(["side", "street"]), parts["beside_edge_id"])
    return pd.DataFrame({"part_id": parts["part_id"], "edge_id": road}).dropna()


def _pieces(areas: gpd.GeoSeries, roads: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each school and road near it, with the metres of the road that are near."""
    lines = roads["geometry"].to_numpy()
    school, road = shapely.STRtree(lines).query(areas.to_numpy(), predicate="intersects")
    metres = shapely.length(shapely.intersection(lines[road], areas.to_numpy()[school]))
    near: pd.DataFrame = (
        roads.drop(columns="geometry").iloc[road].assign(school_id=areas.index.to_numpy()[school], metres=metres)
    )
    return near.loc[near["metres"] > 0]
