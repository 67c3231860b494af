"""Tables of access on foot: where people live, where they go, and who can walk there."""

import pandera.pandas as pa
from pandera.typing import Series
from pandera.typing.geopandas import GeoSeries

from geodata.schemas.areas import AREA_CODE
from geodata.schemas.table import Table

DESTINATIONS = ("school", "green_space", "gp", "pharmacy", "food_shop", "leisure", "public_transport_stop")
"""Kinds of destinations."""
MINUTES = (5, 10, 15, 20)
"""The bands of walking time."""
PROFILES = ("walking", "walking_with_slope", "step_free")
"""4.8 km/h; the same with Tobler's slope function; 4.8 km/h without steps (pushchair, wheelchair)."""
UNDATED = "date not stated"
"""Period of figures from streets whose file does not say of when they are."""
MEASURES = (
    "walk_directness",
    "severance",
    "severance_by_main_road",
    "severance_by_railway",
    "severance_by_water",
    "crossing_density",
    "intersection_density",
    "footway_known",
    "footway_unknown",
)
"""Measures of the streets around homes; ids of indicators begin with `streets_`."""


class Homes(Table):
    """Places where people live: the distinct postcode points of each LSOA, or street metres where there are none."""

    home_id: Series[int] = pa.Field(unique=True, description="number of the place")
    lsoa_code: Series[str] = pa.Field(nullable=True, description="LSOA 2021; null in a streets-only area")
    ward_code: Series[str] = pa.Field(nullable=True, description="ward; null in a streets-only area")
    local_authority_code: Series[str] = pa.Field(description="authority")
    residents: Series[float] = pa.Field(ge=0, nullable=True, description="people living there; null where not known")
    children: Series[float] = pa.Field(ge=0, nullable=True, description="children aged 0 to 15; null where not known")
    no_car_households: Series[float] = pa.Field(
        ge=0, nullable=True, description="households without a car; null where not known"
    )
    weight: Series[float] = pa.Field(ge=0, description="share of the LSOA's people, or street metres")
    method: Series[str] = pa.Field(
        isin=["postcodes", "population_raster", "street_metres"], description="how it was placed"
    )
    edge_id: Series[str] = pa.Field(nullable=True, description="edge of the walking network it is reached from")
    along_m: Series[float] = pa.Field(ge=0, nullable=True, description="metres from the edge's start")
    snap_m: Series[float] = pa.Field(ge=0, nullable=True, description="straight metres to the edge")
    is_far: Series[bool] = pa.Field(description="whether the network is more than 100 m away")
    geometry: GeoSeries = pa.Field(description="point, EPSG:27700")


class Destinations(Table):
    """Places that people walk to."""

    destination_id: Series[str] = pa.Field(unique=True, description="source and number, as osm:n123 or gias:111234")
    kind: Series[str] = pa.Field(isin=DESTINATIONS, description="kind of destination")
    name: Series[str] = pa.Field(nullable=True, description="name")
    category: Series[str] = pa.Field(description="what exactly: primary, park, supermarket, bus stop ...")
    capacity: Series[float] = pa.Field(nullable=True, ge=0, description="pupils, patients ...; null where not known")
    source: Series[str] = pa.Field(description="catalogue keys it was found in, separated by +")
    note: Series[str] = pa.Field(description="how sources were matched; what is doubtful")
    geometry: GeoSeries = pa.Field(description="point or polygon, EPSG:27700")


class DestinationEntrances(Table):
    """Where the walking network reaches a destination."""

    destination_id: Series[str] = pa.Field(description="destination")
    kind: Series[str] = pa.Field(isin=DESTINATIONS, description="kind of destination")
    edge_id: Series[str] = pa.Field(description="edge of the walking network")
    along_m: Series[float] = pa.Field(ge=0, description="metres from the edge's start")
    snap_m: Series[float] = pa.Field(ge=0, description="straight metres from the edge to the place")
    is_far: Series[bool] = pa.Field(description="whether the network is more than 100 m away")


class HomeAccess(Table):
    """Walk from each home to each kind of destination; a working table, never published."""

    home_id: Series[int] = pa.Field(description="home")
    destination: Series[str] = pa.Field(isin=DESTINATIONS, description="kind of destination")
    profile: Series[str] = pa.Field(isin=PROFILES, description="how one walks")
    walk_minutes: Series[float] = pa.Field(ge=0, nullable=True, description="to the nearest; null if none is reached")
    within_5_minutes: Series[int] = pa.Field(ge=0, description="places within 5 minutes")
    within_10_minutes: Series[int] = pa.Field(ge=0, description="places within 10 minutes")
    within_15_minutes: Series[int] = pa.Field(ge=0, description="places within 15 minutes")
    within_20_minutes: Series[int] = pa.Field(ge=0, description="places within 20 minutes")
    places_per_1000: Series[float] = pa.Field(
        nullable=True,
        ge=0,
        description="two-step floating catchment: capacity (or places) per 1,000 people in 15 minutes",
    )


class AccessNotes(Table):
    """What is to be said of access to each kind of destination, whatever the area."""

    destination: Series[str] = pa.Field(isin=DESTINATIONS, description="kind of destination")
    profile: Series[str] = pa.Field(isin=PROFILES, description="how one walks")
    note: Series[str] = pa.Field(description="what the profile leaves out, what is not computed, how places count")


class _Access(Table):
    """What the tables of access by area have in common."""

    local_authority_code: Series[str] = pa.Field(description="authority")
    destination: Series[str] = pa.Field(isin=DESTINATIONS, description="kind of destination")
    profile: Series[str] = pa.Field(isin=PROFILES, description="how one walks")
    period: Series[str] = pa.Field(description="date of the OpenStreetMap data")
    walk_minutes: Series[float] = pa.Field(
        ge=0, nullable=True, description="median walk of residents to the nearest; null if half of them reach none"
    )
    residents: Series[float] = pa.Field(ge=0, nullable=True, description="people; null where not known")
    residents_within_5_minutes_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="per cent")
    residents_within_10_minutes_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="per cent")
    residents_within_15_minutes_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="per cent")
    residents_within_20_minutes_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="per cent")
    children: Series[float] = pa.Field(ge=0, nullable=True, description="children aged 0 to 15; null where not known")
    children_within_5_minutes_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="per cent")
    children_within_10_minutes_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="per cent")
    children_within_15_minutes_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="per cent")
    children_within_20_minutes_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="per cent")
    no_car_households: Series[float] = pa.Field(ge=0, nullable=True, description="households; null where not known")
    no_car_households_within_15_minutes_pct: Series[float] = pa.Field(
        ge=0, le=100, nullable=True, description="per cent of households without a car"
    )
    places_within_15_minutes: Series[float] = pa.Field(ge=0, nullable=True, description="mean number of places")
    places_per_1000: Series[float] = pa.Field(
        nullable=True, ge=0, description="two-step floating catchment, mean over residents"
    )
    homes: Series[int] = pa.Field(ge=0, description="places where people live that this rests on")
    note: Series[str] = pa.Field(description="homes far from the network, sources missing")


class LsoaAccess(_Access):
    """Access of each LSOA's people to each kind of destination."""

    lsoa_code: Series[str] = pa.Field(str_matches=AREA_CODE, description="LSOA 2021 code")


class WardAccess(_Access):
    """Access of each ward's people to each kind of destination."""

    ward_code: Series[str] = pa.Field(str_matches=AREA_CODE, description="ward code")


class AuthorityAccess(_Access):
    """Access of each authority's people; of street metres where nobody knows where people live."""

    area_code: Series[str] = pa.Field(description="authority, or the study area's name")


class NetworkMeasures(Table):
    """Streets around homes by LSOA, ward and authority: directness, severance, densities, what footways are known."""

    area_code: Series[str] = pa.Field(description="LSOA, ward or authority code")
    area_level: Series[str] = pa.Field(isin=["lsoa", "ward", "local_authority"], description="level")
    measure: Series[str] = pa.Field(isin=MEASURES, description="measure")
    period: Series[str] = pa.Field(description="date of the OpenStreetMap data")
    numerator: Series[float] = pa.Field(nullable=True, description="above the line")
    denominator: Series[float] = pa.Field(nullable=True, ge=0, description="below the line")
    note: Series[str] = pa.Field(description="what is doubtful")


class Catchments(Table):
    """How far people can walk to a place within a time: what they reach, as a polygon."""

    destination_id: Series[str] = pa.Field(description="destination")
    kind: Series[str] = pa.Field(isin=DESTINATIONS, description="kind of destination")
    walk_minutes: Series[int] = pa.Field(description="minutes")
    residents: Series[float] = pa.Field(ge=0, nullable=True, description="people within it; null where not known")
    reached_km: Series[float] = pa.Field(ge=0, description="kilometres of streets and paths within it")
    geometry: GeoSeries = pa.Field(description="polygon, EPSG:27700")
