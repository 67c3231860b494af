"""Table `inequality`: gradients of every eligible indicator by deprivation, within authorities and the study area."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from geodata.errors import TooFewAreasError
from geodata.indicators.definitions import Indicator, with_gradient
from geodata.indicators.rows import select
from geodata.inequality.concentration import absolute_concentration_index, relative_concentration_index
from geodata.inequality.groups import deprivation_groups, grouped
from geodata.inequality.result import Estimate
from geodata.inequality.sentences import in_words
from geodata.inequality.slope import relative_index_of_inequality, slope_index_of_inequality
from geodata.schemas import conform
from geodata.study_area import StudyArea

STRATIFIER = "deprivation (IMD 2025)"
CIRCULAR = "not computed: circular, the indicator is itself derived from deprivation"
MEASURES: dict[str, Callable[[np.ndarray, np.ndarray], Estimate]] = {
    "slope_index_of_inequality": slope_index_of_inequality,
    "relative_index_of_inequality": relative_index_of_inequality,
    "absolute_concentration_index": absolute_concentration_index,
    "relative_concentration_index": relative_concentration_index,
}
RELATIVE = {"relative_index_of_inequality": "ratio", "relative_concentration_index": "index (-1 to 1)"}


def inequality(lsoa_indicators: pd.DataFrame, area_code: str, area_level: str) -> pd.DataFrame:
    """Return rows of table `inequality` for the area whose LSOAs are given.

    LSOAs are ranked by their IMD 2025 score within the area and put into population groups, because ward averages
    flatten a gradient. An indicator derived from deprivation, or an area with too few LSOAs, gets the reason instead.
    """
    scores = select(lsoa_indicators, "iod2025_imd_score").sort_values("area_code").set_index("area_code")
    rows = [
        row
        for definition in with_gradient()
        for period, part in select(lsoa_indicators, definition.id).groupby("period")
        for row in _measures(definition, part.set_index("area_code").reindex(scores.index), scores, str(period))
    ]
    table = pd.DataFrame(rows).assign(
        area_code=area_code, area_level=area_level, stratifier=STRATIFIER, confidence=0.95
    )
    return conform("authority_inequality", table)


def _measures(
    definition: Indicator, part: pd.DataFrame, scores: pd.DataFrame, period: str
) -> Iterator[dict[str, object]]:
    known = part["source"].dropna()
    shared = {
        "indicator": definition.id,
        "period": period,
        "source": "+".join(dict.fromkeys([*str(known.iloc[0]).split("+"), "deprivation_2025"])),
        "kind": part["kind"].dropna().iloc[0].replace("measured", "computed"),
    }
    values, people, n_groups, reason = _groups(definition, part, scores)
    for name, measure in MEASURES.items():
        unit = RELATIVE.get(name, definition.unit)
        estimate = Estimate(None, None, None, 0.95, "", reason) if reason else measure(values, people)
        words = in_words(name, estimate.value, estimate.lower_cl, estimate.upper_cl, unit)
        yield {
            **shared,
            "measure": name,
            "unit": unit,
            "value": estimate.value,
            "lower_cl": estimate.lower_cl,
            "upper_cl": estimate.upper_cl,
            "method": estimate.method,
            "n_groups": n_groups,
            "note": estimate.note or words,
        }


def _groups(definition: Indicator, part: pd.DataFrame, scores: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, int, str]:
    """Return each group's rate and residents, the number of groups, and why there are none."""
    nothing = np.array([])
    if definition.is_circular:
        return nothing, nothing, 0, CIRCULAR
    if scores[["value", "denominator"]].isna().any(axis=None):
        return nothing, nothing, 0, "not computed: the residents or the score of some LSOAs are not known"
    if part[["numerator", "denominator"]].isna().any(axis=None):
        return (
            nothing,
            nothing,
            0,
            f"not computed: {part[['numerator', 'denominator']].isna().any(axis=1).sum()} LSOA(s) without a value",
        )
    try:
        groups = deprivation_groups(scores["value"].to_numpy(), scores["denominator"].to_numpy())
    except TooFewAreasError as error:
        return nothing, nothing, 0, f"not computed: {error}"
    rates = definition.per * grouped(part["numerator"].to_numpy(), part["denominator"].to_numpy(), groups)
    residents = np.bincount(groups, scores["denominator"].to_numpy())
    return rates, residents, len(residents), ""


def with_study_area(
    study_area: StudyArea, lsoa_indicators: pd.DataFrame, authority_inequality: pd.DataFrame
) -> pd.DataFrame:
    """Return table `inequality`: the authorities' rows and, once all of them are there, those of the study area."""
    levels = [authority_inequality]
    if set(study_area.codes) <= set(authority_inequality["area_code"]):
        levels.append(inequality(lsoa_indicators, study_area.name, "study_area"))
    return conform("inequality", pd.concat(levels, ignore_index=True))
