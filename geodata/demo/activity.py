"""Physical activity of the demo borough and of an England that goes with it, in the layout of the Fingertips API.

England's deciles and age bands carry the planted gradients; the borough's figure is what its LSOAs would give at the
deciles' rates, with survey noise. The file repeats rows as the API does: once for each parent area asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geodata.demo import geography
from geodata.demo.deprivation import INDEX, lsoa_deprivation
from geodata.demo.people import people_by_age
from geodata.demo.planted import (
    AGE_BANDS,
    ENGLAND_ACTIVE_PCT,
    ENGLAND_ACTIVE_PCT_BY_AGE,
    ENGLAND_INACTIVE_PCT,
    ENGLAND_INACTIVE_PCT_BY_AGE,
    decile_pct,
)
from geodata.demo.seed import random_stream

ENGLAND = ("E92000001", "England", "England")
FAIRBROOK = (geography.AUTHORITY_CODE, geography.AUTHORITY_NAME, "Districts & UAs (from Apr 2023)")
PARENTS = (("E92000001", "England"), ("E12999001", "Vale region (statistical)"))
CATEGORY_TYPE = "LSOA21 deprivation deciles in England (IMD2019)"
CATEGORIES = tuple(
    f"{words} decile (IMD2019)"
    for words in (
        "Most deprived", "Second most deprived", "Third more deprived", "Fourth more deprived", "Fifth more deprived",
        "Fifth less deprived", "Fourth less deprived", "Third less deprived", "Second least deprived", "Least deprived",
    )
)  # fmt: skip
SUPPRESSED_NOTE = "Value suppressed due to small sample size"
SUPPRESSED_PERIOD = "2020/21"
RESPONDENTS = {"E92000001": 170_000, geography.AUTHORITY_CODE: 1_000, CATEGORY_TYPE: 17_000}
RESPONDENTS_IN_AN_AGE_BAND = 21_000
COLUMNS = (
    "Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name", "Area Type", "Sex", "Age",
    "Category Type", "Category", "Time period", "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit",
    "Lower CI 99.8 limit", "Upper CI 99.8 limit", "Count", "Denominator", "Value note", "Recent Trend",
    "Compared to England value or percentiles", "Compared to Regions (statistical) value or percentiles",
    "Time period Sortable", "New data", "Compared to goal", "Time period range",
)  # fmt: skip
Row = dict[str, object]


@dataclass(frozen=True)
class Indicator:
    """One Fingertips indicator: England's deciles and age bands of the latest period, and how far others lay off it."""

    number: int
    name: str
    age: str
    ages: tuple[int, int]
    ends_pct: tuple[float, float]
    drift_pct: tuple[float, ...]
    first_year: int
    high_is_good: bool = True
    by_age_pct: tuple[float, ...] = ()

    @property
    def periods(self) -> list[str]:
        """Survey years such as 2015/16, oldest first."""
        return [
            f"{year}/{(year + 1) % 100:02d}" for year in range(self.first_year, self.first_year + len(self.drift_pct))
        ]


ADULT_DRIFT = (0.1, 0.0, 0.3, 0.6, -1.2, -2.0, -0.4, 0.1, -0.1, 0.0)
ADULTS = (
    Indicator(
        93014, "Percentage of physically active adults", "19+ yrs", (19, 90), ENGLAND_ACTIVE_PCT, ADULT_DRIFT, 2015,
        by_age_pct=ENGLAND_ACTIVE_PCT_BY_AGE,
    ),
    Indicator(
        93015, "Percentage of physically inactive adults", "19+ yrs", (19, 90), ENGLAND_INACTIVE_PCT,
        tuple(-change for change in ADULT_DRIFT), 2015, high_is_good=False, by_age_pct=ENGLAND_INACTIVE_PCT_BY_AGE,
    ),
)  # fmt: skip
CHILDREN = Indicator(
    93570, "Percentage of physically active children and young people", "5-16 yrs", (5, 16), (42.0, 54.0),
    (-4.6, -1.4, -3.2, -3.4, -0.8, -0.6, -0.2, 0.0), 2017,
)  # fmt: skip


def adult_activity() -> pd.DataFrame:
    """Return 93014 and 93015: ten periods for England and Fairbrook, England's deciles and age bands in the latest."""
    parts = (_headline_rows, _decile_rows, _age_rows)
    return _table([row for indicator in ADULTS for part in parts for row in part(indicator)])


def child_activity() -> pd.DataFrame:
    """Return 93570: eight periods for England and Fairbrook, one of Fairbrook's suppressed."""
    return _table(_headline_rows(CHILDREN))


def _table(rows: Sequence[Row]) -> pd.DataFrame:
    return pd.DataFrame(rows).reindex(columns=list(COLUMNS))


def _headline_rows(indicator: Indicator) -> list[Row]:
    latest = float(np.mean(decile_pct(indicator.ends_pct, np.arange(1.0, 11.0))))
    gap = _expected_in_fairbrook(indicator) - latest
    noise = random_stream(f"survey {indicator.number}").normal(0, 0.4, len(indicator.periods))
    rows: list[Row] = []
    for period, drift, error in zip(indicator.periods, indicator.drift_pct, noise, strict=True):
        england = latest + drift
        rows += [_row(indicator, ENGLAND, period, england) for _ in PARENTS]
        row = _row(indicator, FAIRBROOK, period, england + gap + error)
        row["Compared to England value or percentiles"] = _compared(row, england, indicator.high_is_good)
        row = _suppressed(row) if period == SUPPRESSED_PERIOD else row
        rows += [row | {"Parent Code": code, "Parent Name": name} for code, name in PARENTS]
    return rows


def _decile_rows(indicator: Indicator) -> list[Row]:
    values = decile_pct(indicator.ends_pct, np.arange(1.0, 11.0))
    return [
        _row(indicator, ENGLAND, indicator.periods[-1], float(value), CATEGORY_TYPE, category)
        for category, value in zip(CATEGORIES, values, strict=True)
    ]


def _age_rows(indicator: Indicator) -> list[Row]:
    """Return England's age bands: like headline rows, but of another age."""
    return [
        _row(indicator, ENGLAND, indicator.periods[-1], pct) | {"Age": age} | _limits(pct, RESPONDENTS_IN_AN_AGE_BAND)
        for age, pct in zip(AGE_BANDS, indicator.by_age_pct, strict=True)
    ]


def _expected_in_fairbrook(indicator: Indicator) -> float:
    """Return what England's decile rates come to with the borough's people of that age (mid-2020, IMD 2019)."""
    decile = lsoa_deprivation(2019).set_index("code")[f"{INDEX} decile"]
    people = people_by_age(2019, 2020, 0.985).loc[decile.index, indicator.ages[0] : indicator.ages[1]].sum(axis=1)
    return float(np.average(decile_pct(indicator.ends_pct, decile.to_numpy()), weights=people))


def _row(
    indicator: Indicator,
    area: tuple[str, str, str],
    period: str,
    pct: float,
    category_type: str = "",
    category: str = "",
) -> Row:
    code, name, area_type = area
    return {
        "Indicator ID": indicator.number, "Indicator Name": indicator.name, "Area Code": code, "Area Name": name,
        "Area Type": area_type, "Sex": "Persons", "Age": indicator.age, "Category Type": category_type,
        "Category": category, "Time period": period, "Value": round(pct, 4),
        **_limits(pct, RESPONDENTS[category_type or code]), "Recent Trend": "Cannot be calculated",
        "Compared to England value or percentiles": "Not compared", "Time period Sortable": int(period[:4]) * 10_000,
        "Time period range": "1y",
    }  # fmt: skip


def _limits(pct: float, respondents: int) -> Row:
    """Return 95 % and 99.8 % limits of a weighted survey percentage (normal approximation, design effect 1.5)."""
    error = np.sqrt(1.5 * pct * (100 - pct) / respondents)
    return {
        f"{side} CI {level} limit": round(float(pct + sign * z * error), 4)
        for level, z in (("95.0", 1.96), ("99.8", 3.09))
        for side, sign in (("Lower", -1), ("Upper", 1))
    }


def _compared(row: Row, england: float, high_is_good: bool) -> str:
    lower, upper = float(str(row["Lower CI 95.0 limit"])), float(str(row["Upper CI 95.0 limit"]))
    if lower <= england <= upper:
        return "Similar"
    return "Better" if (lower > england) == high_is_good else "Worse"


def _suppressed(row: Row) -> Row:
    blank = dict.fromkeys(("Value", *_limits(50.0, 1)))
    return row | blank | {"Value note": SUPPRESSED_NOTE, "Compared to England value or percentiles": "Not compared"}
