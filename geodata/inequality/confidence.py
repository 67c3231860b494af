"""From a confidence to the critical value of the normal distribution."""

from scipy.stats import norm


def critical_value(confidence: float) -> float:
    """Return the two-sided critical value of the standard normal distribution.

    Raises `ValueError` when the confidence is not between 0 and 1 (95 instead of 0.95, say).

    >>> round(critical_value(0.95), 6)
    1.959964
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1 (0.95 for 95 %), found {confidence}")
    return float(norm.ppf((1 + confidence) / 2))
