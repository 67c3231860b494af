"""How much better the average would be if every group were as well off as the reference.

An average that could be, not a forecast: nothing shows that people would do as well if only they lived elsewhere.
"""

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from geodata.inequality.confidence import critical_value, ratio_limits
from geodata.inequality.estimates import FEWEST_GROUPS, GroupEstimates, ordered_groups, unordered_groups
from geodata.inequality.result import Numbers, result
from geodata.inequality.spread import Statistic, above_zero, population_mean, simulated_spread, without_limits
from geodata.inequality.uncertainty import DRAWS, Uncertainty

Reference = Literal["least deprived", "best"] | int
RISK = "{} minus the population mean"
FRACTION = "{} relative to the population mean, less one"
FROM_ERRORS = "limits from the groups' own errors"
NO_GAIN = "set to 0: the reference is no better off than the average"


def population_attributable_risk(
    estimate: ArrayLike,
    population: ArrayLike,
    is_favourable: bool,
    uncertainty: Uncertainty | None = None,
    reference: Reference = "least deprived",
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return the reference's estimate minus the population mean, in the estimate's unit; below zero if more is worse.

    `estimate` and `population` have one value per group, or several rows of them. The `reference` is the "least
    deprived" group (the last of groups in order), the "best" of groups without an order, or one at a position (0 the
    first). Where it is worse off than the average the value is 0, and `note` says so; limits then end at 0 too.
    Limits with the groups' `uncertainty`, without it none: the reference and the mean vary together by the groups'
    errors (normal); for the best group, which is the best by chance too, see `spread`. Raises what `ordered_groups`
    (least deprived) or `unordered_groups` raises with fewer than three groups.
    Source: WHO, healthequal `parisk` (value; its limits take the populations for sample sizes).

    >>> par = population_attributable_risk([30, 26, 20], [100, 100, 100], False, Uncertainty(np.array([1.0, 1.0, 1.0])))
    >>> par[["value", "lower_cl", "upper_cl"]].round(2).iloc[0].tolist()
    [-5.33, -6.93, -3.73]
    """
    groups, words = _groups(estimate, population, uncertainty, reference)
    if reference == "best":
        table = simulated_spread(groups, _gain(is_favourable), RISK.format(words), confidence, draws)
        return _turned(table, is_favourable)
    place = _places(groups, reference)
    value = _at(groups.estimate, place) - groups.mean
    if groups.uncertainty is None:
        return _without_loss(without_limits(groups, value, RISK.format(words), confidence), is_favourable)
    parts = (np.arange(groups.estimate.shape[-1]) == place[:, None]) - groups.share
    errors = groups.uncertainty.on_own_scale(groups.estimate)
    half = critical_value(confidence) * np.sqrt(((parts * errors) ** 2).sum(axis=-1))
    method = f"{RISK.format(words)}; {FROM_ERRORS}, normal"
    return _without_loss(result(value, value - half, value + half, confidence, method, groups.notes), is_favourable)


def population_attributable_fraction(
    estimate: ArrayLike,
    population: ArrayLike,
    is_favourable: bool,
    uncertainty: Uncertainty | None = None,
    reference: Reference = "least deprived",
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return the population attributable risk relative to the population mean, in per cent.

    Arguments and signs as of `population_attributable_risk`. Limits of the ratio of two estimates that vary together
    (Fieller), missing where the mean may be zero. NaN, with a note, where the mean is not above zero. Raises what
    `population_attributable_risk` raises.
    Source: WHO, healthequal `paf` (value; its limits lie on another scale).

    >>> paf = population_attributable_fraction([30, 26, 20], [1, 1, 1], False, Uncertainty(np.array([1.0, 1.0, 1.0])))
    >>> paf[["value", "lower_cl", "upper_cl"]].round(1).iloc[0].tolist()
    [-21.1, -27.5, -14.7]
    """
    groups, words = _groups(estimate, population, uncertainty, reference)
    groups = groups.noted(groups.mean <= 0, "not defined: the mean leaves nothing to divide by")
    method = FRACTION.format(words)
    if reference == "best":
        table = simulated_spread(groups, _relative_gain(is_favourable), method, confidence, draws)
        return _turned(table, is_favourable)
    place, mean = _places(groups, reference), above_zero(groups.mean)
    level = _at(groups.estimate, place)
    value = 100 * (level / mean - 1)
    if groups.uncertainty is None:
        return _without_loss(without_limits(groups, value, method, confidence), is_favourable)
    variance = groups.uncertainty.on_own_scale(groups.estimate) ** 2
    of_level = _at(variance, place)
    of_mean = (groups.share**2 * variance).sum(axis=-1)
    lower, upper = ratio_limits(level, mean, of_level, of_mean, _at(groups.share, place) * of_level, confidence)
    groups = groups.noted(np.isfinite(value) & np.isnan(lower), "no limits: chance alone could bring the mean to zero")
    method = f"{method}; {FROM_ERRORS}, of a ratio (Fieller)"
    table = result(value, 100 * (lower - 1), 100 * (upper - 1), confidence, method, groups.notes)
    return _without_loss(table, is_favourable)


def _groups(
    estimate: ArrayLike, population: ArrayLike, uncertainty: Uncertainty | None, reference: Reference
) -> tuple[GroupEstimates, str]:
    if reference == "least deprived":
        return ordered_groups(estimate, population, uncertainty, FEWEST_GROUPS), "least deprived group"
    groups = unordered_groups(estimate, population, uncertainty)
    return groups, "best group" if reference == "best" else f"group {int(reference) + 1}"


def _places(groups: GroupEstimates, reference: Reference) -> NDArray[np.intp]:
    """Return the place of the reference in each row: of the last group in which somebody lives, or of the one named."""
    rows, size = groups.estimate.shape
    if reference != "least deprived":
        return np.full(rows, groups.place_of(int(reference)))
    places: NDArray[np.intp] = size - 1 - (groups.population > 0)[:, ::-1].argmax(axis=-1)
    return places


def _at(values: Numbers, place: NDArray[np.intp]) -> Numbers:
    return np.take_along_axis(values, place[:, None], axis=-1)[:, 0]


def _gain(is_favourable: bool) -> Statistic:
    """Return how far the best group in which somebody lives is from the mean, never below zero."""

    def gain(values: Numbers, population: Numbers) -> Numbers:
        turned = values if is_favourable else -values
        best = np.where(population > 0, turned, -np.inf).max(axis=-1)
        gained: Numbers = np.maximum(best - population_mean(turned, population), 0.0)  # rounding is no loss
        return gained

    return gain


def _relative_gain(is_favourable: bool) -> Statistic:
    gain = _gain(is_favourable)

    def relative(values: Numbers, population: Numbers) -> Numbers:
        mean = population_mean(values, population)
        return 100 * gain(values, population) / above_zero(mean)

    return relative


def _turned(table: pd.DataFrame, is_favourable: bool) -> pd.DataFrame:
    """Return gains as what is added to the mean: below zero where more is worse."""
    if is_favourable:
        return table
    return table.assign(value=-table["value"], lower_cl=-table["upper_cl"], upper_cl=-table["lower_cl"])


def _without_loss(table: pd.DataFrame, is_favourable: bool) -> pd.DataFrame:
    """Return the table with no value and no limit on the wrong side of zero."""
    is_loss = table["value"] < 0 if is_favourable else table["value"] > 0
    lowest, highest = (0.0, np.inf) if is_favourable else (-np.inf, 0.0)
    limited = table[["value", "lower_cl", "upper_cl"]].clip(lowest, highest)
    notes = [
        "; ".join(filter(None, [note, NO_GAIN if loss else ""]))
        for note, loss in zip(table["note"], is_loss, strict=True)
    ]
    return table.assign(
        value=limited["value"],
        lower_cl=limited["lower_cl"],
        upper_cl=limited["upper_cl"],
        note=pd.array(notes, dtype="string"),
    )
