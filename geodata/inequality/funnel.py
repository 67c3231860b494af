"""Funnel plots: which areas differ from the average by more than areas of their size do by chance.

The control limits are OHID's (PHEindicatormethods 2.1.0), two and three standard deviations wide: 95 and 99.8 %.
"""

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.optimize.elementwise import find_root

from geodata.inequality.confidence import critical_value
from geodata.inequality.rates import FEWEST_FOR_BYAR, proportion_limits, rate_limits
from geodata.inequality.refusals import numbers, refuse_misaligned

Statistic = Literal["proportion", "rate"]
Numbers = NDArray[np.float64]
LEVELS = {"95": 0.95, "998": 0.998}
LIMITS = [f"{side}_{level}" for level in LEVELS for side in ("lower", "upper")]
OUTCOMES = ["low (beyond 99.8 %)", "low (beyond 95 %)", "not significant", "high (beyond 95 %)", "high (beyond 99.8 %)"]
TAIL = 0.1


def funnel_limits(
    numerator: pd.Series, denominator: pd.Series, statistic: Statistic, per: float = 1.0, dispersion: float = 1.0
) -> pd.DataFrame:
    """Return the control limits of each area: how far its value may lie from the average by chance alone.

    Columns, in units of `per`: `benchmark`, the sum of numerators over the sum of denominators; `lower_95`, `upper_95`,
    `lower_998`, `upper_998`. An area missing a count has no limits and takes no part in the benchmark q. Proportions of
    n people: q -/+ z sqrt(q (1 - q) / n), the values whose Wilson limits just reach q. Rates: the counts whose Byar or
    exact limits just reach the expected count, over the population. A `dispersion` phi above 1 (see `overdispersion`)
    widens them sqrt(phi) times on the scale on which chance is even: square root for rates, arcsine for proportions.
    Raises `ValueError` as `proportion_limits` and `rate_limits` do.
    Source: OHID, PHEindicatormethods `calculate_funnel_limits`; Spiegelhalter (2005) for the dispersion.

    >>> casualties, residents = pd.Series([3.0, 40], ["Bank", "Quay"]), pd.Series([1000.0, 3300], ["Bank", "Quay"])
    >>> funnel_limits(casualties, residents, "rate", per=1000).round(1)
          benchmark  lower_95  upper_95  lower_998  upper_998
    Bank       10.0       3.8      17.1        1.4       21.6
    Quay       10.0       6.6      13.7        4.9       15.9
    """
    _refuse_impossible(numerator, denominator, statistic)
    people = numbers(denominator)
    q = _pooled(numerator, denominator)
    columns = {"benchmark": np.full(len(people), q)}
    for level, confidence in LEVELS.items():
        limits = _proportions(q, people, confidence) if statistic == "proportion" else _rates(q, people, confidence)
        for side, limit in zip(("lower", "upper"), limits, strict=True):
            columns[f"{side}_{level}"] = _widened(limit, q, statistic, dispersion)
    table = per * pd.DataFrame(columns, numerator.index)
    table[~_is_judged(numerator, denominator)] = np.nan
    return table


def funnel_significance(value: pd.Series, limits: pd.DataFrame) -> pd.Series:
    """Return on which side of its control limits each value lies, in words; missing where there are no limits.

    `limits` are those of `funnel_limits`, in the unit of the value. At a limit is not beyond it.
    Source: OHID, PHEindicatormethods `assign_funnel_significance` ("High (0.025)" is beyond 95 %, "(0.001)" 99.8 %).

    >>> casualties, residents = pd.Series([3.0, 40], ["Bank", "Quay"]), pd.Series([1000.0, 3300], ["Bank", "Quay"])
    >>> limits = funnel_limits(casualties, residents, "rate", per=1000)
    >>> funnel_significance(pd.Series([3.0, 12.1], ["Bank", "Quay"]), limits).to_dict()
    {'Bank': 'low (beyond 95 %)', 'Quay': 'not significant'}
    """
    refuse_misaligned(value=value, limits=limits)
    found = numbers(value)
    bounds = {name: numbers(limits[name]) for name in LIMITS}
    beyond = [
        found < bounds["lower_998"],
        found < bounds["lower_95"],
        found > bounds["upper_998"],
        found > bounds["upper_95"],
    ]
    low_998, low, middle, high, high_998 = OUTCOMES
    words = pd.Series(np.select(beyond, [low_998, low, high_998, high], middle), value.index, dtype="string")
    return words.where(~np.isnan(found) & limits[LIMITS].notna().all(axis=1)).rename("outcome")


def overdispersion(numerator: pd.Series, denominator: pd.Series, statistic: Statistic) -> float:
    """Return phi: how many times larger the variance between areas is than chance alone would make it; about 1 if not.

    phi = mean of z^2, where z is the distance of each area from the pooled value in standard deviations of chance, on
    the scale on which these are even: 2 sqrt(x) - 2 sqrt(expected) for rates, 2 sqrt(n) (arcsin sqrt(p) - arcsin
    sqrt(q)) for proportions. Winsorised: the lowest and the highest tenth of the z count as the values at their ends,
    so that true outliers do not hide themselves; of chance alone phi is then about 0.7. NaN without any counts.
    Source: Spiegelhalter (2005), Statistics in Medicine 24.

    >>> casualties, residents = pd.Series([25.0, 64, 36, 49]), pd.Series([4350.0] * 4)
    >>> round(overdispersion(casualties, residents, "rate"), 1)
    3.4
    """
    _refuse_impossible(numerator, denominator, statistic)
    is_judged = _is_judged(numerator, denominator)
    if not is_judged.any():
        return np.nan
    people, share = numbers(denominator)[is_judged], (numbers(numerator) / numbers(denominator))[is_judged]
    z = 2 * np.sqrt(people) * (_even(share, statistic) - _even(_pooled(numerator, denominator), statistic))
    return float(np.mean(np.clip(z, *np.quantile(z, [TAIL, 1 - TAIL])) ** 2))


def _refuse_impossible(numerator: pd.Series, denominator: pd.Series, statistic: Statistic) -> None:
    # the areas' own limits are not wanted here, only what they refuse
    (proportion_limits if statistic == "proportion" else rate_limits)(numerator, denominator)


def _is_judged(numerator: pd.Series, denominator: pd.Series) -> NDArray[np.bool_]:
    return ~np.isnan(numbers(numerator)) & ~np.isnan(numbers(denominator))


def _pooled(numerator: pd.Series, denominator: pd.Series) -> float:
    is_judged = _is_judged(numerator, denominator)
    above, below = numbers(numerator)[is_judged].sum(), numbers(denominator)[is_judged].sum()
    return float(above / below) if below > 0 else np.nan


def _proportions(q: float, people: Numbers, confidence: float) -> tuple[Numbers, Numbers]:
    margin = critical_value(confidence) * np.sqrt(q * (1 - q) / people)
    return np.clip(q - margin, 0.0, 1.0), np.clip(q + margin, 0.0, 1.0)


def _rates(q: float, people: Numbers, confidence: float) -> tuple[Numbers, Numbers]:
    lower, upper = np.full((2, len(people)), np.nan)
    known = ~np.isnan(q * people)
    lower[known], upper[known] = _control_counts(q * people[known], confidence)
    return lower / people, upper / people


def _control_counts(expected: Numbers, confidence: float) -> tuple[Numbers, Numbers]:
    """Return the largest count that is low and the smallest that is high where `expected` events are expected."""
    at_ten = rate_limits(FEWEST_FOR_BYAR, 1.0, 1.0, confidence)[0]

    def lower_limit(count: Numbers, expected: Numbers) -> Numbers:
        limit = rate_limits(count, 1.0, 1.0, confidence)[0]
        # the exact limit just below ten events is a little above Byar's at ten; a funnel must not fold back
        return np.where(count < FEWEST_FOR_BYAR, np.minimum(limit, at_ten), limit) - expected

    def upper_limit(count: Numbers, expected: Numbers) -> Numbers:
        return rate_limits(count, 1.0, 1.0, confidence)[1] - expected

    z = critical_value(confidence)
    far = expected + 3 * z * np.sqrt(expected) + 3 * z**2 + FEWEST_FOR_BYAR
    high = find_root(lower_limit, (np.zeros_like(expected), far), args=(expected,)).x
    is_low_possible = upper_limit(np.zeros_like(expected), expected) < 0
    low = np.zeros_like(expected)
    some = expected[is_low_possible]
    low[is_low_possible] = find_root(upper_limit, (np.zeros_like(some), some), args=(some,)).x
    return low, high


def _even(share: ArrayLike, statistic: Statistic) -> Numbers:
    """Return the share on the scale on which chance has a standard deviation of 1 / (2 sqrt(people)) everywhere."""
    root: Numbers = np.sqrt(np.asarray(share, dtype=float))
    return root if statistic == "rate" else np.arcsin(root)


def _widened(limit: Numbers, q: float, statistic: Statistic, dispersion: float) -> Numbers:
    if not dispersion > 1:
        return limit
    middle = _even(q, statistic)
    moved = np.maximum(middle + np.sqrt(dispersion) * (_even(limit, statistic) - middle), 0.0)
    widened: Numbers = moved**2 if statistic == "rate" else np.sin(np.minimum(moved, np.pi / 2)) ** 2
    return widened
