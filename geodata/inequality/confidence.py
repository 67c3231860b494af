"""From a confidence to limits: the critical value of the normal distribution, and the limits of a ratio."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm, t

from geodata.inequality.result import Numbers


def critical_value(confidence: float) -> float:
    """Return the two-sided critical value of the standard normal distribution.

    Raises `ValueError` when the confidence is not between 0 and 1 (95 instead of 0.95, say).

    >>> round(critical_value(0.95), 6)
    1.959964
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1 (0.95 for 95 %), found {confidence}")
    return float(norm.ppf((1 + confidence) / 2))


def scatter_value(confidence: float, n_groups: ArrayLike) -> Numbers:
    """Return the two-sided critical value where the error itself comes from the scatter of groups about a line.

    Student's t with n_groups - 2 degrees of freedom; the normal value would make limits of ten groups hold the truth
    89 times in 100. Missing for two groups, which leave no scatter.

    >>> scatter_value(0.95, [5, 10, 300]).round(3).tolist()
    [3.182, 2.306, 1.968]
    """
    critical_value(confidence)  # refuses 95 for 0.95
    freedom = np.asarray(n_groups, dtype=float) - 2
    values: Numbers = t.ppf((1 + confidence) / 2, np.where(freedom > 0, freedom, np.nan))
    return values


def ratio_limits(
    above: Numbers,
    below: Numbers,
    variance_above: Numbers,
    variance_below: Numbers,
    covariance: Numbers,
    confidence: float = 0.95,
) -> tuple[Numbers, Numbers]:
    """Return the limits of the ratio of two normal estimates: those ratios q for which above - q below may be zero.

    Missing where `below` may itself be zero: the ratio then has no end.
    Source: Fieller (1954).

    >>> lower, upper = ratio_limits(*(np.array([x]) for x in (20.0, 40.0, 4.0, 4.0, 0.0)))
    >>> lower.round(3).tolist(), upper.round(3).tolist()
    ([0.395], [0.615])
    """
    squared = critical_value(confidence) ** 2
    a, b, c = (
        below**2 - squared * variance_below,
        above * below - squared * covariance,
        above**2 - squared * variance_above,
    )
    with np.errstate(invalid="ignore"):
        root = np.sqrt(b**2 - a * c)
        is_open = a <= 0
        lower, upper = (np.where(is_open, np.nan, (b + side * root) / np.where(is_open, np.nan, a)) for side in (-1, 1))
    return lower, upper
