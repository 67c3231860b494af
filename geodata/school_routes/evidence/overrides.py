"""How a statement of an authority's file changes what is known of an attribute."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.school_routes.attributes import LIMIT_AS_SPEED, columns_of, interval

COUNTED = "traffic_counts:"
"""Begins the source of what was counted."""
STATEMENT_COLUMNS = ["part_id", "attribute", "lo", "hi", "source", "source_date"]


def statements(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return frames of statements one after the other: part, attribute, least and greatest value, source and date."""
    none = pd.DataFrame({name: pd.Series(dtype="string") for name in STATEMENT_COLUMNS})
    none = none.astype({"lo": float, "hi": float})
    said = [frame[STATEMENT_COLUMNS].astype(none.dtypes) for frame in frames if len(frame)]
    return pd.concat(said, ignore_index=True) if said else none


def overridden(evidence: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Return table `link_evidence` or `crossing_evidence` with the statements, one at most of a part and attribute.

    An exact statement (lo = hi) is what is known from then on. Of an interval and what was there before, what both
    allow is left; where they contradict each other the statement holds. So nothing gets wider unless the two
    contradict each other, and an interval that says nothing new changes nothing. What was counted holds whatever a
    class of road would have it be, as an interval too. `likely` is moved as little as possible. A limit
    (`LIMIT_AS_SPEED`) makes no speed known, goes before the range of a class alone, and gives way to any other
    statement.
    """
    changed: dict[str, pd.Series] = {}
    # attributes are a handful, each with columns of its own
    for attribute, of_attribute in said.groupby("attribute"):
        rows = of_attribute.set_index("part_id").reindex(evidence["part_id"])
        changed |= _attribute_overridden(evidence, str(attribute), rows)
    return evidence.assign(**changed)


def _attribute_overridden(evidence: pd.DataFrame, attribute: str, rows: pd.DataFrame) -> dict[str, pd.Series]:
    *numbers, source, date = columns_of(attribute)
    before = interval(evidence, attribute)
    is_limit, was_limit = (_is_limit(sources) for sources in (rows["source"], evidence[source]))
    lo, hi = rows["lo"].to_numpy(dtype=float), rows["hi"].to_numpy(dtype=float)
    is_exact = lo == hi
    holds = (was_limit & ~is_limit) | rows["source"].str.startswith(COUNTED).fillna(False).to_numpy(dtype=bool)
    contradicts = (lo > before.hi) | (hi < before.lo) | (holds & ~np.isnan(lo))
    is_told = is_exact | contradicts | (lo > before.lo) | (hi < before.hi)
    is_told &= ~(is_limit & (before.is_known | was_limit))
    new_lo = np.where(is_told, np.where(contradicts, lo, np.fmax(lo, before.lo)), before.lo)
    new_hi = np.where(is_told, np.where(contradicts, hi, np.fmin(hi, before.hi)), before.hi)
    likely = np.clip(before.likely, new_lo, new_hi)
    values = (new_lo, new_hi, likely, np.where(is_told, is_exact & ~is_limit, before.is_known).astype(bool))
    changed = {name: pd.Series(value, index=evidence.index) for name, value in zip(numbers, values, strict=True)}
    for name, told in ((source, rows["source"]), (date, rows["source_date"])):
        changed[name] = evidence[name].mask(is_told, told.set_axis(evidence.index))
    return changed


def _is_limit(source: pd.Series) -> NDArray[np.bool_]:
    return source.astype("string").str.endswith(LIMIT_AS_SPEED).fillna(False).to_numpy(dtype=bool)
