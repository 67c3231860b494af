"""Rates that allow for areas having people of different ages."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from geodata.inequality.rates import crude_rate, rate_limits
from geodata.inequality.refusals import numbers, refuse_misaligned, refuse_where
from geodata.inequality.result import result

FEWEST_EVENTS = 10
TOO_FEW = "fewer than 10 events"


def directly_standardised_rate(
    count: pd.DataFrame,
    population: pd.DataFrame,
    standard_population: pd.Series,
    per: float = 100_000.0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the rate each area would have with the standard population's ages, one row per area, as `result` has it.

    `count` and `population` have one row per area and one column per age group, `standard_population` one figure per
    age group. With events x, people n and standard people w: value = sum(w x / n) / sum(w). Limits (Dobson): value +
    sqrt(V / X) (L - X), where X = sum(x), V = sum(w^2 x / n^2) / sum(w)^2 and L is Byar's limit of X. An area with
    fewer than 10 events has no value, and the note says so. Raises `ValueError` naming area and age group of a count
    that is missing (missing is not zero) or negative, or a population missing or not above zero; the age group of a
    standard population missing or below zero; and where areas or age groups do not correspond.
    Source: Dobson and others (1991); OHID, PHEindicatormethods `calculate_dsr`.

    >>> ages = ["0 to 15", "16 to 64", "65 and over"]
    >>> count = pd.DataFrame([[12, 40, 33]], ["Bank"], ages)
    >>> population = pd.DataFrame([[900, 2500, 800]], ["Bank"], ages)
    >>> standard = pd.Series([26_000, 52_000, 22_000], ages)
    >>> directly_standardised_rate(count, population, standard, per=1000)[["value", "lower_cl", "upper_cl"]].round(2)
          value  lower_cl  upper_cl
    Bank  20.86     16.62     25.85
    """
    _refuse_other_areas_or_ages(count, population, standard_population)
    _refuse_impossible(count, population, standard_population)
    x, n = (table.to_numpy(dtype=float, na_value=np.nan) for table in (count, population))
    weight = numbers(standard_population) / numbers(standard_population).sum()
    total, variance = x.sum(axis=1), (weight**2 * x / n**2).sum(axis=1)
    is_enough = total >= FEWEST_EVENTS
    value = np.where(is_enough, (weight * x / n).sum(axis=1), np.nan)
    per_event = np.sqrt(variance / np.where(is_enough, total, np.nan))
    lower, upper = (value + per_event * (limit - total) for limit in rate_limits(total, 1.0, 1.0, confidence))
    note = ["" if enough else TOO_FEW for enough in is_enough]
    method = "directly standardised rate; Dobson's limits by Byar"
    return result(value * per, lower * per, upper * per, confidence, method, note, count.index)


def indirectly_standardised_ratio(
    observed: ArrayLike, expected: ArrayLike, per: float = 1.0, confidence: float = 0.95
) -> pd.DataFrame:
    """Return observed / expected events x `per` with Byar's or exact limits of the observed, one row per area.

    `expected` is what the area's people would have had with a reference population's rates by age: sum(n r). `per` 100
    gives the usual ratio in per cent, the reference's crude rate gives the indirectly standardised rate. Ratios of two
    areas must not be compared with each other: each is weighted by its own ages. The columns are those of `result`.
    Raises `ValueError` naming the areas (positions, unless a Series is given) whose expected count is not above zero or
    whose observed count is negative.
    Source: OHID, PHEindicatormethods `calculate_ISRatio`.

    >>> indirectly_standardised_ratio([30, 4], [20.0, 5.0], per=100)[["value", "lower_cl", "upper_cl"]].round(1)
       value  lower_cl  upper_cl
    0  150.0     101.2     214.1
    1   80.0      21.8     204.8
    """
    ratio = crude_rate(observed, expected, per, confidence)
    method = ratio["method"].str.replace("crude rate", "indirectly standardised ratio")
    return ratio.assign(method=method, note=ratio["note"].str.replace("population", "expected count"))


def _refuse_other_areas_or_ages(count: pd.DataFrame, population: pd.DataFrame, standard_population: pd.Series) -> None:
    refuse_misaligned(count=count, population=population)
    refuse_misaligned(
        **{
            "count (age groups)": count.columns.to_series(),
            "population (age groups)": population.columns.to_series(),
            "standard_population": standard_population,
        }
    )


def _refuse_impossible(count: pd.DataFrame, population: pd.DataFrame, standard_population: pd.Series) -> None:
    standard = numbers(standard_population)
    refuse_where(~(standard >= 0), standard_population.index, "the standard population is missing or below zero for")
    if not standard.sum() > 0:
        raise ValueError("the standard population has nobody in any age group")
    labels = pd.Index([f"{age} of {area}" for area in count.index for age in count.columns])
    x, n = (table.to_numpy(dtype=float, na_value=np.nan).ravel() for table in (count, population))
    refuse_where(np.isnan(x), labels, "the count is missing, which is not zero, for")
    refuse_where(x < 0, labels, "a count cannot be negative")
    refuse_where(~(n > 0), labels, "the population must be above zero")
