"""The gradient by deprivation as a straight line: slope index and relative index of inequality.

Both compare the two ends of one line through the groups, so that all groups count and not only the extremes. Do not use
them where the gradient is plainly not straight: look at the groups first.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from geodata.inequality.confidence import critical_value, ratio_limits, scatter_value
from geodata.inequality.estimates import ALL_EQUAL, GroupEstimates, ordered_groups
from geodata.inequality.regression import Line, Model, coefficients, fitted_line
from geodata.inequality.result import Numbers, result
from geodata.inequality.uncertainty import DRAWS, FROM_SCALE, SEED, Uncertainty, simulated_limits

LINES: dict[Model, str] = {
    "linear": "population-weighted linear regression on cumulative population share, most deprived = 0",
    "log": "population-weighted regression of the logarithm on cumulative population share, most deprived = 0",
    "logit": "population-weighted regression of the logit on cumulative population share, most deprived = 0",
    "binomial": "logistic regression on cumulative population share, most deprived = 0",
}
SCATTER = "limits from the scatter of the groups about the line (HC1, Student's t)"
ERRORS = "limits from the groups' own errors"
Ends = Callable[[Numbers, Numbers], Numbers]
Limits = tuple[Numbers, Numbers]


def slope_index_of_inequality(
    estimate: ArrayLike,
    population: ArrayLike,
    uncertainty: Uncertainty | None = None,
    model: Model = "linear",
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return the difference between the ends of the line: least deprived minus most deprived, in the estimate's unit.

    `estimate` and `population` have one value per group, the most deprived first, or several rows of them. The line is
    fitted with the populations as weights on each group's mid-point share of the cumulative population. Below zero:
    higher in the most deprived. Models: see `fitted_line`; "linear" suits most figures, "log" rates that change
    many-fold, "logit" and "binomial" proportions (between 0 and 1) near their ends.

    Limits: with the groups' `uncertainty` they say how far chance in the groups' figures moves the index; without it
    how far the groups scatter about the line (HC1, Student's t with two degrees of freedom less than groups; still too
    narrow for five). Linear model: closed form, simulated where the errors are on another scale than the estimate;
    "log" and "logit": limits of the slope, the line turning about its middle; "binomial": delta method. When all groups
    are equal the index is 0, and `note` says so. Raises what `ordered_groups` and `fitted_line` raise.
    Source: WHO, healthequal `sii` (linear and binomial, HC1); OHID, PHEindicatormethods `phe_sii` (errors of groups).

    >>> sii = slope_index_of_inequality([30, 26, 20], [100, 100, 100], Uncertainty(np.array([1.0, 1.0, 1.0])))
    >>> sii[["value", "lower_cl", "upper_cl"]].round(2).iloc[0].tolist()
    [-15.0, -19.16, -10.84]
    """
    groups, line = _fit(estimate, population, uncertainty, model)
    most, least = line.ends
    if _is_simulated(groups, model):
        limits = _simulated(groups, _difference, confidence, draws)
    elif model == "binomial":
        at_most, at_least = _steepness(most), _steepness(least)
        half = _quantile(groups, confidence) * np.sqrt(line.variance(at_least - at_most, at_least))
        limits = least - most - half, least - most + half
    else:
        limits = _turned(groups, line, _difference, confidence)
    return result(least - most, *limits, confidence, _method(groups, model, draws), groups.notes)


def relative_index_of_inequality(
    estimate: ArrayLike,
    population: ArrayLike,
    uncertainty: Uncertainty | None = None,
    model: Model = "linear",
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return the ratio of the ends of the line: least deprived over most deprived.

    Line and arguments are those of `slope_index_of_inequality`. Below one: higher in the most deprived. A ratio of ends
    at or below zero means nothing: the value is then NaN, and `note` says which end. Limits as there, but for the
    linear model: with the groups' `uncertainty` Fieller's, missing where the most deprived end may be zero; without it
    by the delta method on the logarithm. Raises what `ordered_groups` and `fitted_line` raise.
    Source: WHO, healthequal `rii`; OHID, PHEindicatormethods `phe_sii`.

    >>> rii = relative_index_of_inequality([30, 26, 20], [100, 100, 100], Uncertainty(np.array([1.0, 1.0, 1.0])))
    >>> rii[["value", "lower_cl", "upper_cl"]].round(3).iloc[0].tolist()
    [0.543, 0.449, 0.648]
    """
    groups, line = _fit(estimate, population, uncertainty, model)
    most, least = line.ends
    for end, is_wrong in {"most": most <= np.minimum(least, 0), "least": (least <= 0) & (least < most)}.items():
        groups = groups.noted(is_wrong, f"not defined: the line reaches zero or below at the {end} deprived end")
    is_defined = (most > 0) & (least > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(is_defined, least / most, np.nan)
        limits = _limits_of_ratio(groups, line, model, confidence, draws)
    open_ended = is_defined & np.isnan(limits[0]) & (groups.uncertainty is not None)
    groups = groups.noted(open_ended, "no limits: chance alone could bring the most deprived end to zero")
    lower, upper = (np.where(is_defined, limit, np.nan) for limit in limits)
    return result(value, lower, upper, confidence, _method(groups, model, draws), groups.notes)


def _difference(most: Numbers, least: Numbers) -> Numbers:
    return least - most


def _ratio(most: Numbers, least: Numbers) -> Numbers:
    return np.where(most > 0, least / np.where(most > 0, most, np.nan), np.nan)


def _fit(
    estimate: ArrayLike, population: ArrayLike, uncertainty: Uncertainty | None, model: Model
) -> tuple[GroupEstimates, Line]:
    groups = ordered_groups(estimate, population, uncertainty)
    if uncertainty is None:
        groups = groups.noted(groups.is_level, ALL_EQUAL)
    return groups, fitted_line(groups, model)


def _is_simulated(groups: GroupEstimates, model: Model) -> bool:
    return model == "linear" and groups.uncertainty is not None and groups.uncertainty.scale != "identity"


def _method(groups: GroupEstimates, model: Model, draws: int) -> str:
    how = ERRORS if groups.uncertainty else SCATTER
    return f"{LINES[model]}; {how}" + (f", {draws} draws, seed {SEED}" if _is_simulated(groups, model) else "")


def _quantile(groups: GroupEstimates, confidence: float) -> Numbers:
    if groups.uncertainty:
        return np.full(len(groups.estimate), critical_value(confidence))
    return scatter_value(confidence, groups.inhabited)


def _steepness(end: Numbers) -> Numbers:
    """Return how fast a proportion changes with its logit."""
    return end * (1 - end)


def _turned(groups: GroupEstimates, line: Line, index: Ends, confidence: float) -> Limits:
    """Return the index at the limits of the slope, the line turning about its middle."""
    back, middle = FROM_SCALE[line.scale], line.intercept + line.slope / 2
    half = _quantile(groups, confidence) * np.sqrt(line.covariance[:, 1, 1])
    lower, upper = (
        index(back(middle - slope / 2), back(middle + slope / 2)) for slope in (line.slope - half, line.slope + half)
    )
    return lower, upper


def _limits_of_ratio(groups: GroupEstimates, line: Line, model: Model, confidence: float, draws: int) -> Limits:
    most, least = line.ends
    if _is_simulated(groups, model):
        return _simulated(groups, _ratio, confidence, draws)
    if model in ("log", "logit"):
        return _turned(groups, line, _ratio, confidence)
    if model == "linear" and groups.uncertainty:
        return ratio_limits(least, most, *_variances_of_ends(line), confidence)
    by_most, by_least = (1 - most, 1 - least) if model == "binomial" else (1 / most, 1 / least)
    half = _quantile(groups, confidence) * np.sqrt(line.variance(by_least - by_most, by_least))
    return least / most * np.exp(-half), least / most * np.exp(half)


def _variances_of_ends(line: Line) -> tuple[Numbers, Numbers, Numbers]:
    """Return the variances of the least and the most deprived end of a linear fit, and their covariance."""
    of_most, of_slope = line.covariance[:, 0, 0], line.covariance[:, 1, 1]
    shared = line.covariance[:, 0, 1]
    return of_most + of_slope + 2 * shared, of_most, of_most + shared


def _simulated(groups: GroupEstimates, index: Ends, confidence: float, draws: int) -> Limits:
    """Return the limits of an index of the ends of the linear model when the groups' figures vary by their errors."""
    parts = coefficients(groups)
    limits = []
    for row in range(len(groups.estimate)):  # a matrix of draws per row; all rows at once would not fit in memory
        drawn = groups.simulated(row, draws, SEED)
        intercept, slope = drawn @ parts[0, row], drawn @ parts[1, row]
        limits.append(simulated_limits(index(intercept, intercept + slope), confidence))
    lower, upper = np.array(limits).T
    return lower, upper
