"""Places that people walk to, as OpenStreetMap has them."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.access.matching import PlaceName
from geodata.openstreetmap.roles import destination_kind

INSIDE_SHARE = 0.9


def mapped_places(openstreetmap: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the destinations in table `source_openstreetmap` in the columns of table `destinations`, sorted by id.

    Every element is listed, also where two are one place: `each_once` tells.
    """
    rows = openstreetmap[openstreetmap["role"] == "destination"]
    tags = [json.loads(text) for text in rows["tags"]]
    kinds = [destination_kind(found) or (None, None) for found in tags]
    places = gpd.GeoDataFrame(
        {
            "destination_id": "osm:" + rows["element"].str[0] + rows["osm_id"].astype("string"),
            "kind": pd.array([kind for kind, _ in kinds], dtype="string"),
            "name": pd.array([found.get("name") for found in tags], dtype="string"),
            "category": pd.array([category for _, category in kinds], dtype="string"),
            "capacity": np.nan,
            "source": "openstreetmap",
            "note": "",
        },
        geometry=rows.geometry,
    )
    known = places[places["kind"].notna()].drop_duplicates("destination_id")
    return known.sort_values("destination_id").reset_index(drop=True)


def each_once(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the places without those that are part of another: within it, of its kind, without a name or with its.

    So a school mapped as a point in its own grounds, or a playground in a park, is counted once. An area without a name
    takes that of the one place of its category inside it.
    """
    inner, outer = _nested(places)
    named = _with_names_from_inside(places, inner, outer)
    keys = _name_keys(named["name"])
    of_inner = keys.iloc[inner].reset_index(drop=True)
    is_part = (of_inner.isna() | of_inner.eq(keys.iloc[outer].reset_index(drop=True))).fillna(value=False)
    return named.drop(index=named.index[np.unique(inner[is_part.to_numpy(bool)])]).reset_index(drop=True)


def _nested(places: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return positions of places and of the larger areas of their kind that they lie in; of equal areas the first.

    Outlines drawn by several hands seldom fit exactly: nine tenths of a place within the other are enough.
    """
    shapes, kind = places.geometry.to_numpy(), places["kind"].to_numpy()
    size = shapely.area(shapes)
    areas = np.flatnonzero(size > 0)
    outer, inner = shapely.STRtree(shapely.point_on_surface(shapes)).query(shapes[areas], predicate="intersects")
    outer = areas[outer]
    is_larger = (size[outer] > size[inner]) | ((size[outer] == size[inner]) & (outer < inner))
    keep = is_larger & (kind[outer] == kind[inner])
    inner, outer = inner[keep], outer[keep]
    is_inside = shapely.area(shapely.intersection(shapes[inner], shapes[outer])) >= INSIDE_SHARE * size[inner]
    return inner[is_inside], outer[is_inside]


def _with_names_from_inside(places: gpd.GeoDataFrame, inner: np.ndarray, outer: np.ndarray) -> gpd.GeoDataFrame:
    names, category = places["name"], places["category"].to_numpy()
    candidates = pd.DataFrame({"outer": outer, "name": names.to_numpy()[inner]})[category[inner] == category[outer]]
    named = candidates.dropna().drop_duplicates()
    single = named[~named.duplicated("outer", keep=False)].set_index("outer")["name"]
    return places.assign(name=names.fillna(pd.Series(single.to_numpy(), places.index[single.index], dtype="string")))


def _name_keys(names: pd.Series) -> pd.Series:
    """Return each name as it is compared: in the same spelling, its words sorted; null where there is none."""
    return names.map(_key, na_action="ignore").astype("string")


def _key(name: str) -> str:
    parsed = PlaceName.parse(name)
    return " ".join(sorted(parsed.own | parsed.levels | parsed.faiths))
