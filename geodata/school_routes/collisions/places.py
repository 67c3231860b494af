"""The places that collisions are counted at: streets with both their sides, and crossings with all their arms."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.schemas import CRS

STREET_M = 20.0
CROSSING_M = 50.0
"""How near a collision lies to a street or a crossing to be counted there (school routes evidence, row collisions).

STATS19 notes facilities within 50 m of a collision; its own coordinates are good to some metres.
"""
BUSIEST_FIRST = (
    "trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link",
)  # fmt: skip
COLUMNS = ["place_id", "place", "edge_id", "node_id", "highway", "local_authority_code", "length_m", "geometry"]


def place_ids(parts: pd.DataFrame) -> pd.Series:
    """Return the place of each part of table `route_parts`: its edge, or `x<node>` for a crossing.

    >>> place_ids(pd.DataFrame({"kind": ["side", "crossing"], "edge_id": ["w1.0.0"] * 2, "node_id": [None, 7.0]}))
    0    w1.0.0
    1        x7
    dtype: string
    """
    is_crossing = parts["kind"] == "crossing"
    nodes = "x" + parts["node_id"].astype("Int64").astype("string")
    return parts["edge_id"].astype("string").mask(is_crossing, nodes).rename(None)


def collision_places(parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one row a place, streets by edge, then crossings by node, with the columns `COLUMNS` and `kind`.

    Both sides of a main road are one street, since a collision lies in the road between them; all arms at a node are
    one crossing, of the class of the busiest arm.
    """
    rank = {highway: place for place, highway in enumerate(BUSIEST_FIRST)}
    ordered = parts.assign(
        place_id=place_ids(parts),
        place=np.where(parts["kind"] == "crossing", "crossing", "street"),
        rank=parts["highway"].map(rank).fillna(len(rank)).astype(float),
    ).sort_values(["place", "place_id", "rank", "part_id"], ascending=[False, True, True, True])
    one_each = ordered.drop_duplicates("place_id").reset_index(drop=True)
    one_each["edge_id"] = one_each["edge_id"].where(one_each["place"] == "street")
    return gpd.GeoDataFrame(one_each[[*COLUMNS, "kind"]], geometry="geometry", crs=CRS)


def placed(collisions: pd.DataFrame, places: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return `street` and `crossing` of each collision: the place's id, null where none is near enough.

    A street with motor traffic within 20 m comes before a nearer path: collisions happen on carriageways. Of places
    equally near the one with the lower id has it, so that no collision counts twice. Motorways are no place to walk:
    their collisions have no place.
    """
    points = shapely.points(collisions[["easting_m", "northing_m"]].to_numpy(float))
    points[collisions["is_motorway"].to_numpy(bool)] = None
    is_street, is_path = places["place"] == "street", places["kind"] == "path"
    roads = _nearest(points, places[is_street & ~is_path], STREET_M)
    paths = _nearest(points, places[is_path], STREET_M)
    crossings = _nearest(points, places[~is_street], CROSSING_M)
    found = {"street": roads.fillna(paths), "crossing": crossings}
    return pd.DataFrame(found).set_index(collisions.index)


def _nearest(points: NDArray[np.object_], places: gpd.GeoDataFrame, within_m: float) -> pd.Series:
    tree = shapely.STRtree(places.geometry.to_numpy())
    point, place = tree.query_nearest(points, max_distance=within_m, all_matches=True)
    ids = pd.DataFrame({"point": point, "place_id": places["place_id"].array[place]})
    first = ids.sort_values(["point", "place_id"]).drop_duplicates("point").set_index("point")["place_id"]
    return first.astype("string").reindex(range(len(points)))
