"""Tables of school routes: schools, ratings of parts, journeys, and who has an available route."""

from typing import Any

import pandera.pandas as pa
from pandera.typing import Series
from pandera.typing.geopandas import GeoSeries

from geodata.schemas.table import Table

RULESETS = ("rsgb_walked_route", "ate_route_check", "odot_plts")
"""Rule-sets that rate; `dfe2024` is the first with flags beside it, and has no rating of its own."""
PART_VERDICTS = ("available", "unavailable", "undetermined")
PUPIL_VERDICTS = (*PART_VERDICTS, "beyond limit")
AGE_GROUPS = ("5_to_7", "8_to_10", "11_to_15", "any_age")
UNITS = ("pupils", "street metres")
KINDS = ("measured", "computed", "modelled", "synthetic")
PHASES = (
    "nursery",
    "infant",
    "junior",
    "primary",
    "middle",
    "secondary",
    "all-through",
    "16 plus",
    "special",
    "school",
)
_NUMBER = "(lo|likely|hi)"


def _ratings() -> Any:
    return pa.Field(
        alias=f"^({'|'.join(RULESETS)})_rating_{_NUMBER}$",
        regex=True,
        title="<rule-set>_rating_lo, _rating_likely, _rating_hi",
        ge=0,
        le=3,
        nullable=True,
        description="0 (passes) to 3 (fails) under best, likely and worst evidence; null where it has no rule",
    )


def _shares() -> Any:
    return pa.Field(
        alias=f"^({'|'.join(RULESETS)})_(completeness|tagged_share)$",
        regex=True,
        title="<rule-set>_completeness, _tagged_share",
        ge=0,
        le=1,
        nullable=True,
        description="share of the factors that could change the verdict which are settled; share of inputs known",
    )


def _words() -> Any:
    return pa.Field(
        alias=f"^({'|'.join(RULESETS)})_(verdict|deciding_factor|threshold|subject_to|factors)$",
        regex=True,
        title="<rule-set>_verdict, _deciding_factor, _threshold, _subject_to, _factors",
        description="verdict (none for odot_plts), factor that governs it, threshold it crosses in words, what "
        "passing is still subject to (sight lines, which only a site visit tells; empty if nothing), and all "
        "factors as JSON: factor, value, threshold, source, known",
    )


class CrossingRatings(Table):
    """Every arm of a main road that may be crossed, as each rule-set rates it."""

    part_id: Series[str] = pa.Field(unique=True, description="crossing (table route_parts)")
    ratings: Series[float] | None = _ratings()
    shares: Series[float] | None = _shares()
    words: Series[str] | None = _words()


class EdgeRatings(Table):
    """Every side of a main road, street and path, as each rule-set rates it; nothing is called safe or dangerous."""

    part_id: Series[str] = pa.Field(unique=True, description="side, street or path (table route_parts)")
    kind: Series[str] = pa.Field(isin=["side", "street", "path"], description="side, street or path")
    edge_id: Series[str] = pa.Field(description="edge of the walking network")
    side: Series[str] = pa.Field(isin=["left", "right", ""], description="of the edge's direction")
    osm_way_id: Series[int] = pa.Field(description="OpenStreetMap way")
    osm_version: Series[float] = pa.Field(nullable=True, description="its version")
    highway: Series[str] = pa.Field(description="OpenStreetMap class")
    name: Series[str] = pa.Field(nullable=True, description="name")
    ref: Series[str] = pa.Field(nullable=True, description="road number")
    local_authority_code: Series[str] = pa.Field(nullable=True, description="authority that owns it")
    length_m: Series[float] = pa.Field(ge=0, description="metres")
    dfe2024_flags: Series[str] = pa.Field(description="lighting, water, isolation, level crossing; empty if none")
    geometry: GeoSeries = pa.Field(description="centreline, EPSG:27700")
    ratings: Series[float] | None = _ratings()
    shares: Series[float] | None = _shares()
    words: Series[str] | None = _words()


class Schools(Table):
    """Schools of the register and of OpenStreetMap together, with their rolls."""

    school_id: Series[str] = pa.Field(unique=True, description="gias:<URN>, or osm:<element> where only mapped")
    urn: Series[str] = pa.Field(nullable=True, description="number in the register")
    name: Series[str] = pa.Field(nullable=True, description="name")
    phase: Series[str] = pa.Field(isin=PHASES, description="phase; `school` where nobody says")
    low_age: Series[float] = pa.Field(nullable=True, description="youngest age")
    high_age: Series[float] = pa.Field(nullable=True, description="oldest age, that is the year they leave")
    serves: Series[str] = pa.Field(description="age groups it is for, separated by |; empty if none of them")
    is_qualifying: Series[bool] = pa.Field(
        description="whether the statutory test counts it: a maintained school, academy or the like, or not known"
    )
    pupils: Series[float] = pa.Field(nullable=True, ge=0, description="roll; null where not known")
    pupils_lower: Series[float] = pa.Field(ge=0, description="lowest assumed roll: of equal and phase-mean capacity")
    pupils_upper: Series[float] = pa.Field(ge=0, description="highest assumed roll; the roll itself where known")
    is_roll_known: Series[bool] = pa.Field(description="whether the register states the roll")
    local_authority_code: Series[str] = pa.Field(nullable=True, description="authority it lies in; null outside")
    ward_code: Series[str] = pa.Field(nullable=True, description="ward it lies in; null outside or not known")
    source: Series[str] = pa.Field(description="catalogue keys, separated by +")
    note: Series[str] = pa.Field(description="how sources were matched; what is assumed")
    geometry: GeoSeries = pa.Field(description="point or polygon, EPSG:27700")


class HomePupils(Table):
    """Pupils by home and age group, or metres of street; a working table, never published."""

    home_id: Series[int] = pa.Field(description="home (table homes)")
    age_group: Series[str] = pa.Field(isin=AGE_GROUPS, description="age group of the statutory distances")
    pupils: Series[float] = pa.Field(ge=0, description="children of those ages, or metres of residential street")
    low_income_pupils: Series[float] = pa.Field(
        nullable=True, ge=0, description="modelled: by the share of people in income deprivation; null if not known"
    )
    unit: Series[str] = pa.Field(isin=UNITS, description="pupils or street metres")


class SchoolJourneys(Table):
    """Modelled journeys to school, for flows only; a working table, never published."""

    home_id: Series[int] = pa.Field(description="home")
    school_id: Series[str] = pa.Field(description="school")
    distance_m: Series[float] = pa.Field(ge=0, description="shortest walk, whatever the evidence")
    pupils: Series[float] = pa.Field(ge=0, description="modelled pupils, mean of the assumptions about unknown rolls")
    pupils_lower: Series[float] = pa.Field(
        nullable=True, ge=0, description="fewest of those assumptions; null where no roll at all is known"
    )
    pupils_upper: Series[float] = pa.Field(nullable=True, ge=0, description="most of them")
    walk_share_baseline: Series[float] = pa.Field(ge=0, le=1, description="share who walk, baseline curve")
    walk_share_go_active: Series[float] = pa.Field(ge=0, le=1, description="share who walk, Go Active curve")
    method: Series[str] = pa.Field(description="gravity model, or the file school_flows")


class PupilRoutes(Table):
    """The walk of each home's age groups to the nearest school of the right phase; working, never published."""

    home_id: Series[int] = pa.Field(description="home")
    age_group: Series[str] = pa.Field(isin=AGE_GROUPS, description="age group")
    pupils: Series[float] = pa.Field(ge=0, description="pupils, or metres of street")
    low_income_pupils: Series[float] = pa.Field(nullable=True, ge=0, description="modelled; null if not known")
    unit: Series[str] = pa.Field(isin=UNITS, description="pupils or street metres")
    school_id: Series[str] = pa.Field(nullable=True, description="nearest school; null if none within three miles")
    limit_m: Series[float] = pa.Field(gt=0, description="statutory walking distance")
    shortest_m: Series[float] = pa.Field(nullable=True, ge=0, description="shortest walk, whatever the evidence")
    best_m: Series[float] = pa.Field(
        nullable=True, ge=0, description="shortest available walk if all that is unknown is good; null: none in 3 miles"
    )
    likely_m: Series[float] = pa.Field(nullable=True, ge=0, description="under likely evidence")
    strict_m: Series[float] = pa.Field(nullable=True, ge=0, description="using only what is known to be available")
    unconditional_m: Series[float] = pa.Field(
        nullable=True, ge=0, description="using only what of that is subject to nothing, whatever sight lines are"
    )
    verdict: Series[str] = pa.Field(isin=PUPIL_VERDICTS, description="by best and strict routes within the limit")
    likely_verdict: Series[str] = pa.Field(isin=PUPIL_VERDICTS, description="under likely evidence alone")
    low_income_verdict: Series[str] = pa.Field(
        isin=PUPIL_VERDICTS, description="with two miles for pupils of 8 to 10 of low income; else as verdict"
    )
    deciding_part_id: Series[str] = pa.Field(
        nullable=True, description="worst part of the shortest walk: unavailable before undetermined; null if neither"
    )
    over_20_m_lo: Series[float] = pa.Field(nullable=True, description="metres beside traffic over 20 mph, at least")
    over_20_m_hi: Series[float] = pa.Field(nullable=True, description="at most; all on the shortest walk")
    over_30_m_lo: Series[float] = pa.Field(nullable=True, description="metres beside traffic over 30 mph, at least")
    over_30_m_hi: Series[float] = pa.Field(nullable=True, description="at most")


class SchoolWalks(Table):
    """Pupils along each part of their shortest walk to their nearest school; a working table, never published."""

    school_id: Series[str] = pa.Field(description="school")
    part_id: Series[str] = pa.Field(description="part (table route_parts)")
    unit: Series[str] = pa.Field(isin=UNITS, description="what the counts are: pupils or street metres")
    pupils: Series[float] = pa.Field(ge=0, description="pupils within the statutory distance, or metres of street")
    pupils_undetermined: Series[float] = pa.Field(ge=0, description="those whose verdict is undetermined")
    pupils_unavailable: Series[float] = pa.Field(ge=0, description="those who have no available route")


class RouteUse(Table):
    """Those of `school_walks` that lead over a part not settled as available, or over a crossing; working."""

    school_id: Series[str] = pa.Field(description="school")
    part_id: Series[str] = pa.Field(description="part (table route_parts)")
    unit: Series[str] = pa.Field(isin=UNITS, description="what the counts are: pupils or street metres")
    pupils: Series[float] = pa.Field(ge=0, description="pupils within the statutory distance, or metres of street")
    pupils_undetermined: Series[float] = pa.Field(ge=0, description="those whose verdict is undetermined")
    pupils_unavailable: Series[float] = pa.Field(ge=0, description="those who have no available route")


class PupilFlows(Table):
    """Modelled pupils along every part of their shortest walk to school; never mixed with the statutory test."""

    part_id: Series[str] = pa.Field(unique=True, description="part (table route_parts)")
    edge_id: Series[str] = pa.Field(description="edge of the walking network")
    osm_way_id: Series[int] = pa.Field(description="OpenStreetMap way")
    pupils: Series[float] = pa.Field(
        nullable=True, ge=0, description="pupils if all walked, both directions; null if withheld"
    )
    pupils_lower: Series[float] = pa.Field(
        nullable=True, ge=0, description="fewest over assumptions about unknown rolls; null where none is known"
    )
    pupils_upper: Series[float] = pa.Field(nullable=True, ge=0, description="most of them")
    walkers_baseline: Series[float] = pa.Field(nullable=True, ge=0, description="those who walk, by the baseline curve")
    walkers_go_active: Series[float] = pa.Field(
        nullable=True, ge=0, description="those who walk, by the Go Active curve"
    )
    kind: Series[str] = pa.Field(isin=KINDS, description="modelled or synthetic")
    note: Series[str] = pa.Field(description="model, what was rounded, what is not known")
