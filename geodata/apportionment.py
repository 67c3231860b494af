"""Which share of a small area's people lives in which larger area.

LSOAs do not nest in wards. People are taken to live at the distinct postcode points of their LSOA; ONS best fit and
plain area are kept beside it, as options and to show how much the choice matters.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.errors import SourceFileError
from geodata.schemas import CRS, conform
from geodata.study_area import ApportionmentMethod

PAIR = ["lsoa_code", "ward_code"]


def lsoa_ward_weights(
    lsoas: gpd.GeoDataFrame, wards: gpd.GeoDataFrame, postcodes: pd.DataFrame, method: ApportionmentMethod
) -> pd.DataFrame:
    """Return table `lsoa_ward_weights` of one authority.

    `weight` follows `method`; an LSOA without a postcode point in any ward falls back to area, and its rows say so.
    The weights of each LSOA sum to 1 by every method. Raises `SourceFileError` if an LSOA touches no ward.
    """
    by_area = area_shares(lsoas, wards).rename("area_weight")
    best_fit = lsoas.set_index(["lsoa_code", "best_fit_ward_code"]).index.set_names(PAIR)
    by_best_fit = pd.Series(1.0, index=best_fit, name="best_fit_weight")
    by_points = point_shares(distinct_points(postcodes), lsoas, wards).rename("postcode_weight")
    joined = pd.concat([by_points, by_best_fit, by_area], axis=1).fillna(0.0).reset_index()
    has_points = joined["lsoa_code"].isin(by_points.index.get_level_values("lsoa_code"))
    fallback = has_points | (method != "postcodes")
    column = {"postcodes": "postcode_weight", "best_fit": "best_fit_weight", "area": "area_weight"}[method]
    weights = joined.assign(
        weight=joined[column].where(fallback, joined["area_weight"]).clip(0, 1),
        method=np.where(fallback, method, "area"),
    )
    _refuse_lost(lsoas, weights)
    return conform("lsoa_ward_weights", weights.sort_values(PAIR))


def _refuse_lost(lsoas: gpd.GeoDataFrame, weights: pd.DataFrame) -> None:
    placed = weights.loc[weights["weight"] > 0, "lsoa_code"]
    lost = sorted(set(lsoas["lsoa_code"]) - set(placed))
    if lost:
        raise SourceFileError(
            f"lsoas: {len(lost)} LSOA(s) touch no ward of their authority, for example {', '.join(lost[:5])}. "
            "Check that `wards` and `lsoas` cover the same authorities."
        )


def distinct_points(postcodes: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return one point per coordinate: blocks of flats with many postcodes count once."""
    unique = postcodes[["easting_m", "northing_m"]].drop_duplicates()
    return gpd.GeoDataFrame(geometry=gpd.points_from_xy(unique["easting_m"], unique["northing_m"], crs=CRS))


def point_shares(points: gpd.GeoDataFrame, lsoas: gpd.GeoDataFrame, wards: gpd.GeoDataFrame) -> pd.Series:
    """Return the share of each LSOA's points that lie in each ward; points outside either are left out."""
    inside = pd.DataFrame(
        {"lsoa_code": _area_of(points, lsoas, "lsoa_code"), "ward_code": _area_of(points, wards, "ward_code")}
    )
    counts = inside.dropna().groupby(PAIR).size()
    return counts / counts.groupby("lsoa_code").transform("sum")


def _area_of(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, code: str) -> pd.Series:
    """Return the code of the area each point lies in, missing if in none; on a shared edge the first by code."""
    ordered = areas.sort_values(code)
    # asking which points lie in an area is several times faster than which area a point lies in
    tree = shapely.STRtree(points.geometry.to_numpy())
    area, point = tree.query(ordered.geometry.to_numpy(), predicate="intersects")
    hits = pd.Series(ordered[code].to_numpy()[area], index=point)
    return hits[~hits.index.duplicated()].reindex(range(len(points)))


def area_shares(lsoas: gpd.GeoDataFrame, wards: gpd.GeoDataFrame) -> pd.Series:
    """Return the share of each LSOA's land that lies in each ward; land outside every ward is left out."""
    small, large = lsoas.geometry.to_numpy(), wards.geometry.to_numpy()
    i, j = shapely.STRtree(large).query(small, predicate="intersects")
    overlap = shapely.area(shapely.intersection(small[i], large[j]))
    index = pd.MultiIndex.from_arrays([lsoas["lsoa_code"].to_numpy()[i], wards["ward_code"].to_numpy()[j]], names=PAIR)
    areas = pd.Series(overlap, index=index)
    areas = areas[areas > 0]
    return areas / areas.groupby("lsoa_code").transform("sum")


def memberships(weights: pd.DataFrame, column: str = "weight") -> pd.DataFrame:
    """Return the weights as `area_code`, `into`, `weight`, the form in which indicator rows are combined."""
    parts = weights.loc[weights[column] > 0, [*PAIR, column]]
    return parts.set_axis(["area_code", "into", "weight"], axis=1)


def whole_people(shares: pd.Series) -> pd.Series:
    """Round people to whole numbers so that their total stays the rounded total (largest remainder).

    >>> whole_people(pd.Series([10.4, 10.4, 9.2])).tolist()
    [11.0, 10.0, 9.0]
    """
    floors = shares.floordiv(1)
    missing = int(round(shares.sum()) - floors.sum())
    by_remainder = (shares - floors).sort_values(ascending=False, kind="stable").index
    whole = floors.copy()
    whole[by_remainder[:missing]] += 1.0
    return whole
