"""Places that people walk to, as official registers list them: schools, GP practices, pharmacies."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.schemas import CRS

STREETS_WITHIN_M = 500.0
"""A place of a national register without a walkable way so near lies beyond the streets that were read."""
NO_SCHOOLS = (
    "children's centre",
    "children's centre linked site",
    "further education",
    "higher education institutions",
    "offshore schools",
    "british schools overseas",
    "online provider",
)
"""Types of establishment in the register of schools that no pupil of school age walks to."""


def school_register(schools: pd.DataFrame, postcodes: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return schools of table `source_schools` in the columns of table `destinations`, without those nobody can place.

    Capacity is the number of pupils. A school without coordinates is placed at its postcode; `attrs["left_out"]` counts
    those of the study area's postcode districts that have neither.
    """
    taught = schools[~schools["school_type"].str.casefold().isin(NO_SCHOOLS)]
    phase = taught["phase"].str.casefold().replace({"not applicable": "school", "": "school"})
    at_postcode = _points_of(taught["postcode"], postcodes)
    own = gpd.GeoSeries(gpd.points_from_xy(taught["easting_m"], taught["northing_m"]), taught.index, crs=CRS)
    points = own.where(taught["easting_m"].notna(), at_postcode)
    return _placed(
        pd.DataFrame(
            {
                "destination_id": "gias:" + taught["urn"],
                "kind": "school",
                "name": taught["school_name"],
                "category": phase,
                "capacity": taught["pupils"],
                "source": "schools",
                "note": _ages(taught),
            }
        ),
        points,
        taught["postcode"],
        postcodes,
    )


def health_register(services: pd.DataFrame, kind: str, source: str, postcodes: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return GP practices or pharmacies at their postcodes in the columns of table `destinations`.

    `attrs["left_out"]` counts those of the study area's postcode districts whose postcode is not in the directory.
    """
    frame = pd.DataFrame(
        {
            "destination_id": "nhs:" + services["ods_id"],
            "kind": kind,
            "name": services["name"],
            "category": "GP practice" if kind == "gp" else kind,
            "capacity": np.nan,
            "source": source,
            "note": "",
        }
    )
    return _placed(frame, _points_of(services["postcode"], postcodes), services["postcode"], postcodes)


def near_streets(places: gpd.GeoDataFrame, openstreetmap: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the places within 500 m of a walkable way of table `source_openstreetmap`."""
    streets = openstreetmap.geometry[openstreetmap["role"] == "walkable"]
    tree = shapely.STRtree(places.geometry.to_numpy())
    # an envelope asks less of the tree than thousands of streets, and a national register lies mostly outside
    around = tree.query(shapely.box(*streets.total_bounds).buffer(STREETS_WITHIN_M)) if len(streets) else []
    candidates = places.iloc[np.sort(around)] if len(around) else places.iloc[:0]
    found, _ = shapely.STRtree(streets.to_numpy()).query(
        candidates.geometry.to_numpy(), predicate="dwithin", distance=STREETS_WITHIN_M
    )
    return candidates.iloc[np.unique(found)]


def _ages(schools: pd.DataFrame) -> pd.Series:
    is_known = schools["low_age"].notna() & schools["high_age"].notna()
    low, high = schools["low_age"].astype("Int64"), schools["high_age"].astype("Int64")
    return ("ages " + low.astype("string") + " to " + high.astype("string")).where(is_known, "")


def _points_of(wanted: pd.Series, postcodes: pd.DataFrame) -> gpd.GeoSeries:
    """Return the point of each postcode, None where the directory lacks it."""
    places = postcodes.drop_duplicates("postcode").set_index("postcode")[["easting_m", "northing_m"]]
    found = places.reindex(wanted)
    points = gpd.GeoSeries(gpd.points_from_xy(found["easting_m"], found["northing_m"]), wanted.index, crs=CRS)
    return points.where(found["easting_m"].notna().to_numpy(), None)


def _placed(
    frame: pd.DataFrame, points: gpd.GeoSeries, postcode: pd.Series, postcodes: pd.DataFrame
) -> gpd.GeoDataFrame:
    is_placed = points.notna()
    districts = postcodes["postcode"].str.split(" ").str[0].unique()
    is_local = postcode.str.split(" ").str[0].isin(districts)
    placed = gpd.GeoDataFrame(frame, geometry=points)[is_placed].sort_values("destination_id").reset_index(drop=True)
    placed.attrs["left_out"] = int((~is_placed & is_local).sum())
    return placed
