"""Proportions and rates with their limits, many areas at a time.

The choices are those of the Office for Health Improvement and Disparities (PHEindicatormethods 2.1.0): Wilson's score
for proportions, Byar's approximation for rates from ten events, the exact Poisson limits below.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2
from statsmodels.stats.proportion import proportion_confint

from geodata.inequality.confidence import critical_value
from geodata.inequality.refusals import refuse_misaligned, refuse_where
from geodata.inequality.result import result

Limits = tuple[NDArray[np.float64], NDArray[np.float64]]
FEWEST_FOR_BYAR = 10
# apportioned parts of a numerator and of its denominator are summed apart and may differ in the last digits
ROUNDING = 1e-9


def proportion(
    numerator: ArrayLike, denominator: ArrayLike, per: float = 1.0, confidence: float = 0.95
) -> pd.DataFrame:
    """Return numerator / denominator x `per` with Wilson score limits, one row per area, in the columns of `result`.

    `per` 100 gives per cent. Rows keep the index of a Series; a missing count has no value and the note says so. Takes
    and refuses what `proportion_limits` does.
    Source: Wilson (1927); OHID, PHEindicatormethods `phe_proportion`.

    >>> on_foot, workers = pd.Series([1, 6], ["Bank", "Quay"]), pd.Series([10, 8], ["Bank", "Quay"])
    >>> proportion(on_foot, workers, per=100)[["value", "lower_cl", "upper_cl"]].round(1)
          value  lower_cl  upper_cl
    Bank   10.0       1.8      40.4
    Quay   75.0      40.9      92.9
    """
    index = _index(numerator, denominator)
    lower, upper = proportion_limits(numerator, denominator, confidence)
    above, below = _counts(numerator, denominator)
    value = np.minimum(above, below) / below
    note = _notes(value, "no numerator or no denominator")
    return result(value * per, lower * per, upper * per, confidence, "proportion; Wilson score limits", note, index)


def crude_rate(count: ArrayLike, population: ArrayLike, per: float = 1000.0, confidence: float = 0.95) -> pd.DataFrame:
    """Return count / population x `per` with Byar's or exact Poisson limits, one row per area, as `result` has them.

    Rows keep the index of a Series; a missing count has no value and the note says so; `method` says which limits the
    row has. Takes and refuses what `rate_limits` does.
    Source: OHID, PHEindicatormethods `phe_rate`.

    >>> casualties, residents = pd.Series([4, 10], ["Bank", "Quay"]), pd.Series([2000, 2000], ["Bank", "Quay"])
    >>> crude_rate(casualties, residents)[["value", "lower_cl", "upper_cl"]].round(2)
          value  lower_cl  upper_cl
    Bank    2.0      0.54      5.12
    Quay    5.0      2.39      9.20
    """
    index = _index(count, population)
    lower, upper = rate_limits(count, population, per, confidence)
    events, people = _counts(count, population)
    value = events / people * per
    method = [f"crude rate; {_limits_in_words(n)}" for n in events]
    return result(value, lower, upper, confidence, method, _notes(value, "no count or no population"), index)


def proportion_limits(numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> Limits:
    """Return lower and upper Wilson score limits of numerator / denominator, as shares between 0 and 1.

    Fractional counts (of apportioned people) are accepted; NaN in either gives NaN limits. Raises `ValueError` naming
    the areas (positions, unless a Series is given) of a denominator not above zero, a negative numerator, or a
    numerator above its denominator.
    Source: Wilson (1927), without continuity correction, as computed by statsmodels.

    >>> lower, upper = proportion_limits([1, 0], [10, 10])
    >>> lower.round(4).tolist(), upper.round(4).tolist()
    ([0.0179, 0.0], [0.4042, 0.2775])
    """
    critical_value(confidence)  # refuses 95 for 0.95
    above, below = _counts(numerator, denominator)
    problem = "a numerator cannot exceed its denominator"
    _refuse(above > below * (1 + ROUNDING), numerator, denominator, problem)
    return proportion_confint(np.minimum(above, below), below, alpha=1 - confidence, method="wilson")  # type: ignore[no-any-return]


def rate_limits(count: ArrayLike, population: ArrayLike, per: float = 1000.0, confidence: float = 0.95) -> Limits:
    """Return lower and upper limits of the rate count / population x `per`, in the unit of the rate.

    The count x is taken as Poisson. From 10 events Byar: x(1 - 1/(9x) - z/(3 sqrt x))^3, and the same with x + 1 and
    + z above. Below 10 exact: half the chi-squared quantiles with 2x and 2x + 2 degrees of freedom; 0 below for x = 0.
    Fractional counts (of apportioned people) are accepted; NaN in either gives NaN limits. Raises `ValueError` naming
    the areas (positions, unless a Series is given) of a population not above zero or of a negative count.
    Source: Breslow and Day (1987); OHID, PHEindicatormethods `phe_rate`.

    >>> lower, upper = rate_limits([4, 10], [2000, 2000])
    >>> lower.round(4).tolist(), upper.round(4).tolist()
    ([0.5449, 2.3937], [5.1208, 9.1957])
    """
    events, people = _counts(count, population)
    lower, upper = _byar(events, confidence)
    few = events < FEWEST_FOR_BYAR
    lower[few], upper[few] = _exact_poisson(events[few], confidence)
    return lower / people * per, upper / people * per


def _index(above: ArrayLike, below: ArrayLike) -> pd.Index | None:
    """Return the index of whichever is a Series; two Series must have the same."""
    columns = {
        name: column for name, column in (("count", above), ("population", below)) if isinstance(column, pd.Series)
    }
    if not columns:
        return None
    refuse_misaligned(**columns)
    return next(iter(columns.values())).index


def _counts(numerator: ArrayLike, denominator: ArrayLike) -> Limits:
    above, below = np.broadcast_arrays(np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float))
    above, below = np.atleast_1d(above), np.atleast_1d(below)
    _refuse(below <= 0, numerator, denominator, "the population must be above zero")
    _refuse(above < 0, numerator, denominator, "a count cannot be negative")
    return above, below


def _refuse(is_wrong: NDArray[np.bool_], above: ArrayLike, below: ArrayLike, problem: str) -> None:
    index = _index(above, below)
    if index is None:
        refuse_where(is_wrong, pd.RangeIndex(len(is_wrong)), f"{problem}; at positions")
    else:
        refuse_where(is_wrong, index, problem)


def _notes(value: NDArray[np.float64], reason: str) -> list[str]:
    return [reason if is_missing else "" for is_missing in np.isnan(value)]


def _limits_in_words(events: float) -> str:
    return "exact Poisson limits" if events < FEWEST_FOR_BYAR else "Byar's limits"


def _exact_poisson(events: NDArray[np.float64], confidence: float) -> Limits:
    tail = (1 - confidence) / 2
    some = np.where(events > 0, events, np.nan)  # no degrees of freedom are left at zero
    lower = np.where(events == 0, 0.0, chi2.ppf(tail, 2 * some) / 2)
    return lower, chi2.ppf(1 - tail, 2 * events + 2) / 2


def _byar(events: NDArray[np.float64], confidence: float) -> Limits:
    z = critical_value(confidence)
    below, above = np.maximum(events, FEWEST_FOR_BYAR), events + 1  # smaller counts are not Byar's
    lower = below * (1 - 1 / (9 * below) - z / (3 * np.sqrt(below))) ** 3
    return lower, above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
