"""Concentration indices: how far a quantity is gathered at one end of the order of deprivation.

Zero is even; below zero means gathered among the most deprived, above zero among the least deprived.
"""

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from statsmodels.regression.linear_model import WLS

from geodata.inequality.confidence import critical_value
from geodata.inequality.groups import ALL_EQUAL, Numbers, are_equal, ordered_groups, ridit
from geodata.inequality.refusals import refuse_where
from geodata.inequality.result import Estimate

Normalisation = Literal["plain", "wagstaff", "erreygers"]
REGRESSION = "twice the covariance with cumulative population share, most deprived = 0; convenient regression limits"


def absolute_concentration_index(estimate: ArrayLike, population: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Return twice the population-weighted covariance of estimate and ridit, in the estimate's unit.

    `estimate` and `population` have one row per group, the most deprived first. Limits: standard error of the slope in
    the convenient regression of 2 var(ridit) x estimate on ridit with population weights, and the normal distribution.
    When all groups are equal the index is 0 with limits of no width, and `note` says so. Raises what `ordered_groups`
    raises.
    Source: Kakwani, Wagstaff and van Doorslaer (1997); WHO, healthequal `aci`.

    >>> aci = absolute_concentration_index([30, 26, 20], [100, 100, 100])
    >>> round(aci.value, 4), round(aci.lower_cl, 2), round(aci.upper_cl, 2)
    (-2.2222, -2.73, -1.72)
    """
    values, people = ordered_groups(estimate, population)
    return _with_limits(values, people, 1.0, confidence, REGRESSION)


def _with_limits(values: Numbers, people: Numbers, divisor: float, confidence: float, method: str) -> Estimate:
    index, error = _index_and_error(values, people)
    half = critical_value(confidence) * error
    lower, value, upper = ((index + shift) / divisor for shift in (-half, 0.0, half))
    return Estimate(value, lower, upper, confidence, method, ALL_EQUAL if are_equal(values) else "")


def _index_and_error(values: Numbers, people: Numbers) -> tuple[float, float]:
    if are_equal(values):  # a fit would give slopes such as 1e-16
        return 0.0, 0.0
    rank = ridit(people)
    variance = float(np.average((rank - 0.5) ** 2, weights=people))
    design = np.column_stack([np.ones(len(values)), rank])
    fit = WLS(2 * variance * values, design, weights=people).fit()
    return float(fit.params[1]), float(fit.bse[1])


def relative_concentration_index(
    estimate: ArrayLike,
    population: ArrayLike,
    normalisation: Normalisation = "plain",
    bounds: tuple[float, float] | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Return the absolute index relative to the population mean m, without unit, between -1 and 1.

    "plain" divides by m. For an estimate with natural `bounds` (0 and 100 for a percentage), first brought to 0-1:
    "wagstaff" divides by m(1 - m), "erreygers" multiplies by 4; both mirror when the complement is measured instead.
    Limits are scaled likewise, the mean being taken as known. The value is None, with the reason in `note`, where the
    mean leaves nothing to divide by or, plain, where an estimate is negative. Raises `ValueError` for bounds missing,
    superfluous, or exceeded, and what `ordered_groups` raises.
    Source: Wagstaff (2005), Erreygers (2009); WHO, healthequal `rci`.

    >>> rci = relative_concentration_index([30, 26, 20], [100, 100, 100])
    >>> round(rci.value, 4)
    -0.0877
    """
    if (bounds is None) != (normalisation == "plain"):
        raise ValueError("wagstaff and erreygers need the bounds of the estimate; plain takes none")
    values, people = ordered_groups(estimate, population)
    if bounds is not None:
        values = _between_0_and_1(values, bounds)
    mean = float(np.average(values, weights=people))
    method = f"{REGRESSION}; relative to the mean, {normalisation}"
    divisor = {"plain": mean, "wagstaff": mean * (1 - mean), "erreygers": 0.25}[normalisation]
    if values.min() < 0 or divisor <= 0:
        note = "not defined: " + ("a negative value" if values.min() < 0 else "the mean leaves nothing to divide by")
        return Estimate(None, None, None, confidence, method, note)
    return _with_limits(values, people, divisor, confidence, method)


def _between_0_and_1(values: Numbers, bounds: tuple[float, float]) -> Numbers:
    low, high = bounds
    if not low < high:
        raise ValueError(f"the lower bound must lie below the upper, found {low} and {high}")
    number = pd.RangeIndex(1, len(values) + 1)
    refuse_where((values < low) | (values > high), number, f"the estimate lies outside {low} to {high} in group")
    return (values - low) / (high - low)
