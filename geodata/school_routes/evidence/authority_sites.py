"""Places of counts and measurements: the OpenStreetMap way each lies on, and the place that speaks for each part."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.school_routes.evidence.matching import first_by, link_edges, middles, nearest_edges

ON_STREET_M = 30.0
"""How far from the centreline a place may lie to be on that street: verges and coordinates in whole tens of metres."""
ROADS = ("side", "street")


def latest(sites: pd.DataFrame, key: str, date: str, value: str) -> pd.DataFrame:
    """Return the last row of each site, the greatest value of one day, sorted by the site's id."""
    return first_by(sites, [key], [date, value], [False, False])


def points_of(sites: pd.DataFrame) -> NDArray[np.object_]:
    """Return the sites as points."""
    points: NDArray[np.object_] = shapely.points(sites[["easting_m", "northing_m"]].to_numpy(dtype=float))
    return points


def ways_of(sites: pd.DataFrame, roads: gpd.GeoDataFrame) -> pd.Series:
    """Return the OpenStreetMap way of each site: the one it names, if it is a road here, else the nearest in 30 m.

    Null where there is none.
    """
    edges = link_edges(roads, ROADS)
    nearest = nearest_edges(points_of(sites), edges.geometry.to_numpy(), ON_STREET_M)
    way = edges["osm_way_id"].astype("float64").reindex(nearest).set_axis(sites.index)
    return sites["osm_way_id"].where(sites["osm_way_id"].isin(edges["osm_way_id"]), way)


def parts_of_ways(roads: gpd.GeoDataFrame, sites: pd.DataFrame, way: pd.Series) -> pd.DataFrame:
    """Return the parts of the sites' ways, each with its nearest site: `part_id` and `site`, the position in `sites`.

    Of sites as near the first is taken.
    """
    pairs = pd.DataFrame({"osm_way_id": way.to_numpy(), "site": np.arange(len(sites))}).dropna()
    met = nearest_sites(roads, sites, pairs, "osm_way_id")
    return met[["part_id", "site"]]


def nearest_sites(roads: gpd.GeoDataFrame, sites: pd.DataFrame, pairs: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return each part whose `key` is that of a site, with the nearest such site and its distance, by part.

    `pairs` has `site` and the key of each; a part may have several keys, in rows of its own.
    """
    here = pd.DataFrame({"part_id": roads["part_id"], key: roads[key], "position": np.arange(len(roads))})
    met = here.merge(pairs, on=key)
    metres = shapely.distance(middles(roads)[met["position"]], points_of(sites)[met["site"]])
    return first_by(met.assign(distance_m=metres), ["part_id"], ["distance_m", "site"], [True, True])
