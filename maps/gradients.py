"""Slopes by deprivation in words. A negative slope index means higher in the most deprived."""

from dataclasses import dataclass

import pandas as pd

from geodata.indicators.definitions import indicator_list
from maps.numbers import listed, with_limits

SLOPE = "slope_index_of_inequality"
MOST, LEAST = "higher in the most deprived", "higher in the least deprived"
UNCLEAR = "no clear difference by deprivation"


@dataclass(frozen=True)
class Gradient:
    """What is said of one indicator's slope: over the study area, and by authority."""

    name: str
    period: str
    words: str
    slope: str
    by_authority: str
    kind: str


def in_words(value: float, lower: float, upper: float, note: str) -> str:
    """Return the direction of a slope; only limits off zero give one.

    >>> in_words(-0.9, -1.4, -0.4, ""), in_words(-0.9, -2.0, 0.2, "")
    ('higher in the most deprived', 'no clear difference by deprivation')
    """
    if pd.isna(value):
        return note or "not computed"
    if pd.isna(lower) or pd.isna(upper):
        return "not tested: no limits"
    if upper < 0:
        return MOST
    return LEAST if lower > 0 else UNCLEAR


def gradients(inequality: pd.DataFrame, names: dict[str, str]) -> list[Gradient]:
    """Return one entry per indicator and period with a slope index, in the table's order.

    `names` are the authorities' by code. A study area of one authority is described once.
    """
    slopes = inequality[inequality["measure"] == SLOPE]
    slopes = slopes.assign(
        words=[in_words(*row) for row in slopes[["value", "lower_cl", "upper_cl", "note"]].to_numpy()]
    )
    groups = slopes.groupby(["indicator", "period"], sort=False)
    return [_gradient(str(indicator), str(period), rows, names) for (indicator, period), rows in groups]


def _gradient(indicator: str, period: str, rows: pd.DataFrame, names: dict[str, str]) -> Gradient:
    whole = rows[rows["area_level"] == "study_area"]
    parts = rows[rows["area_code"].isin(names)]
    if whole.empty and len(names) == 1:
        whole = parts
    first = whole.iloc[0] if len(whole) else None
    return Gradient(
        name=indicator_list()[indicator].title,
        period=period,
        words="" if first is None else str(first["words"]),
        slope="" if first is None or pd.isna(first["value"]) else _slope(first),
        by_authority=_by_authority(parts, names) if len(names) > 1 and parts["value"].notna().any() else "",
        kind=str(rows["kind"].iloc[0]),
    )


def _slope(row: pd.Series) -> str:
    return f"Slope index {with_limits(row['value'], row['lower_cl'], row['upper_cl'])}, {row['unit']}"


def _by_authority(rows: pd.DataFrame, names: dict[str, str]) -> str:
    groups = rows.groupby("words", sort=False)["area_code"]
    return "; ".join(f"{words}: {listed(sorted(names[code] for code in codes))}" for words, codes in groups)
