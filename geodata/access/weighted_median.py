"""The weighted median of each group, with those who reach nothing counted as furthest away."""

import numpy as np
import pandas as pd


def weighted_medians(values: pd.Series, weights: pd.Series, groups: pd.Series) -> pd.Series:
    """Return the median of each group, by its key: the least value that at least half of its weight does not exceed.

    A missing value is one that is not reached, further than every other: where half of the weight or more has none the
    median is missing, as it is where the group weighs nothing or a weight is not known.

    Of 100 people 60 walk 4 or 6 minutes; then 50 of 100 reach nothing:

    >>> minutes, people = pd.Series([4.0, 6.0, 9.0, None, 4.0, None]), pd.Series([30.0, 30, 20, 20, 50, 50])
    >>> weighted_medians(minutes, people, pd.Series(["a", "a", "a", "a", "b", "b"])).to_dict()
    {'a': 6.0, 'b': nan}
    """
    frame = pd.DataFrame({"value": values.fillna(np.inf), "weight": weights, "group": groups})
    ordered = frame.sort_values(["group", "value"], kind="stable")
    below = ordered.groupby("group")["weight"].cumsum()
    total = ordered.groupby("group")["weight"].transform("sum", skipna=False)
    half = total / 2 * (1 - 1e-12)  # weights that are sums of shares do not add up to exact halves
    is_median = (below >= half) & (ordered["weight"] > 0)
    medians = ordered[is_median].groupby("group")["value"].first().reindex(ordered["group"].unique())
    unreached = ordered["weight"].where(ordered["value"] == np.inf, 0.0).groupby(ordered["group"]).sum()
    total_of = total.groupby(ordered["group"]).first()
    return medians.where((unreached < total_of / 2 * (1 - 1e-12)) & np.isfinite(medians))
