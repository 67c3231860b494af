"""Areas against a benchmark: better, similar or worse, where the area's limits can tell."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.inequality.refusals import numbers, refuse_misaligned, refuse_where

WORDS = {"better": ("better", "worse"), "worse": ("worse", "better"), "neither": ("higher", "lower")}
SIMILAR, NO_LIMITS, NO_VALUE = "similar", "difference only", "not computed"
OUTCOMES = ["better", "worse", "higher", "lower", SIMILAR, NO_LIMITS, NO_VALUE]


def compared_with_benchmark(
    value: pd.Series, lower: pd.Series, upper: pd.Series, benchmark: pd.Series, higher_is: pd.Series
) -> pd.Series:
    """Return for each area whether it is better, similar or worse than its benchmark, in words.

    Different where the area's limits exclude the benchmark's value, whose own error is neglected: fair for England,
    less so for a benchmark hardly larger than the area. `higher_is` says what a value above the benchmark is: "better",
    "worse", or "neither", where the words are "higher" and "lower". "difference only" where a limit is missing, "not
    computed" where the value or the benchmark is. Raises `ValueError` naming areas with another `higher_is`.
    Source: OHID, Fingertips technical guidance (benchmark value inside or outside the area's confidence limits).

    >>> areas = pd.DataFrame({"value": [24, 30, 21], "lower": [20, 27, None], "upper": [28, 33, None]}, [*"ABC"])
    >>> england, meaning = pd.Series(21.5, areas.index), pd.Series("worse", areas.index)
    >>> compared_with_benchmark(areas["value"], areas["lower"], areas["upper"], england, meaning).to_dict()
    {'A': 'similar', 'B': 'worse', 'C': 'difference only'}
    """
    refuse_misaligned(value=value, lower=lower, upper=upper, benchmark=benchmark, higher_is=higher_is)
    refuse_where(~higher_is.isin(WORDS), higher_is.index, f"higher_is must be one of {', '.join(WORDS)}")
    low, high, target = numbers(lower), numbers(upper), numbers(benchmark)
    outcome = np.select(
        [
            np.isnan(numbers(value)) | np.isnan(target),
            np.isnan(low) | np.isnan(high),
            low > target,
            high < target,
        ],
        [NO_VALUE, NO_LIMITS, _word(higher_is, above=True), _word(higher_is, above=False)],
        SIMILAR,
    )
    return pd.Series(outcome, value.index, dtype="string", name="outcome")


def _word(higher_is: pd.Series, *, above: bool) -> NDArray[np.object_]:
    return higher_is.map({meaning: words[0 if above else 1] for meaning, words in WORDS.items()}).to_numpy(object)
