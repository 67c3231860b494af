"""Table `ward_funnel`: wards that differ from the study area by more than wards of their size do by chance."""

import numpy as np
import pandas as pd

from geodata.inequality.funnel import Statistic, funnel_limits, funnel_significance, overdispersion
from geodata.schemas import conform, empty
from geodata.study_area import StudyArea
from geodata.ward_figures import WardFigures, joined_notes, missing_authorities, ward_figures

STATISTICS: dict[str, Statistic] = {"wilson": "proportion", "poisson": "rate"}
NOT_COMPUTED = "not computed"
NO_COUNT = "not computed: no count to compare"


def ward_funnel(study_area: StudyArea, wards: pd.DataFrame, ward_indicators: pd.DataFrame) -> pd.DataFrame:
    """Return table `ward_funnel`, one row per ward and eligible indicator that is a proportion or a rate with counts.

    The benchmark is pooled over the study area's wards, each ward's control limits are those of its own size (see
    `funnel_limits`). `outcome` takes chance for the only reason to differ; where wards differ more than that,
    `outcome_adjusted` widens the limits by the square root of the dispersion that `note` states, and only what is then
    beyond them stands out from the other wards. Without rows while an authority of the study area is missing.
    """
    if missing_authorities(study_area, wards):
        return empty("ward_funnel")
    parts = [
        _funnel(figures, STATISTICS[figures.indicator.limits])
        for figures in ward_figures(wards, ward_indicators)
        if figures.indicator.limits in STATISTICS
    ]
    return conform("ward_funnel", pd.concat(parts, ignore_index=True)) if parts else empty("ward_funnel")


def _funnel(figures: WardFigures, statistic: Statistic) -> pd.DataFrame:
    rows = figures.rows
    is_judged = figures.value.notna() & rows["numerator"].notna() & (rows["denominator"] > 0)
    counts = rows["numerator"].where(is_judged), rows["denominator"].where(is_judged)
    per = figures.indicator.per
    limits = funnel_limits(*counts, statistic, per)
    dispersion = overdispersion(*counts, statistic)
    widened = funnel_limits(*counts, statistic, per, dispersion)
    reason = pd.Series(np.where(is_judged, _in_words(dispersion), NO_COUNT), rows.index, dtype="string")
    table = rows.drop(columns=["lower_cl", "upper_cl"]).join(limits.rename(columns={"benchmark": "benchmark_value"}))
    return table.assign(
        outcome=funnel_significance(figures.value, limits).fillna(NOT_COMPUTED),
        outcome_adjusted=funnel_significance(figures.value, widened).fillna(NOT_COMPUTED),
        dispersion=dispersion,
        note=joined_notes(reason, rows["note"]),
    ).reset_index()


def _in_words(dispersion: float) -> str:
    times = np.sqrt(dispersion)
    if not times > 1:
        return "wards differ no more than by chance: limits not widened"
    return f"wards differ {times:.1f} times as much as by chance: outcome_adjusted has limits {times:.1f} times as wide"
