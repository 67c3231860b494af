"""Wards beside what chance explains for wards of their size: a funnel, widened where wards differ more than that."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geodata.indicators.definitions import indicator_list
from geodata.inequality.funnel import LIMITS, funnel_limits
from geodata.ward_funnel import STATISTICS
from maps.numbers import counted, decimal
from maps.scale import Mark, Scale, scale_from_zero

LEFT, RIGHT, TOP, BOTTOM = 36, 320, 24, 220
POINTS = 60
"""Of each limit: enough for a smooth line."""
HIGHEST = 4.0
"""Times the benchmark; what lies higher stands at the edge with its value, or a few would flatten all others."""
BEYOND = {
    "high (beyond 99.8 %)": "above the 99.8% limits",
    "high (beyond 95 %)": "above the 95% limits",
    "low (beyond 95 %)": "below the 95% limits",
    "low (beyond 99.8 %)": "below the 99.8% limits",
}


@dataclass(frozen=True)
class OwnWard:
    """A ward of the authority: where it stands; one that stands out has a number, and one off the scale a sign."""

    x: float
    y: float
    number: int | None
    is_off_scale: bool


@dataclass(frozen=True)
class Outlier:
    """A ward that stands out: its number, name, value and on which side it lies."""

    number: int
    name: str
    value: str
    side: str


@dataclass(frozen=True)
class FunnelChart:
    """What the template draws, in pixels, and who stands out, in words."""

    across: tuple[Mark, ...]
    marks: tuple[Mark, ...]
    benchmark: float
    benchmark_words: str
    limits: Mapping[str, str]
    """Paths by name: `lower_95`, `upper_95`, `lower_998`, `upper_998`."""
    others: tuple[tuple[float, float], ...]
    own: tuple[OwnWard, ...]
    outliers: tuple[Outlier, ...]
    finding: str
    widened: float
    """How many times the limits are wider than chance alone would make them; 1 if not."""


def funnel_chart(funnel: pd.DataFrame, names: Mapping[str, str]) -> FunnelChart | None:
    """Return the chart of one indicator, or nothing if no ward of the authority can be judged.

    `funnel` has the rows of table `ward_funnel` of all wards, `names` those of the authority by code. The limits drawn
    are widened by the table's dispersion, as its column `outcome_adjusted` is.
    """
    judged = funnel[funnel["value"].notna() & (funnel["denominator"] > 0) & funnel["benchmark_value"].notna()]
    is_own = judged["area_code"].isin(list(names))
    if not is_own.any():
        return None
    benchmark, phi = float(judged["benchmark_value"].iloc[0]), float(judged["dispersion"].iloc[0])
    across = scale_from_zero(judged["denominator"] / 1000, LEFT, RIGHT)
    up = scale_from_zero(judged["value"].clip(upper=HIGHEST * benchmark), BOTTOM, TOP)
    own = judged[is_own].sort_values("value", ascending=False, ignore_index=True)
    outliers = _outliers(own, names)
    return FunnelChart(
        across=across.marks,
        marks=up.marks,
        benchmark=up.at(benchmark),
        benchmark_words=decimal(benchmark),
        limits=_limits(judged, across, up),
        others=tuple(_place(row, across, up)[:2] for _, row in judged[~is_own].iterrows()),
        own=tuple(_own_ward(row, outliers, names, across, up) for _, row in own.iterrows()),
        outliers=outliers,
        finding=_finding(own["outcome_adjusted"]),
        widened=max(1.0, float(np.sqrt(phi))) if not np.isnan(phi) else 1.0,
    )


def _outliers(own: pd.DataFrame, names: Mapping[str, str]) -> tuple[Outlier, ...]:
    beyond = own[own["outcome_adjusted"].isin(list(BEYOND))]
    return tuple(
        Outlier(number, names[row["area_code"]], decimal(row["value"]), BEYOND[row["outcome_adjusted"]])
        for number, (_, row) in enumerate(beyond.iterrows(), start=1)
    )


def _place(row: pd.Series, across: Scale, up: Scale) -> tuple[float, float, bool]:
    is_off_scale = bool(row["value"] > up.high)
    return across.at(row["denominator"] / 1000), up.at(min(row["value"], up.high)), is_off_scale


def _own_ward(
    row: pd.Series, outliers: tuple[Outlier, ...], names: Mapping[str, str], across: Scale, up: Scale
) -> OwnWard:
    x, y, is_off_scale = _place(row, across, up)
    numbers = {outlier.name: outlier.number for outlier in outliers}
    is_beyond = row["outcome_adjusted"] in BEYOND
    return OwnWard(x, y, numbers[names[row["area_code"]]] if is_beyond else None, is_off_scale)


def _limits(judged: pd.DataFrame, across: Scale, up: Scale) -> dict[str, str]:
    """Return the path of each limit between the smallest and the largest ward, within the scale."""
    definition = indicator_list()[str(judged["indicator"].iloc[0])]
    sizes = pd.Series(np.linspace(judged["denominator"].min(), judged["denominator"].max(), POINTS))
    share = float(judged["benchmark_value"].iloc[0]) / definition.per
    curves = funnel_limits(
        sizes * share, sizes, STATISTICS[definition.limits], definition.per, float(judged["dispersion"].iloc[0])
    )
    return {name: _path(sizes, curves[name], across, up) for name in LIMITS}


def _path(sizes: pd.Series, values: pd.Series, across: Scale, up: Scale) -> str:
    """Return a line through the points that lie on the scale."""
    inside = values.notna() & (values > up.low) & (values <= up.high)
    points = [
        f"{across.at(size / 1000)} {up.at(value)}" for size, value in zip(sizes[inside], values[inside], strict=True)
    ]
    return f"M{'L'.join(points)}" if points else ""


def _finding(outcomes: pd.Series) -> str:
    """Say how many wards stand out, and on which side."""
    above, below = (int(outcomes.str.startswith(side).sum()) for side in ("high", "low"))
    if not above + below:
        return "no ward stands out from chance"
    parts = [f"{count} {side}" for count, side in ((above, "above"), (below, "below")) if count]
    return f"{' and '.join(parts)} what chance explains, of {counted(len(outcomes), 'ward')}"
