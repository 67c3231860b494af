"""Physical activity by authority beside England, in the publisher's words."""

from dataclasses import dataclass, replace
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
class Cell:
    """What the table says of one area: the figure, its limits if there are any, and the comparison in words."""

    figure: str
    limits: str
    comparison: str


NO_DATA = Cell("no data", "", "")


@dataclass(frozen=True)
class Column:
    """One indicator: its heading, period, kinds, source column and cells by area."""

    heading: str
    period: str
    kinds: tuple[str, ...]
    sources: pd.Series
    cells: dict[str, Cell]

    @property
    def has_limits(self) -> bool:
        """Whether any figure has limits."""
        return any(cell.limits for cell in self.cells.values())


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
    # England is not compared with itself
    cells |= {str(code): replace(_cell(row), comparison="") for code, row in england.to_dict("index").items()}
    return Column(heading, period, tuple(sorted(rows["kind"].dropna().unique())), rows["source"], cells)


def _cell(row: dict[Any, Any]) -> Cell:
    words = comparison(row["value"], row["lower_cl"], row["compared_with_england"])
    if pd.isna(row["value"]):
        return replace(NO_DATA, comparison=words)
    limits_words = limits(row["lower_cl"], row["upper_cl"])
    return Cell(percent(row["value"]), "" if limits_words == NO_LIMITS else limits_words, words)


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
