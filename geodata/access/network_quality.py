"""Table `network_summary` with what the schools register adds: how far its points lie from schools as mapped."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.access.mapped_places import mapped_places
from geodata.network.summary import network_summary
from geodata.schemas import conform

ITEM = "school_register_to_openstreetmap_m"


def network_quality(
    study_area_name: str,
    nodes: gpd.GeoDataFrame,
    edges: gpd.GeoDataFrame,
    openstreetmap: gpd.GeoDataFrame,
    outlines: gpd.GeoDataFrame,
    schools: pd.DataFrame,
) -> pd.DataFrame:
    """Return table `network_summary`, last how near and how far a registered school is from a mapped one at most.

    Of the register's schools inside the outlines; the distance is to the middle (the mean of its vertices as mapped) of
    whichever mapped school is nearest.
    """
    table = network_summary(study_area_name, nodes, edges, openstreetmap, outlines)
    away = _distances(openstreetmap, outlines, schools)
    if not len(away):
        return table
    rows = [
        {"area_code": study_area_name, "item": f"{ITEM}_{end}", "value": value, "unit": "m", "note": ""}
        for end, value in (("least", away.min()), ("greatest", away.max()))
    ]
    return conform("network_summary", pd.concat([table, pd.DataFrame(rows)], ignore_index=True))


def _distances(openstreetmap: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame, schools: pd.DataFrame) -> np.ndarray:
    located = schools.dropna(subset=["easting_m", "northing_m"])
    points = shapely.points(located["easting_m"], located["northing_m"])
    own = points[shapely.intersects(shapely.union_all(outlines.geometry.to_numpy()), points)]
    places = mapped_places(openstreetmap)
    mapped, school = shapely.get_coordinates(places[places["kind"] == "school"].geometry, return_index=True)
    if not len(mapped):
        return np.empty(0)
    middles = pd.DataFrame(mapped).groupby(school).mean()
    return np.asarray(shapely.distance(own, shapely.multipoints(middles.to_numpy())))
