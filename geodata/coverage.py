"""Table `coverage`: how many areas, postcodes and schools the inputs hold, and which are left out."""

from collections.abc import Iterator

import geopandas as gpd
import pandas as pd
import shapely

from geodata.schemas import conform
from geodata.study_area import StudyArea


def coverage(
    study_area: StudyArea,
    *,
    wards: gpd.GeoDataFrame,
    lsoas: gpd.GeoDataFrame,
    lsoa_changes: pd.DataFrame,
    postcodes: pd.DataFrame,
    schools: pd.DataFrame,
) -> pd.DataFrame:
    """Return table `coverage`: each item for each authority, and for the study area under its name."""
    outside = _outside(postcodes, wards)
    placed_schools = schools[schools["easting_m"].notna() & schools["northing_m"].notna()]
    school_authority = _authority_of(placed_schools, wards)
    tables = {
        "wards": (wards, "ward_code"),
        "wards_without_best_fit_lsoa": (wards[~wards["ward_code"].isin(lsoas["best_fit_ward_code"])], "ward_code"),
        "lsoas": (lsoas, "lsoa_code"),
        "lsoas_2011": (lsoa_changes.drop_duplicates("lsoa_2011_code"), "lsoa_2011_code"),
        "postcodes": (postcodes, "postcode"),
        "postcodes_outside_wards": (outside, "postcode"),
        "schools": (placed_schools.assign(local_authority_code=school_authority), "urn"),
    }
    tables |= {f"lsoa_changes_{change}": (part, "lsoa_2021_code") for change, part in lsoa_changes.groupby("change")}
    rows = [row for item, (table, code) in tables.items() for row in _counted(study_area, item, table, code)]
    whole = study_area.name
    rows.append(_row(whole, "schools", schools, "urn"))
    rows.append(_row(whole, "schools_outside_wards", placed_schools[school_authority.isna()], "urn"))
    return conform("coverage", pd.DataFrame(rows))


def _counted(study_area: StudyArea, item: str, table: pd.DataFrame, code: str) -> Iterator[dict[str, object]]:
    for authority in study_area.codes:
        yield _row(authority, item, table[table["local_authority_code"] == authority], code)
    if item != "schools":  # schools without a place count for the whole only
        yield _row(study_area.name, item, table, code)


NAMED = ("wards_without_best_fit_lsoa", "postcodes_outside_wards", "schools_outside_wards")


def _row(area_code: str, item: str, table: pd.DataFrame, code: str) -> dict[str, object]:
    codes = " ".join(sorted(table[code])) if item in NAMED else ""
    return {"area_code": area_code, "item": item, "count": len(table), "codes": codes}


def _hits(points: pd.DataFrame, wards: gpd.GeoDataFrame) -> pd.Series:
    """Return the position of the ward each point lies in, missing if in none."""
    tree = shapely.STRtree(shapely.points(points["easting_m"], points["northing_m"]))
    ward, point = tree.query(wards.geometry.to_numpy(), predicate="intersects")
    hits = pd.Series(ward, index=point)
    return hits[~hits.index.duplicated()].reindex(range(len(points)))


def _outside(points: pd.DataFrame, wards: gpd.GeoDataFrame) -> pd.DataFrame:
    return points[_hits(points, wards).isna().to_numpy()]


def _authority_of(points: pd.DataFrame, wards: gpd.GeoDataFrame) -> pd.Series:
    hits = _hits(points, wards)
    codes = wards["local_authority_code"].reset_index(drop=True)
    return hits.map(codes).set_axis(points.index).astype("string")
