"""One ward among all: a strip with a tick for every ward, the middle one dashed, and a dot for the ward itself."""

from dataclasses import dataclass
from typing import Self

import pandas as pd

WIDTH_PX, MARGIN_PX = 240.0, 8.0
"""Width of a strip, and how far from its ends the outermost wards stand: half a dot."""


@dataclass(frozen=True)
class Strip:
    """What the template draws, in pixels from the left."""

    ticks: str
    """Path of the ticks of all wards."""
    middle: float
    """The median ward."""
    dot: float | None
    between: tuple[float, float] | None
    """The ward's 95 % limits, cut off at the ends of the strip."""


@dataclass(frozen=True)
class Wards:
    """The values of all wards and their scale."""

    known: pd.Series
    ticks: str

    @classmethod
    def of(cls, values: pd.Series) -> Self:
        """Return the wards that have a value, by code; one at least must have one."""
        known = values.dropna()
        low, high = float(known.min()), float(known.max())
        places = sorted({round(place(value, low, high), 1) for value in known})
        return cls(known, "".join(f"M{x:g} 5v14" for x in places))

    def strip(self, value: float, lower: float, upper: float) -> Strip:
        """Return the strip of one ward; without a value it has no dot.

        >>> strip = Wards.of(pd.Series([1.0, 2.0, 5.0])).strip(2.0, 1.5, 9.0)
        >>> strip.ticks, strip.middle, strip.dot, strip.between
        ('M8 5v14M64 5v14M232 5v14', 64.0, 64.0, (36.0, 240.0))
        """
        low, high = float(self.known.min()), float(self.known.max())
        has_limits = not (pd.isna(lower) or pd.isna(upper) or pd.isna(value))
        ends = [min(max(place(end, low, high), 0.0), WIDTH_PX) for end in (lower, upper)] if has_limits else []
        return Strip(
            self.ticks,
            round(place(float(self.known.median()), low, high), 1),
            None if pd.isna(value) else round(place(value, low, high), 1),
            (round(ends[0], 1), round(ends[1], 1)) if ends else None,
        )


def place(value: float, low: float, high: float) -> float:
    """Return where a value stands on the strip; in the middle if all are the same.

    >>> place(5.0, 0.0, 10.0), place(3.0, 3.0, 3.0)
    (120.0, 120.0)
    """
    share = (value - low) / (high - low) if high > low else 0.5
    return MARGIN_PX + share * (WIDTH_PX - 2 * MARGIN_PX)
