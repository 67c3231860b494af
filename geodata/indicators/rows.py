"""Indicator rows: made from columns, and combined over areas by the rule each indicator declares."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geodata.indicators.definitions import indicator_list
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
}


def indicator_rows(  # noqa: PLR0913 (one argument per column of the table)
    indicator: str | pd.Series,
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
    """Return rows of the indicator tables, one per area (and indicator, if a column of them is given).

    Without `value` it is computed from numerator and denominator as the indicator declares, with its limits.
    """
    columns = {
        "area_code": area_code,
        "indicator": indicator,
        "period": period,
        "value": np.nan if value is None else value,
        "lower_cl": np.nan,
        "upper_cl": np.nan,
        "numerator": numerator,
        "denominator": denominator,
        "unit": indicator_list()[indicator].unit if isinstance(indicator, str) else declared(indicator, "unit"),
        "kind": kind,
        "source": source,
        "note": note,
    }
    rows = pd.DataFrame(columns, index=area_code.index)
    return with_values(rows) if value is None else rows


def declared(indicators: pd.Series, what: str) -> pd.Series:
    """Return what the indicator list declares under `what` for each indicator of a column."""
    definitions = indicator_list()
    return indicators.map({name: getattr(definitions[name], what) for name in indicators.unique()})


def with_values(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with value and limits computed from numerator and denominator as each indicator declares.

    A sum's value is its numerator; a ratio or mean without anybody below the line has no value. The numerator of a mean
    is its weighted sum, which means nothing by itself and is dropped.
    """
    if rows.empty:
        return rows
    aggregate = declared(rows["indicator"], "aggregate")
    is_mean = aggregate == "mean"
    per = declared(rows["indicator"], "per").where(~is_mean, 1.0)
    ratio = per * rows["numerator"] / rows["denominator"].where(rows["denominator"] > 0)
    filled = rows.assign(
        value=rows["numerator"].where(aggregate == "sum", ratio), numerator=rows["numerator"].where(~is_mean)
    )
    limits = declared(rows["indicator"], "limits")
    for method in ("wilson", "poisson"):
        chosen = (limits == method) & filled["value"].notna()
        if chosen.any():
            filled.loc[chosen, ["lower_cl", "upper_cl"]] = _limits(method, filled[chosen], per[chosen])
            filled.loc[chosen, "note"] = _noted(filled.loc[chosen, "note"], ASSUMED[method])
    return filled


def _limits(method: str, rows: pd.DataFrame, per: pd.Series) -> np.ndarray:
    counts, people = rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)
    limits = proportion_limits(counts, people) if method == "wilson" else rate_limits(counts, people, per=1.0)
    scaled: np.ndarray = np.column_stack(limits) * per.to_numpy(float)[:, None]
    return scaled


def _noted(notes: pd.Series, words: str) -> pd.Series:
    return notes.where(notes == "", notes + "; ") + words


def combine(rows: pd.DataFrame, membership: pd.DataFrame) -> pd.DataFrame:
    """Combine indicator rows of small areas into larger ones.

    `membership` has `area_code` (small), `into` (large) and `weight` (share of the small area's people). Sums add
    weighted numerators, ratios divide them, means weigh values by denominators; indicators never to be combined are
    left out. What was measured by small area is computed for the large one. One missing part makes the whole missing,
    and the note says so.
    """
    parts = rows[declared(rows["indicator"], "aggregate") != "none"]
    is_mean = declared(parts["indicator"], "aggregate") == "mean"
    weighed = parts.assign(numerator=parts["numerator"].where(~is_mean, parts["value"] * parts["denominator"]))
    weighed = weighed.merge(membership, on="area_code")
    weighted = weighed.assign(
        is_missing=(weighed["numerator"].isna() & (weighed["weight"] > 0)).astype(int),
        numerator=weighed["numerator"] * weighed["weight"],
        denominator=weighed["denominator"] * weighed["weight"],
    )
    return with_values(_totals(weighted))


def _totals(weighted: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the larger areas with numerators and denominators summed, values still to be computed."""
    groups = weighted.groupby(["into", "indicator", "period", "unit", "kind", "source"], as_index=False, observed=True)
    totals = groups.agg(
        numerator=("numerator", "sum"),
        denominator=("denominator", "sum"),
        is_missing=("is_missing", "sum"),
        note=("note", "first"),
        notes=("note", "nunique"),
    )
    gap = totals["is_missing"] > 0
    reason = totals["is_missing"].astype("string") + " part(s) without a value"
    # a note that is not shared by all parts speaks of one small area only
    shared = _without_assumed(totals["note"].where(totals["notes"] == 1, ""))
    filled = totals.assign(
        numerator=totals["numerator"].where(~gap),
        note=shared.where(~gap, reason),
        kind=totals["kind"].replace("measured", "computed"),
        lower_cl=np.nan,
        upper_cl=np.nan,
    )
    return filled.rename(columns={"into": "area_code"}).drop(columns=["is_missing", "notes"])


def _without_assumed(note: pd.Series) -> pd.Series:
    for words in ASSUMED.values():
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
