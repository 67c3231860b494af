"""The gradient by deprivation as a straight line: slope index and relative index of inequality.

Both compare the two ends of one line through the groups, so that all groups count and not only the extremes. Do not use
them where the gradient is plainly not straight: look at the groups first.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from statsmodels.regression.linear_model import WLS

from geodata.inequality.confidence import critical_value
from geodata.inequality.groups import ALL_EQUAL, are_equal, ordered_groups, ridit
from geodata.inequality.result import Estimate

LINE = "population-weighted linear regression on cumulative population share, most deprived = 0"


@dataclass(frozen=True)
class _Line:
    at_most_deprived: float
    slope: float
    covariance: NDArray[np.float64]
    is_level: bool

    @property
    def at_least_deprived(self) -> float:
        return self.at_most_deprived + self.slope


def _line(estimate: ArrayLike, population: ArrayLike) -> _Line:
    values, people = ordered_groups(estimate, population)
    if are_equal(values):  # a fit would give slopes such as 1e-16
        return _Line(float(values[0]), 0.0, np.zeros((2, 2)), is_level=True)
    design = np.column_stack([np.ones(len(values)), ridit(people)])
    fit = WLS(values, design, weights=people).fit(cov_type="HC1")
    intercept, slope = fit.params
    return _Line(float(intercept), float(slope), fit.cov_params(), is_level=False)


def slope_index_of_inequality(estimate: ArrayLike, population: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Return the difference between the ends of the line: least deprived minus most deprived, in the estimate's unit.

    `estimate` and `population` have one row per group, the most deprived first. The line is fitted by least squares
    with the populations as weights, on each group's mid-point share of the cumulative population; its slope is the
    index. Below zero: higher in the most deprived. Limits: HC1 covariance and the normal distribution, so they speak of
    the scatter of groups about the line. When all groups are equal the index is 0 with limits of no width, and `note`
    says so. Raises what `ordered_groups` raises.
    Source: WHO, healthequal `sii` (linear); the estimator is also OHID's `phe_sii`.

    >>> sii = slope_index_of_inequality([30, 26, 20], [100, 100, 100])
    >>> round(sii.value, 6), round(sii.lower_cl, 2), round(sii.upper_cl, 2)
    (-15.0, -17.4, -12.6)
    """
    z = critical_value(confidence)
    line = _line(estimate, population)
    half = z * float(np.sqrt(line.covariance[1, 1]))
    note = ALL_EQUAL if line.is_level else ""
    return Estimate(line.slope, line.slope - half, line.slope + half, confidence, f"{LINE}; HC1 limits", note)


def relative_index_of_inequality(estimate: ArrayLike, population: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Return the ratio of the ends of the line: least deprived over most deprived.

    The line and the arguments are those of `slope_index_of_inequality`. Below one: higher in the most deprived. Limits:
    delta method on the logarithm, with the HC1 covariance. A ratio of ends at or below zero means nothing: the value is
    then None, and `note` says which end. Raises what `ordered_groups` raises.
    Source: WHO, healthequal `rii` (linear).

    >>> rii = relative_index_of_inequality([30, 26, 20], [100, 100, 100])
    >>> round(rii.value, 6), round(rii.lower_cl, 3), round(rii.upper_cl, 3)
    (0.543147, 0.488, 0.604)
    """
    z = critical_value(confidence)
    line = _line(estimate, population)
    method = f"{LINE}; ratio of its ends; HC1 limits by delta method on the logarithm"
    most, least = line.at_most_deprived, line.at_least_deprived
    if min(most, least) <= 0:
        end = "most" if most <= least else "least"
        note = f"not defined: the line reaches zero or below at the {end} deprived end"
        return Estimate(None, None, None, confidence, method, note)
    of_logarithm = np.array([1 / least - 1 / most, 1 / least])
    half = z * float(np.sqrt(of_logarithm @ line.covariance @ of_logarithm))
    lower, upper = least / most * np.exp([-half, half])
    note = ALL_EQUAL if line.is_level else ""
    return Estimate(least / most, float(lower), float(upper), confidence, method, note)
