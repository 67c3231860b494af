"""The three figures at the head of the front page."""

from dataclasses import dataclass

import pandas as pd

from maps.credits import source_keys
from maps.numbers import decimal, decimals_for, limits, listed
from maps.periods import latest_rows

ENGLAND = "E92000001"


@dataclass(frozen=True)
class Choice:
    """An indicator that heads the page: its words, and what is said below them."""

    indicator: str
    name: str
    unit: str
    suffix: str = ""
    has_limits: bool = True


@dataclass(frozen=True)
class KeyFigure:
    """A figure in words: the number first, then what it is, how sure, of what kind and from where."""

    number: str
    name: str
    lines: tuple[str, ...]
    kind: str
    origin: str


CHOICES = (
    Choice(
        "iod2025_imd_pct_residents_most_deprived_20pct",
        "People in the most deprived fifth of England",
        "residents",
        suffix="%",
        has_limits=False,
    ),
    Choice("inactive_adults", "Inactive adults", "adults aged 19 and over", suffix="%"),
    Choice("road_casualties_per_1000", "Road casualties", "per 1,000 residents a year"),
)


def key_figures(
    indicators: pd.DataFrame, area_codes: list[str], sources: pd.DataFrame
) -> tuple[list[KeyFigure], list[str]]:
    """Return the key figures that can be shown, and the names of those that cannot.

    `area_codes` says whose figures, first choice first: the study area, then its only authority if it has but one.
    """
    shown, missing = [], []
    for choice in CHOICES:
        rows = [latest_rows(indicators, choice.indicator, [code]) for code in area_codes]
        found = next((frame.iloc[0] for frame in rows if len(frame)), None)
        if found is None:
            missing.append(choice.name)
        else:
            shown.append(_worded(choice, found, _england(indicators, choice, str(found["period"])), sources))
    return shown, missing


def _england(indicators: pd.DataFrame, choice: Choice, period: str) -> str:
    same = (indicators["indicator"] == choice.indicator) & (indicators["period"] == period)
    value = indicators.loc[same & (indicators["area_code"] == ENGLAND), "value"].dropna()
    return f"England {decimal(value.iloc[0])}{choice.suffix}" if len(value) else ""


def _worded(choice: Choice, row: pd.Series, england: str, sources: pd.DataFrame) -> KeyFigure:
    decimals = decimals_for(row["value"], row["lower_cl"], row["upper_cl"]) if choice.has_limits else 1
    unit = _count(choice, row) if choice.suffix == "%" else choice.unit
    how_sure = limits(row["lower_cl"], row["upper_cl"], decimals) if choice.has_limits else ""
    publishers = sources.set_index("source")["publisher"].loc[source_keys(pd.Series([row["source"]]))]
    is_made_up = row["kind"] == "synthetic"  # credited to nobody
    return KeyFigure(
        number=f"{decimal(row['value'], decimals)}{choice.suffix}",
        name=choice.name,
        lines=tuple(filter(None, (unit, england, how_sure))),
        kind=str(row["kind"]),
        origin=str(row["period"]) if is_made_up else f"{listed(list(dict.fromkeys(publishers)))}, {row['period']}",
    )


def _count(choice: Choice, row: pd.Series) -> str:
    if pd.isna(row["numerator"]) or pd.isna(row["denominator"]):
        return f"of {choice.unit}"
    return f"{decimal(row['numerator'], 0)} of {decimal(row['denominator'], 0)} {choice.unit}"
