"""Tables that set areas beside one another: funnels, benchmarks, ranks."""

import pandera.pandas as pa
from pandera.typing import Series

from geodata.inequality.benchmarks import OUTCOMES
from geodata.inequality.funnel import OUTCOMES as FUNNEL_OUTCOMES
from geodata.schemas.statistics import KINDS
from geodata.schemas.table import Table


class WardFunnel(Table):
    """Each ward against the study area, within the limits of chance for a ward of its size."""

    area_code: Series[str] = pa.Field(description="ONS code of the ward")
    indicator: Series[str] = pa.Field(description="name in the indicator list")
    period: Series[str] = pa.Field(description="year or span")
    value: Series[float] = pa.Field(nullable=True, description="the ward's value; null is missing, never zero")
    numerator: Series[float] = pa.Field(nullable=True, description="count above the line")
    denominator: Series[float] = pa.Field(nullable=True, description="count below the line")
    benchmark_value: Series[float] = pa.Field(nullable=True, description="value of all the study area's wards together")
    lower_95: Series[float] = pa.Field(nullable=True, description="lower 95 % control limit at the ward's size")
    upper_95: Series[float] = pa.Field(nullable=True, description="upper 95 % control limit at the ward's size")
    lower_998: Series[float] = pa.Field(nullable=True, description="lower 99.8 % control limit at the ward's size")
    upper_998: Series[float] = pa.Field(nullable=True, description="upper 99.8 % control limit at the ward's size")
    outcome: Series[str] = pa.Field(
        isin=[*FUNNEL_OUTCOMES, "not computed"], description="beyond which limits, if only chance made wards differ"
    )
    outcome_adjusted: Series[str] = pa.Field(
        isin=[*FUNNEL_OUTCOMES, "not computed"],
        description="the same with limits widened sqrt(dispersion) times: what stands out from the other wards",
    )
    dispersion: Series[float] = pa.Field(
        nullable=True, ge=0, description="variance between the wards over that of chance (winsorised); above 1 widens"
    )
    unit: Series[str] = pa.Field(description="unit of value, benchmark and limits")
    kind: Series[str] = pa.Field(isin=KINDS, description="computed or synthetic")
    source: Series[str] = pa.Field(description="catalogue keys, separated by +")
    note: Series[str] = pa.Field(description="how much the wards differ, why not computed, caveats")


class Comparisons(Table):
    """Wards and authorities against England and the study area."""

    area_code: Series[str] = pa.Field(description="ONS code")
    area_level: Series[str] = pa.Field(isin=["ward", "local_authority"], description="ward or local_authority")
    indicator: Series[str] = pa.Field(description="name in the indicator list")
    period: Series[str] = pa.Field(description="year, survey year or span")
    benchmark: Series[str] = pa.Field(isin=["England", "study area"], description="what the area is compared with")
    value: Series[float] = pa.Field(nullable=True, description="the area's value; null is missing, never zero")
    lower_cl: Series[float] = pa.Field(nullable=True, description="lower 95 % limit of the value")
    upper_cl: Series[float] = pa.Field(nullable=True, description="upper 95 % limit of the value")
    benchmark_value: Series[float] = pa.Field(description="the benchmark's value")
    difference: Series[float] = pa.Field(nullable=True, description="value less benchmark_value")
    outcome: Series[str] = pa.Field(
        isin=OUTCOMES, description="better, similar or worse; higher or lower where neither is good; or why not"
    )
    published_outcome: Series[str] = pa.Field(description="the publisher's own comparison with England; empty if none")
    unit: Series[str] = pa.Field(description="unit of the values; a difference of per cent is in percentage points")
    kind: Series[str] = pa.Field(isin=KINDS, description="computed or synthetic")
    method: Series[str] = pa.Field(description="how the outcome was decided")
    source: Series[str] = pa.Field(description="catalogue keys of area and benchmark, separated by +")
    note: Series[str] = pa.Field(description="limits assumed, reason if missing, caveat; empty if none")


class WardRanks(Table):
    """Each ward's rank among the study area's wards, with its interval."""

    area_code: Series[str] = pa.Field(description="ONS code of the ward")
    indicator: Series[str] = pa.Field(description="name in the indicator list")
    period: Series[str] = pa.Field(description="year or span")
    value: Series[float] = pa.Field(nullable=True, description="the ward's value; null is missing, never zero")
    lower_cl: Series[float] = pa.Field(nullable=True, description="lower 95 % limit of the value")
    upper_cl: Series[float] = pa.Field(nullable=True, description="upper 95 % limit of the value")
    rank: Series[float] = pa.Field(nullable=True, ge=1, description="equal values share the smaller rank; null: none")
    rank_lower: Series[float] = pa.Field(nullable=True, ge=1, description="95 % interval of the rank, low end")
    rank_upper: Series[float] = pa.Field(nullable=True, ge=1, description="95 % interval of the rank, high end")
    rank_1_is: Series[str] = pa.Field(description="what rank 1 means, in words")
    n_ranked: Series[int] = pa.Field(ge=0, description="wards that have a rank")
    unit: Series[str] = pa.Field(description="unit of the value")
    kind: Series[str] = pa.Field(isin=KINDS, description="computed or synthetic")
    source: Series[str] = pa.Field(description="catalogue keys, separated by +")
    note: Series[str] = pa.Field(description="why not ranked, how wide the interval is, caveats")
