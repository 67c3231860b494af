"""Concentration indices: how far a quantity is gathered at one end of the order of deprivation.

Zero is even; below zero means gathered among the most deprived, above zero among the least deprived.
"""

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from geodata.inequality.confidence import critical_value, scatter_value
from geodata.inequality.estimates import ALL_EQUAL, GroupEstimates, ordered_groups
from geodata.inequality.refusals import refuse_groups
from geodata.inequality.result import Numbers, result
from geodata.inequality.uncertainty import Uncertainty

Normalisation = Literal["plain", "wagstaff", "erreygers"]
INDEX = "twice the covariance with cumulative population share, most deprived = 0"
REGRESSION = "limits of the convenient regression"
ERRORS = "limits from the groups' own errors, to first order"


def absolute_concentration_index(
    estimate: ArrayLike, population: ArrayLike, uncertainty: Uncertainty | None = None, confidence: float = 0.95
) -> pd.DataFrame:
    """Return twice the population-weighted covariance of estimate and ridit, in the estimate's unit.

    `estimate` and `population` have one value per group, the most deprived first, or several rows of them. Limits: with
    the groups' `uncertainty` from their errors; without it the standard error of the slope in the convenient regression
    of 2 var(ridit) x estimate on ridit with population weights, and Student's t. When all groups are equal
    the index is 0, and `note` says so. Raises what `ordered_groups` raises.
    Source: Kakwani, Wagstaff and van Doorslaer (1997); WHO, healthequal `aci`.

    >>> aci = absolute_concentration_index([30, 26, 20], [100, 100, 100], Uncertainty(np.array([1.0, 1.0, 1.0])))
    >>> aci[["value", "lower_cl", "upper_cl"]].round(2).iloc[0].tolist()
    [-2.22, -2.84, -1.61]
    """
    groups = _noted(ordered_groups(estimate, population, uncertainty))
    return _with_limits(groups, np.ones(len(groups.estimate)), np.zeros_like(groups.estimate), confidence, INDEX)


def relative_concentration_index(
    estimate: ArrayLike,
    population: ArrayLike,
    uncertainty: Uncertainty | None = None,
    normalisation: Normalisation = "plain",
    bounds: tuple[float, float] | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the absolute index relative to the population mean m, without unit, between -1 and 1.

    "plain" divides by m. For an estimate with natural `bounds` (0 and 100 for a percentage), first brought to 0-1:
    "wagstaff" divides by m(1 - m), "erreygers" multiplies by 4; both mirror when the complement is measured instead.
    Limits as for the absolute index; from the groups' errors they include that of the mean, else the mean is taken as
    known. The value is NaN, with the reason in `note`, where the mean leaves nothing to divide by or, plain, where an
    estimate is negative. Raises `ValueError` for bounds missing, superfluous, or exceeded, and what `ordered_groups`
    raises.
    Source: Wagstaff (2005), Erreygers (2009); WHO, healthequal `rci`.

    >>> rci = relative_concentration_index([30, 26, 20], [100, 100, 100])
    >>> rci["value"].round(4).item()
    -0.0877
    """
    if (bounds is None) != (normalisation == "plain"):
        raise ValueError("wagstaff and erreygers need the bounds of the estimate; plain takes none")
    groups = _noted(ordered_groups(estimate, population, uncertainty))
    if bounds is not None:
        groups = _between_0_and_1(groups, bounds)
    mean = groups.mean
    divisor = {"plain": mean, "wagstaff": mean * (1 - mean), "erreygers": np.full_like(mean, 0.25)}[normalisation]
    # how the divisor changes with each group's value
    steepness = {"plain": np.ones_like(mean), "wagstaff": 1 - 2 * mean, "erreygers": np.zeros_like(mean)}[normalisation]
    is_negative = (groups.estimate < 0).any(axis=-1)
    groups = groups.noted(is_negative, "not defined: a negative value")
    groups = groups.noted(~is_negative & (divisor <= 0), "not defined: the mean leaves nothing to divide by")
    divisor = np.where(is_negative | (divisor <= 0), np.nan, divisor)
    method = f"{INDEX}; relative to the mean, {normalisation}"
    return _with_limits(groups, divisor, steepness[:, None] * groups.share, confidence, method)


def _noted(groups: GroupEstimates) -> GroupEstimates:
    return groups if groups.uncertainty else groups.noted(groups.is_level, ALL_EQUAL)


def _with_limits(
    groups: GroupEstimates, divisor: Numbers, change_of_divisor: Numbers, confidence: float, method: str
) -> pd.DataFrame:
    parts = 2 * groups.share * (groups.ridit - 0.5)
    index = np.where(groups.is_level, 0.0, (parts * groups.estimate).sum(axis=-1)) / divisor
    if groups.uncertainty:
        change = (parts - index[:, None] * change_of_divisor) / divisor[:, None]
        error = np.sqrt(((change * groups.uncertainty.on_own_scale(groups.estimate)) ** 2).sum(axis=-1))
    else:
        error = _regression_error(groups, parts) / divisor
    half = error * (critical_value(confidence) if groups.uncertainty else scatter_value(confidence, groups.inhabited))
    how = f"{method}; {ERRORS if groups.uncertainty else REGRESSION}"
    return result(index, index - half, index + half, confidence, how, groups.notes)


def _regression_error(groups: GroupEstimates, parts: Numbers) -> Numbers:
    """Return the ordinary standard error of the slope of the convenient regression, populations as weights."""
    centred, share = groups.ridit - 0.5, groups.share
    variance = (share * centred**2).sum(axis=-1, keepdims=True)
    response = 2 * variance * groups.estimate
    slope = (parts * groups.estimate).sum(axis=-1, keepdims=True)
    mean = (share * response).sum(axis=-1, keepdims=True)
    residual = response - mean - slope * centred
    free = np.where(groups.inhabited > 2, groups.inhabited - 2.0, np.nan)  # two groups leave no scatter
    scatter = (share * residual**2).sum(axis=-1) / free
    return np.where(groups.is_level, 0.0, np.sqrt(scatter / variance[:, 0]))


def _between_0_and_1(groups: GroupEstimates, bounds: tuple[float, float]) -> GroupEstimates:
    low, high = bounds
    if not low < high:
        raise ValueError(f"the lower bound must lie below the upper, found {low} and {high}")
    values = groups.estimate
    refuse_groups((values < low) | (values > high), f"the estimate lies outside {low} to {high} in group")
    return groups.rescaled(low, high)
