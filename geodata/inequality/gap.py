"""The gap between what an area has and what areas as deprived as it have."""

import numpy as np
import pandas as pd
from statsmodels.regression.linear_model import WLS

from geodata.errors import TooFewAreasError
from geodata.inequality.refusals import numbers, refuse_misaligned, refuse_where

FEWEST_AREAS = 10
COLUMNS = ["expected", "gap", "gap_lower", "gap_upper"]


def gap_from_deprivation(value: pd.Series, score: pd.Series, population: pd.Series) -> pd.DataFrame:
    """Return `expected`, `gap`, `gap_lower`, `gap_upper` of each area, in the unit of the value.

    Expected is a + b score, fitted over the areas by least squares with the populations n as weights: an area's
    residual is taken to have variance s2 / n, with s2 = sum(n residual^2) / (areas - 2). The gap is value - expected;
    its limits are those of the 95 % prediction interval about it, gap +- t sqrt(s2 / n + variance of the line at that
    score), t with areas - 2 degrees of freedom. They exclude zero exactly where the value lies outside what is
    predicted for an area of that score and size. Sums of n gap are zero: gaps compare areas with each other.

    An area missing its value, score or population is missing in all four columns and does not enter the fit. Raises
    `TooFewAreasError` with fewer than ten areas left, `ValueError` naming areas whose population is not above zero, or
    when all scores are the same.
    Source: weighted least squares with its prediction interval (statsmodels `get_prediction`).

    >>> score, value = pd.Series(range(10)), pd.Series([0.0, 2, 2, 4, 4, 6, 6, 8, 8, 10])
    >>> gap_from_deprivation(value, score, pd.Series(100, score.index)).round(2).iloc[0].to_dict()
    {'expected': 0.36, 'gap': -0.36, 'gap_lower': -1.84, 'gap_upper': 1.11}
    """
    refuse_misaligned(value=value, score=score, population=population)
    table = pd.DataFrame({"value": numbers(value), "score": numbers(score), "n": numbers(population)}, value.index)
    refuse_where(table["n"] <= 0, table.index, "the population must be above zero in area")
    known = table.dropna()
    if len(known) < FEWEST_AREAS:
        raise TooFewAreasError(f"a gap needs at least {FEWEST_AREAS} areas with a value, found {len(known)}")
    if np.ptp(numbers(known["score"])) == 0:
        raise ValueError("all areas have the same deprivation score: no line can be fitted to it")
    return _gaps(known).reindex(value.index)


def _gaps(known: pd.DataFrame) -> pd.DataFrame:
    value = numbers(known["value"])
    design = np.column_stack([np.ones(len(known)), numbers(known["score"])])
    # without new data the prediction is for the areas themselves, each with its own weight
    prediction = WLS(value, design, weights=numbers(known["n"])).fit().get_prediction()
    lower, upper = prediction.conf_int(obs=True, alpha=0.05).T
    expected = prediction.predicted_mean
    columns = np.column_stack([expected, value - expected, value - upper, value - lower])
    return pd.DataFrame(columns, index=known.index, columns=COLUMNS)
