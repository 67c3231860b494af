"""An indicator by group of deprivation: a dot for each group with its limits, and the slope where it is clear."""

from dataclasses import dataclass

import pandas as pd

from maps.numbers import decimal, decimals_for, limits
from maps.scale import Mark, Scale, scale_from_zero

WIDTH, HEIGHT = 328, 200
LEFT, RIGHT, TOP, BOTTOM = 36, 320, 22, 164
"""The field in which values stand; below it the groups' numbers."""
WITHHELD_OR_MISSING = "not shown"


@dataclass(frozen=True)
class Dot:
    """A group: where its value and its 95 % limits stand, and its number; `words` only at the two ends."""

    x: float
    y: float | None
    upper: float | None
    lower: float | None
    number: int
    words: str


@dataclass(frozen=True)
class GradientChart:
    """What the template draws, in pixels, and the same figures as rows of a table."""

    marks: tuple[Mark, ...]
    dots: tuple[Dot, ...]
    mean: float
    mean_words: str
    line: tuple[float, float] | None
    """Heights of the slope at the most and at the least deprived end; none where its limits hold zero."""
    rows: tuple[tuple[str, str, str, str], ...]


def gradient_chart(groups: pd.DataFrame, slope: pd.Series) -> GradientChart | None:
    """Return the chart of one indicator and area, or nothing if fewer than two groups have a value.

    `groups` has the rows of table `inequality_groups` by deprivation, `slope` the row of the slope index in table
    `inequality`. A group stands at the middle of its share of all people, most deprived first: there the slope index
    is the difference between the two ends of the line.
    """
    ordered = groups[groups["group"] > 0].sort_values("group", ignore_index=True)
    known = ordered[ordered["value"].notna() & (ordered["population"] > 0)]
    if len(known) < 2:
        return None
    people = known["population"]
    mean = float((known["value"] * people).sum() / people.sum())
    ends = _ends(mean, slope)
    values = [*known["value"], *known["upper_cl"], *known["lower_cl"], *(ends or ())]
    scale = scale_from_zero(map(float, values), BOTTOM, TOP)
    return GradientChart(
        marks=scale.marks,
        dots=_dots(known, scale),
        mean=scale.at(mean),
        mean_words=decimal(mean),
        line=(scale.at(ends[0]), scale.at(ends[1])) if ends else None,
        rows=tuple(_row(row) for _, row in ordered.iterrows()),
    )


def is_clear(slope: pd.Series) -> bool:
    """Return whether the limits of a slope leave out zero."""
    return bool(slope["lower_cl"] > 0 or slope["upper_cl"] < 0)


def is_steady(groups: pd.DataFrame, slope: pd.Series) -> bool:
    """Return whether no group stands clearly on the wrong side of one that is more deprived.

    Clearly: their limits do not overlap; where a group has no limits its value stands for both.
    """
    known = groups[(groups["group"] > 0) & groups["value"].notna()].sort_values("group")
    sign = 1 if slope["value"] > 0 else -1
    low, high = ("lower_cl", "upper_cl") if sign > 0 else ("upper_cl", "lower_cl")
    lower, upper = (sign * known[end].fillna(known["value"]) for end in (low, high))
    return bool((upper >= lower.cummax()).all())


def _ends(mean: float, slope: pd.Series) -> tuple[float, float] | None:
    """Return the values of the slope at both ends; the line weighted by people runs through their mean."""
    if not is_clear(slope):
        return None
    return mean - slope["value"] / 2, mean + slope["value"] / 2


def _dots(known: pd.DataFrame, scale: Scale) -> tuple[Dot, ...]:
    share = known["population"] / known["population"].sum()
    middles = LEFT + (share.cumsum() - share / 2) * (RIGHT - LEFT)
    last = len(known) - 1
    return tuple(
        Dot(
            x=round(float(x), 1),
            y=scale.at(row["value"]),
            upper=None if pd.isna(row["upper_cl"]) else scale.at(row["upper_cl"]),
            lower=None if pd.isna(row["lower_cl"]) else scale.at(row["lower_cl"]),
            number=int(row["group"]),
            words=decimal(row["value"]) if place in {0, last} else "",
        )
        for place, (x, (_, row)) in enumerate(zip(middles, known.iterrows(), strict=True))
    )


def _row(row: pd.Series) -> tuple[str, str, str, str]:
    """Return name, value, limits and people of a group in words."""
    name = str(row["group_name"]).capitalize()
    people = "" if pd.isna(row["population"]) else decimal(row["population"], 0)
    if pd.isna(row["value"]):
        return name, WITHHELD_OR_MISSING, str(row["note"]), people
    decimals = decimals_for(row["value"], row["lower_cl"], row["upper_cl"])
    return name, decimal(row["value"], decimals), limits(row["lower_cl"], row["upper_cl"], decimals), people
