"""Tables of what users take away of school routes: crossings, scorecards, survey list, priorities, ward figures."""

import pandera.pandas as pa
from pandera.typing import Series
from pandera.typing.geopandas import GeoSeries

from geodata.schemas.school_routes import KINDS, PART_VERDICTS, PHASES, RULESETS, UNITS
from geodata.schemas.table import Table

OWNERS = ("employers", "highways", "police", "school")


class Crossings(Table):
    """Every arm of a main road that may be crossed: provision, verdict, use, and whether a crossing is missing.

    Ratings are those of `rsgb_walked_route`; whether one is missing goes by the study area's rule-set, and is told once
    for a node, at the arm that most pupils would cross.
    """

    part_id: Series[str] = pa.Field(unique=True, description="crossing (table route_parts)")
    edge_id: Series[str] = pa.Field(description="arm of the main road")
    node_id: Series[float] = pa.Field(nullable=True, description="OpenStreetMap node where it is")
    osm_way_id: Series[int] = pa.Field(description="way of the arm")
    osm_version: Series[float] = pa.Field(nullable=True, description="its version")
    highway: Series[str] = pa.Field(description="class of the arm")
    name: Series[str] = pa.Field(nullable=True, description="name of the road")
    ref: Series[str] = pa.Field(nullable=True, description="road number")
    local_authority_code: Series[str] = pa.Field(nullable=True, description="authority that owns it")
    osm_node_id: Series[float] = pa.Field(nullable=True, description="OpenStreetMap node of the mapped crossing")
    osm_node_version: Series[float] = pa.Field(nullable=True, description="its version")
    crossing: Series[str] = pa.Field(nullable=True, description="class of the mapped crossing; null if none")
    rating_lo: Series[float] = pa.Field(ge=0, le=3, description="rating of rsgb_walked_route under best evidence")
    rating_likely: Series[float] = pa.Field(ge=0, le=3, description="under likely evidence")
    rating_hi: Series[float] = pa.Field(ge=0, le=3, description="under worst evidence")
    verdict: Series[str] = pa.Field(isin=PART_VERDICTS, description="verdict of rsgb_walked_route")
    deciding_factor: Series[str] = pa.Field(description="factor that governs it")
    threshold: Series[str] = pa.Field(description="threshold crossed, in words")
    factors: Series[str] = pa.Field(description="its factors as JSON: factor, value, threshold, source, known")
    ate_route_check_verdict: Series[str] = pa.Field(isin=PART_VERDICTS, description="verdict of ATE's route check")
    unit: Series[str] = pa.Field(isin=UNITS, description="what `pupils` counts: pupils or street metres")
    pupils: Series[float] = pa.Field(ge=0, description="whose shortest walk to the nearest school crosses here")
    node_pupils: Series[float] = pa.Field(ge=0, description="the same over all arms at this node")
    available_crossing_m: Series[float] = pa.Field(
        nullable=True, ge=0, description="metres along the road to the nearest available crossing; null: none in 1 km"
    )
    is_missing: Series[bool] = pa.Field(
        description="pupils would cross here, it is unavailable, and no available crossing lies within 50 m"
    )
    may_be_missing: Series[bool] = pa.Field(description="the same where it is undetermined: to be looked at first")
    detour_m: Series[float] = pa.Field(nullable=True, ge=0, description="metres that crossing there and back adds")
    geometry: GeoSeries = pa.Field(description="point, EPSG:27700")


class SchoolScorecards(Table):
    """One school a row: who has an available route, what decides it, and whose task it is."""

    school_id: Series[str] = pa.Field(unique=True, description="school")
    name: Series[str] = pa.Field(nullable=True, description="name")
    phase: Series[str] = pa.Field(isin=PHASES, description="phase")
    local_authority_code: Series[str] = pa.Field(nullable=True, description="authority")
    ward_code: Series[str] = pa.Field(nullable=True, description="ward")
    unit: Series[str] = pa.Field(isin=UNITS, description="pupils or street metres")
    pupils: Series[float] = pa.Field(ge=0, description="for whom it is the nearest school, within the distance or not")
    pupils_available: Series[float] = pa.Field(ge=0, description="with a route under best, likely and strict evidence")
    pupils_undetermined: Series[float] = pa.Field(ge=0, description="with a route under best evidence only")
    pupils_unavailable: Series[float] = pa.Field(ge=0, description="with none within the statutory distance")
    pupils_beyond_limit: Series[float] = pa.Field(ge=0, description="who live beyond the statutory distance")
    pupils_unconditional: Series[float] = pa.Field(
        ge=0, description="of those available, with a route whatever sight lines are"
    )
    pupils_likely_available: Series[float] = pa.Field(ge=0, description="with a route under likely evidence")
    low_income_pupils_2_to_3_miles: Series[float] = pa.Field(
        nullable=True, ge=0, description="modelled: 8 to 10, low income, between two and three miles"
    )
    low_income_pupils_undetermined: Series[float] = pa.Field(
        nullable=True, ge=0, description="modelled: low income, undetermined within the distance that holds for them"
    )
    low_income_pupils_unavailable: Series[float] = pa.Field(
        nullable=True, ge=0, description="modelled: low income, no available route within that distance"
    )
    median_shortest_m: Series[float] = pa.Field(nullable=True, description="median shortest walk within the distance")
    median_available_m: Series[float] = pa.Field(nullable=True, description="median shortest available walk")
    detour: Series[float] = pa.Field(nullable=True, description="mean of available over shortest, of those with both")
    pupil_km_over_20_lo: Series[float] = pa.Field(nullable=True, description="pupil-km beside over 20 mph, at least")
    pupil_km_over_20_hi: Series[float] = pa.Field(nullable=True, description="at most")
    pupil_km_over_30_lo: Series[float] = pa.Field(nullable=True, description="pupil-km beside over 30 mph, at least")
    pupil_km_over_30_hi: Series[float] = pa.Field(nullable=True, description="at most")
    worst_parts: Series[str] = pa.Field(
        description="JSON: up to five parts with counts in `unit`, way and version, verdict, factor, threshold failed"
    )
    missing_crossings: Series[str] = pa.Field(
        description="JSON: up to five crossings missing or perhaps missing, with counts in `unit` and detour"
    )
    gaps_20mph: Series[str] = pa.Field(
        description="JSON: ways on modelled walks within 300 m of a gate where speed may be over 20 mph"
    )
    gaps_20mph_m: Series[float] = pa.Field(
        ge=0, nullable=True, description="metres of them; null where no walks are modelled"
    )
    collisions: Series[float] = pa.Field(nullable=True, ge=0, description="within 300 m of a gate; null: no file")
    child_pedestrians: Series[float] = pa.Field(nullable=True, ge=0, description="casualties of 0 to 15 among them")
    most_deprived_fifth_pct: Series[float] = pa.Field(
        nullable=True, ge=0, le=100, description="of pupils without an available route, per cent in deciles 1 and 2"
    )
    lens_accompaniment: Series[str] = pa.Field(description="for employers: how long taking a child and back takes")
    lens_infrastructure: Series[str] = pa.Field(description="for highways: parts and crossings that decide")
    lens_speed: Series[str] = pa.Field(description="for police and highways: traffic over 20 and 30 mph beside pupils")
    kind: Series[str] = pa.Field(isin=KINDS, description="computed or synthetic")
    source: Series[str] = pa.Field(description="catalogue keys, separated by +")
    note: Series[str] = pa.Field(description="what to beware of")


class SurveyList(Table):
    """What to look at on site: parts whose unknowns leave pupils undetermined, those that settle most first."""

    rank: Series[int] = pa.Field(ge=1, description="1 settles the most pupils")
    part_id: Series[str] = pa.Field(description="part (table route_parts)")
    attribute: Series[str] = pa.Field(description="what to look at")
    question: Series[str] = pa.Field(description="in words, for the sheet")
    answer_unit: Series[str] = pa.Field(description="unit of the answer; `1 or 0` for yes and no")
    osm_way_id: Series[int] = pa.Field(description="OpenStreetMap way")
    osm_version: Series[float] = pa.Field(nullable=True, description="its version")
    osm_node_id: Series[float] = pa.Field(nullable=True, description="OpenStreetMap node of a crossing")
    osm_node_version: Series[float] = pa.Field(nullable=True, description="its version; null if no crossing is mapped")
    osm_tag: Series[str] = pa.Field(description="tag that would say it, for mappers; empty if there is none")
    osm_values: Series[str] = pa.Field(description="values of the tag that settle it, separated by |, or what to write")
    name: Series[str] = pa.Field(nullable=True, description="name of the street")
    side: Series[str] = pa.Field(isin=["left", "right", ""], description="of the way's direction")
    local_authority_code: Series[str] = pa.Field(nullable=True, description="authority")
    unit: Series[str] = pa.Field(isin=UNITS, description="what `pupils` counts: pupils or street metres")
    pupils: Series[float] = pa.Field(ge=0, description="undetermined pupils (or metres) whose best walk uses it")
    cumulative_pupils_pct: Series[float] = pa.Field(
        ge=0, le=100, description="per cent of undetermined pupils with no open part of their best walk further down"
    )
    length_km: Series[float] = pa.Field(ge=0, description="kilometres to look at")
    hours: Series[float] = pa.Field(
        ge=0,
        description="hours on site, assumed: walking at 3 km/h, 5 minutes a place, 1 hour where traffic is counted",
    )
    value_lo: Series[float] = pa.Field(nullable=True, description="left blank, for the surveyor")
    value_hi: Series[float] = pa.Field(nullable=True, description="left blank, for the surveyor")
    surveyed_on: Series[str] = pa.Field(description="left blank, for the surveyor: YYYY-MM-DD")
    geometry: GeoSeries = pa.Field(description="line or point, EPSG:27700")


class RoutePriorities(Table):
    """Where one change would give the most pupils an available route; three columns, then rank and its interval.

    A stretch is what fails under likely evidence for one reason along one road, or the arms of one crossing. Of the 200
    that most pupils without a likely route would walk along, those that alone would give somebody a route.
    """

    part_id: Series[str] = pa.Field(unique=True, description="first part of the stretch, or crossing, to change")
    parts: Series[str] = pa.Field(description="all its parts (table route_parts), separated by |")
    length_m: Series[float] = pa.Field(ge=0, description="metres of the stretch; 0 for a crossing")
    measure: Series[str] = pa.Field(description="crossing, footway, lower speed, firm surface, treated side road")
    owner: Series[str] = pa.Field(isin=OWNERS, description="whose task it is")
    first_step: Series[str] = pa.Field(
        isin=("survey", "change"),
        description="survey where it is undetermined: nobody knows yet that a change is needed",
    )
    verdict: Series[str] = pa.Field(isin=("unavailable", "undetermined"), description="verdict on its first part")
    deciding_factor: Series[str] = pa.Field(description="factor that governs it")
    threshold: Series[str] = pa.Field(description="threshold crossed, in words")
    osm_way_id: Series[int] = pa.Field(description="OpenStreetMap way of its first part")
    osm_version: Series[float] = pa.Field(nullable=True, description="its version")
    side: Series[str] = pa.Field(isin=["left", "right", ""], description="of the way's direction")
    name: Series[str] = pa.Field(nullable=True, description="name of the street")
    ref: Series[str] = pa.Field(nullable=True, description="road number")
    local_authority_code: Series[str] = pa.Field(nullable=True, description="authority")
    schools: Series[str] = pa.Field(description="ids of the schools concerned, separated by |")
    unit: Series[str] = pa.Field(isin=UNITS, description="what the next three count: pupils or street metres")
    pupils_affected: Series[float] = pa.Field(ge=0, description="whose shortest walk uses it")
    pupils_waiting: Series[float] = pa.Field(ge=0, description="those of them without a route under likely evidence")
    pupils_newly_served: Series[float] = pa.Field(
        gt=0, description="who would have an available route under likely evidence were this stretch alone available"
    )
    equity_weight: Series[float] = pa.Field(ge=0, description="mean weight of those newly served; 1 unless declared")
    score: Series[float] = pa.Field(ge=0, description="newly served times weight")
    rank: Series[float] = pa.Field(ge=1, description="1 = first")
    rank_lower: Series[float] = pa.Field(ge=1, description="best rank over evidence, weights and draws of homes")
    rank_upper: Series[float] = pa.Field(ge=1, description="worst rank")
    kind: Series[str] = pa.Field(isin=KINDS, description="computed or synthetic")
    geometry: GeoSeries = pa.Field(description="line, lines or point, EPSG:27700")


class _RouteSafety(Table):
    """What the tables of route safety by area have in common."""

    local_authority_code: Series[str] = pa.Field(description="authority")
    period: Series[str] = pa.Field(description="date of the OpenStreetMap data")
    unit: Series[str] = pa.Field(isin=UNITS, description="pupils or street metres")
    pupils: Series[float] = pa.Field(ge=0, description="pupils of 5 to 15 (or metres of street)")
    pupils_within_limit: Series[float] = pa.Field(ge=0, description="those within the statutory distance")
    available_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="of those within, per cent")
    unconditional_pct: Series[float] = pa.Field(
        ge=0, le=100, nullable=True, description="per cent available whatever sight lines are"
    )
    undetermined_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="per cent")
    unavailable_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="per cent")
    likely_available_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="per cent")
    beyond_limit_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="of all pupils, per cent")
    over_20_m_lo: Series[float] = pa.Field(nullable=True, description="metres a pupil beside over 20 mph, at least")
    over_20_m_hi: Series[float] = pa.Field(nullable=True, description="at most")
    over_30_m_lo: Series[float] = pa.Field(nullable=True, description="metres a pupil beside over 30 mph, at least")
    over_30_m_hi: Series[float] = pa.Field(nullable=True, description="at most")
    note: Series[str] = pa.Field(description="what to beware of")


class LsoaRouteSafety(_RouteSafety):
    """Who has an available walking route to school, by LSOA of the home."""

    lsoa_code: Series[str] = pa.Field(unique=True, description="LSOA")


class WardRouteSafety(_RouteSafety):
    """Who has an available walking route to school, by ward of the home."""

    ward_code: Series[str] = pa.Field(unique=True, description="ward")


class AuthorityRouteSafety(_RouteSafety):
    """Who has an available walking route to school, by authority and in the whole study area."""

    area_code: Series[str] = pa.Field(unique=True, description="authority, or the study area's name")


class RouteSensitivity(Table):
    """How verdicts move with an assumption, step by step; a cliff is where a small step moves much."""

    ruleset: Series[str] = pa.Field(description="rule-set whose verdicts these are")
    assumption: Series[str] = pa.Field(
        description="class ceiling as flow_vpd.residential.hi, speed_over_limit, firm_surface.<all, likely or none of "
        "the unknown surfaces>, or constant of a rule"
    )
    value: Series[float] = pa.Field(description="value tried; of surfaces 1 if that is assumed, 0 if not")
    is_default: Series[bool] = pa.Field(description="whether it is the value in use")
    settled_km_pct: Series[float] = pa.Field(
        ge=0, le=100, nullable=True, description="share of walkable km whose test along the road is settled"
    )
    strict_pct: Series[float] = pa.Field(
        ge=0, le=100, nullable=True, description="pupils within the limit with a route known to be available"
    )
    best_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="with a route under best evidence")
    survey_km: Series[float] = pa.Field(ge=0, nullable=True, description="kilometres left undetermined")
    unavailable_crossings_pct: Series[float] = pa.Field(
        ge=0, le=100, nullable=True, description="crossings of main roads that are unavailable under best evidence"
    )
    is_cliff: Series[bool] = pa.Field(
        description="settled, strict or unavailable crossings' share moves by 10 points from the step before"
    )
    note: Series[str] = pa.Field(description="the move in words where it is a cliff")


class RulesetAgreement(Table):
    """How far two rule-sets agree, by class of way: parts by rating, and weighted kappa."""

    kind: Series[str] = pa.Field(isin=["side", "street", "path", "crossing", "all"], description="kind of part")
    highway: Series[str] = pa.Field(description="class; `all` for all of them")
    ruleset_a: Series[str] = pa.Field(isin=RULESETS, description="one rule-set")
    ruleset_b: Series[str] = pa.Field(isin=RULESETS, description="the other")
    evidence: Series[str] = pa.Field(isin=["best", "likely", "strict"], description="ratings compared")
    n_parts: Series[int] = pa.Field(ge=0, description="parts that both rate")
    weighted_kappa: Series[float] = pa.Field(
        nullable=True, ge=-1, le=1, description="Cohen's kappa with quadratic weights; null where one class only"
    )
    same_pct: Series[float] = pa.Field(nullable=True, ge=0, le=100, description="parts with the same rating")
    confusion: Series[str] = pa.Field(description="JSON: counts by rating of a (rows) and b (columns), 0 to 3")
