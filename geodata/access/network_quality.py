"""Table `network_summary` with what the registers add: how far schools lie from mapped ones, whom nobody can place."""

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
    destinations: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """Return table `network_summary`, last how the registers agree with the map.

    `registered_<kind>_without_place` counts those of a register that are in no destination because nobody knows where
    they are (`attrs["left_out"]` of table `destinations`). The school distances are the least and the greatest from a
    registered school inside the outlines to the middle (the mean of its vertices as mapped) of the nearest mapped one.
    """
    table = network_summary(study_area_name, nodes, edges, openstreetmap, outlines)
    if table.empty:
        return table
    lost = destinations.attrs.get("left_out", {})
    figures = [(f"registered_{kind}_without_place", count, "count") for kind, count in lost.items()]
    away = _distances(openstreetmap, outlines, schools)
    if len(away):
        figures += [(f"{ITEM}_least", away.min(), "m"), (f"{ITEM}_greatest", away.max(), "m")]
    added = pd.DataFrame(figures, columns=["item", "value", "unit"]).assign(area_code=study_area_name, note="")
    return conform("network_summary", pd.concat([table, added], ignore_index=True))


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
