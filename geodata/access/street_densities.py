"""Crossings per kilometre of classified road, intersections per square kilometre, kilometres with footway known."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.network.ownership import owners_of

Points = NDArray[np.object_]
CLASSIFIED = ("trunk", "primary", "secondary", "tertiary")
RESIDENTIAL = ("unclassified", "residential", "living_street")
FEWEST_ARMS = 3

CROSSING_NOTE = "crossings on mapped trunk to tertiary roads per km of them; both carriageways of a dual one count"
INTERSECTION_NOTE = "where three or more streets or paths meet, per km² of land; footways mapped as own ways count"
FOOTWAY_NOTE = "roads without service roads and motorways, by their middle; what is known is what somebody mapped"


def crossing_density(nodes: gpd.GeoDataFrame, edges: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return `numerator` (mapped crossings) and `denominator` (km of trunk, primary, secondary, tertiary) by area.

    A crossing is a node of such a road where one is mapped, or a way mapped as a crossing that meets such a road and
    has no such node on it; each counts once, however many edges it is cut into.
    """
    roads = edges[is_road(edges["highway"], CLASSIFIED)]
    ends = pd.Index(np.unique(roads[["u", "v"]].to_numpy()))
    is_mapped = nodes["is_crossing"] & nodes["node_id"].isin(ends)
    ways = _crossing_ways(edges, ends, nodes.loc[is_mapped, "node_id"])
    points = np.concatenate([nodes.geometry[is_mapped].to_numpy(), ways])
    return _per(_count(points, areas), _kilometres(roads, areas), CROSSING_NOTE)


def _crossing_ways(edges: gpd.GeoDataFrame, road_ends: pd.Index, mapped: pd.Series) -> Points:
    """Return one point on each way that is a crossing of the roads and has none of their mapped crossings on it."""
    is_crossing = edges["crossing"].notna() & (edges["crossing"] != "none") & ~is_road(edges["highway"], CLASSIFIED)
    ways = edges[is_crossing]
    touches, counted = (ways["u"].isin(of) | ways["v"].isin(of) for of in (road_ends, mapped))
    own = ways.assign(touches=touches, counted=counted).groupby("osm_way_id")
    chosen = own["touches"].any() & ~own["counted"].any()
    first = ways[touches & ways["osm_way_id"].map(chosen)].drop_duplicates("osm_way_id")
    points: Points = shapely.line_interpolate_point(first.geometry.to_numpy(), 0.5, normalized=True)
    return points


def intersection_density(nodes: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return `numerator` (nodes where three or more edges end) and `denominator` (km² of land) by area.

    The count is missing where the network has no node at all: the area is not covered.
    """
    every = _count(nodes.geometry.to_numpy(), areas)
    meeting = _count(nodes.geometry[nodes["degree"] >= FEWEST_ARMS].to_numpy(), areas)
    land = pd.Series(areas.geometry.area.to_numpy() / 1e6, areas["code"])
    return _per(meeting.where(every > 0), land, INTERSECTION_NOTE)


def footways(edges: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, *, known: bool) -> pd.DataFrame:
    """Return km of roads where a tag says whether one side at least has a footway (or none does), and km of roads."""
    roads = edges[is_road(edges["highway"], (*CLASSIFIED, *RESIDENTIAL))]
    is_known = roads["is_sidewalk_left_known"] | roads["is_sidewalk_right_known"]
    return _per(_kilometres(roads[is_known == known], areas), _kilometres(roads, areas), FOOTWAY_NOTE)


def is_road(highway: pd.Series, classes: tuple[str, ...]) -> pd.Series:
    """Tell which ways are of these classes, slip roads (`_link`) among them."""
    return highway.str.removesuffix("_link").isin(classes)


def _kilometres(edges: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> pd.Series:
    """Return kilometres by area; an edge lies where its middle does."""
    middles = shapely.line_interpolate_point(edges.geometry.to_numpy(), 0.5, normalized=True)
    kilometres: pd.Series = edges["length_m"].groupby(_area_at(middles, areas).to_numpy()).sum() / 1000
    return kilometres.reindex(areas["code"], fill_value=0.0)


def _count(points: Points, areas: gpd.GeoDataFrame) -> pd.Series:
    return _area_at(points, areas).value_counts().reindex(areas["code"], fill_value=0).astype(float)


def _area_at(points: Points, areas: gpd.GeoDataFrame) -> pd.Series:
    return owners_of(points, areas.rename(columns={"code": "local_authority_code"}))


def _per(above: pd.Series, below: pd.Series, note: str) -> pd.DataFrame:
    return pd.DataFrame({"numerator": above, "denominator": below, "note": note})
