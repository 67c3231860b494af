"""Areas ranked by need over several components, with how far the rank can be trusted."""

import numpy as np
import pandas as pd

from geodata.inequality.confidence import critical_value
from geodata.inequality.rank_intervals import rank_intervals
from geodata.inequality.refusals import refuse_misaligned

DECIMALS = 12  # scores that differ only by rounding are ties


def priority_rank(
    components: pd.DataFrame, lower: pd.DataFrame, upper: pd.DataFrame, draws: int = 2000, seed: int = 20_250_101
) -> pd.DataFrame:
    """Return each area's z-scores, their mean, its rank and the rank's 95 % interval.

    One column per component, where more means a greater need; `lower` and `upper` hold its 95 % limits or NaN. Columns:
    `<component>_z` = (value - mean) / standard deviation over the areas that have the component (0 where all are
    equal); `priority_score`, the mean of the z-scores; `priority_rank`, 1 for the greatest need, ties sharing the
    smaller rank; `priority_rank_lower`, `priority_rank_upper`, from `draws` simulations with the given seed. An area
    missing a component keeps its other z-scores and has no score or rank, and takes no place in the ranking of others.

    The simulation takes components and areas as independent and normal about the value, with standard deviation
    (upper - lower) / (2 x 1.96); the mean z-score is then normal too and drawn directly. A value without limits is
    held fixed, `held_fixed` says which; where none has any, the interval is missing. The order of rows does not matter.

    >>> areas = ["Bank", "Quay", "Hill"]
    >>> components = pd.DataFrame({"imd": [10.0, 20, 30], "casualties": [1.0, 5, 3]}, areas)
    >>> lower, upper = components.assign(imd=np.nan) - 0.5, components.assign(imd=np.nan) + 0.5
    >>> ranked = priority_rank(components, lower, upper)
    >>> ranked.drop(columns=["imd_z", "casualties_z"]).round(2)
          priority_score  priority_rank  priority_rank_lower  priority_rank_upper
    Bank           -1.22            3.0                  3.0                  3.0
    Quay            0.61            1.0                  1.0                  2.0
    Hill            0.61            1.0                  1.0                  2.0
    """
    refuse_misaligned(components=components, lower=lower, upper=upper)
    values = components.astype(float)
    spread = values.std(ddof=0).replace(0.0, np.nan)
    z = ((values - values.mean()) / spread).mask(values.notna() & spread.isna(), 0.0)
    table = z.add_suffix("_z").assign(priority_score=z.mean(axis=1, skipna=False).round(DECIMALS))
    score = table["priority_score"]
    # without any uncertainty a score is held fixed, and without any at all there are no intervals
    margin = critical_value(0.95) * _score_error(lower, upper, spread).replace(0.0, np.nan)
    ranks = rank_intervals(score, score - margin, score + margin, highest_is_first=True, draws=draws, seed=seed)
    return table.join(ranks.add_prefix("priority_"))


def held_fixed(components: pd.DataFrame, lower: pd.DataFrame, upper: pd.DataFrame) -> pd.Series:
    """Return for each area the components held fixed in its rank's interval, in words; empty if there are none.

    >>> components = pd.DataFrame({"imd": [10.0], "casualties": [1.0]}, ["Bank"])
    >>> limits = components.assign(imd=np.nan)
    >>> held_fixed(components, limits, limits)["Bank"]
    'rank interval without the uncertainty of imd (no limits)'
    """
    refuse_misaligned(components=components, lower=lower, upper=upper)
    names = components.columns
    is_fixed = components.notna() & (lower[names].isna() | upper[names].isna())
    listed = [", ".join(names[row]) for row in is_fixed.to_numpy()]
    words = [f"rank interval without the uncertainty of {some} (no limits)" if some else "" for some in listed]
    return pd.Series(words, components.index, dtype="string", name="held_fixed")


def _score_error(lower: pd.DataFrame, upper: pd.DataFrame, spread: pd.Series) -> pd.Series:
    width = (upper[spread.index] - lower[spread.index]).astype(float)
    in_z = width / (2 * critical_value(0.95)) / spread
    return (in_z.fillna(0.0) ** 2).sum(axis=1) ** 0.5 / len(spread)
