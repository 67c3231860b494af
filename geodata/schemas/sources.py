"""Tables of the sources as read: our column names, one model per catalogue key (asset `source_<key>`)."""

import pandera.pandas as pa
from pandera.typing import Series
from pandera.typing.geopandas import GeoSeries

from geodata.schemas.table import Table


class SourceWards(Table):
    """Ward boundaries as published, in EPSG:27700."""

    ward_code: Series[str]
    ward_name: Series[str]
    local_authority_code: Series[str]
    local_authority_name: Series[str]
    geometry: GeoSeries


class SourceLsoas(Table):
    """LSOA boundaries as published, in EPSG:27700."""

    lsoa_code: Series[str]
    lsoa_name: Series[str]
    geometry: GeoSeries


class SourceLsoas2011(SourceLsoas):
    """LSOA 2011 boundaries as published, in EPSG:27700."""


class SourceLocalAuthorities(Table):
    """Authority boundaries as published, in EPSG:27700 (context only)."""

    local_authority_code: Series[str]
    local_authority_name: Series[str]
    geometry: GeoSeries


class SourceLsoaWardLookup(Table):
    """Best fit of LSOAs to wards."""

    lsoa_code: Series[str]
    lsoa_name: Series[str]
    ward_code: Series[str]
    ward_name: Series[str]
    local_authority_code: Series[str]
    local_authority_name: Series[str]


class SourceLsoa20112021Lookup(Table):
    """Change of LSOAs between the censuses."""

    lsoa_2011_code: Series[str]
    lsoa_2021_code: Series[str]
    change: Series[str]
    local_authority_code: Series[str]


class SourcePostcodes(Table):
    """Live small-user postcodes with their coordinates in metres (EPSG:27700)."""

    postcode: Series[str]
    local_authority_code: Series[str]
    easting_m: Series[float]
    northing_m: Series[float]


class SourceDeprivation(Table):
    """Indices of Deprivation by LSOA: score, rank and decile of the index and its seven domains.

    A score the publisher's file does not carry is null.
    """

    lsoa_code: Series[str]
    local_authority_code: Series[str]
    domain: Series[str] = pa.Field(description="imd, income, employment, ...")
    score: Series[float] = pa.Field(nullable=True)
    rank: Series[float] = pa.Field(ge=1)
    decile: Series[float] = pa.Field(ge=1, le=10)
    population: Series[float] = pa.Field(nullable=True, description="the publisher's denominator")


class SourceDeprivation2025(SourceDeprivation):
    """Indices of Deprivation 2025 by LSOA 2021."""


class SourceDeprivation2019(SourceDeprivation):
    """Indices of Deprivation 2019 by LSOA 2011."""


class SourceDeprivation2019Lad(Table):
    """Published district summaries of 2019 (all of England)."""

    local_authority_code: Series[str]
    average_rank: Series[float]
    rank_of_average_rank: Series[float]
    average_score: Series[float]
    rank_of_average_score: Series[float]


class SourcePopulation(Table):
    """Usual residents by LSOA 2021."""

    lsoa_code: Series[str]
    residents: Series[float] = pa.Field(ge=0)


class SourcePopulationByAge(Table):
    """People by single year of age (90 stands for 90 and over) and LSOA 2011."""

    lsoa_code: Series[str]
    age: Series[int] = pa.Field(ge=0, le=90)
    residents: Series[float] = pa.Field(ge=0)


class SourceActivity(Table):
    """Active Lives figures from Fingertips, one row per indicator, area, category and period."""

    indicator_id: Series[str]
    area_code: Series[str]
    area_name: Series[str]
    category_type: Series[str] = pa.Field(description="the publisher's, Age for age bands; empty for headline rows")
    category: Series[str] = pa.Field(description="the publisher's, or the age band; empty for headline rows")
    period: Series[str]
    value: Series[float] = pa.Field(nullable=True)
    lower_cl: Series[float] = pa.Field(nullable=True)
    upper_cl: Series[float] = pa.Field(nullable=True)
    numerator: Series[float] = pa.Field(nullable=True)
    denominator: Series[float] = pa.Field(nullable=True)
    note: Series[str]
    compared_with_england: Series[str]


class SourceAdultActivity(SourceActivity):
    """Fingertips 93014 and 93015, persons aged 19 and over, and narrower age bands where the file has them."""


class SourceChildActivity(SourceActivity):
    """Fingertips 93570, children aged 5 to 16."""


class SourceWalkingCycling(Table):
    """DfT tables CW0301 to CW0303: share of adults by mode, purpose, frequency and year."""

    area_code: Series[str]
    mode: Series[str] = pa.Field(description="cycling, walking or walking_or_cycling")
    purpose: Series[str] = pa.Field(description="any, leisure or travel")
    frequency: Series[str] = pa.Field(description="at_least_once_per_week, ...")
    period: Series[str]
    value: Series[float] = pa.Field(nullable=True)
    note: Series[str]


class SourceTravelToWork(Table):
    """Census 2021 method of travel to work by LSOA 2021, long."""

    lsoa_code: Series[str]
    mode: Series[str] = pa.Field(description="on_foot, bicycle, home, ...")
    people: Series[float] = pa.Field(ge=0, nullable=True)
    total: Series[float] = pa.Field(ge=0, nullable=True)


class SourceRuralUrban(Table):
    """Rural Urban Classification 2021 of LSOAs."""

    lsoa_code: Series[str]
    rural_urban: Series[str] = pa.Field(isin=["rural", "urban"], description="rural or urban")
    rural_urban_class: Series[str]


class SourceSchools(Table):
    """Open schools. No personal data."""

    urn: Series[str] = pa.Field(unique=True)
    school_name: Series[str]
    school_type: Series[str]
    phase: Series[str]
    low_age: Series[float] = pa.Field(nullable=True)
    high_age: Series[float] = pa.Field(nullable=True)
    pupils: Series[float] = pa.Field(nullable=True)
    postcode: Series[str]
    easting_m: Series[float] = pa.Field(nullable=True)
    northing_m: Series[float] = pa.Field(nullable=True)


class SourceCollisionsRaster(Table):
    """Casualties per grid cell and year; cells without casualties are not listed."""

    easting_m: Series[float] = pa.Field(description="centre of the cell")
    northing_m: Series[float] = pa.Field(description="centre of the cell")
    cell_m: Series[float] = pa.Field(gt=0, description="side of the cell")
    year: Series[int]
    casualties: Series[float] = pa.Field(gt=0)


class SourceGreenSpace(Table):
    """Sites of OS Open Greenspace and the points where one enters them, in EPSG:27700."""

    feature_id: Series[str] = pa.Field(unique=True, description="number of the site or access point")
    feature: Series[str] = pa.Field(isin=["site", "access_point"], description="site or access_point")
    site_id: Series[str] = pa.Field(description="the site itself, or the site that is entered")
    function: Series[str] = pa.Field(description="what the site is for, in the publisher's words")
    site_name: Series[str] = pa.Field(nullable=True, description="name of the site")
    access_type: Series[str] = pa.Field(
        nullable=True, description="who enters here: pedestrians, motor vehicles or both; null for a site"
    )
    geometry: GeoSeries = pa.Field(description="outline of the site or access point, EPSG:27700")


class SourceGpPractices(Table):
    """Practices of the register that are open and treat patients as general practices; their place is a postcode."""

    ods_id: Series[str] = pa.Field(unique=True, description="code of the Organisation Data Service")
    name: Series[str]
    postcode: Series[str] = pa.Field(description="with one space; empty where the register has none")


class SourcePharmacies(SourceGpPractices):
    """Pharmacies of the register that are open; their place is a postcode."""


class SourceCarAvailability(Table):
    """Households without a car or van by LSOA 2021."""

    lsoa_code: Series[str]
    households: Series[float] = pa.Field(ge=0)
    no_car_households: Series[float] = pa.Field(ge=0)


class SourcePopulationRaster(Table):
    """Cells in which somebody lives, in Britain, with their modelled residents."""

    easting_m: Series[float] = pa.Field(description="centre of the cell, EPSG:27700")
    northing_m: Series[float] = pa.Field(description="centre of the cell, EPSG:27700")
    residents: Series[float] = pa.Field(gt=0, description="people in the cell")
