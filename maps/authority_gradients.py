"""What deprivation goes with inside one authority: its slopes in words, the two ends, and how they changed."""

import math
from dataclasses import dataclass

import pandas as pd

from geodata.indicators.definitions import indicator_list
from maps.gradient_chart import GradientChart, gradient_chart
from maps.gradients import SLOPE, Gradient, gradients
from maps.metrics import METRICS
from maps.numbers import decimal

DEPRIVATION = "deprivation"


@dataclass(frozen=True)
class AuthorityGradient:
    """A slope in words, the most and least deprived group beside each other, and the change between two periods."""

    gradient: Gradient
    ends: str
    change: str
    chart: GradientChart | None
    unit: str


def authority_gradients(
    area_code: str,
    name: str,
    inequality: pd.DataFrame,
    inequality_groups: pd.DataFrame,
    inequality_trend: pd.DataFrame,
) -> list[AuthorityGradient]:
    """Return one entry per indicator of the ward map that has slope rows for the authority, in the map's order."""
    own, groups, trend = (
        table[table["area_code"] == area_code] for table in (inequality, inequality_groups, inequality_trend)
    )
    entries = []
    for indicator in (metric.indicator for metric in METRICS):
        slopes = own[own["indicator"] == indicator]
        for gradient in gradients(slopes, {area_code: name}):
            alike = groups[(groups["indicator"] == indicator) & (groups["period"] == gradient.period)]
            ranked = alike[alike["stratifier"] == DEPRIVATION]
            entries.append(
                AuthorityGradient(
                    gradient,
                    _ends(ranked),
                    _change(trend[trend["indicator"] == indicator]),
                    gradient_chart(ranked, _slope(slopes, gradient.period)),
                    indicator_list()[indicator].unit,
                )
            )
    return entries


def _slope(inequality: pd.DataFrame, period: str) -> float:
    rows = inequality[(inequality["measure"] == SLOPE) & (inequality["period"] == period)]
    values = rows.loc[rows["stratifier"] == DEPRIVATION, "value"]
    return float(values.iloc[0]) if len(values) else math.nan


def _ends(groups: pd.DataFrame) -> str:
    """Say what the indicator is in the most and in the least deprived group, if both are known."""
    ranked = groups.sort_values("group")
    known = ranked[(ranked["group"] > 0) & ranked["value"].notna()]
    if len(known) < 2 or len(known) < len(ranked):
        return ""
    first, last = known.iloc[0], known.iloc[-1]
    return f"{_end(first)}; {_end(last)} ({first['unit']})"


def _end(row: pd.Series) -> str:
    words = f"{row['group_name']} {decimal(row['value'])}"
    if pd.isna(row["lower_cl"]):
        return words
    return f"{words} (95% CI {decimal(row['lower_cl'])} to {decimal(row['upper_cl'])})"


def _change(trend: pd.DataFrame) -> str:
    """Say how the slope changed since the earliest period it is compared with."""
    slopes = trend[(trend["measure"] == SLOPE) & (trend["stratifier"] == DEPRIVATION)]
    if slopes.empty:
        return ""
    longest = slopes.sort_values("period_from").iloc[0]
    return f"{longest['period_from']} to {longest['period_to']}: {longest['outcome']}"
