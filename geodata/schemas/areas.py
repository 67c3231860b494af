"""Tables of areas and of how they fit into each other."""

import pandera.pandas as pa
from pandera.typing import Series
from pandera.typing.geopandas import GeoSeries

from geodata.schemas.table import Table

AREA_CODE = r"^[EW]\d{8}$"


class LocalAuthorities(Table):
    """Outlines of the local authorities: their wards, dissolved."""

    local_authority_code: Series[str] = pa.Field(str_matches=AREA_CODE, unique=True, description="ONS code")
    local_authority_name: Series[str] = pa.Field(description="official name")
    geometry: GeoSeries = pa.Field(description="outline, EPSG:27700")


class Wards(Table):
    """Electoral wards, the unit of report."""

    ward_code: Series[str] = pa.Field(str_matches=AREA_CODE, unique=True, description="ONS code")
    ward_name: Series[str] = pa.Field(description="name; not unique across authorities")
    local_authority_code: Series[str] = pa.Field(str_matches=AREA_CODE, description="ONS code of the authority")
    local_authority_name: Series[str] = pa.Field(description="name of the authority")
    geometry: GeoSeries = pa.Field(description="outline, EPSG:27700")


class Lsoas(Table):
    """LSOAs of 2021, the unit of source."""

    lsoa_code: Series[str] = pa.Field(str_matches=AREA_CODE, unique=True, description="LSOA 2021 code")
    lsoa_name: Series[str] = pa.Field(description="LSOA 2021 name")
    local_authority_code: Series[str] = pa.Field(str_matches=AREA_CODE, description="ONS code of the authority")
    local_authority_name: Series[str] = pa.Field(description="name of the authority")
    best_fit_ward_code: Series[str] = pa.Field(str_matches=AREA_CODE, description="ward by ONS best fit")
    geometry: GeoSeries = pa.Field(description="outline, EPSG:27700")


class LsoaWardWeights(Table):
    """Which share of an LSOA's people lives in which ward."""

    lsoa_code: Series[str] = pa.Field(str_matches=AREA_CODE, description="LSOA 2021 code")
    ward_code: Series[str] = pa.Field(str_matches=AREA_CODE, description="ward code")
    weight: Series[float] = pa.Field(ge=0, le=1, description="share of the LSOA's people; sums to 1 per LSOA")
    method: Series[str] = pa.Field(
        isin=["postcodes", "best_fit", "area"],
        description="how the weight was made; area where an LSOA has no postcode",
    )
    best_fit_weight: Series[float] = pa.Field(ge=0, le=1, description="1 in the ward of ONS best fit, else 0")
    area_weight: Series[float] = pa.Field(ge=0, le=1, description="share of the LSOA's land")


class LsoaChanges(Table):
    """How LSOAs of 2011 became LSOAs of 2021."""

    lsoa_2011_code: Series[str] = pa.Field(str_matches=AREA_CODE, description="LSOA 2011 code")
    lsoa_2021_code: Series[str] = pa.Field(str_matches=AREA_CODE, description="LSOA 2021 code")
    change: Series[str] = pa.Field(isin=["U", "S", "M", "X"], description="unchanged, split, merged, irregular")
    local_authority_code: Series[str] = pa.Field(str_matches=AREA_CODE, description="ONS code of the authority")
    weight: Series[float] = pa.Field(
        gt=0,
        le=1,
        nullable=True,
        description="share of the 2011 LSOA's people now in the 2021 LSOA, by Census 2021 residents; null: not known",
    )


class Coverage(Table):
    """What the inputs cover: counts of areas, postcodes and schools, and the codes of those left out."""

    area_code: Series[str] = pa.Field(description="ONS code, or the study area's name for the whole")
    item: Series[str] = pa.Field(description="what is counted")
    count: Series[int] = pa.Field(ge=0, description="how many")
    codes: Series[str] = pa.Field(description="codes of those meant, separated by spaces, where the item names few")
