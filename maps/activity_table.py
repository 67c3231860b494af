"""Physical activity by authority beside England, in the publisher's words."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from maps.findings import COMPARISONS
from maps.numbers import NO_LIMITS, limits, percent
from maps.periods import latest_rows

ENGLAND = "E92000001"
INDICATORS = {
    "inactive_adults": "Inactive adults",
    "active_adults": "Active adults",
    "active_children": "Active children",
}


@dataclass(frozen=True)
class Column:
    """One indicator: its heading, period, kinds, source column, and by area the figure and the comparison in words."""

    heading: str
    period: str
    kinds: tuple[str, ...]
    sources: pd.Series
    has_limits: bool
    cells: dict[str, tuple[str, str]]


def activity_columns(indicators: pd.DataFrame, area_codes: list[str]) -> tuple[list[Column], list[str]]:
    """Return one column per activity indicator that has figures, England's among them, and the headings left out."""
    shown, missing = [], []
    for indicator, heading in INDICATORS.items():
        rows = latest_rows(indicators, indicator, area_codes)
        if rows.empty:
            missing.append(heading)
        else:
            shown.append(_column(indicators, indicator, heading, rows))
    return shown, missing


def _column(indicators: pd.DataFrame, indicator: str, heading: str, rows: pd.DataFrame) -> Column:
    period = str(rows["period"].dropna().iloc[0])
    same = (indicators["indicator"] == indicator) & (indicators["period"] == period)
    england = indicators[same & (indicators["area_code"] == ENGLAND)].set_index("area_code").iloc[:1]
    cells = {str(code): _cell(row) for code, row in rows.to_dict("index").items()}
    cells |= {str(code): (_figure(row), "") for code, row in england.to_dict("index").items()}
    kinds = tuple(sorted(rows["kind"].dropna().unique()))
    return Column(heading, period, kinds, rows["source"], bool(rows["lower_cl"].notna().any()), cells)


def _cell(row: dict[Any, Any]) -> tuple[str, str]:
    return _figure(row), comparison(row["value"], row["lower_cl"], row["compared_with_england"])


def _figure(row: dict[Any, Any]) -> str:
    if pd.isna(row["value"]):
        return "no data"
    words = limits(row["lower_cl"], row["upper_cl"])
    return percent(row["value"]) if words == NO_LIMITS else f"{percent(row['value'])} ({words})"


def comparison(value: float, lower_cl: float, published: str) -> str:
    """Return the publisher's comparison with England, or why there is none.

    >>> comparison(27.2, float("nan"), "Worse"), comparison(27.2, float("nan"), "")
    ('Worse', 'not compared: limits not published')
    """
    if pd.isna(value):
        return "not compared"
    if published in COMPARISONS:
        return published
    return "not compared: limits not published" if pd.isna(lower_cl) else "not compared by the publisher"
