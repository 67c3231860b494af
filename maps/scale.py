"""A scale of a chart: where a value stands, and the round numbers it is marked by."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from maps.numbers import MINUS

MOST_MARKS = 6
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Mark:
    """A round number of the scale: where it stands, and its words."""

    at: float
    words: str


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high`, drawn from pixel `start` to pixel `end`; both ends are round numbers."""

    low: float
    high: float
    step: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the pixel of a value, to a tenth.

        >>> Scale(0, 40, 10, 200, 0).at(10)
        150.0
        """
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The round numbers, low to high.

        >>> [mark.words for mark in Scale(-0.5, 0.5, 0.5, 0, 10).marks]
        ['−0.5', '0', '0.5']
        """
        count = round((self.high - self.low) / self.step) + 1
        values = [round(self.low + place * self.step, 10) + 0.0 for place in range(count)]
        return tuple(Mark(self.at(value), f"{value:,g}".replace("-", MINUS)) for value in values)


def scale_from_zero(values: Iterable[float], start: float, end: float) -> Scale:
    """Return the scale that holds zero and all values, the missing left out, with at most six marks.

    >>> scale = scale_from_zero([3.2, 17.1, float("nan")], 0, 100)
    >>> scale.low, scale.high, scale.step
    (0.0, 20.0, 5.0)
    >>> scale_from_zero([], 0, 100).high
    1.0
    """
    known = [0.0, *(value for value in values if not math.isnan(value))]
    least, most = min(known), max(known)
    if least == most:
        most = 1.0
    step = _step((most - least) / (MOST_MARKS - 1), least, most)
    return Scale(math.floor(least / step) * step, math.ceil(most / step) * step, step, start, end)


def _step(finest: float, least: float, most: float) -> float:
    """Return the finest round step that needs no more marks than there may be."""
    tens = 10.0 ** math.floor(math.log10(finest))
    steps = (factor * power for power in (tens, 10 * tens) for factor in STEPS)
    return next(step for step in steps if math.ceil(most / step) - math.floor(least / step) < MOST_MARKS)
