"""The Gini coefficient of groups, each counting by how many people live in it."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from geodata.inequality.result import Numbers
from geodata.inequality.spread import above_zero, non_negative_groups, population_mean, simulated_spread
from geodata.inequality.uncertainty import DRAWS, Uncertainty

GINI = "population-weighted Gini coefficient"


def gini(
    estimate: ArrayLike,
    population: ArrayLike,
    uncertainty: Uncertainty | None = None,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return half the mean distance between two people's groups relative to the mean: 0 all equal, 1 one has it all.

    `estimate` and `population` have one value per group, in any order, or several rows of them. Between groups only:
    what differs within them is not seen, so that many small groups give more than few large ones. Limits with the
    groups' `uncertainty`, simulated, see `spread`; without it none. NaN, with a note, where an estimate is negative or
    all are zero. Raises what `unordered_groups` raises.
    Source: Lerman and Yitzhaki (1989); the same number as laeken's `gini` / 100 and rineq's `ci` of a variable by
    itself.

    >>> gini([30, 26, 20], [100, 100, 100])["value"].round(4).item()
    0.0877
    """
    groups = non_negative_groups(estimate, population, uncertainty)
    return simulated_spread(groups, _gini, GINI, confidence, draws)


def _gini(values: Numbers, population: Numbers) -> Numbers:
    """Return twice the covariance of value and rank relative to the mean, the rank a mid-point share of the people."""
    order = np.argsort(values, axis=-1)
    ranked = np.take_along_axis(values, order, axis=-1)
    people = np.take_along_axis(np.broadcast_to(population, values.shape), order, axis=-1)
    total = people.sum(axis=-1, keepdims=True)
    from_middle = (people.cumsum(axis=-1) - people / 2) / total - 0.5
    is_negative = ((values < 0) & (population > 0)).any(axis=-1)
    mean = above_zero(np.where(is_negative, np.nan, population_mean(values, population)))
    return 2 * population_mean(from_middle * ranked, people) / mean
