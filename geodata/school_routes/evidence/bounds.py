"""One attribute of many parts while it is put together: what tags say first, then what is assumed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.school_routes.attributes import LIMIT_AS_SPEED, columns_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
OSM = "openstreetmap"
OSM_LIMIT = OSM + LIMIT_AS_SPEED
NOT_MAPPED = "not mapped"
"""Source of what OpenStreetMap does not show: taken not to be there, which only a survey makes known."""
ENOUGH = 30
"""So many known values of a class in an authority tell what is likely there."""


@dataclass(frozen=True)
class Bounds:
    """Least, greatest and likely value of each part, whether it is known, and where it is from."""

    lo: Floats
    hi: Floats
    likely: Floats
    is_known: Flags
    source: NDArray[np.object_]

    @classmethod
    def stated(cls, value: Floats, source: str) -> "Bounds":
        """Return known values; rows without one (nan) are not known, and are to be filled by `otherwise`."""
        is_known = ~np.isnan(value)
        return cls(value, value, value, is_known, np.where(is_known, source, "").astype(object))

    @classmethod
    def between(cls, lo: Floats | float, hi: Floats | float, likely: Floats | float, source: str, n: int) -> "Bounds":
        """Return values of `n` parts that nobody knows more of than from where to where they go."""
        full: Callable[[Floats | float], Floats] = lambda value: np.broadcast_to(value, n).astype(float)  # noqa: E731
        return cls(full(lo), full(hi), full(likely), np.zeros(n, dtype=bool), np.full(n, source, dtype=object))

    def otherwise(self, other: "Bounds") -> "Bounds":
        """Return this where it has a value, and the other elsewhere."""
        return self.where(~np.isnan(self.lo), other)

    def where(self, applies: Flags, other: "Bounds") -> "Bounds":
        """Return this where it applies, and the other elsewhere."""
        return Bounds(
            np.where(applies, self.lo, other.lo),
            np.where(applies, self.hi, other.hi),
            np.where(applies, self.likely, other.likely),
            np.where(applies, self.is_known, other.is_known),
            np.where(applies, self.source, other.source),
        )

    def likely_as(self, usual: Floats) -> "Bounds":
        """Return the bounds with what is usual as likely value where it is not known, kept between the bounds."""
        is_open = ~self.is_known & ~np.isnan(usual)
        likely = np.where(is_open, np.clip(usual, self.lo, self.hi), self.likely)
        return Bounds(self.lo, self.hi, likely, self.is_known, self.source)

    def columns(self, attribute: str, date: str) -> dict[str, object]:
        """Return the six columns of an attribute; what is assumed has no date."""
        lo, hi, likely, is_known, source, source_date = columns_of(attribute)
        is_dated = (self.source == OSM) | (self.source == OSM_LIMIT)
        dates = np.where(is_dated, date, "")
        return {
            lo: self.lo,
            hi: self.hi,
            likely: self.likely,
            is_known: self.is_known,
            source: pd.array(self.source, dtype="string"),
            source_date: pd.array(dates, dtype="string"),
        }


def usual(value: Floats, parts: pd.DataFrame) -> Floats:
    """Return for each part the commonest known value (not nan) among those of its class in its authority.

    Missing where fewer than 30 are known; of several as common the lowest. `parts` has `highway` and
    `local_authority_code`, which may be missing: those in the buffer around the study area are a group of their own.
    """
    frame = pd.DataFrame(
        {
            "group": parts.groupby(["highway", "local_authority_code"], dropna=False, sort=False).ngroup().to_numpy(),
            "value": value,
        }
    )
    counts = frame.dropna().value_counts(sort=False).reset_index()
    if counts.empty:
        return np.full(len(parts), np.nan)
    totals = counts.groupby("group")["count"].sum()
    first = counts.sort_values(["group", "count", "value"], ascending=[True, False, True]).drop_duplicates("group")
    modal = first.set_index("group")["value"].where(totals >= ENOUGH)
    found: Floats = frame["group"].map(modal).to_numpy(dtype=float)
    return found
