"""Wards in the order of a figure, each a dot with its 95 % limits, beside the ranks that it may have."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from maps.numbers import decimal, decimals_for, limits
from maps.scale import Mark, Scale, scale_from_zero
from maps.sortable_table import missing

LEFT, RIGHT = 126, 216
"""Between them stand the dots; names to the left, value and ranks to the right."""
TOP, ROW = 34, 16
MOST_ROWS = 22
"""Longer lists go on in a panel beside, so that none is higher than half a sheet."""
LONGEST_NAME = 20


@dataclass(frozen=True)
class DotRow:
    """A ward: its name, the height of its row, where its value and limits stand, value and ranks in words."""

    name: str
    y: int
    x: float | None
    lower: float | None
    upper: float | None
    value: str
    ranks: str


@dataclass(frozen=True)
class DotPanel:
    """So many rows as stand below each other, and how high they are together."""

    rows: tuple[DotRow, ...]
    bottom: int


@dataclass(frozen=True)
class DotChart:
    """What the template draws, in pixels, and the same figures as rows of a table."""

    marks: tuple[Mark, ...]
    reference: float | None
    panels: tuple[DotPanel, ...]
    rows: tuple[tuple[str, str, str, str], ...]


def dot_chart(ranks: pd.DataFrame, names: Mapping[str, str], benchmark: float) -> DotChart | None:
    """Return the chart of some wards, or nothing if none of them has both a value and limits.

    `ranks` has their rows of table `ward_ranks` for one indicator, `names` theirs by code. `benchmark` is the value of
    the study area, NaN if it has none. Rank 1 comes first; wards without a rank stand last, by name.
    """
    if not ranks[["value", "lower_cl", "upper_cl"]].notna().all(axis=1).any():
        return None
    named = ranks.assign(name=ranks["area_code"].map(names)).sort_values(["rank", "name"], ignore_index=True)
    scale = scale_from_zero([*named["value"], *named["upper_cl"], *named["lower_cl"], benchmark], LEFT, RIGHT)
    rows = named.to_dict("records")
    in_panel = _panel_rows(len(rows))
    panels = [rows[start : start + in_panel] for start in range(0, len(rows), in_panel)]
    return DotChart(
        marks=(scale.marks[0], scale.marks[-1]),
        reference=None if pd.isna(benchmark) else scale.at(benchmark),
        panels=tuple(DotPanel(_drawn(panel, scale), TOP + ROW * len(panel)) for panel in panels),
        rows=tuple(_row(row) for row in rows),
    )


def _panel_rows(n_rows: int) -> int:
    """Return how many rows each panel takes, so that the panels are of like height."""
    return -(-n_rows // -(-n_rows // MOST_ROWS))


def _drawn(rows: list[dict[Any, Any]], scale: Scale) -> tuple[DotRow, ...]:
    drawn = []
    for place, row in enumerate(rows):
        value, lower, upper = (float(str(row[name])) for name in ("value", "lower_cl", "upper_cl"))
        has_limits = not (pd.isna(lower) or pd.isna(upper))
        drawn.append(
            DotRow(
                name=shortened(str(row["name"])),
                y=TOP + ROW * place + ROW // 2,
                x=None if pd.isna(value) else scale.at(value),
                lower=scale.at(lower) if has_limits else None,
                upper=scale.at(upper) if has_limits else None,
                value=_value(row),
                ranks=_ranks(row),
            )
        )
    return tuple(drawn)


def _value(row: Mapping[Any, Any]) -> str:
    """Return the value in words, or the sign of a gap."""
    value, lower, upper = (float(str(row[name])) for name in ("value", "lower_cl", "upper_cl"))
    return missing(row["note"]).text if pd.isna(value) else decimal(value, decimals_for(value, lower, upper))


def shortened(name: str) -> str:
    """Return a name that fits its column; the table has it in full.

    >>> shortened("Saughall and Mollington"), shortened("Speke")
    ('Saughall and Mollin…', 'Speke')
    """
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _ranks(row: Mapping[Any, Any]) -> str:
    """Return the ranks that a ward may have, its own rank where they are not known, or nothing."""
    rank, lower, upper = (float(str(row[name])) for name in ("rank", "rank_lower", "rank_upper"))
    if pd.isna(rank):
        return ""
    if pd.isna(lower) or pd.isna(upper):
        return decimal(rank, 0)
    return decimal(lower, 0) if lower == upper else f"{decimal(lower, 0)} to {decimal(upper, 0)}"


def _row(row: Mapping[Any, Any]) -> tuple[str, str, str, str]:
    """Return name, ranks, value and limits in words."""
    value, lower, upper = (float(str(row[name])) for name in ("value", "lower_cl", "upper_cl"))
    if pd.isna(value):
        return str(row["name"]), "", missing(row["note"]).text, ""
    decimals = decimals_for(value, lower, upper)
    return str(row["name"]), _ranks(row), decimal(value, decimals), limits(lower, upper, decimals)
