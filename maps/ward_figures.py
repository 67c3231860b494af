"""What a ward's page says of each figure: the ward, its authority and the whole area beside it, and all wards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata.suppression.withholding import WITHHELD
from maps.beacons import OUTCOMES
from maps.numbers import decimal, decimals_for, limits
from maps.shown_metric import NO_ROW, ShownMetric
from maps.ward_strip import Strip, Wards

NO_DATA, NOT_SHOWN = "no data", "withheld"
IS_COUNT = "no limits: not a sample"
BESIDE = "study area"
"""The benchmark of table `comparisons` that is the whole study area."""


@dataclass(frozen=True)
class WardFigure:
    """One row of the table of a ward."""

    theme: str
    name: str
    unit: str
    period: str
    kind: str
    value: str
    limits: str
    beside: list[str]
    """The same figure of the authority, the study area and England, as far as there are such columns."""
    comparison: str
    """Better, similar, worse, higher or lower beside the study area where limits allow it; else empty."""
    strip: Strip
    rank: str
    note: str
    """Why there is no figure; empty if there is one."""


@dataclass(frozen=True)
class Theme:
    """Rows under one heading; what is the same of all of them is said there, and not of each again."""

    name: str
    shared: dict[str, str]
    """Of `kind`, `unit`, `period` and `limits` those that all rows share; alone a row shares nothing."""
    rows: list[WardFigure]

    @property
    def said(self) -> str:
        """What is said of all rows beside the heading; the kind has a sign of its own."""
        return "; ".join(filter(None, (self.shared.get(part) for part in ("unit", "period", "limits"))))


@dataclass(frozen=True)
class Compared:
    """A metric of the map with what stands beside it."""

    shown: ShownMetric
    rows: dict[str, dict[Any, Any]]
    """The metric's rows by ward."""
    wards: Wards
    beside: pd.Series
    """The metric's value by area code, of authorities, study area and England, in the period shown."""
    outcomes: pd.Series
    """Outcome of each ward against the study area."""
    ranks: dict[str, dict[Any, Any]]
    """Rank of each ward with the ranks it may have, 1 the highest."""


def compared_metrics(
    shown: Sequence[ShownMetric],
    local_authority_indicators: pd.DataFrame,
    comparisons: pd.DataFrame,
    ward_ranks: pd.DataFrame,
) -> list[Compared]:
    """Return the metrics by ward with all that their rows need; of tables with these names."""
    found = []
    for one in shown:
        alike = {"indicator": one.metric.indicator, "period": one.period}
        of_areas = _rows(local_authority_indicators, alike)
        judged = _rows(comparisons, alike | {"benchmark": BESIDE, "area_level": "ward"})
        found.append(
            Compared(
                one,
                {str(code): row for code, row in one.rows.to_dict("index").items()},
                Wards.of(one.rows["value"]),
                of_areas["value"],
                judged["outcome"].where(judged["outcome"].isin(OUTCOMES)),
                {str(row["area_code"]): row for row in _rows(ward_ranks, alike).reset_index().to_dict("records")},
            )
        )
    return found


def _rows(table: pd.DataFrame, wanted: dict[str, str]) -> pd.DataFrame:
    is_wanted = pd.Series(True, index=table.index)
    for column, value in wanted.items():
        is_wanted &= (table[column] == value).fillna(False)
    return table[is_wanted].drop_duplicates("area_code").set_index("area_code")


def ward_figure(compared: Compared, code: str, areas: Sequence[str], whole: str) -> WardFigure:
    """Return the row of one ward; `areas` are the codes beside it by column, `whole` is the study area's title."""
    metric, row = compared.shown.metric, compared.rows[code]
    value, lower, upper = (float(row[name]) for name in ("value", "lower_cl", "upper_cl"))
    decimals = decimals_for(value, lower, upper)
    outcome = compared.outcomes.get(code)
    return WardFigure(
        theme=metric.theme,
        name=metric.label,
        unit=metric.unit,
        period=compared.shown.period,
        kind="" if pd.isna(value) else str(row["kind"]),
        value=_missing(row) if pd.isna(value) else f"{decimal(value, decimals)}{metric.suffix}",
        limits="" if pd.isna(value) else _limits(metric.has_limits, lower, upper, decimals),
        beside=[_beside(compared.beside.get(area), metric.suffix) for area in areas],
        comparison="" if pd.isna(value) else _comparison(outcome, whole),
        strip=compared.wards.strip(value, lower, upper),
        rank=_rank(compared, code),
        note=_reason(row).removeprefix(f"{NOT_SHOWN}: ") if pd.isna(value) else "",
    )


def by_theme(figures: Sequence[WardFigure]) -> list[Theme]:
    """Return the rows under their headings, in the order given."""
    themes: dict[str, list[WardFigure]] = {}
    for one in figures:
        themes.setdefault(one.theme, []).append(one)
    return [Theme(name, _shared(rows), rows) for name, rows in themes.items()]


def _shared(rows: Sequence[WardFigure]) -> dict[str, str]:
    if len(rows) < 2:
        return {}
    said = {part: {getattr(row, part) for row in rows} for part in ("kind", "unit", "period", "limits")}
    return {part: values.pop() for part, values in said.items() if len(values) == 1}


def _comparison(outcome: object, whole: str) -> str:
    if not isinstance(outcome, str):
        return ""
    return f"similar to {whole}" if outcome == "similar" else f"{outcome} than {whole}"


def _limits(has_limits: bool, lower: float, upper: float, decimals: int) -> str:
    if not has_limits:
        return IS_COUNT
    return limits(lower, upper, decimals)


def _missing(row: Mapping[Any, Any]) -> str:
    return NOT_SHOWN if _reason(row).startswith(WITHHELD) else NO_DATA


def _reason(row: Mapping[Any, Any]) -> str:
    return NO_ROW if pd.isna(row["note"]) or not row["note"] else str(row["note"])


def _beside(value: float | None, suffix: str) -> str:
    return "–" if value is None or pd.isna(value) else f"{decimal(value)}{suffix}"


def _rank(compared: Compared, code: str) -> str:
    """Return which place the ward has among all, with the places it may have where limits tell them."""
    ranked = compared.ranks.get(code)
    if ranked and pd.notna(ranked["rank"]):
        lower, upper = ranked["rank_lower"], ranked["rank_upper"]
        may_be = "" if pd.isna(lower) else f" (may be {lower:.0f} to {upper:.0f})"
        return (
            f"{ranked['rank']:.0f} of {ranked['n_ranked']:.0f}{may_be}; 1 is {str(ranked['rank_1_is']).split(' (')[0]}"
        )
    values = compared.wards.known
    if code not in values.index or values.nunique() < 2:
        return ""
    return f"{int((values > values[code]).sum()) + 1} of {len(values)}; 1 is the highest"
