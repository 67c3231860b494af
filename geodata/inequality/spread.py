"""Limits of measures that chance can only push up: a spread of groups that are all alike is zero only without error.

The limits are those of the measure less what chance adds to it; the value itself stays as it was measured.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from geodata.inequality.confidence import critical_value
from geodata.inequality.estimates import GroupEstimates, unordered_groups
from geodata.inequality.result import Numbers, result
from geodata.inequality.uncertainty import SEED, Uncertainty

Statistic = Callable[[Numbers, Numbers], Numbers]  # of estimates (... x groups) and populations (groups)
NO_ERRORS = "no limits: the groups' standard errors are not given"
LESS_CHANCE = "normal limits after taking off what chance adds"
LOST = "no limits: chance in the groups' figures may explain most of the value"
UNDEFINED_DRAW = "no limits: chance alone could bring the groups to where the measure is not defined"


def simulated_spread(
    groups: GroupEstimates, statistic: Statistic, method: str, confidence: float, draws: int, floor: float = 0.0
) -> pd.DataFrame:
    """Return a measure of every row with limits from simulated estimates of its groups.

    What chance adds is the mean of the simulated values less the value, the error their standard deviation.
    """
    value = statistic(groups.estimate, groups.population)
    if groups.uncertainty is None:
        return without_limits(groups, value, method, confidence)
    simulated, error = np.array([_mean_and_deviation(groups, row, statistic, draws) for row in range(len(value))]).T
    groups = groups.noted(np.isfinite(value) & np.isnan(error), UNDEFINED_DRAW)
    method = f"{method}; {LESS_CHANCE}, {draws} simulated estimates, seed {SEED}"
    return spread(groups, value, simulated - value, error, method, confidence, floor)


def spread(
    groups: GroupEstimates,
    value: Numbers,
    added: Numbers,
    error: Numbers,
    method: str,
    confidence: float,
    floor: float = 0.0,
) -> pd.DataFrame:
    """Return values with the limits value - `added` -+ z `error`; the measure, and so they, cannot fall below `floor`.

    Where chance adds more than there is, or more than the limits are wide, there are none, and the note says so.
    """
    half = critical_value(confidence) * error
    rounding = 1e-9 * np.abs(value)
    is_lost = (np.abs(added) > half + rounding) | (value - added < floor - rounding)
    lower, upper = (np.where(is_lost, np.nan, np.maximum(value - added + side * half, floor)) for side in (-1, 1))
    return result(value, lower, upper, confidence, method, groups.noted(is_lost, LOST).notes)


def without_limits(groups: GroupEstimates, value: Numbers, method: str, confidence: float) -> pd.DataFrame:
    """Return values whose limits are not known because the groups' errors are not."""
    return result(value, np.nan, np.nan, confidence, f"{method}; {NO_ERRORS}", groups.notes)


def non_negative_groups(estimate: ArrayLike, population: ArrayLike, uncertainty: Uncertainty | None) -> GroupEstimates:
    """Return groups without an order, noting for measures of shares in a whole where there is none to be shared."""
    groups = unordered_groups(estimate, population, uncertainty)
    is_negative = (groups.estimate < 0) & (groups.population > 0)
    groups = groups.naming(is_negative, "not defined: a negative value")
    return groups.noted(~is_negative.any(axis=-1) & (groups.mean <= 0), "not defined: all groups are at zero")


def population_mean(values: Numbers, population: Numbers) -> Numbers:
    """Return the population-weighted mean of each row of groups."""
    mean: Numbers = (values * population).sum(axis=-1) / population.sum(axis=-1)
    return mean


def above_zero(values: Numbers) -> Numbers:
    """Return the values above zero, NaN for the others: what may be divided by, or have a logarithm."""
    return np.where(values > 0, values, np.nan)


def _mean_and_deviation(groups: GroupEstimates, row: int, statistic: Statistic, draws: int) -> tuple[float, float]:
    # one row at a time: a matrix of draws for each, all rows at once would not fit in memory
    drawn = statistic(groups.simulated(row, draws, SEED), groups.population[row])
    return float(drawn.mean()), float(drawn.std(ddof=1))
