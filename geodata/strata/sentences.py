"""Measures in plain words, since readers do not know which way round an index runs."""

import pandas as pd

from geodata.strata.definitions import measure_list

NO_LIMITS = "direction not judged: no limits"


def in_words(
    measure: str,
    value: float | None,
    lower: float | None,
    upper: float | None,
    unit: str,
    high: str = "the highest group",
    low: str = "the lowest group",
) -> str:
    """Return what a measure says, in a short phrase.

    Of a gradient: "higher in the most deprived" or "higher in the least deprived" when the limits leave out the value
    of no difference, "no clear difference" when they hold it; without limits no direction is claimed. Of other
    measures: how far the groups are apart. Raises `KeyError` for a measure it does not know.

    >>> in_words("slope_index_of_inequality", -16.24, -20.0, -12.5, "per cent of adults")
    'higher in the most deprived, by 16.2 percentage points'
    >>> in_words("relative_index_of_inequality", 1.5, 0.9, 2.5, "ratio")
    'no clear difference'
    >>> in_words("difference", 7.1, 4.0, 10.2, "per cent of adults", "Knowsley", "Cheshire East")
    '7.1 percentage points more in Knowsley than in Cheshire East'
    """
    definition = measure_list()[measure]
    if value is None or pd.isna(value):
        return "not computed"
    if definition.compares == "groups" and value < definition.even:  # the other way round from what was expected
        value, high, low = (1 / value if definition.is_ratio else -value), low, high
    if definition.compares != "ends":
        return definition.briefing.format(value=rounded(value), unit=spoken(unit), high=high, low=low)
    if lower is None or upper is None or pd.isna(lower) or pd.isna(upper):
        return NO_LIMITS
    if lower <= definition.even <= upper:
        return "no clear difference"
    end = "most" if value < definition.even else "least"
    return f"higher in the {end} deprived{_extent(measure, value, unit)}"


def spoken(unit: str) -> str:
    """Return the unit of a difference: percentages differ by percentage points.

    >>> spoken("per cent of adults"), spoken("casualties per 1,000 residents a year")
    ('percentage points', 'casualties per 1,000 residents a year')
    """
    return "percentage points" if unit.startswith("per cent") else unit


def rounded(number: float) -> str:
    """Return a number to three significant figures.

    >>> rounded(16.24), rounded(2.0), rounded(1234.5)
    ('16.2', '2', '1,230')
    """
    return f"{float(f'{number:.3g}'):,}".removesuffix(".0")


def _extent(measure: str, value: float, unit: str) -> str:
    if measure == "slope_index_of_inequality":
        return f", by {rounded(abs(value))} {spoken(unit)}"
    if measure == "relative_index_of_inequality":
        return f", {rounded(max(value, 1 / value))} times the other end"
    return ""
