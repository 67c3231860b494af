"""Inequality in one table of sentences for a report such as a joint strategic needs assessment (JSNA)."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from geodata.catalogue import load_catalogue
from geodata.exports.headlines import BETWEEN, SLOPE, Case, headline, trend_sentence
from geodata.exports.named_areas import LEVELS, named_areas
from geodata.indicators.casualties import PER_RESIDENT_CAVEAT
from geodata.indicators.definitions import indicator_list
from geodata.indicators.travel import LOCKDOWN
from geodata.periods import headline_period
from geodata.strata.cases import CASE
from geodata.study_area import StudyArea

COLUMNS = [
    "area", "area_code", "area_level", "indicator", "period", "stratifier", "headline", "trend",
    "slope_index", "slope_lower", "slope_upper", "relative_index", "relative_lower", "relative_upper",
    "most_deprived_value", "least_deprived_value", "n_groups", "kind", "unit", "caveat", "source",
]  # fmt: skip
INDICES = {"slope": SLOPE, "relative": "relative_index_of_inequality"}
ENDINGS = {"value": "index", "lower_cl": "lower", "upper_cl": "upper"}
SERIES = [name for name in CASE if name != "period"]
IN_CAVEAT = {LOCKDOWN, PER_RESIDENT_CAVEAT}  # notes that the indicator's own caveat says in full


def inequality_summary(
    study_area: StudyArea, tables: Mapping[str, pd.DataFrame], run_date: datetime.date
) -> pd.DataFrame:
    """Return one row per area, indicator and stratifier, for the period that ends last (the longest that does).

    `headline` and `trend` are sentences that stand alone. `slope_index` and `relative_index` are least against most
    deprived, as in table `inequality` (below 0, below 1: higher among the most deprived), in the indicator's `unit` and
    as a ratio; they are empty where the groups are not by deprivation. What compares no groups (neighbouring wards) is
    left to table `inequality`. Needs `inequality`, `inequality_groups`, `inequality_trend`, `local_authorities` and
    `wards`.
    """
    rows = [_row(what, case, changes, run_date) for what, case, changes in _cases(study_area, tables)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _cases(
    study_area: StudyArea, tables: Mapping[str, pd.DataFrame]
) -> Iterator[tuple[dict[str, Any], Case, pd.DataFrame]]:
    """Yield what each case is, its groups with their measures, and the changes of its main measure."""
    areas = named_areas(study_area, tables["local_authorities"], tables["wards"])["area_name"]
    measures = _parts(_of_headline_period(tables["inequality"]), CASE)
    groups = _parts(_with_full_names(study_area, tables["inequality_groups"], areas), CASE)
    changes = _parts(tables["inequality_trend"], SERIES)
    none = tables["inequality_trend"].iloc[:0]
    for key in _in_order(study_area, list(measures)):
        what = dict(zip(CASE, key, strict=True))
        case = Case(
            indicator=indicator_list()[what["indicator"]],
            area=areas[what["area_code"]],
            period=what["period"],
            stratifier=what["stratifier"],
            groups=groups[key].sort_values("group"),
            measures={row["measure"]: row for row in measures[key].to_dict("records")},
        )
        own = changes.get(tuple(what[name] for name in SERIES), none)
        yield what, case, own[own["measure"] == case.main["measure"]]


def _parts(table: pd.DataFrame, keys: list[str]) -> dict[tuple[Any, ...], pd.DataFrame]:
    return dict(iter(table.groupby(keys, sort=False)))


def _of_headline_period(inequality: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that compare groups, of each series those of the period to tell of."""
    compared = inequality[inequality["stratifier"].isin(list(BETWEEN))]
    told = compared.groupby(SERIES, sort=False)["period"].agg(lambda periods: headline_period(periods.unique()))
    return compared.merge(told.reset_index(), on=[*SERIES, "period"])


def _with_full_names(study_area: StudyArea, groups: pd.DataFrame, areas: pd.Series) -> pd.DataFrame:
    """Return the groups, those that are authorities under their official names."""
    official = dict(enumerate(areas.reindex(study_area.codes), 1))
    is_authority = groups["stratifier"] == "local_authority"
    return groups.assign(group_name=groups["group_name"].mask(is_authority, groups["group"].map(official)))


def _in_order(study_area: StudyArea, keys: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return the cases area by area, the largest first, then in the order of the indicator list."""
    areas, indicators, stratifiers = [*study_area.codes], list(indicator_list()), list(BETWEEN)

    def place(key: tuple[Any, ...]) -> tuple[int, int, int, int]:
        code, level, indicator, _, stratifier = key
        within = areas.index(code) if code in areas else 0
        return LEVELS.index(level), within, indicators.index(indicator), stratifiers.index(stratifier)

    return sorted(keys, key=place)


def _row(what: dict[str, Any], case: Case, changes: pd.DataFrame, run_date: datetime.date) -> dict[str, Any]:
    main = case.main
    is_gradient = case.stratifier == "deprivation"
    most, least = case.groups["value"].iloc[[0, -1]] if is_gradient else (np.nan, np.nan)
    return {
        **what,
        "area": case.area,
        "headline": headline(case),
        "trend": trend_sentence(case, changes),
        **_indices(case.measures),
        "most_deprived_value": most,
        "least_deprived_value": least,
        "n_groups": main["n_groups"],
        "kind": main["kind"],
        "unit": case.indicator.unit,
        "caveat": _caveat(case),
        "source": _credit(str(main["source"]), str(main["kind"]), run_date),
    }


def _indices(measures: Mapping[str, Mapping[Any, Any]]) -> dict[str, float]:
    return {
        f"{name}_{ending}": measures[measure][figure] if measure in measures else np.nan
        for name, measure in INDICES.items()
        for figure, ending in ENDINGS.items()
    }


def _caveat(case: Case) -> str:
    """Return what the indicator's figures cannot tell, and what was noted of these groups and their gradient."""
    if pd.isna(case.main["value"]):
        return case.indicator.caveat
    of_measure = str(case.main["note"]).split("; ")[1:]  # its first part is the measure in words
    notes = [note for note in (*case.notes, *of_measure) if note and note not in IN_CAVEAT]
    return " ".join([case.indicator.caveat, *(f"{note[0].upper()}{note[1:]}." for note in notes)])


def _credit(sources: str, kind: str, run_date: datetime.date) -> str:
    """Return the words to print under the figures: who published what they come from, and who computed them when."""
    computed = f"Computed by Evenground, {run_date.day} {run_date:%B %Y}."
    if kind == "synthetic":
        return f"Synthetic data, made for demonstration. {computed}"
    words: Sequence[str] = [load_catalogue()[key].attribution.rstrip(".") + "." for key in sources.split("+")]
    return " ".join([*dict.fromkeys(words), computed])
