"""How the gap between the most and the least deprived changed: the slope index of each period with its limits."""

from dataclasses import dataclass

import pandas as pd

from geodata.periods import start_year, years_spanned
from maps.numbers import decimal, decimals_for, limits, signed
from maps.scale import Mark, scale_from_zero

WIDTH, HEIGHT = 328, 190
LEFT, RIGHT, TOP, BOTTOM = 44, 312, 14, 164
FEWEST = 3
"""Two periods are told in a sentence."""
MOST_LABELS = 6


@dataclass(frozen=True)
class PeriodDot:
    """A period: where its slope and its 95 % limits stand; `words` where it is labelled."""

    x: float
    y: float
    upper: float | None
    lower: float | None
    words: str


@dataclass(frozen=True)
class TrendChart:
    """What the template draws, in pixels, and the same figures as rows of a table."""

    marks: tuple[Mark, ...]
    zero: float
    dots: tuple[PeriodDot, ...]
    rows: tuple[tuple[str, str, str], ...]


def trend_chart(slopes: pd.DataFrame) -> TrendChart | None:
    """Return the chart of one indicator and area, or nothing with fewer than three periods of the same length.

    `slopes` has the rows of the slope index by deprivation in table `inequality`, one per period. Years without a
    figure stay empty.
    """
    known = slopes[slopes["value"].notna()]
    alike = known[known["period"].map(years_spanned).eq(1)]
    ordered = alike.assign(year=alike["period"].map(start_year)).sort_values("year", ignore_index=True)
    if len(ordered) < FEWEST:
        return None
    scale = scale_from_zero(ordered[["value", "lower_cl", "upper_cl"]].to_numpy(float).ravel(), BOTTOM, TOP)
    first, last = int(ordered["year"].iloc[0]), int(ordered["year"].iloc[-1])
    every = -(-(last - first + 1) // MOST_LABELS)
    dots = [
        PeriodDot(
            x=round(LEFT + 8 + (row["year"] - first) / (last - first) * (RIGHT - LEFT - 16), 1),
            y=scale.at(row["value"]),
            upper=None if pd.isna(row["upper_cl"]) else scale.at(row["upper_cl"]),
            lower=None if pd.isna(row["lower_cl"]) else scale.at(row["lower_cl"]),
            words=str(row["period"]) if (last - row["year"]) % every == 0 else "",
        )
        for _, row in ordered.iterrows()
    ]
    return TrendChart(scale.marks, scale.at(0), tuple(dots), tuple(_row(row) for _, row in ordered.iterrows()))


def _row(row: pd.Series) -> tuple[str, str, str]:
    """Return period, slope and limits in words."""
    decimals = decimals_for(row["value"], row["lower_cl"], row["upper_cl"])
    value = signed(row["value"], decimals) if row["value"] else decimal(0.0)
    return str(row["period"]), value, limits(row["lower_cl"], row["upper_cl"], decimals)
