"""Theil index and mean log deviation: relative inequality by the logarithm of each group's ratio to the mean.

The Theil index minds the groups far above the mean more, the mean log deviation those far below. The Theil index of
small areas falls apart into what lies between the authorities they belong to and what lies within them.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

from geodata.inequality.estimates import GroupEstimates
from geodata.inequality.result import Numbers
from geodata.inequality.spread import (
    LESS_CHANCE,
    Statistic,
    above_zero,
    non_negative_groups,
    population_mean,
    simulated_spread,
    spread,
    without_limits,
)
from geodata.inequality.uncertainty import DRAWS, Uncertainty

SCALE = 1000
THEIL = "1000 x population-weighted mean of r ln r, r the ratio to the mean"
LOG_DEVIATION = "1000 x population-weighted mean of -ln r, r the ratio to the mean"
FROM_ERRORS = "from the groups' own errors (delta method)"
PARTS = ["total", "between", "within"]


def theil_index(
    estimate: ArrayLike, population: ArrayLike, uncertainty: Uncertainty | None = None, confidence: float = 0.95
) -> pd.DataFrame:
    """Return the population-weighted Theil index times 1000, without unit; 0 when all groups are equal.

    `estimate` and `population` have one value per group, in any order, or several rows of them. A group at zero counts
    with 0, the limit of r ln r, but leaves no limits: the logarithm there has no slope. NaN, with a note, where an
    estimate is negative or all are zero. Limits with the groups' `uncertainty`, see `theil_error` and `spread`; without
    it none. Raises what `unordered_groups` raises.
    Source: WHO, healthequal `ti` (which puts 0.000001 for zeros); Ahn et al. (2018).

    >>> theil = theil_index([30, 26, 20], [100, 100, 100], Uncertainty(np.array([1.0, 1.0, 1.0])))
    >>> theil[["value", "lower_cl", "upper_cl"]].round(1).iloc[0].tolist()
    [13.4, 5.3, 20.5]
    """
    groups = non_negative_groups(estimate, population, uncertainty)
    value = _theil(groups.estimate, groups.population)
    errors = groups.uncertainty
    if errors is None:
        return without_limits(groups, value, THEIL, confidence)
    is_zero = (groups.estimate == 0) & (groups.population > 0) & np.isfinite(value)[:, None]
    groups = groups.naming(is_zero, "no limits: the logarithm has no slope at zero,")
    added, error = theil_error(groups, errors)
    return spread(groups, value, added, error, f"{THEIL}; {LESS_CHANCE}, {FROM_ERRORS}", confidence)


def mean_log_deviation(
    estimate: ArrayLike, population: ArrayLike, uncertainty: Uncertainty | None = None, confidence: float = 0.95
) -> pd.DataFrame:
    """Return the population-weighted mean log deviation times 1000, without unit; 0 when all groups are equal.

    Arguments and limits as of `theil_index`, the error as in `log_deviation_error`. NaN, with a note naming the groups,
    where an estimate is zero, which has no logarithm, or negative. Raises what `unordered_groups` raises.
    Source: WHO, healthequal `mld` (which puts 0.000001 for zeros); Ahn et al. (2018).

    >>> mld = mean_log_deviation([30, 26, 20], [100, 100, 100], Uncertainty(np.array([1.0, 1.0, 1.0])))
    >>> mld[["value", "lower_cl", "upper_cl"]].round(1).iloc[0].tolist()
    [13.8, 5.2, 21.2]
    """
    groups = non_negative_groups(estimate, population, uncertainty)
    is_zero = (groups.estimate == 0) & (groups.population > 0) & (groups.mean > 0)[:, None]
    groups = groups.naming(is_zero, "not defined: zero has no logarithm,")
    value = _log_deviation(groups.estimate, groups.population)
    if groups.uncertainty is None:
        return without_limits(groups, value, LOG_DEVIATION, confidence)
    added, error = log_deviation_error(groups, groups.uncertainty)
    return spread(groups, value, added, error, f"{LOG_DEVIATION}; {LESS_CHANCE}, {FROM_ERRORS}", confidence)


def theil_decomposition(
    estimate: ArrayLike,
    population: ArrayLike,
    partition: ArrayLike,
    uncertainty: Uncertainty | None = None,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return the Theil index of one row of groups, times 1000, in the rows `total`, `between` and `within`.

    `partition` says for each group to which part it belongs (the authority of a ward). Between: the Theil index of the
    parts, each with its mean and population. Within: the index inside each part, weighted by its share in what is
    measured. They add up to the total. Limits with the groups' `uncertainty`, simulated, see `spread`. NaN, with a
    note, where an estimate is negative or all are zero. Raises `ValueError` when a group has no part, and what
    `unordered_groups` raises.
    Source: Theil (1967); Shorrocks (1980).

    >>> parts = theil_decomposition([30, 26, 20], [100, 100, 100], ["Halton", "Halton", "Wirral"])
    >>> parts["value"].round(2).to_dict()
    {'total': 13.42, 'between': 11.54, 'within': 1.88}
    """
    groups = non_negative_groups(estimate, population, uncertainty)
    if len(groups.estimate) > 1:
        raise ValueError(f"the decomposition takes one row of groups, found {len(groups.estimate)}")
    members = _members(groups, partition)

    def part_mean(values: Numbers, people: Numbers) -> Numbers:
        parts = people @ members
        return np.divide((values * people) @ members, np.where(parts > 0, parts, 1.0))

    def between(values: Numbers, people: Numbers) -> Numbers:
        return _theil(part_mean(values, people), people @ members)

    def within(values: Numbers, people: Numbers) -> Numbers:
        own = part_mean(values, people) @ members.T
        # nothing is uneven inside a part at zero
        inside = xlogy(values, np.where(own > 0, values / above_zero(own), 1.0))
        return SCALE * population_mean(inside, people) / above_zero(population_mean(values, people))

    components: list[Statistic] = [_theil, between, within]
    tables = [
        simulated_spread(groups, statistic, f"{THEIL}; {name}", confidence, draws)
        for name, statistic in zip(PARTS, components, strict=True)
    ]
    return pd.concat(tables).set_index(pd.Index(PARTS))


def theil_error(groups: GroupEstimates, uncertainty: Uncertainty) -> tuple[Numbers, Numbers]:
    """Return what chance adds to the Theil index times 1000 of each row (second order), and its standard error (first).

    With shares s and mean m the index T changes with group i by g = s / m (ln r - T), and g with it by
    s / m (1 / y - s / m) - 2 g s / m; errors of variance v add half of that times v.
    Source: Ahn et al. (2018) for the standard error.
    """
    share, mean, variance = _parts(groups, uncertainty)
    values = above_zero(np.where(share > 0, groups.estimate, 1.0))
    index = _theil(groups.estimate, groups.population)[:, None] / SCALE
    slope = share / mean * (np.log(values / mean) - index)
    bend = share / mean * (1 / values - share / mean) - 2 * slope * share / mean
    return SCALE / 2 * (bend * variance).sum(axis=-1), SCALE * np.sqrt((slope**2 * variance).sum(axis=-1))


def log_deviation_error(groups: GroupEstimates, uncertainty: Uncertainty) -> tuple[Numbers, Numbers]:
    """Return what chance adds to the mean log deviation times 1000 (second order), and its standard error (first).

    With shares s and mean m it changes with group i by s / m - s / y, and that with it by s / y^2 - (s / m)^2.
    Source: Ahn et al. (2018) for the standard error.
    """
    share, mean, variance = _parts(groups, uncertainty)
    values = above_zero(np.where(share > 0, groups.estimate, 1.0))
    slope = share / mean - share / values
    bend = share / values**2 - (share / mean) ** 2
    return SCALE / 2 * (bend * variance).sum(axis=-1), SCALE * np.sqrt((slope**2 * variance).sum(axis=-1))


def _parts(groups: GroupEstimates, uncertainty: Uncertainty) -> tuple[Numbers, Numbers, Numbers]:
    variance = uncertainty.on_own_scale(groups.estimate) ** 2
    return groups.share, above_zero(groups.mean)[:, None], variance


def _theil(values: Numbers, population: Numbers) -> Numbers:
    ratio = values / above_zero(population_mean(values, population))[..., None]
    # an empty group counts for nothing, whatever its value; below zero nothing is defined
    known = np.where(population > 0, np.where(ratio < 0, np.nan, ratio), 1.0)
    return SCALE * population_mean(xlogy(known, known), population)


def _log_deviation(values: Numbers, population: Numbers) -> Numbers:
    ratio = values / above_zero(population_mean(values, population))[..., None]
    known = np.where(population > 0, above_zero(ratio), 1.0)
    return -SCALE * population_mean(np.log(known), population)


def _members(groups: GroupEstimates, partition: ArrayLike) -> NDArray[np.float64]:
    """Return groups x parts: 1 where a group belongs to a part."""
    given = pd.Series(partition)
    if len(given) < groups.number.max():
        raise ValueError(f"{len(given)} parts for {groups.number.max()} groups: name the part of every group")
    parts = given.iloc[groups.number - 1]
    groups.refuse(parts.isna().to_numpy()[None, :], "no part named for group")
    return pd.get_dummies(parts, dtype=float).to_numpy()
