"""Ranks and their intervals on a few areas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.inequality.rank_intervals import rank_intervals

AREAS = ["Bank", "Hill", "Moss", "Quay"]
VALUE = pd.Series([4.0, 1.0, 3.0, 2.0], AREAS)
LIMITS = ["rank_lower", "rank_upper"]


def test_rank_one_is_the_highest_or_the_lowest_as_asked():
    assert rank_intervals(VALUE, VALUE, VALUE, highest_is_first=True)["rank"].to_list() == [1, 4, 2, 3]
    assert rank_intervals(VALUE, VALUE, VALUE, highest_is_first=False)["rank"].to_list() == [4, 1, 3, 2]


def test_equal_values_share_the_smaller_rank():
    tied = pd.Series([2.0, 2, 1, 1], AREAS)
    assert rank_intervals(tied, tied, tied, highest_is_first=True)["rank"].to_list() == [1, 1, 3, 3]


def test_an_area_without_a_value_has_no_rank_and_takes_no_place():
    ranks = rank_intervals(VALUE.mask(VALUE == 4), VALUE - 9, VALUE + 9, highest_is_first=True)
    assert ranks.loc["Bank"].isna().all()
    assert ranks["rank"].to_list()[1:] == [3, 1, 2]
    assert ranks[LIMITS].max(axis=None) == 3


def test_narrow_limits_keep_the_rank_and_wide_ones_let_any_happen():
    narrow = rank_intervals(VALUE, VALUE - 0.01, VALUE + 0.01, highest_is_first=True)
    assert (narrow["rank_lower"] == narrow["rank"]).all()
    assert (narrow["rank_upper"] == narrow["rank"]).all()
    wide = rank_intervals(VALUE, VALUE - 100, VALUE + 100, highest_is_first=True)
    assert wide[LIMITS].to_numpy().tolist() == [[1, 4]] * 4


def test_two_values_change_places_as_often_as_normal_ones_do():
    # a difference of 1 between standard errors of 1 is reversed with probability 0.24, of 0.3 with 0.009
    pair = pd.Series([50.0, 51.0], ["Bank", "Quay"])
    loose, tight = (
        rank_intervals(pair, pair - 1.96 * error, pair + 1.96 * error, highest_is_first=True) for error in (1.0, 0.3)
    )
    assert loose[LIMITS].to_numpy().tolist() == [[1, 2], [1, 2]]
    assert tight[LIMITS].to_numpy().tolist() == [[2, 2], [1, 1]]


def test_each_side_is_as_uncertain_as_its_own_limit():
    # no event in a small area: it cannot be lower, but much higher than the other
    value, upper = pd.Series([0.0, 2.0], ["Bank", "Quay"]), pd.Series([9.0, 2.1], ["Bank", "Quay"])
    assert rank_intervals(value, value, upper, highest_is_first=True).loc["Bank", LIMITS].to_list() == [1, 2]
    # turned round, it is certainly the lowest
    mirrored = rank_intervals(-value, -upper, -value, highest_is_first=True)
    assert mirrored.loc["Bank", LIMITS].to_list() == [1, 2]
    below = rank_intervals(value, value - pd.Series([9.0, 0.1], value.index), value, highest_is_first=True)
    assert below.loc["Bank", LIMITS].to_list() == [2, 2]


def test_values_without_limits_are_held_fixed_and_none_at_all_have_no_interval():
    nothing = VALUE * np.nan
    partly = rank_intervals(VALUE, nothing.fillna({"Moss": 0.0}), nothing.fillna({"Moss": 9.0}), highest_is_first=True)
    assert partly.loc["Hill", LIMITS].to_list() == [3, 4]
    assert partly.loc["Moss", LIMITS].to_list() == [1, 4]
    without = rank_intervals(VALUE, nothing, nothing, highest_is_first=True)
    assert without[LIMITS].isna().all(axis=None)
    assert without["rank"].notna().all()


def test_limits_that_do_not_hold_the_value_are_refused_by_area():
    with pytest.raises(ValueError, match="do not hold the value for: Moss"):
        rank_intervals(VALUE, VALUE.replace(3.0, 3.5), VALUE + 1, highest_is_first=True)


def test_an_area_given_twice_is_refused():
    twice = pd.concat([VALUE, VALUE[:1]])
    with pytest.raises(ValueError, match="more than one row for: Bank"):
        rank_intervals(twice, twice, twice, highest_is_first=True)


@given(st.permutations(range(4)), st.integers(1, 5))
def test_the_same_seed_gives_the_same_whatever_the_order_of_rows(order, seed):
    lower, upper = VALUE - 0.7, VALUE + 1.3
    once = rank_intervals(VALUE, lower, upper, highest_is_first=True, draws=200, seed=seed)
    shuffled = (column.iloc[order] for column in (VALUE, lower, upper))
    again = rank_intervals(*shuffled, highest_is_first=True, draws=200, seed=seed)
    pd.testing.assert_frame_equal(once, again.loc[AREAS])
