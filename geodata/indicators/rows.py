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
WHAT = ["indicator", "period"]
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
    return rows.assign(
        value=value, numerator=np.where(is_mean, np.nan, above), lower_cl=lower, upper_cl=upper, note=note
    )


def _limits(method: str, counts: np.ndarray, people: np.ndarray, per: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    limits = proportion_limits(counts, people) if method == "wilson" else rate_limits(counts, people, per=1.0)
    return limits[0] * per, limits[1] * per


def combine(rows: pd.DataFrame, membership: pd.DataFrame) -> pd.DataFrame:
    """Combine indicator rows of small areas into larger ones.

    `membership` has `area_code` (small), `into` (large) and `weight` (share of the small area's people). Sums add
    weighted numerators, ratios divide them, means weigh values by denominators; indicators never to be combined are
    left out. What was measured by small area is computed for the large one. A part that is missing, or has no row at
    all, makes the whole missing, and the note says so.
    """
    aggregate = declared(rows["indicator"], "aggregate")
    parts = rows[aggregate != "none"]
    if parts.empty:
        return stack([])
    is_mean = aggregate[aggregate != "none"] == "mean"
    above = parts["numerator"].where(~is_mean, parts["value"] * parts["denominator"])
    what = parts.groupby(WHAT, sort=False).ngroup().to_numpy()
    words = _shared(parts, what)
    weights, areas, large = _matrix(membership)
    place = areas.get_indexer(parts["area_code"])
    numerators = _spread(above, place, what, (len(areas), len(words)))
    denominators = _spread(parts["denominator"], place, what, numerators.shape)
    is_sum = declared(words["indicator"], "aggregate") == "sum"
    unknown = np.isnan(numerators) | (np.isnan(denominators) & ~is_sum)
    totals = words.loc[np.tile(words.index, len(large))].assign(
        area_code=np.repeat(large.to_numpy(), len(words)),
        numerator=(weights @ np.nan_to_num(numerators)).ravel(),
        denominator=np.where(is_sum, np.nan, weights @ np.nan_to_num(denominators)).ravel(),
        missing=((weights > 0).astype(int) @ unknown.astype(int)).ravel(),
    )
    return with_values(_without_gaps(totals.reset_index(drop=True)))


def _matrix(membership: pd.DataFrame) -> tuple[np.ndarray, pd.Index, pd.Index]:
    """Return the weights as a matrix (large by small areas), and the codes of its columns and rows."""
    small, areas = pd.factorize(membership["area_code"])
    into, large = pd.factorize(membership["into"], sort=True)
    weights = np.zeros((len(large), len(areas)))
    np.add.at(weights, (into, small), membership["weight"].to_numpy(float))
    return weights, pd.Index(areas), pd.Index(large)


def _spread(figures: pd.Series, place: np.ndarray, what: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Return the figures as a matrix of areas by indicators, missing where there is no row."""
    matrix = np.full(shape, np.nan)
    inside = place >= 0
    matrix[place[inside], what[inside]] = figures.to_numpy(float)[inside]
    return matrix


def _without_gaps(totals: pd.DataFrame) -> pd.DataFrame:
    """Return the totals, those with missing parts without a numerator and with the reason as note."""
    gap = totals["missing"] > 0
    if not gap.any():
        return totals
    reason = totals["missing"].astype("string") + " part(s) without a value"
    return totals.assign(numerator=totals["numerator"].where(~gap), note=totals["note"].where(~gap, reason))


def _shared(parts: pd.DataFrame, what: np.ndarray) -> pd.DataFrame:
    """Return indicator, period, unit, kind, source and note of each of the numbers in `what`.

    Parts from different sources name them all; a note that is not shared by all parts speaks of one small area only.
    """
    notes, note_words = pd.factorize(parts["note"])
    sources, source_keys = pd.factorize(parts["source"])
    groups = pd.DataFrame({"note": notes, "source": sources}).groupby(what)
    low, high = groups.min(), groups.max()
    keys = [
        "+".join(dict.fromkeys([*source_keys[i].split("+"), *source_keys[j].split("+")]))
        for i, j in zip(low["source"], high["source"], strict=True)
    ]
    note = pd.Series(note_words[low["note"]], dtype="string").where(low["note"] == high["note"], "")
    for words in ASSUMED.values():
        note = note.str.replace(words, "", regex=False)
    first = parts.iloc[np.unique(what, return_index=True)[1]][[*WHAT, "unit", "kind"]].reset_index(drop=True)
    kind = first["kind"].replace("measured", "computed")
    return first.assign(kind=kind, source=keys, note=note.str.removesuffix("; "), lower_cl=np.nan, upper_cl=np.nan)


def stack(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all frames in the columns of the indicator tables; no frame gives no rows."""
    kept = [frame[COLUMNS] for frame in frames if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=COLUMNS)


def select(rows: pd.DataFrame, indicator: str, period: str | None = None) -> pd.DataFrame:
    """Return the rows of one indicator, of one period if given."""
    chosen = rows["indicator"] == indicator
    return rows[chosen if period is None else chosen & (rows["period"] == period)]
