"""Figures in a sentence: one number of decimals for all of them, the unit said once."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from geodata.indicators.definitions import Indicator
from geodata.strata.sentences import spoken

MINUS = "\u2212"
USUAL_DECIMALS, MOST_DECIMALS = 2, 4


@dataclass(frozen=True)
class ShownFigures:
    """How the figures of one sentence are written."""

    indicator: Indicator
    decimals: int

    def number(self, figure: float) -> str:
        """Return a figure without its unit, with a true minus sign."""
        shown = f"{round(figure, self.decimals) + 0.0:,.{self.decimals}f}"  # adding zero turns -0.0 into 0.0
        return shown.replace("-", MINUS)

    def value(self, figure: float) -> str:
        """Return a value with its unit in full; of a unit that the indicator's title names, what it is per."""
        if self.is_per_cent:
            return f"{self.number(figure)} %{self.indicator.unit.removeprefix('per cent')}"
        return f"{self.number(figure)} {self._unless_in_title(self.indicator.unit)}"

    def value_again(self, figure: float) -> str:
        """Return a value whose unit the sentence has named before."""
        return f"{self.number(figure)} %" if self.is_per_cent else self.number(figure)

    def difference(self, figure: float) -> str:
        """Return the size of a difference between two values, with its unit."""
        return f"{self.number(abs(figure))} {self._unless_in_title(spoken(self.indicator.unit))}"

    def limits(self, *limits: float) -> str:
        """Return two limits, the lower first."""
        low, high = sorted(limits)
        return f"95 % CI {self.number(low)} to {self.number(high)}"

    @property
    def is_per_cent(self) -> bool:
        """Whether values are percentages, which differ by percentage points."""
        return self.indicator.unit.startswith("per cent")

    @property
    def noun(self) -> str:
        """What a figure of this unit is called."""
        if self.is_per_cent:
            return "proportion"
        return "rate" if " per " in self.indicator.unit else "figure"

    def _unless_in_title(self, unit: str) -> str:
        _, per, of = unit.partition(" per ")
        return f"per {of}" if per and unit in self.indicator.title.lower() else unit


def shown_figures(indicator: Indicator, figures: Iterable[float], difference: float) -> ShownFigures:
    """Return how to write figures that stand together: percentages with one decimal, others with up to two.

    Three figures of the largest are enough; further decimals come where the difference would read as zero.

    >>> from geodata.indicators.definitions import indicator_list
    >>> walking = indicator_list()["travel_to_work_on_foot_pct"]
    >>> shown = shown_figures(walking, [20.31, 8.1], 12.21)
    >>> shown.value(20.31), shown.difference(-12.21)
    ('20.3 % of residents aged 16 and over in employment', '12.2 percentage points')
    >>> shown_figures(walking, [20.31, 20.28], 0.03).difference(0.03)
    '0.03 percentage points'
    """
    known = [abs(figure) for figure in (*figures, difference) if pd.notna(figure) and figure != 0]
    largest = max(known, default=1.0)
    is_per_cent = indicator.unit.startswith("per cent")
    decimals = 1 if is_per_cent else min(max(2 - math.floor(math.log10(largest)), 0), USUAL_DECIMALS)
    while difference and round(difference, decimals) == 0 and decimals < MOST_DECIMALS:
        decimals += 1
    return ShownFigures(indicator, decimals)
