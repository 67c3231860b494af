"""Table `comparisons`: wards and authorities against England and the study area: better, similar or worse."""

import pandas as pd

from geodata.indicators.definitions import indicator_list
from geodata.indicators.rows import declared
from geodata.inequality.benchmarks import NO_LIMITS, NO_VALUE, compared_with_benchmark
from geodata.schemas import conform, empty
from geodata.study_area import StudyArea
from geodata.ward_figures import eligible_indicators, joined_notes, ward_figures

WHAT = ["indicator", "period"]
BENCHMARKS = {"country": "England", "study_area": "study area"}
BY_LIMITS = "the area's 95 % limits against the benchmark's value, whose own error is neglected"
METHODS = {
    NO_LIMITS: "difference only: the area's figure has no limits",
    NO_VALUE: "not computed: no value of the area",
}
OWN_PART = "the study area includes the area itself"


def comparisons(
    study_area: StudyArea,
    wards: pd.DataFrame,
    ward_indicators: pd.DataFrame,
    local_authority_indicators: pd.DataFrame,
) -> pd.DataFrame:
    """Return table `comparisons`, one row per ward or authority, indicator and benchmark that has a figure of it.

    Indicators: all that are neither totals nor derived from deprivation (which everything else is compared by), each in
    one period: that of `eligible_indicators`, else the latest in which an authority has a value. `outcome` is that of
    `compared_with_benchmark`, `difference` the value less the benchmark's in the indicator's unit;
    `published_outcome` is the publisher's own comparison with England, where there is one. A study area of a single
    authority is no benchmark of that authority.
    """
    levels = local_authority_indicators["area_level"]
    benchmarks = local_authority_indicators[levels.isin(BENCHMARKS) & local_authority_indicators["value"].notna()]
    areas = pd.concat([
        *(figures.rows.reset_index().assign(area_level="ward") for figures in ward_figures(wards, ward_indicators)),
        _of_authorities(local_authority_indicators[levels == "local_authority"], ward_indicators),
    ])  # fmt: skip
    named = benchmarks[[*WHAT, "value", "source"]].assign(benchmark=benchmarks["area_level"].map(BENCHMARKS))
    pairs = areas.merge(named, on=WHAT, suffixes=("", "_of_benchmark"))
    if len(study_area.codes) == 1:
        pairs = pairs[(pairs["area_level"] == "ward") | (pairs["benchmark"] == "England")]
    return _compared(pairs.reset_index(drop=True)) if len(pairs) else empty("comparisons")


def _of_authorities(rows: pd.DataFrame, ward_indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the authorities' rows of each comparable indicator in its one period."""
    is_comparable = pd.Series(
        {name: not one.is_circular and one.aggregate != "sum" for name, one in indicator_list().items()}
    )
    rows = rows[rows["indicator"].map(is_comparable).astype(bool)]
    latest = rows[rows["value"].notna()].groupby("indicator")["period"].max().to_dict()
    period = rows["indicator"].map(latest | eligible_indicators(ward_indicators))
    return rows[rows["period"] == period]


def _compared(pairs: pd.DataFrame) -> pd.DataFrame:
    higher_is = pd.Series(declared(pairs["indicator"], "higher_is"), pairs.index)
    benchmark = pairs["value_of_benchmark"]
    outcome = compared_with_benchmark(pairs["value"], pairs["lower_cl"], pairs["upper_cl"], benchmark, higher_is)
    is_england = pairs["benchmark"] == "England"
    table = pairs.assign(
        benchmark_value=benchmark,
        difference=pairs["value"] - benchmark,
        outcome=outcome,
        published_outcome=pairs["compared_with_england"].fillna("").where(is_england, ""),
        kind=pairs["kind"].replace("measured", "computed"),
        method=outcome.map(METHODS).fillna(BY_LIMITS),
        source=_sources(pairs["source"], pairs["source_of_benchmark"]),
        note=joined_notes(pairs["note"], is_england.map({True: "", False: OWN_PART})),
    )
    order = ["indicator", "area_level", "area_code", "benchmark"]
    return conform("comparisons", table.sort_values(order, kind="stable"))


def _sources(own: pd.Series, of_benchmark: pd.Series) -> pd.Series:
    """Return the catalogue keys of both, each once."""
    pairs = list(zip(own, of_benchmark, strict=True))
    both = {pair: "+".join(dict.fromkeys("+".join(pair).split("+"))) for pair in set(pairs)}
    return pd.Series([both[pair] for pair in pairs], own.index, dtype="string")
