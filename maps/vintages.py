"""Figures that bring together sources of different years."""

import re

import pandas as pd

from geodata.indicators.definitions import indicator_list
from maps.numbers import counted
from maps.sortable_table import Cell, Column, Heading, figure


def last_year(vintage: str) -> int | None:
    """Return the last year that a vintage names, if it names one.

    >>> last_year("2010 to 2019"), last_year("mid-2020"), last_year("2015/16 to 2024/25"), last_year("quarterly")
    (2019, 2020, 2024, None)
    """
    years = [int(year) for year in re.findall(r"\b\d{4}\b", vintage)]
    return max(years) if years else None


def vintage_columns(indicators: pd.DataFrame, sources: pd.DataFrame) -> list[Column]:
    """Return the columns of a table with a row per combination of sources whose last years differ.

    `indicators` has `indicator, source` of all figures; sources that name no year cannot be judged and are not counted.
    Rows stand with the widest gap first; no columns if nothing disagrees.
    """
    vintages = dict(zip(sources["source"], sources["vintage"], strict=True))
    named = {key: f"{title} ({vintages[key]})" for key, title in zip(sources["source"], sources["title"], strict=True)}
    gaps: dict[str, int] = {}
    for combination in indicators["source"].dropna().unique().tolist():
        years = [last_year(vintages[key]) for key in combination.split("+")]
        stated = [year for year in years if year is not None]
        if len(set(stated)) > 1:
            gaps[combination] = max(stated) - min(stated)
    if not gaps:
        return []
    order = sorted(gaps, key=lambda combination: (-gaps[combination], combination))
    titles = {row: Cell("; ".join(named[key] for key in row.split("+"))) for row in order}
    return [
        Column(Heading("Sources brought together", is_figure=False), titles),
        Column(Heading("Years apart"), {row: figure(gaps[row], decimals=0) for row in order}),
        Column(Heading("Used for", is_figure=False), {row: _used_for(row, indicators) for row in order}),
    ]


def _used_for(combination: str, indicators: pd.DataFrame) -> Cell:
    names = sorted(indicators.loc[indicators["source"] == combination, "indicator"].unique())
    first = indicator_list()[names[0]].title
    return Cell(first, f"and {counted(len(names) - 1, 'other indicator')}" if len(names) > 1 else "")
