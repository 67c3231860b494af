"""Rates of rare events at many small places, each drawn toward the mean of its class (empirical Bayes)."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import gamma

from geodata.inequality.rates import rate_limits

FEWEST_TO_DISPERSE = 10
"""Events of a class from which its places are taken to differ; our choice: with fewer the spread is noise."""
COLUMNS = ["rate", "class_rate", "smoothed", "lower", "upper", "ratio"]

Numbers = NDArray[np.float64]


def shrunken_rates(count: pd.Series, exposure: pd.Series, group: pd.Series, confidence: float = 0.95) -> pd.DataFrame:
    """Return raw rate, class mean, smoothed rate with limits, and its ratio to the class mean: columns `COLUMNS`.

    A place's count is Poisson with mean rate x exposure; the rates of a class (`group`) are Gamma with the class's
    mean, all events over all exposure, and the variance of `between_variance`. The smoothed rate is the mean of the
    posterior Gamma, the limits its quantiles: with a place's exposure it moves from the class mean to its own rate.
    Where the places of a class cannot be told apart (no variance beyond chance, or fewer than 10 events), all have the
    class mean and its Poisson limits. A place without exposure, or whose count is null, has no evidence: all null.
    Source: Clayton and Kaldor (1987), Biometrics 43, 671-681.

    >>> count, exposure = pd.Series([0.0, 2, 8, 0]), pd.Series([1.0, 1, 2, 0])
    >>> shrunken_rates(count, exposure, pd.Series(["primary"] * 4)).round(2)
       rate  class_rate  smoothed  lower  upper  ratio
    0   0.0         2.5      1.06   0.11   3.04   0.42
    1   2.0         2.5      2.21   0.58   4.91   0.88
    2   4.0         2.5      3.60   1.71   6.17   1.44
    3   NaN         NaN       NaN    NaN    NaN    NaN
    """
    known = count.notna() & (exposure > 0)
    table = pd.DataFrame(np.nan, index=count.index, columns=COLUMNS)
    # one pass a class, of which there are some twenty
    for _, rows in group[known].groupby(group[known], sort=True).groups.items():
        events, at_risk = count.loc[rows].to_numpy(float), exposure.loc[rows].to_numpy(float)
        table.loc[rows] = _class_rates(events, at_risk, confidence)
    return table


def between_variance(events: Numbers, exposure: Numbers) -> float:
    """Return the variance of the rates behind Poisson counts, by moments; not above 0 where chance explains all.

    The factorial moment of a mixed Poisson count is the moment of what is mixed: E[y(y - 1)] = e^2 E[rate^2], so that
    the variance is sum y(y - 1) / sum e^2 less the squared mean rate.
    Source: Johnson, Kemp and Kotz, Univariate Discrete Distributions (2005), mixed Poisson distributions.

    >>> round(between_variance(np.array([0.0, 2, 8]), np.array([1.0, 1, 2])), 4)  # 58 / 6 - 2.5 ** 2
    3.4167
    """
    mean = events.sum() / exposure.sum()
    return float((events * (events - 1)).sum() / (exposure**2).sum() - mean**2)


def _class_rates(events: Numbers, exposure: Numbers, confidence: float) -> Numbers:
    mean = events.sum() / exposure.sum()
    variance = between_variance(events, exposure)
    if events.sum() < FEWEST_TO_DISPERSE or variance <= 0:
        smoothed = np.full(len(events), mean)
        lower, upper = rate_limits(events.sum(), exposure.sum(), per=1.0, confidence=confidence)
    else:
        shape, rate = mean**2 / variance + events, mean / variance + exposure
        smoothed = shape / rate
        tail = (1 - confidence) / 2
        lower, upper = gamma.ppf(tail, shape, scale=1 / rate), gamma.ppf(1 - tail, shape, scale=1 / rate)
        upper = np.maximum(upper, smoothed)  # a very skew posterior has its mean beyond the quantile
    ratio = smoothed / mean if mean > 0 else np.full(len(events), np.nan)
    columns = (events / exposure, mean, smoothed, lower, upper, ratio)
    return np.column_stack([np.broadcast_to(column, len(events)) for column in columns])
