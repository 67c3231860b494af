"""Slopes by deprivation in words, for the study area and its authorities."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata.indicators.definitions import indicator_list
from geodata.periods import headline_period
from geodata.strata.sentences import in_words, spoken
from maps.metrics import METRICS
from maps.numbers import listed, with_limits

SLOPE = "slope_index_of_inequality"


@dataclass(frozen=True)
class Gradient:
    """What is said of one indicator's slope: over the study area, and by authority."""

    name: str
    period: str
    words: str
    slope: str
    by_authority: str
    kind: str


def gradients(inequality: pd.DataFrame, names: dict[str, str]) -> list[Gradient]:
    """Return one entry per indicator of the map that has slope rows, latest period, in the map's order.

    `names` are the authorities' by code. A study area of one authority is described once.
    """
    slopes = inequality[inequality["measure"] == SLOPE]
    slopes = slopes.assign(words=[_direction(row) for row in slopes.to_dict("records")])
    # that deprivation goes with deprivation is no finding
    shown = [metric.indicator for metric in METRICS if indicator_list()[metric.indicator].theme != "deprivation"]
    found = [(indicator, slopes[slopes["indicator"] == indicator]) for indicator in shown]
    return [_gradient(indicator, rows, names) for indicator, rows in found if len(rows)]


def _direction(row: dict[Any, Any]) -> str:
    """The direction alone; how large it is stands beside it with its limits."""
    if pd.isna(row["value"]):
        return str(row["note"]) or "not computed"
    words = in_words(SLOPE, row["value"], row["lower_cl"], row["upper_cl"], row["unit"])
    return words.partition(", by ")[0]


def _gradient(indicator: str, rows: pd.DataFrame, names: dict[str, str]) -> Gradient:
    period = headline_period(rows["period"].unique().tolist())
    rows = rows[rows["period"] == period]
    whole = rows[rows["area_level"] == "study_area"]
    parts = rows[rows["area_code"].isin(names)]
    if whole.empty and len(names) == 1:
        whole = parts
    place = ""
    if whole.empty and parts.empty:  # a survey says what holds in the country, not here
        whole, place = rows[rows["area_level"] == "country"], " in England"
    first = whole.iloc[0] if len(whole) else None
    return Gradient(
        name=indicator_list()[indicator].title + place,
        period=period,
        words="" if first is None else str(first["words"]),
        slope="" if first is None or pd.isna(first["value"]) else _slope(first),
        by_authority=_by_authority(parts, names) if len(names) > 1 and parts["value"].notna().any() else "",
        kind=str(rows["kind"].iloc[0]),
    )


def _slope(row: pd.Series) -> str:
    return f"Slope index {with_limits(row['value'], row['lower_cl'], row['upper_cl'])} {spoken(row['unit'])}"


def _by_authority(rows: pd.DataFrame, names: dict[str, str]) -> str:
    groups = rows.groupby("words", sort=False)["area_code"]
    return "; ".join(f"{words}: {listed(sorted(names[code] for code in codes))}" for words, codes in groups)
