"""Difference and ratio of two groups: the ends of an order, or the highest and the lowest where there is none.

The simplest measures, and the only ones for two groups. They are blind to every group between, and to how many people
live in any of them; with many groups the highest and the lowest lie far apart by chance alone.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from geodata.inequality.confidence import critical_value
from geodata.inequality.estimates import GroupEstimates, unordered_groups
from geodata.inequality.refusals import refuse_groups
from geodata.inequality.result import Numbers, result
from geodata.inequality.spread import NO_ERRORS, simulated_spread
from geodata.inequality.uncertainty import DRAWS, Uncertainty

FEWEST = 2
ENDS = {True: "least deprived {} most deprived group", False: "most deprived {} least deprived group"}
OF_ALL = "highest {} lowest group"
TO_WORST = {True: "reference {} lowest of the other groups", False: "highest of the other groups {} reference"}
FROM_ERRORS = "limits from the two groups' own errors"
Pair = Callable[[Numbers], tuple[Numbers, Numbers]]


def difference(
    estimate: ArrayLike, is_favourable: bool, uncertainty: Uncertainty | None = None, confidence: float = 0.95
) -> pd.DataFrame:
    """Return the difference between the two ends of an order, in the estimate's unit; above zero is a disadvantage.

    `estimate` has one value per group, the most deprived first, or several rows of them. Favourable (more is better):
    least deprived minus most deprived; else most minus least. Only the two ends are looked at. Limits with the groups'
    `uncertainty`, normal; without it none. Raises `TooFewAreasError` for fewer than two groups, `ValueError` when an
    end has no estimate or standard error.
    Source: WHO, healthequal `d`.

    >>> gap = difference([30, 26, 20], False, Uncertainty(np.array([1.0, 1.0, 1.0])))
    >>> gap[["value", "lower_cl", "upper_cl"]].round(2).iloc[0].tolist()
    [10.0, 7.23, 12.77]
    """
    groups, above, below = _ends(estimate, is_favourable, uncertainty)
    value = groups.estimate[:, above] - groups.estimate[:, below]
    method = ENDS[is_favourable].format("minus")
    if groups.uncertainty is None:
        return result(value, np.nan, np.nan, confidence, f"{method}; {NO_ERRORS}", groups.notes)
    error = np.sqrt((groups.uncertainty.on_own_scale(groups.estimate) ** 2).sum(axis=-1))
    half = critical_value(confidence) * error
    return result(value, value - half, value + half, confidence, f"{method}; {FROM_ERRORS}, normal", groups.notes)


def ratio(
    estimate: ArrayLike, is_favourable: bool, uncertainty: Uncertainty | None = None, confidence: float = 0.95
) -> pd.DataFrame:
    """Return the ratio of the two ends of an order, without unit; above one is a disadvantage.

    Arguments as of `difference`; the same two groups, divided. Limits by the delta method on the logarithm. A ratio
    over zero, or of a negative figure, means nothing: the value is then NaN, and `note` says so; a ratio of zero has no
    limits. Raises what `difference` raises.
    Source: WHO, healthequal `r`.

    >>> times = ratio([30, 26, 20], False, Uncertainty(np.array([1.0, 1.0, 1.0])))
    >>> times[["value", "lower_cl", "upper_cl"]].round(2).iloc[0].tolist()
    [1.5, 1.33, 1.69]
    """
    groups, above, below = _ends(estimate, is_favourable, uncertainty)
    top, bottom = groups.estimate[:, above], groups.estimate[:, below]
    groups = _noted_ratio(groups, top, bottom)
    value = _quotient(top, bottom)
    method = ENDS[is_favourable].format("over")
    if groups.uncertainty is None:
        return result(value, np.nan, np.nan, confidence, f"{method}; {NO_ERRORS}", groups.notes)
    positive = np.where(groups.estimate > 0, groups.estimate, np.nan)
    error = np.sqrt(((groups.uncertainty.on_own_scale(positive) / positive) ** 2).sum(axis=-1))
    factor = np.exp(critical_value(confidence) * error)
    method = f"{method}; {FROM_ERRORS}, delta method on the logarithm"
    return result(value, value / factor, value * factor, confidence, method, groups.notes)


def difference_of_extremes(
    estimate: ArrayLike,
    is_favourable: bool,
    uncertainty: Uncertainty | None = None,
    reference: int | None = None,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return the difference between the highest and the lowest of groups without an order, in the estimate's unit.

    With a `reference`, the position of a group (0 the first): between it and the worst of the others, reference minus
    the lowest if more is better, else the highest minus the reference; below zero when the reference is the worst.
    Limits with the groups' `uncertainty`, see `spread`: the highest of several groups lies high by chance too, which
    limits for two groups chosen beforehand would not know. Raises what `unordered_groups` raises with fewer than two.
    Source: WHO, healthequal `d` (value).

    >>> gap = difference_of_extremes([26, 30, 20], False, Uncertainty(np.array([1.0, 1.0, 1.0])))
    >>> gap[["value", "lower_cl", "upper_cl"]].round(1).iloc[0].tolist()
    [10.0, 7.2, 12.8]
    """
    groups, pair, words = _extremes(estimate, is_favourable, uncertainty, reference)

    def statistic(values: Numbers, _population: Numbers) -> Numbers:
        top, bottom = pair(values)
        return top - bottom

    floor = 0.0 if reference is None else -np.inf
    return simulated_spread(groups, statistic, words.format("minus"), confidence, draws, floor)


def ratio_of_extremes(
    estimate: ArrayLike,
    is_favourable: bool,
    uncertainty: Uncertainty | None = None,
    reference: int | None = None,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return the ratio of the highest and the lowest of groups without an order, without unit.

    Arguments as of `difference_of_extremes`; the same two groups, divided. Limits on the logarithm. NaN over zero or of
    a negative figure, with a note. Raises what `difference_of_extremes` raises.
    Source: WHO, healthequal `r` (value).

    >>> times = ratio_of_extremes([26, 30, 20], False, Uncertainty(np.array([1.0, 1.0, 1.0])))
    >>> times[["value", "lower_cl", "upper_cl"]].round(2).iloc[0].tolist()
    [1.5, 1.33, 1.69]
    """
    groups, pair, words = _extremes(estimate, is_favourable, uncertainty, reference)
    groups = _noted_ratio(groups, *pair(groups.estimate))

    def statistic(values: Numbers, _population: Numbers) -> Numbers:
        quotient = _quotient(*pair(values))
        return np.log(np.where(quotient > 0, quotient, np.nan))

    floor = 0.0 if reference is None else -np.inf
    logarithm = simulated_spread(groups, statistic, words.format("over"), confidence, draws, floor)
    limits = np.exp(logarithm["lower_cl"]), np.exp(logarithm["upper_cl"])
    value = _quotient(*pair(groups.estimate))  # zero has no logarithm
    return logarithm.assign(value=value, lower_cl=limits[0], upper_cl=limits[1])


def _ends(estimate: ArrayLike, is_favourable: bool, uncertainty: Uncertainty | None) -> tuple[GroupEstimates, int, int]:
    """Return the most and the least deprived group, and the places of the one above and the one below."""
    values = np.atleast_2d(np.asarray(estimate, dtype=float))
    ends = [0, -1] if values.shape[-1] > 1 else [0]
    is_end = np.zeros(values.shape, dtype=bool)
    is_end[:, ends] = True
    refuse_groups(is_end & ~np.isfinite(values), "no estimate for group (1 = most deprived)")
    if uncertainty is not None:
        errors = np.broadcast_to(np.asarray(uncertainty.standard_error, dtype=float), values.shape)
        refuse_groups(is_end & ~(np.isfinite(errors) & (errors >= 0)), "no standard error for group")
        uncertainty = Uncertainty(errors[:, ends], uncertainty.scale)
    groups = unordered_groups(values[:, ends], np.ones(len(ends)), uncertainty, FEWEST)
    return groups, *((1, 0) if is_favourable else (0, 1))


def _extremes(
    estimate: ArrayLike, is_favourable: bool, uncertainty: Uncertainty | None, reference: int | None
) -> tuple[GroupEstimates, Pair, str]:
    """Return the groups, how to find the two to be compared (the one that should be above first), and that in words."""
    groups = unordered_groups(estimate, np.ones(np.shape(estimate)[-1]), uncertainty, FEWEST)
    if reference is None:
        return groups, lambda values: (values.max(axis=-1), values.min(axis=-1)), OF_ALL
    place = groups.place_of(reference)

    def pair(values: Numbers) -> tuple[Numbers, Numbers]:
        chosen, others = values[..., place], np.delete(values, place, axis=-1)
        return (chosen, others.min(axis=-1)) if is_favourable else (others.max(axis=-1), chosen)

    return groups, pair, TO_WORST[is_favourable]


def _quotient(top: Numbers, bottom: Numbers) -> Numbers:
    is_defined = (top >= 0) & (bottom > 0)
    return np.where(is_defined, top / np.where(is_defined, bottom, 1.0), np.nan)


def _noted_ratio(groups: GroupEstimates, top: Numbers, bottom: Numbers) -> GroupEstimates:
    groups = groups.noted((top < 0) | (bottom < 0), "not defined: a negative value")
    groups = groups.noted((top >= 0) & (bottom == 0), "not defined: division by zero")
    return groups.noted((top == 0) & (bottom > 0), "no limits: zero has no logarithm")
