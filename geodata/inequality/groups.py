"""Population groups in the order of deprivation, and what every measure over such groups needs."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from geodata.errors import TooFewAreasError
from geodata.inequality.refusals import refuse_where

Numbers = NDArray[np.float64]
GROUP_COUNTS = (10, 5)
FEWEST_AREAS_IN_A_GROUP = 5
FEWEST_GROUPS = 3
ALL_EQUAL = "all groups have the same value: the limits have no width"


def deprivation_groups(score: ArrayLike, population: ArrayLike) -> NDArray[np.int64]:
    """Return the deprivation group of each area in the order given: 0 for the most deprived, up to 9, or up to 4.

    Areas are ranked by IMD score, the highest first; of equal scores the area given first comes first, so give the
    areas in the order of their codes. They are cut into groups of about equal population: with P people in all and k
    groups, an area is in group floor(k (people before it + half its own) / P). Ten groups if each holds at least five
    areas, else five on the same condition.

    Raises `TooFewAreasError` if five groups are still too thin, `ValueError` naming the positions of areas without a
    score, or with a missing or negative population.

    >>> deprivation_groups(range(25), [1500] * 25).tolist()
    [4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    """
    scores, people = np.asarray(score, dtype=float), np.asarray(population, dtype=float)
    positions = pd.RangeIndex(len(scores))
    refuse_where(~np.isfinite(scores), positions, "no deprivation score for the areas at positions")
    refuse_where(~(people >= 0), positions, "the population is missing or negative for the areas at positions")
    order = np.argsort(-scores, kind="stable")
    for count in GROUP_COUNTS:
        group = np.empty(len(scores), dtype=np.int64)
        group[order] = _cut(people[order], count)
        if np.bincount(group, minlength=count).min() >= FEWEST_AREAS_IN_A_GROUP:
            return group
    raise TooFewAreasError(
        f"{len(scores)} areas do not fill {GROUP_COUNTS[-1]} population groups of at least "
        f"{FEWEST_AREAS_IN_A_GROUP} areas; measure the gradient in a larger area"
    )


def _cut(population: Numbers, count: int) -> Numbers:
    midpoint = population.cumsum() - population / 2
    # an uninhabited area at the very end has its midpoint at the total; without anybody all are in one group
    group: Numbers = np.minimum(midpoint * count // max(population.sum(), 1.0), count - 1)
    return group


def grouped(numerator: ArrayLike, denominator: ArrayLike, groups: NDArray[np.int64]) -> Numbers:
    """Return the ratio of each group, group 0 first: sum of its areas' numerators over sum of their denominators.

    One missing part makes the whole group NaN, never smaller; so does a group with nobody below the line.

    >>> grouped([1, 2, 5], [10, 20, 20], np.array([0, 0, 1])).tolist()
    [0.1, 0.25]
    """
    above = np.bincount(groups, np.asarray(numerator, dtype=float))
    below = np.bincount(groups, np.asarray(denominator, dtype=float))
    return above / np.where(below > 0, below, np.nan)


def ridit(population: ArrayLike) -> Numbers:
    """Return each group's mid-point cumulative population share: 0 the most deprived end, 1 the least deprived.

    >>> ridit([50, 30, 20]).tolist()
    [0.25, 0.65, 0.9]
    """
    people = np.asarray(population, dtype=float)
    share: Numbers = (people.cumsum() - people / 2) / people.sum()
    return share


def ordered_groups(estimate: ArrayLike, population: ArrayLike) -> tuple[Numbers, Numbers]:
    """Return estimates and populations of groups, most deprived first, as floats fit for a measure over them.

    Raises `TooFewAreasError` with fewer than three groups, `ValueError` naming the groups (1 = most deprived) without
    an estimate or whose population is not above zero.
    """
    values, people = np.asarray(estimate, dtype=float), np.asarray(population, dtype=float)
    if len(values) != len(people):
        raise ValueError(f"{len(values)} estimates for {len(people)} populations: give one of each per group")
    if len(values) < FEWEST_GROUPS:
        raise TooFewAreasError(f"a gradient needs at least {FEWEST_GROUPS} groups, found {len(values)}")
    number = pd.RangeIndex(1, len(values) + 1)
    refuse_where(~np.isfinite(values), number, "no estimate for group (1 = most deprived)")
    refuse_where(~(people > 0), number, "the population must be above zero in group (1 = most deprived)")
    return values, people


def are_equal(values: Numbers) -> bool:
    """Return whether all values are the same, up to the rounding of a division.

    >>> are_equal(np.array([0.3, 0.1 + 0.2])), are_equal(np.array([0.3, 0.31]))
    (True, False)
    """
    return bool(np.ptp(values) <= 1e-12 * np.abs(values).max())
