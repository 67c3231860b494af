"""The sign of a measure in plain words, since readers do not know which way round an index runs."""

import pandas as pd

# the value that means no difference
EVEN = {
    "slope_index_of_inequality": 0.0,
    "relative_index_of_inequality": 1.0,
    "absolute_concentration_index": 0.0,
    "relative_concentration_index": 0.0,
}


def in_words(measure: str, value: float | None, lower: float | None, upper: float | None, unit: str) -> str:
    """Return what a measure of the gradient says, in a short phrase.

    "higher in the most deprived" or "higher in the least deprived" when the limits leave out the value of no
    difference, "no clear difference" when they hold it; the slope index adds by how much, the relative index how many
    times. Without limits no direction is claimed. Raises `ValueError` for a measure it does not know.

    >>> in_words("slope_index_of_inequality", -16.24, -20.0, -12.5, "per cent of adults")
    'higher in the most deprived, by 16.2 percentage points'
    >>> in_words("relative_index_of_inequality", 1.5, 0.9, 2.5, "per cent of adults")
    'no clear difference'
    """
    if measure not in EVEN:
        raise ValueError(f"no words for the measure {measure!r}; known are {', '.join(EVEN)}")
    if value is None or pd.isna(value):
        return "not computed"
    if lower is None or upper is None or pd.isna(lower) or pd.isna(upper):
        return "direction not judged: no limits"
    if lower <= EVEN[measure] <= upper:
        return "no clear difference"
    end = "most" if value < EVEN[measure] else "least"
    return f"higher in the {end} deprived{_extent(measure, value, unit)}"


def _extent(measure: str, value: float, unit: str) -> str:
    if measure == "slope_index_of_inequality":
        return f", by {_rounded(abs(value))} {'percentage points' if unit.startswith('per cent') else unit}"
    if measure == "relative_index_of_inequality":
        return f", {_rounded(max(value, 1 / value))} times the other end"
    return ""


def _rounded(number: float) -> str:
    return f"{float(f'{number:.3g}'):,}".removesuffix(".0")
