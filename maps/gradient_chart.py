"""A figure by tenth or fifth of deprivation, with its limits, the average, and the line of the slope index."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from maps.numbers import decimal, decimals_for, limits

WIDTH_PX, HEIGHT_PX = 360.0, 230.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 352.0, 16.0, 188.0
"""Edges of the field that is drawn on; the axes' words stand around it."""
MOST_TICKS = 5


@dataclass(frozen=True)
class Dot:
    """One group: where it stands, its limits from top to bottom, and what the table says of it."""

    x: float
    y: float
    limits: tuple[float, float] | None
    number: str
    name: str
    value: str
    between: str


@dataclass(frozen=True)
class GradientChart:
    """What the template draws, in pixels."""

    dots: list[Dot]
    ticks: list[tuple[float, str]]
    average: tuple[float, str]
    line: tuple[float, float] | None
    """Height of the slope's line at the most and at the least deprived end."""
    last: str
    """Number of the least deprived group."""


def gradient_chart(groups: pd.DataFrame, slope: float) -> GradientChart | None:
    """Return the chart of an indicator's groups by deprivation; none with fewer than three, or with one missing.

    `groups` are rows of table `inequality_groups` of one area, period and stratifier, `slope` the slope index of
    inequality: the difference from the most to the least deprived end of the line, which goes through the average
    of the groups by population. Heights start at 0 where no value is below it.
    """
    ranked = groups[groups["group"] > 0].sort_values("group")
    if len(ranked) < 3 or ranked["value"].isna().any():
        return None
    average = float((ranked["value"] * ranked["population"]).sum() / ranked["population"].sum())
    ends = [] if pd.isna(slope) else [average - slope / 2, average + slope / 2]
    seen = [*ranked["value"], *ranked["lower_cl"].dropna(), *ranked["upper_cl"].dropna(), *ends, 0.0]
    ticks = nice_ticks(min(seen), max(seen))

    def height(value: float) -> float:
        return round(BOTTOM - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (BOTTOM - TOP), 1)

    places = _middles(ranked["population"].tolist())
    dots = [_dot(row, x, height) for row, x in zip(ranked.to_dict("records"), places, strict=True)]
    decimals = 0 if all(float(tick).is_integer() for tick in ticks) else 1
    return GradientChart(
        dots,
        [(height(tick), decimal(tick, decimals)) for tick in ticks],
        (height(average), decimal(average)),
        (height(ends[0]), height(ends[1])) if ends else None,
        dots[-1].number,
    )


def _dot(row: Mapping[Any, Any], x: float, height: Callable[[float], float]) -> Dot:
    lower, upper = float(row["lower_cl"]), float(row["upper_cl"])
    has_limits = not (math.isnan(lower) or math.isnan(upper))
    decimals = decimals_for(row["value"], lower, upper)
    return Dot(
        x,
        height(row["value"]),
        (height(upper), height(lower)) if has_limits else None,
        f"{row['group']:.0f}",
        str(row["group_name"]),
        decimal(row["value"], decimals),
        limits(lower, upper, decimals),
    )


def _middles(population: Sequence[float]) -> list[float]:
    """Return where groups stand from left to right: at the middle of their people."""
    total, before, middles = sum(population), 0.0, []
    for people in population:
        middles.append(round(LEFT + (before + people / 2) / total * (RIGHT - LEFT), 1))
        before += people
    return middles


def nice_ticks(low: float, high: float) -> list[float]:
    """Return at most five round numbers, evenly apart, from at most the lowest to at least the highest value.

    >>> nice_ticks(0.0, 3.4), nice_ticks(-3.0, 12.0), nice_ticks(0.0, 0.0)
    ([0.0, 1.0, 2.0, 3.0, 4.0], [-5.0, 0.0, 5.0, 10.0, 15.0], [0.0, 1.0])
    """
    if high <= low:
        return [low, low + 1.0]
    size = 10.0 ** math.floor(math.log10(high - low))
    for step in (size * share for share in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)):
        first, last = math.floor(low / step), math.ceil(high / step)
        if last - first < MOST_TICKS:
            return [round(number * step, 10) for number in range(first, last + 1)]
    raise AssertionError("ten times the size of a spread spans it in two steps")
