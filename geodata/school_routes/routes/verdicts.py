"""Whether pupils have an available route within the statutory distance, from the lengths of their walks."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.schemas.school_routes import PUPIL_VERDICTS

Integers = NDArray[np.int64]


def pupil_verdicts(shortest_mm: Integers, best_mm: Integers, strict_mm: Integers, limit_mm: Integers) -> pd.Series:
    """Return the verdict on each walk; lengths are -1 where there is no walk.

    Beyond the limit if the shortest walk is longer or there is none; else available if a strict route is within the
    limit, unavailable if no best route is, undetermined between the two.

    >>> shortest, limit = np.array([900, 900, 900, 2100]), np.full(4, 2000)
    >>> best, strict = np.array([900, 1200, -1, 2100]), np.array([1999, 2001, -1, 2100])
    >>> pupil_verdicts(shortest, best, strict, limit).tolist()
    ['available', 'undetermined', 'unavailable', 'beyond limit']
    """
    chosen = np.select(
        [~is_within(shortest_mm, limit_mm), is_within(strict_mm, limit_mm), ~is_within(best_mm, limit_mm)],
        [PUPIL_VERDICTS.index(verdict) for verdict in ("beyond limit", "available", "unavailable")],
        default=PUPIL_VERDICTS.index("undetermined"),
    )
    return pd.Series(pd.array(PUPIL_VERDICTS, dtype="string").take(chosen))


def is_within(mm: Integers, limit_mm: Integers) -> NDArray[np.bool_]:
    """Tell which walks exist and are at most as long as the limit."""
    return np.greater_equal(mm, 0) & np.less_equal(mm, limit_mm)
