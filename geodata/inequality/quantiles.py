"""Areas cut into equal numbers by the order of their values: deciles and quintiles of areas."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from geodata.inequality.refusals import numbers


def assign_quantile(
    values: pd.Series, quantiles: int = 10, *, highest_is_first: bool, group: ArrayLike | None = None
) -> pd.Series:
    """Return each area's quantile among the areas with a value, 1 to `quantiles`, as a float Series of the same index.

    Quantile 1 holds the highest values if `highest_is_first` (an IMD score), else the lowest (an IMD rank); within each
    `group` separately if given. Of N areas the one with rank r (ties share the smaller) is in quantile
    floor((k + 1) - ceil((N + 1 - r) / (N / k))), a result of 0 being 1. A missing value has no quantile, nor has any
    area of a group with fewer values than quantiles. Areas count alike whatever their population. Raises `ValueError`
    if `quantiles` is less than 2.
    Source: OHID, technical guidance "Assigning deprivation categories"; PHEindicatormethods `phe_quantile`.

    >>> score = pd.Series([50.0, 20.0, 40.0, 30.0, 10.0], ["Bank", "Hill", "Moss", "Quay", "Wood"])
    >>> assign_quantile(score, 2, highest_is_first=True).to_dict()
    {'Bank': 1.0, 'Hill': 2.0, 'Moss': 1.0, 'Quay': 1.0, 'Wood': 2.0}
    """
    if quantiles < 2:
        raise ValueError(f"quantiles must be 2 or more, found {quantiles}")
    within = np.zeros(len(values)) if group is None else np.asarray(group)
    grouped = pd.Series(numbers(values)).groupby(within, dropna=False)
    rank = grouped.rank(method="min", ascending=not highest_is_first).to_numpy()
    n = grouped.transform("count").to_numpy(dtype=float)
    n = np.where(n >= quantiles, n, np.nan)
    quantile = np.floor((quantiles + 1) - np.ceil((n + 1 - rank) / (n / quantiles)))
    return pd.Series(np.maximum(quantile, 1.0), values.index, name="quantile")
