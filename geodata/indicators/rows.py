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
WHAT = ["indicator", "period", "unit", "kind", "source"]
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


def declared(indicators: pd.Series, what: str) -> np.ndarray:
    """Return what the indicator list declares under `what` for each indicator of a column."""
    definitions = indicator_list()
    codes, names = pd.factorize(indicators)
    return np.array([getattr(definitions[name], what) for name in names])[codes]


def with_values(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with value and limits computed from numerator and denominator as each indicator declares.

    A sum's value is its numerator; a ratio or mean without anybody below the line has no value. The numerator of a mean
    is its weighted sum, which means nothing by itself and is dropped.
    """
    if rows.empty:
        return rows
    indicator, above, below = rows["indicator"], rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)
    aggregate, limits = declared(indicator, "aggregate"), declared(indicator, "limits")
    is_mean = aggregate == "mean"
    per = np.where(is_mean, 1.0, declared(indicator, "per"))
    value = np.where(aggregate == "sum", above, per * above / np.where(below > 0, below, np.nan))
    lower, upper, note = np.full(len(rows), np.nan), np.full(len(rows), np.nan), rows["note"]
    for method, words in ASSUMED.items():
        chosen = (limits == method) & ~np.isnan(value)
        if chosen.any():
            lower[chosen], upper[chosen] = _limits(method, above[chosen], below[chosen], per[chosen])
            note = note.where(~chosen, note.where(note == "", note + "; ") + words)
    return rows.assign(value=value, numerator=np.where(is_mean, np.nan, above), lower_cl=lower, upper_cl=upper, note=note)


def _limits(method: str, counts: np.ndarray, people: np.ndarray, per: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    limits = proportion_limits(counts, people) if method == "wilson" else rate_limits(counts, people, per=1.0)
    return limits[0] * per, limits[1] * per


def combine(rows: pd.DataFrame, membership: pd.DataFrame) -> pd.DataFrame:
    """Combine indicator rows of small areas into larger ones.

    `membership` has `area_code` (small), `into` (large) and `weight` (share of the small area's people). Sums add
    weighted numerators, ratios divide them, means weigh values by denominators; indicators never to be combined are
    left out. What was measured by small area is computed for the large one. One missing part makes the whole missing,
    and the note says so.
    """
    aggregate = declared(rows["indicator"], "aggregate")
    parts, is_mean = rows[aggregate != "none"], aggregate[aggregate != "none"] == "mean"
    note, notes = pd.factorize(parts["note"])
    # numbers stand for the words while rows are put together
    numbered = pd.DataFrame(
        {
            "area_code": parts["area_code"],
            "what": parts.groupby(WHAT, observed=True).ngroup(),
            "numerator": parts["numerator"].where(~is_mean, parts["value"] * parts["denominator"]),
            "denominator": parts["denominator"],
            "note": note,
        }
    )
    totals = _totals(numbered.merge(membership, on="area_code"))
    what = parts[WHAT].set_axis(numbered["what"]).loc[lambda words: ~words.index.duplicated()]
    named = what.assign(kind=what["kind"].replace("measured", "computed")).loc[totals["what"]].reset_index(drop=True)
    return with_values(pd.concat([named, _with_notes(totals, _without_assumed(notes))], axis=1))


def _totals(parts: pd.DataFrame) -> pd.DataFrame:
    """Return numerators and denominators of the larger areas, how many parts are missing, and the notes they share."""
    weighted = parts.assign(
        is_missing=(parts["numerator"].isna() & (parts["weight"] > 0)).astype(int),
        numerator=parts["numerator"] * parts["weight"],
        denominator=parts["denominator"] * parts["weight"],
    )
    groups = weighted.groupby(["into", "what"])
    totals = groups[["numerator", "denominator", "is_missing"]].sum()
    return totals.assign(note=groups["note"].min(), last_note=groups["note"].max()).reset_index()


def _with_notes(totals: pd.DataFrame, notes: np.ndarray) -> pd.DataFrame:
    """Return the totals without the missing ones, each with its note."""
    gap = totals["is_missing"] > 0
    reason = totals["is_missing"].astype("string") + " part(s) without a value"
    # a note that is not shared by all parts speaks of one small area only
    shared = pd.Series(notes[totals["note"]], dtype="string").where(totals["note"] == totals["last_note"], "")
    return pd.DataFrame(
        {
            "area_code": totals["into"],
            "numerator": totals["numerator"].where(~gap),
            "denominator": totals["denominator"],
            "note": shared.where(~gap, reason),
        }
    )


def _without_assumed(notes: pd.Index) -> np.ndarray:
    for words in ASSUMED.values():
        notes = notes.str.replace(words, "", regex=False)
    return notes.str.removesuffix("; ").to_numpy()


def stack(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all frames in the columns of the indicator tables; no frame gives no rows."""
    kept = [frame[COLUMNS] for frame in frames if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=COLUMNS)


def select(rows: pd.DataFrame, indicator: str, period: str | None = None) -> pd.DataFrame:
    """Return the rows of one indicator, of one period if given."""
    chosen = rows["indicator"] == indicator
    return rows[chosen if period is None else chosen & (rows["period"] == period)]
