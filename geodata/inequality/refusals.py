"""How the measures refuse what they are given: always naming the areas or groups at fault."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

NAMED_AT_MOST = 5


def refuse_where(is_wrong: ArrayLike, labels: pd.Index, problem: str) -> None:
    """Raise `ValueError` with the problem and the labels where `is_wrong` holds; nothing happens if there are none.

    >>> refuse_where([False, True], pd.Index(["Bank", "Quay"]), "population must be above zero")
    Traceback (most recent call last):
    ValueError: population must be above zero: Quay
    """
    named = labels[np.asarray(is_wrong, dtype=bool)]
    if len(named):
        more = len(named) - NAMED_AT_MOST
        listed = ", ".join(str(label) for label in named[:NAMED_AT_MOST])
        raise ValueError(f"{problem}: {listed}" + (f" and {more} more" if more > 0 else ""))


def refuse_groups(is_wrong: ArrayLike, problem: str) -> None:
    """Raise `ValueError` naming the groups at fault by number, 1 the first, with the row where there are several.

    >>> refuse_groups([[False, False], [False, True]], "no estimate for group")
    Traceback (most recent call last):
    ValueError: no estimate for group: 2 of row 2
    """
    wrong = np.atleast_2d(np.asarray(is_wrong, dtype=bool))
    rows, groups = np.nonzero(wrong)
    names = [
        f"{group + 1}" + (f" of row {row + 1}" if len(wrong) > 1 else "")
        for row, group in zip(rows, groups, strict=True)
    ]
    refuse_where(np.ones(len(names)), pd.Index(names), problem)


def refuse_misaligned(**columns: pd.Series | pd.DataFrame) -> None:
    """Raise `ValueError` unless all columns have one and the same index, each label once and in the same order."""
    (first, index), *others = ((name, column.index) for name, column in columns.items())
    refuse_where(index.duplicated(), index, f"{first}: more than one row for")
    for name, other in others:
        if not other.equals(index):
            raise ValueError(f"{name} must have the rows of {first} in the same order; reindex it first")


def numbers(column: pd.Series) -> NDArray[np.float64]:
    """Return the column as floats; missing becomes NaN."""
    return column.to_numpy(dtype=float, na_value=np.nan)
