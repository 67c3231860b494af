"""Tables of figures: indicators, inequality, inequity by ward, headline claims, sources."""

import pandera.pandas as pa
from pandera.typing import Series

from geodata.schemas.areas import AREA_CODE
from geodata.schemas.table import Table

KINDS = ["measured", "computed", "modelled", "synthetic"]


class Indicators(Table):
    """One figure per area, indicator and period, each with unit, kind, source and limits where there are any."""

    area_code: Series[str] = pa.Field(description="ONS code, or the study area's name for the whole")
    indicator: Series[str] = pa.Field(description="name in the indicator list (docs/methods.md)")
    period: Series[str] = pa.Field(description="year, survey year or span the figure speaks of")
    value: Series[float] = pa.Field(nullable=True, description="the figure; null is missing, never zero")
    lower_cl: Series[float] = pa.Field(nullable=True, description="lower 95 % limit; null: none published")
    upper_cl: Series[float] = pa.Field(nullable=True, description="upper 95 % limit; null: none published")
    numerator: Series[float] = pa.Field(nullable=True, description="count above the line")
    denominator: Series[float] = pa.Field(nullable=True, description="count below the line")
    unit: Series[str] = pa.Field(description="unit of the value")
    kind: Series[str] = pa.Field(isin=KINDS, description="measured, computed, modelled or synthetic")
    source: Series[str] = pa.Field(description="catalogue keys the figure comes from, separated by +")
    note: Series[str] = pa.Field(description="limits assumed, reason if missing, caveat; empty if none")


class LsoaIndicators(Indicators):
    """Indicators by LSOA 2021."""


class WardIndicators(Indicators):
    """Indicators by ward, with the value that ONS best fit would have given beside it."""

    value_best_fit: Series[float] = pa.Field(
        nullable=True,
        description="sensitivity: the value under ONS best fit; null where best fit gives the ward no LSOA",
    )


class AuthorityIndicators(Indicators):
    """Indicators of the partition's own authority (a working table)."""

    area_level: Series[str] = pa.Field(description="local_authority, study_area, nhs_area or country")
    compared_with_england: Series[str] = pa.Field(
        description="the publisher's comparison (Better, Similar, Worse, Not compared); empty if none"
    )


class LocalAuthorityIndicators(AuthorityIndicators):
    """Indicators by authority, with the study area, its NHS area and England as ordinary rows."""


class SurveyIndicators(Indicators):
    """Published survey figures of authorities and England (a working table)."""

    compared_with_england: Series[str] = pa.Field(description="the publisher's comparison; empty if none")


class Casualties(Table):
    """Road casualties per area and year (a working table)."""

    area_code: Series[str] = pa.Field(description="ONS code")
    year: Series[int] = pa.Field(description="calendar year")
    casualties: Series[float] = pa.Field(ge=0, description="casualties shared out by area of the cells")


class LsoaCasualties(Casualties):
    """Road casualties per LSOA and year (a working table)."""


class WardCasualties(Casualties):
    """Road casualties per ward and year (a working table)."""


class InequalityGroups(Table):
    """The population groups that inequality is measured between: look at them before using a measure."""

    area_code: Series[str] = pa.Field(description="ONS code, or the study area's name for the whole")
    area_level: Series[str] = pa.Field(description="local_authority, study_area or country")
    indicator: Series[str] = pa.Field(description="name in the indicator list")
    period: Series[str] = pa.Field(description="year or span")
    stratifier: Series[str] = pa.Field(description="deprivation, rural_urban, age or local_authority")
    group: Series[int] = pa.Field(ge=0, description="1 = most deprived, or first; 0: no groups, the note says why")
    group_name: Series[str] = pa.Field(description="the group in words")
    value: Series[float] = pa.Field(nullable=True, description="the indicator in the group")
    lower_cl: Series[float] = pa.Field(nullable=True, description="lower 95 % limit; null: none known")
    upper_cl: Series[float] = pa.Field(nullable=True, description="upper 95 % limit; null: none known")
    numerator: Series[float] = pa.Field(nullable=True, description="count above the line")
    denominator: Series[float] = pa.Field(nullable=True, description="count below the line")
    population: Series[float] = pa.Field(nullable=True, description="people, the group's weight in every measure")
    n_areas: Series[int] = pa.Field(ge=0, description="LSOAs or authorities in the group; 0 if not known")
    unit: Series[str] = pa.Field(description="unit of the value")
    kind: Series[str] = pa.Field(isin=KINDS, description="measured, computed, modelled or synthetic")
    source: Series[str] = pa.Field(description="catalogue keys, separated by +")
    note: Series[str] = pa.Field(description="why there are no groups, or what was assumed; empty if nothing")


class Inequality(Table):
    """Inequality between the groups of each area, measure by measure."""

    area_code: Series[str] = pa.Field(description="ONS code, or the study area's name for the whole")
    area_level: Series[str] = pa.Field(description="local_authority, study_area or country")
    indicator: Series[str] = pa.Field(description="name in the indicator list")
    period: Series[str] = pa.Field(description="year or span")
    stratifier: Series[str] = pa.Field(description="deprivation, rural_urban, age, local_authority, neighbouring wards")
    measure: Series[str] = pa.Field(description="slope_index_of_inequality, relative_index_of_inequality, ...")
    value: Series[float] = pa.Field(nullable=True, description="the measure; null with the reason in note")
    lower_cl: Series[float] = pa.Field(nullable=True, description="lower limit")
    upper_cl: Series[float] = pa.Field(nullable=True, description="upper limit")
    confidence: Series[float] = pa.Field(description="0.95")
    unit: Series[str] = pa.Field(description="unit of the value")
    kind: Series[str] = pa.Field(isin=KINDS, description="computed, modelled or synthetic")
    method: Series[str] = pa.Field(description="estimator and limits, in words")
    n_groups: Series[int] = pa.Field(ge=0, description="groups compared; 0 if not computed")
    source: Series[str] = pa.Field(description="catalogue keys, separated by +")
    note: Series[str] = pa.Field(description="the sign in words, or why there is no value")


class InequalityTrend(Table):
    """How inequality changed between two periods, and whether chance alone could have done it."""

    area_code: Series[str] = pa.Field(description="ONS code, or the study area's name for the whole")
    area_level: Series[str] = pa.Field(description="local_authority, study_area or country")
    indicator: Series[str] = pa.Field(description="name in the indicator list")
    stratifier: Series[str] = pa.Field(description="what makes the groups")
    measure: Series[str] = pa.Field(description="the measure compared")
    period_from: Series[str] = pa.Field(description="the earlier period")
    period_to: Series[str] = pa.Field(description="the later period")
    value_from: Series[float] = pa.Field(description="the measure in the earlier period")
    value_to: Series[float] = pa.Field(description="the measure in the later period")
    change: Series[float] = pa.Field(description="later minus earlier; of a ratio, later divided by earlier")
    change_lower: Series[float] = pa.Field(nullable=True, description="lower 95 % limit; null: one period has none")
    change_upper: Series[float] = pa.Field(nullable=True, description="upper 95 % limit")
    outcome: Series[str] = pa.Field(description="narrower, wider, turned round, no clear change, or not judged")
    unit: Series[str] = pa.Field(description="unit of the change")
    kind: Series[str] = pa.Field(isin=KINDS, description="computed, modelled or synthetic")
    source: Series[str] = pa.Field(description="catalogue keys, separated by +")
    note: Series[str] = pa.Field(description="the change in words")


class WardInequity(Table):
    """One row per ward: deprivation, each eligible indicator against what its deprivation predicts, and rank.

    For every indicator `x` with gaps there are `x_value`, `x_expected`, `x_gap`, `x_gap_lower`, `x_gap_upper`;
    for every priority component `c` there is `c_z`.
    """

    ward_code: Series[str] = pa.Field(str_matches=AREA_CODE, unique=True, description="ONS code")
    ward_name: Series[str] = pa.Field(description="name")
    local_authority_code: Series[str] = pa.Field(str_matches=AREA_CODE, description="ONS code of the authority")
    local_authority_name: Series[str] = pa.Field(description="name of the authority")
    residents: Series[float] = pa.Field(nullable=True, description="Census 2021 residents apportioned to the ward")
    imd_score: Series[float] = pa.Field(nullable=True, description="population-weighted mean IMD 2025 score")
    imd_decile_study_area: Series[float] = pa.Field(
        nullable=True, ge=1, le=10, description="decile of that score among the study area's wards, 1 = most deprived"
    )
    imd_decile_national: Series[float] = pa.Field(
        nullable=True,
        ge=1,
        le=10,
        description="national LSOA decile whose scores include the ward's, 1 = most deprived",
    )
    cluster: Series[str] = pa.Field(
        description="significant clusters the ward lies in (table ward_clusters), none, or not computed"
    )
    priority_score: Series[float] = pa.Field(nullable=True, description="mean of the components' z-scores")
    priority_rank: Series[float] = pa.Field(nullable=True, ge=1, description="1 = greatest need")
    priority_rank_lower: Series[float] = pa.Field(nullable=True, ge=1, description="95 % interval of the rank, low end")
    priority_rank_upper: Series[float] = pa.Field(
        nullable=True, ge=1, description="95 % interval of the rank, high end"
    )
    flags: Series[str] = pa.Field(description="what to know before using the row; empty if nothing")
    figures: Series[float] | None = pa.Field(
        alias=r".+_(value|expected|gap|gap_lower|gap_upper|z)$",
        regex=True,
        title="<indicator>_value, _expected, _gap, _gap_lower, _gap_upper; <component>_z",
        nullable=True,
        description="per indicator: value, value expected from deprivation, gap and its 95 % prediction interval; z",
    )

    class Config:
        """The indicators' own columns follow in the order of the indicator list."""

        ordered = False


class HeadlineReconciliation(Table):
    """A published claim about numbers of people against rate times each candidate denominator."""

    claim: Series[str] = pa.Field(description="the published sentence")
    claim_source: Series[str] = pa.Field(description="who says it")
    claimed_people: Series[int] = pa.Field(description="the number in the sentence")
    indicator: Series[str] = pa.Field(description="the rate used")
    period: Series[str] = pa.Field(description="period of the rate")
    denominator_name: Series[str] = pa.Field(description="which people the rate is applied to")
    rate_pct: Series[float] = pa.Field(description="rate over the study area, per cent")
    numerator: Series[float] = pa.Field(description="people, computed: rate times denominator by authority, summed")
    lower_cl: Series[float] = pa.Field(nullable=True, description="lower limit of the people; null: none published")
    upper_cl: Series[float] = pa.Field(nullable=True, description="upper limit of the people; null: none published")
    denominator: Series[float] = pa.Field(description="people the rate is applied to")
    is_match: Series[bool] = pa.Field(description="whether the number agrees with the sentence as worded")
    kind: Series[str] = pa.Field(isin=KINDS, description="computed or synthetic")
    source: Series[str] = pa.Field(description="catalogue keys, separated by +")
    note: Series[str] = pa.Field(description="the comparison in words")


class Sources(Table):
    """What was read: one row per source of the catalogue."""

    source: Series[str] = pa.Field(unique=True, description="catalogue key")
    title: Series[str] = pa.Field(description="what it is")
    publisher: Series[str] = pa.Field(description="who publishes it")
    state: Series[str] = pa.Field(isin=["read", "missing", "invalid", "not read"], description="what became of it")
    is_required: Series[bool] = pa.Field(description="whether the run stops without it")
    vintage: Series[str] = pa.Field(description="period it speaks of")
    licence: Series[str] = pa.Field(description="terms of use")
    attribution: Series[str] = pa.Field(description="words to print wherever it is shown")
    files: Series[str] = pa.Field(description="names of the files, separated by |")
    sha256: Series[str] = pa.Field(description="their SHA-256 hashes, separated by |")
    rows: Series[int] = pa.Field(ge=0, description="rows read")
    message: Series[str] = pa.Field(description="why it was not used, or what was mended; empty if nothing")
    feeds: Series[str] = pa.Field(description="what is missing from the results without it")
