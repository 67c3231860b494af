"""How far groups without an order lie, on average, from their mean, from the best of them or from a named one.

Weighted by their populations they speak of people, unweighted of groups as such, a village counting like a city. The
population mean itself is weighted in both. A group in which nobody lives counts in neither.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from geodata.inequality.dispersion import NO_MEAN
from geodata.inequality.estimates import unordered_groups
from geodata.inequality.result import Numbers
from geodata.inequality.spread import above_zero, population_mean, simulated_spread
from geodata.inequality.uncertainty import DRAWS, Uncertainty

WEIGHTED = {True: "weighted by population", False: "every group counting alike"}
DISTANCE = "mean distance of the groups from {}, {}"
POPULATION_MEAN, GIVEN_MEAN = "the population mean", "the average given"


def mean_difference_from_mean(
    estimate: ArrayLike,
    population: ArrayLike,
    uncertainty: Uncertainty | None = None,
    weighted: bool = True,
    setting_average: float | None = None,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return the mean distance of the groups from their population mean, in the estimate's unit.

    `estimate` and `population` have one value per group, in any order, or several rows of them. A `setting_average`,
    known from elsewhere, takes the place of the mean. Limits with the groups' `uncertainty`, see `spread`; without it
    none. Raises what `unordered_groups` raises.
    Source: WHO, healthequal `mdmw`, `mdmu` (value).

    >>> mdm = mean_difference_from_mean([30, 26, 20], [100, 100, 100])
    >>> mdm["value"].round(3).item()
    3.556
    """
    groups = unordered_groups(estimate, population, uncertainty)

    def statistic(values: Numbers, people: Numbers) -> Numbers:
        return _mean_distance(values, people, _centre(values, people, setting_average), weighted)

    method = DISTANCE.format(_centre_in_words(setting_average), WEIGHTED[weighted])
    return simulated_spread(groups, statistic, method, confidence, draws)


def mean_difference_from_best(
    estimate: ArrayLike,
    population: ArrayLike,
    is_favourable: bool,
    uncertainty: Uncertainty | None = None,
    weighted: bool = True,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return the mean distance of the groups from the best: the highest if more is better, else the lowest.

    Arguments as of `mean_difference_from_mean`. The best of many groups is the best by chance too. Raises what
    `unordered_groups` raises.
    Source: WHO, healthequal `mdbw`, `mdbu` (value).

    >>> mdb = mean_difference_from_best([30, 26, 20], [100, 100, 100], False)
    >>> mdb["value"].round(3).item()
    5.333
    """
    groups = unordered_groups(estimate, population, uncertainty)

    def statistic(values: Numbers, people: Numbers) -> Numbers:
        turned = values if is_favourable else -values
        best = np.where(people > 0, turned, -np.inf).max(axis=-1)
        return _mean_distance(turned, people, best, weighted)

    method = DISTANCE.format("the best of them", WEIGHTED[weighted])
    return simulated_spread(groups, statistic, method, confidence, draws)


def mean_difference_from_reference(
    estimate: ArrayLike,
    population: ArrayLike,
    reference: int,
    uncertainty: Uncertainty | None = None,
    weighted: bool = True,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return the mean distance of the groups from the one at position `reference`, 0 the first.

    Arguments as of `mean_difference_from_mean`; the reference itself counts among the groups, with no distance. Raises
    what `unordered_groups` raises, and `ValueError` if the reference has no estimate.
    Source: WHO, healthequal `mdrw`, `mdru` (value).

    >>> mdr = mean_difference_from_reference([30, 26, 20], [100, 100, 100], reference=1)
    >>> mdr["value"].round(3).item()
    3.333
    """
    groups = unordered_groups(estimate, population, uncertainty)
    place = groups.place_of(reference)

    def statistic(values: Numbers, people: Numbers) -> Numbers:
        return _mean_distance(values, people, values[..., place], weighted)

    method = DISTANCE.format(f"group {reference + 1}", WEIGHTED[weighted])
    return simulated_spread(groups, statistic, method, confidence, draws)


def index_of_disparity(
    estimate: ArrayLike,
    population: ArrayLike,
    uncertainty: Uncertainty | None = None,
    weighted: bool = True,
    setting_average: float | None = None,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return the mean distance of the groups from their population mean relative to it, in per cent.

    Arguments as of `mean_difference_from_mean`. NaN, with a note, where the mean is not above zero. Raises what
    `unordered_groups` raises.
    Source: Pearcy and Keppel (2002); WHO, healthequal `idisw`, `idisu` (value).

    >>> idis = index_of_disparity([30, 26, 20], [100, 100, 100])
    >>> idis["value"].round(2).item()
    14.04
    """
    groups = unordered_groups(estimate, population, uncertainty)
    groups = groups.noted(_centre(groups.estimate, groups.population, setting_average) <= 0, NO_MEAN)

    def statistic(values: Numbers, people: Numbers) -> Numbers:
        centre = _centre(values, people, setting_average)
        return 100 * _mean_distance(values, people, centre, weighted) / above_zero(centre)

    words = _centre_in_words(setting_average)
    method = f"{DISTANCE.format(words, WEIGHTED[weighted])}, relative to it"
    return simulated_spread(groups, statistic, method, confidence, draws)


def _centre(values: Numbers, people: Numbers, setting_average: float | None) -> Numbers:
    mean = population_mean(values, people)
    return mean if setting_average is None else np.full_like(mean, setting_average)


def _centre_in_words(setting_average: float | None) -> str:
    return POPULATION_MEAN if setting_average is None else GIVEN_MEAN


def _mean_distance(values: Numbers, people: Numbers, centre: Numbers, weighted: bool) -> Numbers:
    weight = people if weighted else (people > 0).astype(float)
    return population_mean(np.abs(values - centre[..., None]), weight)
