"""What deprivation goes with inside one authority: a chart for each indicator, its slope in words, its change."""

from dataclasses import dataclass

import pandas as pd

from geodata.indicators.definitions import indicator_list
from maps.gradient_chart import GradientChart, gradient_chart, is_clear, is_steady
from maps.gradients import SLOPE, Gradient, gradients
from maps.metrics import METRICS, Metric
from maps.numbers import decimal, listed
from maps.trend_chart import TrendChart, trend_chart

DEPRIVATION = "deprivation"
OUTCOMES = {
    "no clear change": "no clear change since {since}",
    "narrower": "narrower than in {since}",
    "wider": "wider than in {since}",
}
NOT_JUDGED = "whether it changed cannot be judged"
MEASURED_FOR_AUTHORITIES = "measured for whole authorities only"


@dataclass(frozen=True)
class AuthorityGradient:
    """A slope in words, the most and least deprived group beside each other, the change, and the charts of both."""

    gradient: Gradient
    unit: str
    title: str
    chart: GradientChart | None
    ends: str
    change: str
    trend_title: str
    trend: TrendChart | None
    sources: pd.Series


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
    slopes = own[own["measure"] == SLOPE]
    entries = []
    for metric in METRICS:
        rows = slopes[slopes["indicator"] == metric.indicator]
        for gradient in gradients(rows, {area_code: name}):
            ranked = groups[(groups["indicator"] == metric.indicator) & (groups["stratifier"] == DEPRIVATION)]
            changes = trend[(trend["indicator"] == metric.indicator) & (trend["stratifier"] == DEPRIVATION)]
            entries.append(_entry(metric, gradient, rows, ranked, changes[changes["measure"] == SLOPE]))
    return entries


def without_gradient(entries: list[AuthorityGradient]) -> list[str]:
    """Return what has no chart by deprivation, with the reason."""
    reasons = [f"{entry.gradient.name} ({entry.gradient.words})" for entry in entries if entry.chart is None]
    whole = [metric.label for metric in METRICS if metric.level == "local_authority"]
    return [*reasons, f"{listed(whole)} ({MEASURED_FOR_AUTHORITIES})"]


def _entry(
    metric: Metric, gradient: Gradient, slopes: pd.DataFrame, groups: pd.DataFrame, changes: pd.DataFrame
) -> AuthorityGradient:
    slope = slopes[slopes["period"] == gradient.period].iloc[0]
    latest = groups[groups["period"] == gradient.period]
    trend = trend_chart(slopes)
    return AuthorityGradient(
        gradient=gradient,
        unit=indicator_list()[metric.indicator].unit,
        title=f"{metric.label}: {_finding(gradient.words, latest, slope)}",
        chart=None if pd.isna(slope["value"]) else gradient_chart(latest, slope),
        ends=_ends(latest),
        change=_change(changes),
        trend_title=f"Gap in {metric.label[0].lower()}{metric.label[1:]}: {_outcome(changes)}" if trend else "",
        trend=trend,
        sources=slopes["source"],
    )


def _finding(words: str, groups: pd.DataFrame, slope: pd.Series) -> str:
    """Return what the chart shows: a gradient is claimed only where the slope's limits leave out zero."""
    if not is_clear(slope):
        return words
    return words if is_steady(groups, slope) else f"{words}, though not step by step"


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


def _change(slopes: pd.DataFrame) -> str:
    """Say how the slope changed since the earliest period it is compared with."""
    if slopes.empty:
        return ""
    longest = slopes.sort_values("period_from").iloc[0]
    return f"{longest['period_from']} to {longest['period_to']}: {longest['outcome']}"


def _outcome(slopes: pd.DataFrame) -> str:
    if slopes.empty:
        return NOT_JUDGED
    longest = slopes.sort_values("period_from").iloc[0]
    return OUTCOMES.get(str(longest["outcome"]), NOT_JUDGED).format(since=longest["period_from"])
