"""Population groups in the order of deprivation: which areas belong together."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from geodata.errors import TooFewAreasError
from geodata.inequality.refusals import refuse_where
from geodata.inequality.result import Numbers

GROUP_COUNTS = (10, 5)
FEWEST_AREAS_IN_A_GROUP = 5


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
