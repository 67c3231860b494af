"""What ratings mean: whether a part is available."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from geodata.schemas.school_routes import PART_VERDICTS

FAILS = 3


def verdict(rating_lo: ArrayLike, rating_hi: ArrayLike) -> pd.Series:
    """Return the verdict on each part from its ratings under best and worst evidence; rows numbered from 0.

    Unavailable if it fails under best evidence, available if it passes under worst, undetermined between the two.
    Where no rule applies (nan) a part is available.

    >>> verdict([0, 3, 1, np.nan], [2, 3, 3, np.nan]).tolist()
    ['available', 'unavailable', 'undetermined', 'available']
    """
    available, unavailable, undetermined = range(len(PART_VERDICTS))
    is_failing, may_fail = np.asarray(rating_lo, float) >= FAILS, np.asarray(rating_hi, float) >= FAILS
    chosen = np.where(is_failing, unavailable, np.where(may_fail, undetermined, available))
    return pd.Series(pd.array(PART_VERDICTS, dtype="string").take(chosen))
