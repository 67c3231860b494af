"""Which function computes which measure of the list, for a batch of cases."""

from collections.abc import Callable

import pandas as pd

from geodata.inequality.attributable import population_attributable_fraction, population_attributable_risk
from geodata.inequality.concentration import absolute_concentration_index, relative_concentration_index
from geodata.inequality.dispersion import (
    between_group_standard_deviation,
    between_group_variance,
    coefficient_of_variation,
)
from geodata.inequality.entropy import mean_log_deviation, theil_index
from geodata.inequality.extremes import difference, difference_of_extremes, ratio, ratio_of_extremes
from geodata.inequality.gini import gini
from geodata.inequality.mean_difference import (
    index_of_disparity,
    mean_difference_from_best,
    mean_difference_from_mean,
)
from geodata.inequality.slope import relative_index_of_inequality, slope_index_of_inequality
from geodata.strata.cases import Batch

Function = Callable[..., pd.DataFrame]


def _of_people(function: Function) -> Callable[[Batch], pd.DataFrame]:
    return lambda batch: function(batch.estimate, batch.population, uncertainty=batch.uncertainty)


def _from_best(function: Function) -> Callable[[Batch], pd.DataFrame]:
    return lambda batch: function(batch.estimate, batch.population, batch.is_favourable, uncertainty=batch.uncertainty)


def _from_reference(function: Function) -> Callable[[Batch], pd.DataFrame]:
    return lambda batch: function(
        batch.estimate,
        batch.population,
        batch.is_favourable,
        uncertainty=batch.uncertainty,
        reference="least deprived" if batch.is_ordered else "best",
    )


def _of_two(ordered: Function, of_extremes: Function) -> Callable[[Batch], pd.DataFrame]:
    return lambda batch: (ordered if batch.is_ordered else of_extremes)(
        batch.estimate, batch.is_favourable, uncertainty=batch.uncertainty
    )


MEASURES: dict[str, Callable[[Batch], pd.DataFrame]] = {
    "slope_index_of_inequality": _of_people(slope_index_of_inequality),
    "relative_index_of_inequality": _of_people(relative_index_of_inequality),
    "absolute_concentration_index": _of_people(absolute_concentration_index),
    "relative_concentration_index": _of_people(relative_concentration_index),
    "difference": _of_two(difference, difference_of_extremes),
    "ratio": _of_two(ratio, ratio_of_extremes),
    "population_attributable_risk": _from_reference(population_attributable_risk),
    "population_attributable_fraction": _from_reference(population_attributable_fraction),
    "between_group_variance": _of_people(between_group_variance),
    "between_group_standard_deviation": _of_people(between_group_standard_deviation),
    "coefficient_of_variation": _of_people(coefficient_of_variation),
    "mean_difference_from_mean": _of_people(mean_difference_from_mean),
    "mean_difference_from_best": _from_best(mean_difference_from_best),
    "index_of_disparity": _of_people(index_of_disparity),
    "theil_index": _of_people(theil_index),
    "mean_log_deviation": _of_people(mean_log_deviation),
    "gini": _of_people(gini),
}
