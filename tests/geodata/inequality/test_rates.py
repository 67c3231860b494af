"""Limits of proportions and rates, on numbers that a published table or a pocket calculator gives."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.inequality.rates import crude_rate, proportion, proportion_limits, rate_limits


def test_exact_poisson_limits_are_those_of_the_published_table():
    # Garwood's table: counts 0, 1, 5, 9
    lower, upper = rate_limits([0, 1, 5, 9], [1000] * 4)
    assert lower.round(4).tolist() == [0.0, 0.0253, 1.6235, 4.1154]
    assert upper.round(4).tolist() == [3.6889, 5.5716, 11.6683, 17.0848]


def test_byar_starts_at_ten_events():
    lower, upper = rate_limits([10], [1000])
    z = 1.959964
    assert lower[0] == pytest.approx(10 * (1 - 1 / 90 - z / (3 * 10**0.5)) ** 3, rel=1e-6)
    assert upper[0] == pytest.approx(11 * (1 - 1 / 99 + z / (3 * 11**0.5)) ** 3, rel=1e-6)


def test_the_rate_is_per_what_is_asked():
    per_thousand, per_person = rate_limits([20], [5000]), rate_limits([20], [5000], per=1.0)
    assert per_thousand[0][0] == pytest.approx(1000 * per_person[0][0])


def test_missing_counts_have_missing_limits():
    for lower, upper in (rate_limits([np.nan, 3], [10, 10]), proportion_limits([np.nan, 3], [10, 10])):
        assert np.isnan([lower[0], upper[0]]).all()
        assert np.isfinite([lower[1], upper[1]]).all()


def test_wilson_limits_of_a_published_example():
    # Newcombe (1998), table I, Wilson without continuity correction: 81/263, 15/148, 0/20, 1/29
    lower, upper = proportion_limits([81, 15, 0, 1], [263, 148, 20, 29])
    assert lower.round(4).tolist() == [0.2553, 0.0624, 0.0, 0.0061]
    assert upper.round(4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


def test_a_numerator_above_by_rounding_alone_is_all_of_its_denominator():
    # three apportioned tenths are not exactly three tenths
    assert proportion_limits([0.1 + 0.2], [0.3]) == proportion_limits([0.3], [0.3])


@pytest.mark.parametrize("limits", [rate_limits, proportion_limits])
@pytest.mark.parametrize(
    ("count", "population", "message"),
    [
        ([1, 1, 1], [10, 0, -2], "population must be above zero; at positions: 1, 2"),
        ([1, -1], [10, 10], "cannot be negative; at positions: 1"),
    ],
)
def test_impossible_counts_are_refused_by_position(limits, count, population, message):
    with pytest.raises(ValueError, match=message):
        limits(count, population)


def test_more_than_everybody_is_refused():
    with pytest.raises(ValueError, match="cannot exceed its denominator; at positions: 1"):
        proportion_limits([5, 12], [10, 10])


@pytest.mark.parametrize("limits", [rate_limits, proportion_limits])
def test_a_confidence_in_per_cent_is_refused(limits):
    with pytest.raises(ValueError, match="between 0 and 1"):
        limits([1], [10], confidence=95)


def test_columns_of_a_table_are_accepted():
    table = pd.DataFrame({"casualties": [4, 12], "residents": [2000, 3000]}, ["E05000001", "E05000002"])
    lower, upper = rate_limits(table["casualties"], table["residents"])
    assert (lower < [2, 4]).all()
    assert (upper > [2, 4]).all()


@given(st.floats(0, 1e5, allow_subnormal=False), st.floats(1, 1e6))
def test_limits_enclose_the_rate_and_narrow_with_less_confidence(count, population):
    (lower,), (upper,) = rate_limits([count], [population])
    (lower_80,), (upper_80,) = rate_limits([count], [population], confidence=0.8)
    rate = 1000 * count / population
    assert 0 <= lower <= lower_80 <= rate <= upper_80 <= upper


AREAS = pd.Index(["Bank", "Quay", "Hill"])


def test_a_proportion_is_answered_in_the_shape_of_every_measure_and_in_the_rows_given():
    table = proportion(pd.Series([1.0, np.nan, 10], AREAS), pd.Series([10.0, 10, 10], AREAS), per=100)
    assert table.index.equals(AREAS)
    assert table["value"].fillna(-1).to_list() == [10, -1, 100]
    assert table.loc["Hill", ["lower_cl", "upper_cl"]].to_list() == pytest.approx([72.25, 100], abs=0.01)
    assert table["note"].to_list() == ["", "no numerator or no denominator", ""]
    assert table[["lower_cl", "upper_cl"]].isna().all(axis=1).to_list() == [False, True, False]


def test_a_rate_says_which_limits_it_has():
    table = crude_rate(pd.Series([9.0, 10, np.nan], AREAS), pd.Series([1000.0] * 3, AREAS))
    assert table["value"].fillna(-1).to_list() == [9, 10, -1]
    assert table["method"].to_list()[:2] == ["crude rate; exact Poisson limits", "crude rate; Byar's limits"]
    assert table["note"].to_list() == ["", "", "no count or no population"]
    assert table.loc["Bank", ["lower_cl", "upper_cl"]].to_list() == pytest.approx([4.1154, 17.0848], abs=1e-4)


def test_an_apportioned_numerator_above_by_rounding_is_one_hundred_per_cent():
    assert proportion([0.1 + 0.2], [0.3], per=100)["value"].to_list() == [100]


@pytest.mark.parametrize("measure", [proportion, crude_rate])
def test_areas_at_fault_are_named(measure):
    with pytest.raises(ValueError, match="must be above zero: Quay"):
        measure(pd.Series([1, 0, 1], AREAS), pd.Series([10, 0, 10], AREAS))
    with pytest.raises(ValueError, match="population must have the rows of count"):
        measure(pd.Series([1, 0, 1], AREAS), pd.Series([10, 10, 10], AREAS[::-1]))


def test_a_level_of_confidence_is_that_of_the_limits():
    wide, narrow = (crude_rate([30], [1000], confidence=level).iloc[0] for level in (0.998, 0.95))
    assert wide["confidence"] == 0.998
    assert wide["lower_cl"] < narrow["lower_cl"] < narrow["upper_cl"] < wide["upper_cl"]
