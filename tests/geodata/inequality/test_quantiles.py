"""Quantiles of areas by OHID's rule."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.inequality.quantiles import assign_quantile


def test_as_many_areas_as_quantiles_get_one_each():
    assert assign_quantile(pd.Series(range(10)), highest_is_first=True).to_list() == list(range(10, 0, -1))
    assert assign_quantile(pd.Series(range(10)), highest_is_first=False).to_list() == list(range(1, 11))


def test_ties_share_the_quantile_of_the_smaller_rank():
    # ranks from the top: 1, 2, 2, 4; of four in two quantiles, ranks 1 and 2 are the first
    assert assign_quantile(pd.Series([9, 7, 7, 1]), 2, highest_is_first=True).to_list() == [1, 1, 1, 2]


def test_an_uneven_number_fills_the_first_quantiles_as_the_rule_says():
    # seven areas in three: (k + 1) - ceil((N + 1 - rank) / (7/3)) for ranks 1 to 7
    assert assign_quantile(pd.Series(range(7)), 3, highest_is_first=False).to_list() == [1, 1, 1, 2, 2, 3, 3]


def test_a_missing_value_has_no_quantile_and_takes_no_place():
    found = assign_quantile(pd.Series([3.0, np.nan, 1, 2, 4]), 2, highest_is_first=False)
    assert found.fillna(0).to_list() == [2, 0, 1, 1, 2]


def test_fewer_values_than_quantiles_have_none():
    assert assign_quantile(pd.Series([1.0, 2, np.nan]), 3, highest_is_first=True).isna().all()


def test_each_group_is_cut_by_itself_and_rows_keep_their_labels():
    score = pd.Series([1.0, 2, 10, 20, 5], ["a", "b", "c", "d", "e"])
    found = assign_quantile(score, 2, highest_is_first=True, group=["x", "x", "y", "y", "z"])
    assert found.fillna(0).to_dict() == {"a": 2, "b": 1, "c": 2, "d": 1, "e": 0}


def test_a_single_quantile_is_refused():
    with pytest.raises(ValueError, match="2 or more, found 1"):
        assign_quantile(pd.Series([1.0]), 1, highest_is_first=True)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=80), st.integers(2, 12))
def test_quantiles_follow_the_values_and_stay_in_range(values, quantiles):
    series = pd.Series(values, dtype=float)
    found = assign_quantile(series, quantiles, highest_is_first=False)
    assert found.isna().all() == (len(values) < quantiles)
    if len(values) >= quantiles:
        assert found.between(1, quantiles).all()
        assert found[series.sort_values().index].is_monotonic_increasing
