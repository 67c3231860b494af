"""Limits of proportions and of rates, many areas at a time.

The choices are those of the Office for Health Improvement and Disparities (PHEindicatormethods 2.1.0): Wilson's score
for proportions, Byar's approximation for rates from ten events, the exact Poisson limits below.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2
from statsmodels.stats.proportion import proportion_confint

from geodata.inequality.confidence import critical_value
from geodata.inequality.refusals import refuse_where

Limits = tuple[NDArray[np.float64], NDArray[np.float64]]
FEWEST_FOR_BYAR = 10
# apportioned parts of a numerator and of its denominator are summed apart and may differ in the last digits
ROUNDING = 1e-9


def _counts(numerator: ArrayLike, denominator: ArrayLike) -> Limits:
    above, below = np.broadcast_arrays(np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float))
    above, below = np.atleast_1d(above), np.atleast_1d(below)
    positions = pd.RangeIndex(len(above))
    refuse_where(below <= 0, positions, "the population must be above zero; at positions")
    refuse_where(above < 0, positions, "a count cannot be negative; at positions")
    return above, below


def proportion_limits(numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> Limits:
    """Return lower and upper Wilson score limits of numerator / denominator, as shares between 0 and 1.

    Fractional counts (of apportioned people) are accepted; NaN in either gives NaN limits. Raises `ValueError` naming
    the positions of a denominator not above zero, a negative numerator, or a numerator above its denominator.
    Source: Wilson (1927), without continuity correction, as computed by statsmodels.

    >>> lower, upper = proportion_limits([1, 0], [10, 10])
    >>> lower.round(4).tolist(), upper.round(4).tolist()
    ([0.0179, 0.0], [0.4042, 0.2775])
    """
    critical_value(confidence)  # refuses 95 for 0.95
    above, below = _counts(numerator, denominator)
    problem = "a numerator cannot exceed its denominator; at positions"
    refuse_where(above > below * (1 + ROUNDING), pd.RangeIndex(len(above)), problem)
    return proportion_confint(np.minimum(above, below), below, alpha=1 - confidence, method="wilson")  # type: ignore[no-any-return]


def rate_limits(count: ArrayLike, population: ArrayLike, per: float = 1000.0, confidence: float = 0.95) -> Limits:
    """Return lower and upper limits of the rate count / population x `per`, in the unit of the rate.

    The count x is taken as Poisson. From 10 events Byar: x(1 - 1/(9x) - z/(3 sqrt x))^3, and the same with x + 1 and
    + z above. Below 10 exact: half the chi-squared quantiles with 2x and 2x + 2 degrees of freedom; 0 below for x = 0.
    Fractional counts (of apportioned people) are accepted; NaN in either gives NaN limits. Raises `ValueError` naming
    the positions of a population not above zero or of a negative count.
    Source: Breslow and Day (1987); OHID, PHEindicatormethods `phe_rate`.

    >>> lower, upper = rate_limits([4, 10], [2000, 2000])
    >>> lower.round(4).tolist(), upper.round(4).tolist()
    ([0.5449, 2.3937], [5.1208, 9.1957])
    """
    events, people = _counts(count, population)
    lower, upper = _byar(events, confidence)
    few = events < FEWEST_FOR_BYAR
    lower[few], upper[few] = _exact_poisson(events[few], confidence)
    return lower / people * per, upper / people * per


def _exact_poisson(events: NDArray[np.float64], confidence: float) -> Limits:
    tail = (1 - confidence) / 2
    some = np.where(events > 0, events, np.nan)  # no degrees of freedom are left at zero
    lower = np.where(events == 0, 0.0, chi2.ppf(tail, 2 * some) / 2)
    return lower, chi2.ppf(1 - tail, 2 * events + 2) / 2


def _byar(events: NDArray[np.float64], confidence: float) -> Limits:
    z = critical_value(confidence)
    below, above = np.maximum(events, FEWEST_FOR_BYAR), events + 1  # smaller counts are not Byar's
    lower = below * (1 - 1 / (9 * below) - z / (3 * np.sqrt(below))) ** 3
    return lower, above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
