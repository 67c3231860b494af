"""Areas of one authority, from the published layers: its outline, wards and LSOAs."""

import geopandas as gpd
import pandas as pd

from geodata.schemas import CRS, conform

AUTHORITY = ["local_authority_code", "local_authority_name"]


def wards(source_wards: gpd.GeoDataFrame, authority_code: str) -> gpd.GeoDataFrame:
    """Return table `wards` for one authority, in order of code."""
    own = source_wards[source_wards["local_authority_code"] == authority_code]
    return conform("wards", own.sort_values("ward_code"))


def local_authorities(wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return table `local_authorities`: the authorities' outlines as their wards dissolved.

    The published layer of authorities is generalised too far to be used (55 km² off over nine authorities).
    """
    outlines = wards.dissolve(AUTHORITY).reset_index()[[*AUTHORITY, "geometry"]]
    return conform("local_authorities", outlines.set_crs(CRS))


def outlines(source_wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the outlines of all authorities that the ward layer has, as `local_authorities` does for one."""
    return local_authorities(conform("wards", source_wards))


def levels(source_lsoas: gpd.GeoDataFrame, source_wards: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Return the areas of each level, LSOA, ward and local authority: columns `code` and geometry."""
    layers = {"lsoa": source_lsoas, "ward": source_wards, "local_authority": outlines(source_wards)}
    return {
        name: layer.rename(columns={f"{name}_code": "code"})[["code", "geometry"]] for name, layer in layers.items()
    }


def lsoas(source_lsoas: gpd.GeoDataFrame, lookup: pd.DataFrame, authority_code: str) -> gpd.GeoDataFrame:
    """Return table `lsoas` for one authority; the best-fit lookup says which are its own, the layer does not."""
    own = lookup[lookup["local_authority_code"] == authority_code].rename(columns={"ward_code": "best_fit_ward_code"})
    joined = source_lsoas.merge(own[["lsoa_code", "best_fit_ward_code", *AUTHORITY]], on="lsoa_code")
    return conform("lsoas", joined.sort_values("lsoa_code"))
