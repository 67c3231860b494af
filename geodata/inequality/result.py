"""The one shape in which every measure answers."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
COLUMNS = ["value", "lower_cl", "upper_cl", "confidence", "method", "note"]


def result(
    value: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    confidence: float,
    method: str | list[str],
    note: str | list[str] = "",
    index: pd.Index | None = None,
) -> pd.DataFrame:
    """Return `value`, `lower_cl`, `upper_cl`, `confidence`, `method`, `note`, one row per value.

    NaN in `value` means that the measure is not defined there, and `note` says why; NaN limits mean that there are
    none. `confidence` is that of the limits (0.95), `method` names the estimator and the limits in words. `note` is
    empty if there is nothing to say.

    >>> result([0.5], [0.4], [0.6], 0.95, "a share").to_dict("records")
    [{'value': 0.5, 'lower_cl': 0.4, 'upper_cl': 0.6, 'confidence': 0.95, 'method': 'a share', 'note': ''}]
    """
    values = np.atleast_1d(np.asarray(value, dtype=float))
    columns = {
        "value": values,
        "lower_cl": np.broadcast_to(np.asarray(lower, dtype=float), values.shape),
        "upper_cl": np.broadcast_to(np.asarray(upper, dtype=float), values.shape),
        "confidence": confidence,
        "method": pd.array([method] * len(values) if isinstance(method, str) else method, dtype="string"),
        "note": pd.array([note] * len(values) if isinstance(note, str) else note, dtype="string"),
    }
    return pd.DataFrame(columns, index=index)
