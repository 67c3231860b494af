"""How far groups without an order lie apart, every one of them and by how many people live in it.

Use them for groups such as authorities or age bands. They cannot say who is worse off; where there is an order, a
gradient says more.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from geodata.inequality.estimates import GroupEstimates, unordered_groups
from geodata.inequality.result import Numbers
from geodata.inequality.spread import (
    LESS_CHANCE,
    above_zero,
    population_mean,
    simulated_spread,
    spread,
    without_limits,
)
from geodata.inequality.uncertainty import DRAWS, Uncertainty

VARIANCE = "population-weighted variance of the groups about their mean"
DEVIATION = "population-weighted standard deviation of the groups about their mean"
COEFFICIENT = f"{DEVIATION}, relative to it"
FROM_ERRORS = "from the groups' own errors"
NO_MEAN = "not defined: the mean leaves nothing to divide by"


def between_group_variance(
    estimate: ArrayLike, population: ArrayLike, uncertainty: Uncertainty | None = None, confidence: float = 0.95
) -> pd.DataFrame:
    """Return the population-weighted mean square of the groups' distances from their mean, in the unit's square.

    `estimate` and `population` have one value per group, in any order, or several rows of them. Large distances count
    most. Limits with the groups' `uncertainty` in closed form, see `variance_error` and `spread`; without it none.
    Raises what `unordered_groups` raises.
    Source: WHO, healthequal `bgv`; Ahn et al. (2018).

    >>> bgv = between_group_variance([30, 26, 20], [100, 100, 100], Uncertainty(np.array([1.0, 1.0, 1.0])))
    >>> bgv[["value", "lower_cl", "upper_cl"]].round(2).iloc[0].tolist()
    [16.89, 6.83, 25.61]
    """
    groups = unordered_groups(estimate, population, uncertainty)
    value = _variance(groups.estimate, groups.population)
    if groups.uncertainty is None:
        return without_limits(groups, value, VARIANCE, confidence)
    added, error = variance_error(groups, groups.uncertainty)
    return spread(groups, value, added, error, f"{VARIANCE}; {LESS_CHANCE}, {FROM_ERRORS}", confidence)


def between_group_standard_deviation(
    estimate: ArrayLike,
    population: ArrayLike,
    uncertainty: Uncertainty | None = None,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return the square root of the between-group variance, in the estimate's unit.

    Arguments as there; limits simulated, see `spread`. Raises what `unordered_groups` raises.
    Source: WHO, healthequal `bgsd` (value).

    >>> bgsd = between_group_standard_deviation([30, 26, 20], [100, 100, 100])
    >>> bgsd["value"].round(2).item()
    4.11
    """
    groups = unordered_groups(estimate, population, uncertainty)
    return simulated_spread(groups, _deviation, DEVIATION, confidence, draws)


def coefficient_of_variation(
    estimate: ArrayLike,
    population: ArrayLike,
    uncertainty: Uncertainty | None = None,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return the between-group standard deviation relative to the population mean, in per cent.

    Arguments as there; limits simulated, see `spread`. NaN, with a note, where the mean is not above zero. Raises what
    `unordered_groups` raises.
    Source: WHO, healthequal `covar` (value).

    >>> cov = coefficient_of_variation([30, 26, 20], [100, 100, 100])
    >>> cov["value"].round(2).item()
    16.22
    """
    groups = unordered_groups(estimate, population, uncertainty)
    groups = groups.noted(groups.mean <= 0, NO_MEAN)
    return simulated_spread(groups, _coefficient, COEFFICIENT, confidence, draws)


def variance_error(groups: GroupEstimates, uncertainty: Uncertainty) -> tuple[Numbers, Numbers]:
    """Return what chance adds to the between-group variance of each row, and its standard error.

    The variance is a quadratic form y'Ay, A = diag(s) - ss' with the shares s. For normal errors with variances V its
    expectation is larger by tr(AV), and its own variance is 4 y'AVAy + 2 tr(AVAV), both exactly.
    Source: Ahn et al. (2018); any text on quadratic forms.
    """
    share, variance = groups.share, uncertainty.on_own_scale(groups.estimate) ** 2
    distance = groups.estimate - groups.mean[:, None]
    added = (share * (1 - share) * variance).sum(axis=-1)
    # tr(AVAV): the sum over all pairs of A_ij^2 v_i v_j, with A_ij = -s_i s_j off the diagonal
    squares = (share**2 * variance).sum(axis=-1) ** 2
    diagonal = ((share * (1 - share) * variance) ** 2 - (share**2 * variance) ** 2).sum(axis=-1)
    error = np.sqrt(4 * (share**2 * variance * distance**2).sum(axis=-1) + 2 * (squares + diagonal))
    return added, error


def _variance(values: Numbers, population: Numbers) -> Numbers:
    distance = values - population_mean(values, population)[..., None]
    return population_mean(distance**2, population)


def _deviation(values: Numbers, population: Numbers) -> Numbers:
    return np.sqrt(_variance(values, population))


def _coefficient(values: Numbers, population: Numbers) -> Numbers:
    return 100 * _deviation(values, population) / above_zero(population_mean(values, population))
