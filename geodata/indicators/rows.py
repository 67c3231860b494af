"""Indicator rows: made from columns, and combined over areas by the rule each indicator declares."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geodata.indicators.definitions import Indicator, indicator_list
from geodata.inequality.rates import proportion_limits, rate_limits

COLUMNS = [
    "area_code",
    "indicator",
    "period",
    "value",
    "lower_cl",
    "upper_cl",
    "numerator",
    "denominator",
    "unit",
    "kind",
    "source",
    "note",
]
ASSUMED = {
    "wilson": "95 % limits assumed: Wilson score, people independent",
    "poisson": "95 % limits assumed: Poisson counts (exact below 10, Byar from 10)",
    "none": "",
}


def indicator_rows(  # noqa: PLR0913 (one argument per column of the table)
    indicator: str,
    area_code: pd.Series,
    period: str | pd.Series,
    *,
    kind: str,
    source: str,
    value: pd.Series | None = None,
    numerator: pd.Series | float = np.nan,
    denominator: pd.Series | float = np.nan,
    note: str | pd.Series = "",
) -> pd.DataFrame:
    """Return rows of the indicator tables, one per area.

    Without `value` it is computed from numerator and denominator as the indicator declares, with its limits.
    """
    definition = indicator_list()[indicator]
    columns = {
        "area_code": area_code,
        "indicator": indicator,
        "period": period,
        "value": np.nan if value is None else value,
        "lower_cl": np.nan,
        "upper_cl": np.nan,
        "numerator": numerator,
        "denominator": denominator,
        "unit": definition.unit,
        "kind": kind,
        "source": source,
        "note": note,
    }
    rows = pd.DataFrame(columns, index=area_code.index)
    return with_values(rows, definition) if value is None else rows


def with_values(rows: pd.DataFrame, definition: Indicator) -> pd.DataFrame:
    """Return the rows with value and limits computed from numerator and denominator.

    A sum's value is its numerator; a ratio without anybody below the line has no value.
    """
    if definition.aggregate == "sum":
        return rows.assign(value=rows["numerator"])
    denominator = rows["denominator"].where(rows["denominator"] > 0)
    filled = rows.assign(value=definition.per * rows["numerator"] / denominator)
    if definition.limits == "none":
        return filled
    lower, upper = _limits(definition, filled["numerator"], denominator)
    notes = filled["note"].where(filled["note"] == "", filled["note"] + "; ") + ASSUMED[definition.limits]
    return filled.assign(lower_cl=lower, upper_cl=upper, note=notes)


def _limits(definition: Indicator, numerator: pd.Series, denominator: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    lower = np.full(len(numerator), np.nan)
    upper = lower.copy()
    known = (numerator.notna() & denominator.notna()).to_numpy()
    counts, people = numerator.to_numpy(float)[known], denominator.to_numpy(float)[known]
    if definition.limits == "wilson":
        low, high = proportion_limits(counts, people)
        lower[known], upper[known] = low * definition.per, high * definition.per
    else:
        lower[known], upper[known] = rate_limits(counts, people, per=definition.per)
    return lower, upper


def combine(rows: pd.DataFrame, membership: pd.DataFrame) -> pd.DataFrame:
    """Combine indicator rows of small areas into larger ones.

    `membership` has `area_code` (small), `into` (large) and `weight` (share of the small area's people). Sums add
    weighted numerators, ratios divide them, means weigh values by denominators; indicators never to be combined are
    left out. What was measured by small area is computed for the large one. One missing part makes the whole missing,
    and the note says so.
    """
    definitions = indicator_list()
    parts = rows[rows["indicator"].map(lambda name: definitions[name].aggregate != "none")]
    parts = parts.merge(membership, on="area_code")
    is_mean = parts["indicator"].map(lambda name: definitions[name].aggregate == "mean").to_numpy(bool)
    numerator = parts["numerator"].where(~is_mean, parts["value"] * parts["denominator"])
    weighted = parts.assign(
        numerator=numerator * parts["weight"],
        denominator=parts["denominator"] * parts["weight"],
        is_missing=(numerator.isna() & (parts["weight"] > 0)).astype(int),
    )
    keys = ["into", "indicator", "period", "unit", "kind", "source"]
    groups = weighted.groupby(keys, sort=True, as_index=False, observed=True)
    totals = groups.agg(
        numerator=("numerator", "sum"),
        denominator=("denominator", "sum"),
        is_missing=("is_missing", "sum"),
        note=("note", "first"),
        notes=("note", "nunique"),
    )
    # a note that is not shared by all parts speaks of one small area only
    shared = totals["note"].where(totals["notes"] == 1, "")
    computed = totals["kind"].replace("measured", "computed")
    return _valued(totals.assign(note=shared, kind=computed).rename(columns={"into": "area_code"}))


def _valued(totals: pd.DataFrame) -> pd.DataFrame:
    gap = totals["is_missing"] > 0
    reason = totals["is_missing"].astype("string") + " part(s) without a value"
    cleaned = totals.assign(
        numerator=totals["numerator"].where(~gap),
        note=_without_assumed(totals["note"]).where(~gap, reason),
        lower_cl=np.nan,
        upper_cl=np.nan,
        value=np.nan,
    )
    definitions = indicator_list()
    groups = cleaned.groupby("indicator", sort=False)
    return stack([_combined_values(group, definitions[str(name)]) for name, group in groups])


def _combined_values(group: pd.DataFrame, definition: Indicator) -> pd.DataFrame:
    if definition.aggregate != "mean":
        return with_values(group, definition)
    mean = group["numerator"] / group["denominator"].where(group["denominator"] > 0)
    return group.assign(value=mean, numerator=np.nan)


def _without_assumed(note: pd.Series) -> pd.Series:
    for words in filter(None, ASSUMED.values()):
        note = note.str.replace(words, "", regex=False)
    return note.str.removesuffix("; ")


def stack(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all frames in the columns of the indicator tables; no frame gives no rows."""
    kept = [frame[COLUMNS] for frame in frames if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=COLUMNS)


def select(rows: pd.DataFrame, indicator: str, period: str | None = None) -> pd.DataFrame:
    """Return the rows of one indicator, of one period if given."""
    chosen = rows["indicator"] == indicator
    return rows[chosen if period is None else chosen & (rows["period"] == period)]
