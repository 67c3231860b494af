"""Tables of recorded collisions: STATS19 as read, and what of it lies along streets and at crossings."""

from typing import Any

import pandera.pandas as pa
from pandera.typing import Series
from pandera.typing.geopandas import GeoSeries

from geodata.schemas.school_routes import KINDS, RULESETS
from geodata.schemas.table import Table

SEVERITIES = ("fatal", "serious", "slight")
PLACES = ("street", "crossing")
DECILE_OF = ("place", "home")


def _count(what: str, *, nullable: bool = True) -> Any:
    return pa.Field(ge=0, nullable=nullable, description=what)


class SourceCollisions(Table):
    """STATS19 collisions with injury in the study area that have coordinates."""

    collision_id: Series[str] = pa.Field(unique=True, description="collision_index, of old files accident_index")
    year: Series[int] = pa.Field(description="year of the date")
    date: Series[str] = pa.Field(description="YYYY-MM-DD")
    time: Series[str] = pa.Field(nullable=True, description="HH:MM")
    easting_m: Series[float] = pa.Field(gt=0, description="EPSG:27700")
    northing_m: Series[float] = pa.Field(gt=0, description="EPSG:27700")
    severity: Series[str] = pa.Field(isin=SEVERITIES, nullable=True, description="of the worst hurt, as reported")
    adjusted_serious: Series[float] = pa.Field(
        ge=0, le=1, nullable=True, description="probability that it counts as serious where recorded by injury"
    )
    local_authority_code: Series[str] = pa.Field(description="authority as the police recorded it")
    is_motorway: Series[bool] = pa.Field(description="first road is a motorway or A(M)")
    pedestrian_crossing: Series[str] = pa.Field(
        nullable=True, description="facility within 50 m: none, patrol, zebra, signals, bridge or subway, refuge"
    )


class SourceCasualties(Table):
    """STATS19 casualties: pedestrians of all ages, and cyclists of 0 to 15; all of the file's collisions."""

    collision_id: Series[str] = pa.Field(description="collision")
    casualty_reference: Series[str] = pa.Field(description="number within the collision")
    road_user: Series[str] = pa.Field(isin=["pedestrian", "cyclist"], description="pedestrian or cyclist")
    age: Series[float] = pa.Field(ge=0, nullable=True, description="years; null where not known")
    severity: Series[str] = pa.Field(isin=SEVERITIES, nullable=True, description="as reported")
    adjusted_serious: Series[float] = pa.Field(
        ge=0, le=1, nullable=True, description="probability that it counts as serious where recorded by injury"
    )
    pedestrian_location: Series[str] = pa.Field(nullable=True, description="where the pedestrian was; null: not known")
    home_lsoa_code: Series[str] = pa.Field(nullable=True, description="LSOA (or data zone) of the casualty's home")
    home_imd_decile: Series[float] = pa.Field(
        ge=1, le=10, nullable=True, description="the publisher's decile of the home, 1 = most deprived"
    )


class SourceVehicles(Table):
    """STATS19 vehicles said to be on a journey to or from school or other education; no others are kept."""

    collision_id: Series[str] = pa.Field(description="collision")
    vehicle_reference: Series[str] = pa.Field(description="number within the collision")
    journey_purpose: Series[str] = pa.Field(description="purpose of the driver's or rider's journey")


class StreetCollisions(Table):
    """Recorded collisions by street (both sides together) and by crossing; evidence, never part of a verdict.

    A collision stands once among streets (the nearest within 20 m) and once among crossings (the nearest within 50 m):
    add up one kind of place or the other, never both. Counts are null where their file is missing. A rate is null
    where nothing is known of the exposure.
    """

    place_id: Series[str] = pa.Field(unique=True, description="edge, or x<node> for a crossing")
    place: Series[str] = pa.Field(isin=PLACES, description="street or crossing")
    edge_id: Series[str] = pa.Field(nullable=True, description="edge of a street; both its sides share the row")
    node_id: Series[float] = pa.Field(nullable=True, description="node of a crossing; all its arms share the row")
    highway: Series[str] = pa.Field(description="class of the street; of a crossing its busiest arm's")
    local_authority_code: Series[str] = pa.Field(nullable=True, description="authority that owns the street")
    period: Series[str] = pa.Field(description="years covered")
    n_years: Series[int] = pa.Field(ge=1, description="years covered that the file holds")
    collisions: Series[float] = _count("collisions with injury, of all road users; null outside the study area")
    ksi_collisions: Series[float] = _count("fatal or serious collisions; adjusted where the publisher says how")
    facility_collisions: Series[float] = _count("collisions where the police noted a crossing facility within 50 m")
    school_time_collisions: Series[float] = _count("Monday to Friday 07:30 to 09:30 or 14:30 to 17:00, also holidays")
    education_collisions: Series[float] = _count("with a vehicle on a journey to or from school; the least there were")
    pedestrian_collisions: Series[float] = _count("collisions in which a pedestrian was hurt")
    child_pedestrian_collisions: Series[float] = _count("collisions in which a pedestrian of 0 to 15 was hurt")
    pedestrians: Series[float] = _count("pedestrian casualties")
    pedestrians_crossing: Series[float] = _count("of these, those who were crossing the carriageway")
    pedestrians_of_unknown_age: Series[float] = _count("of these, those whose age is not known: not among the children")
    child_pedestrians: Series[float] = _count("pedestrian casualties of 0 to 15")
    school_time_child_pedestrians: Series[float] = _count("of these, those in school time")
    child_cyclists: Series[float] = _count("cyclist casualties of 0 to 15")
    ksi_pedestrians: Series[float] = _count("pedestrians killed or seriously injured; adjusted where given")
    ksi_child_pedestrians: Series[float] = _count("children of 0 to 15 among these")
    severity_basis: Series[str] = pa.Field(
        isin=["adjusted", "partly adjusted", "as reported", ""],
        description="of pedestrians' severity; empty where none was hurt",
    )
    exposure: Series[float] = pa.Field(ge=0, description="km-years of street, or years of a crossing")
    pedestrian_rate: Series[float] = _count("pedestrian collisions per km and year, or per crossing and year")
    pedestrian_class_rate: Series[float] = _count("mean of all places of this kind and class")
    pedestrian_smoothed: Series[float] = _count("rate drawn toward the class mean (empirical Bayes)")
    pedestrian_lower: Series[float] = _count("lower 95 % limit of it")
    pedestrian_upper: Series[float] = _count("upper 95 % limit of it")
    pedestrian_ratio: Series[float] = _count("smoothed rate over the class mean")
    pupil_exposure: Series[float] = _count("modelled million pupil-km walked, or crossings made, in these years")
    child_rate: Series[float] = _count("child pedestrian collisions per million pupil-km, or per million crossings")
    child_class_rate: Series[float] = _count("mean of all places of this kind and class")
    child_smoothed: Series[float] = _count("rate drawn toward the class mean (empirical Bayes)")
    child_lower: Series[float] = _count("lower 95 % limit of it")
    child_upper: Series[float] = _count("upper 95 % limit of it")
    child_ratio: Series[float] = _count("smoothed rate over the class mean")
    kind: Series[str] = pa.Field(isin=KINDS, description="computed or synthetic")
    source: Series[str] = pa.Field(description="catalogue keys, separated by +; those of pupils stand in pupil_flows")
    note: Series[str] = pa.Field(description="what to beware of; collisions that lie on no street")
    geometry: GeoSeries = pa.Field(description="line of the street or point of the crossing, EPSG:27700")


class CollisionDeprivation(Table):
    """Child pedestrian casualties by deprivation of the place of the collision and of the casualty's home."""

    area_code: Series[str] = pa.Field(description="authority of the collision, or the study area's name")
    period: Series[str] = pa.Field(description="years covered")
    decile_of: Series[str] = pa.Field(isin=DECILE_OF, description="place of the collision, or the casualty's home")
    decile: Series[float] = pa.Field(
        ge=1, le=10, nullable=True, description="1 = most deprived tenth in England; null where not known"
    )
    child_pedestrians: Series[float] = _count("casualties of 0 to 15 on foot; null where withheld")
    share_pct: Series[float] = pa.Field(
        ge=0, le=100, nullable=True, description="of those whose decile is known, per cent; null where withheld"
    )
    kind: Series[str] = pa.Field(isin=KINDS, description="computed or synthetic")
    source: Series[str] = pa.Field(description="catalogue keys, separated by +")
    note: Series[str] = pa.Field(description="what to beware of")


class CollisionPrediction(Table):
    """Whether places with higher ratings hold more child pedestrian casualties per pupil-km, whichever way it falls."""

    ruleset: Series[str] = pa.Field(isin=RULESETS, description="rule-set")
    kind_of_place: Series[str] = pa.Field(
        isin=["side", "street", "path", "crossing"], description="streets with two sides, others, paths, or crossings"
    )
    period: Series[str] = pa.Field(description="years held back")
    n_places: Series[int] = pa.Field(ge=0, description="places with a rating and modelled pupils")
    child_pedestrians: Series[float] = pa.Field(ge=0, description="casualties of 0 to 15 on foot there")
    child_pedestrians_unexposed: Series[float] = pa.Field(
        ge=0, description="those at places of the kind without a rating or modelled pupils, left out"
    )
    pupil_exposure: Series[float] = pa.Field(ge=0, description="million pupil-km walked, or crossings made")
    rate_ratio: Series[float] = pa.Field(
        gt=0, nullable=True, description="casualties per exposure at one rating over those at the rating below"
    )
    lower_cl: Series[float] = pa.Field(ge=0, nullable=True, description="lower 95 % limit")
    upper_cl: Series[float] = pa.Field(ge=0, nullable=True, description="upper 95 % limit")
    p_value: Series[float] = pa.Field(ge=0, le=1, nullable=True, description="of no relation")
    kind: Series[str] = pa.Field(isin=KINDS, description="computed or synthetic")
    note: Series[str] = pa.Field(description="the result in words, or not computed: why")
