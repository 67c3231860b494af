"""Classes of a choropleth: rounded quantiles, left-closed, and how they are worded."""

import itertools
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

SMALLEST_SHARE = 0.08
"""Each class holds at least this share of the areas."""

MOST_CLASSES = 5


@dataclass(frozen=True)
class Classes:
    """The inner breaks of left-closed classes, ascending; without breaks all areas are in one class."""

    breaks: tuple[float, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Words for each class, low to high.

        >>> Classes((12, 17, 38)).labels
        ('under 12', '12 to under 17', '17 to under 38', '38 or more')
        """
        words = [f"{edge:,g}" for edge in self.breaks]
        if not words:
            return ("all areas",)
        between = [f"{low} to under {high}" for low, high in itertools.pairwise(words)]
        return (f"under {words[0]}", *between, f"{words[-1]} or more")

    def assign(self, values: pd.Series) -> pd.Series:
        """Return each value's class, 0 = lowest, −1 = missing, on the same index.

        >>> Classes((12, 17)).assign(pd.Series([11.9, 12.0, 40.0, float("nan")])).tolist()
        [0, 1, 2, -1]
        """
        found = np.searchsorted(self.breaks, values.to_numpy(float), side="right")
        return pd.Series(found, index=values.index).where(values.notna(), -1).astype(int)


def rounded_quantiles(values: pd.Series, decimals: int = 1) -> Classes:
    """Return up to five classes whose breaks are quantiles snapped to round numbers.

    Breaks are multiples of the coarsest of 1, 2, 2.5 or 5 times a power of ten that leaves at least 8 % of the areas
    in every class. Ties and few areas give fewer classes. No break has more decimals than the values shown, so that a
    printed value never contradicts its class.

    >>> rounded_quantiles(pd.Series(range(1, 101))).breaks
    (20.0, 40.0, 60.0, 80.0)
    """
    known = values.dropna().round(decimals)
    for n_classes in range(min(MOST_CLASSES, known.nunique()), 1, -1):
        quantiles = known.quantile(np.arange(1, n_classes) / n_classes).to_numpy()
        for step in _round_steps(float(known.max() - known.min()), decimals):
            breaks = tuple(float(edge) for edge in np.round(np.round(quantiles / step) * step, decimals))
            if _are_well_filled(Classes(breaks), known):
                return Classes(breaks)
    return Classes(())


def _round_steps(spread: float, decimals: int) -> list[float]:
    """Round steps from the spread of the values downwards, none finer than the decimals shown."""
    tens = range(math.ceil(math.log10(spread)), -decimals - 1, -1)
    steps = [factor * 10.0**power for power in tens for factor in (5, 2.5, 2, 1)]
    return [step for step in steps if step <= spread and math.isclose(step, round(step, decimals))]


def _are_well_filled(classes: Classes, known: pd.Series) -> bool:
    if len(set(classes.breaks)) < len(classes.breaks):
        return False
    counts = classes.assign(known).value_counts()
    return len(counts) == len(classes.breaks) + 1 and bool(counts.min() >= SMALLEST_SHARE * len(known))
