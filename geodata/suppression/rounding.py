"""Counts along streets: rounded, since their differences from street to street would tell of the homes between."""

import pandas as pd

from geodata.study_area import Suppression
from geodata.suppression.figures import is_small


def rounded(rule: Suppression, counts: pd.Series) -> pd.Series:
    """Return counts to the nearest multiple of the first number that may be shown; small ones are missing.

    >>> rounded(Suppression(), pd.Series([0.0, 3, 5, 12.4, 13])).tolist()
    [0.0, nan, 5.0, 10.0, 15.0]
    """
    step = rule.high + 1
    return ((counts / step).round() * step).mask(is_small(rule, counts))
