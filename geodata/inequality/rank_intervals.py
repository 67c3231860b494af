"""How far an area's rank can be trusted: its rank among values drawn anew within their limits."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from geodata.inequality.confidence import critical_value
from geodata.inequality.refusals import numbers, refuse_misaligned, refuse_where

COLUMNS = ["rank", "rank_lower", "rank_upper"]
ROUNDING = 1e-9


def rank_intervals(
    value: pd.Series,
    lower: pd.Series,
    upper: pd.Series,
    *,
    highest_is_first: bool,
    draws: int = 2000,
    seed: int = 20_250_101,
) -> pd.DataFrame:
    """Return each area's `rank` and its 95 % interval `rank_lower` to `rank_upper`, in the rows of `value`.

    Rank 1 is the highest value if `highest_is_first`, else the lowest; equal values share the smaller rank. An area
    without a value has no rank and takes no place in that of others. The interval holds the middle 95 % of the area's
    ranks over `draws` simulations in which all areas vary independently: each value is drawn with its own value as
    median and its 95 % limits as 2.5th and 97.5th percentile, half a normal curve on either side, so that limits need
    not be symmetric. An area without limits is held fixed; where none has any, the intervals are missing. The same seed
    gives the same intervals whatever the order of rows. Raises `ValueError` naming areas whose limits do not hold the
    value, and those given more than once.
    Source: Goldstein and Spiegelhalter (1996); two-piece normal: Wallis (2014).

    >>> rate = pd.Series([3.0, 8.0, 3.5], ["Bank", "Hill", "Quay"])
    >>> rank_intervals(rate, rate - 1, rate + 2, highest_is_first=True)
          rank  rank_lower  rank_upper
    Bank   3.0         2.0         3.0
    Hill   1.0         1.0         1.0
    Quay   2.0         2.0         3.0
    """
    refuse_misaligned(value=value, lower=lower, upper=upper)
    # in the order of the index, so that each area gets the same draws whatever the order of rows
    table = pd.DataFrame({"value": value, "lower": lower, "upper": upper}).astype(float).dropna(subset="value")
    table = table.sort_index()
    middle, low, high = (numbers(table[name]) for name in table.columns)
    slack = ROUNDING * np.abs(middle)
    refuse_where((low > middle + slack) | (high < middle - slack), table.index, "the limits do not hold the value for")
    ranks = pd.DataFrame(np.nan, table.index, COLUMNS)
    ranks["rank"] = rankdata(-middle if highest_is_first else middle, method="min").astype(float)
    is_free = ~np.isnan(low) & ~np.isnan(high)
    if is_free.any():
        below, above = (np.where(is_free, np.maximum(side, 0.0), 0.0) for side in (middle - low, high - middle))
        drawn = _drawn(middle, below, above, draws, seed)
        drawn_ranks = rankdata(-drawn if highest_is_first else drawn, method="min", axis=1)
        ranks[COLUMNS[1:]] = np.quantile(drawn_ranks, [0.025, 0.975], axis=0, method="inverted_cdf").T.astype(float)
    return ranks.reindex(value.index)


def _drawn(
    middle: NDArray[np.float64], below: NDArray[np.float64], above: NDArray[np.float64], draws: int, seed: int
) -> NDArray[np.float64]:
    z = np.random.default_rng(seed).standard_normal((draws, len(middle)))
    drawn: NDArray[np.float64] = middle + z * np.where(z < 0, below, above) / critical_value(0.95)
    return drawn
