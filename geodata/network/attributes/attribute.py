"""One attribute of a way or crossing: its value, and whether a tag says so or a rule assumes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Attribute:
    """Value and source of an attribute, row by row.

    `source` is osm (the tag itself), type (a tag that names a legal type), default (a labelled rule) or empty.
    """

    value: pd.Series
    source: pd.Series

    def columns(self, name: str) -> dict[str, pd.Series]:
        """Return the three columns of a table: the value, whether it is known, and where it is from."""
        is_known = self.source.isin(["osm", "type"]).astype(bool)
        return {name: self.value, f"is_{name}_known": is_known, f"{name}_source": self.source}

    def where(self, applies: pd.Series) -> "Attribute":
        """Return the attribute where it applies; elsewhere there is no value and nothing to say."""
        return Attribute(self.value.where(applies), self.source.where(applies, ""))

    def otherwise(self, other: "Attribute") -> "Attribute":
        """Return this attribute where it has a value, and the other one elsewhere."""
        has_value = self.value.notna()
        return Attribute(self.value.where(has_value, other.value), self.source.where(has_value, other.source))


def column(tags: pd.DataFrame, key: str) -> pd.Series:
    """Return the tags of one key in lower case, all missing where the table has none."""
    if key in tags:
        return tags[key].astype("string").str.strip().str.lower()
    return pd.Series(pd.NA, tags.index, dtype="string")


def numbers(texts: pd.Series, read: Callable[[str], float | None]) -> pd.Series:
    """Return the number each text means, read once for each distinct text; NaN where it means none."""
    codes, distinct = pd.factorize(texts)
    meant = pd.Series([*map(read, distinct), None], dtype="float64")
    finite = meant.where(np.isfinite(meant))  # digits without end are no number
    return pd.Series(finite.to_numpy()[codes], texts.index)


def words(texts: pd.Series, meanings: Mapping[str, str]) -> pd.Series:
    """Return the word each text means; missing where it is not among the meanings."""
    codes, distinct = pd.factorize(texts)
    meant = pd.array([meanings.get(text) for text in distinct], dtype="string")
    return pd.Series(meant.take(codes, allow_fill=True), texts.index)


def stated(value: pd.Series, source: str = "osm") -> Attribute:
    """Return the attribute of values that all come from one kind of source."""
    return Attribute(value, pd.Series("", value.index, dtype="string").mask(value.notna(), source))


def assumed(rows: pd.Series, value: Any, dtype: str) -> Attribute:
    """Return a value assumed in the rows marked, and none elsewhere; its source says that it is a default."""
    return stated(pd.Series(None, rows.index, dtype=dtype).mask(rows, value), "default")
