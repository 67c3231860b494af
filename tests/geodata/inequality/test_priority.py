"""The priority rank on three and four wards."""

import numpy as np
import pandas as pd
import pytest

from geodata.inequality.priority import held_fixed, priority_rank

WARDS = ["Bank", "Hill", "Quay"]
COMPONENTS = pd.DataFrame({"imd": [10.0, 20.0, 30.0], "casualties": [1.0, 1.0, 4.0]}, WARDS)
NO_LIMITS = COMPONENTS * np.nan
RANK_LIMITS = ["priority_rank_lower", "priority_rank_upper"]


def test_score_is_the_mean_of_the_z_scores():
    ranked = priority_rank(COMPONENTS, NO_LIMITS, NO_LIMITS)
    # imd: mean 20, sd sqrt(200/3); casualties: mean 2, sd sqrt(2)
    assert ranked["imd_z"].to_list() == pytest.approx([-1.224745, 0, 1.224745], abs=1e-6)
    assert ranked["casualties_z"].to_list() == pytest.approx([-0.707107, -0.707107, 1.414214], abs=1e-6)
    assert ranked["priority_score"].to_list() == pytest.approx([-0.965926, -0.353553, 1.319479], abs=1e-6)
    assert ranked["priority_rank"].to_list() == [3, 2, 1]


def test_columns_come_in_the_order_of_the_table():
    ranked = priority_rank(COMPONENTS, NO_LIMITS, NO_LIMITS)
    assert ranked.columns.to_list() == ["imd_z", "casualties_z", "priority_score", "priority_rank", *RANK_LIMITS]


def test_an_area_missing_a_component_has_no_rank_and_takes_no_place():
    partly = pd.concat([COMPONENTS, pd.DataFrame({"imd": [90.0], "casualties": [np.nan]}, ["Moss"])])
    ranked = priority_rank(partly, partly - 0.1, partly + 0.1)
    assert ranked.loc["Moss", ["casualties_z", "priority_score", "priority_rank", *RANK_LIMITS]].isna().all()
    assert ranked.loc["Moss", "imd_z"] > 0
    assert ranked.loc[WARDS, "priority_rank"].to_list() == [3, 2, 1]


def test_equal_scores_share_the_smaller_rank():
    tied = pd.DataFrame({"imd": [10.0, 30.0, 30.0]}, WARDS)
    assert priority_rank(tied, tied * np.nan, tied * np.nan)["priority_rank"].to_list() == [3, 1, 1]


def test_a_component_equal_everywhere_changes_nothing():
    flat = COMPONENTS[["imd"]].assign(flat=5.0)
    ranked = priority_rank(flat, flat - 1, flat + 1)
    assert ranked["flat_z"].to_list() == [0, 0, 0]
    assert ranked["priority_score"].to_list() == pytest.approx((ranked["imd_z"] / 2).to_list())


def test_without_any_limits_the_rank_has_no_interval():
    assert priority_rank(COMPONENTS, NO_LIMITS, NO_LIMITS)[RANK_LIMITS].isna().all(axis=None)


def test_narrow_limits_leave_the_ranks_and_wide_ones_do_not():
    narrow = priority_rank(COMPONENTS, COMPONENTS - 0.01, COMPONENTS + 0.01)
    wide = priority_rank(COMPONENTS, COMPONENTS - 100, COMPONENTS + 100)
    assert (narrow["priority_rank_lower"] == narrow["priority_rank"]).all()
    assert (narrow["priority_rank_upper"] == narrow["priority_rank"]).all()
    assert wide[RANK_LIMITS].to_numpy().tolist() == [[1, 3]] * 3


def test_the_chance_of_changing_places_is_that_of_two_normal_values():
    # two wards of three differ by 1 in the only component, each with standard error 1: they change places with
    # probability P(N(1, sqrt 2) < 0) = 0.24, so both ranks are in the 95 % interval; at standard error 0.3 it is 0.009
    pair = pd.DataFrame({"imd": [0.0, 50.0, 51.0]}, WARDS)
    loose, tight = (priority_rank(pair, pair - 1.96 * error, pair + 1.96 * error) for error in (1.0, 0.3))
    assert loose.loc["Quay", RANK_LIMITS].to_list() == [1, 2]
    assert tight.loc["Quay", RANK_LIMITS].to_list() == [1, 1]


def test_the_same_seed_gives_the_same_intervals_whatever_the_order_of_rows():
    lower, upper = COMPONENTS - 8, COMPONENTS + 8
    once = priority_rank(COMPONENTS, lower, upper)
    again = priority_rank(COMPONENTS[::-1], lower[::-1], upper[::-1])
    pd.testing.assert_frame_equal(once, again.loc[WARDS])


def test_limits_may_come_with_their_columns_in_another_order():
    margin = pd.Series({"imd": 1.0, "casualties": 0.1})
    lower, upper = COMPONENTS - margin, COMPONENTS + margin
    pd.testing.assert_frame_equal(
        priority_rank(COMPONENTS, lower, upper),
        priority_rank(COMPONENTS, lower[["casualties", "imd"]], upper[["casualties", "imd"]]),
    )


def test_what_is_held_fixed_is_said():
    lower = pd.DataFrame({"imd": [np.nan] * 3, "casualties": [0.5, np.nan, 3.0]}, WARDS)
    said = held_fixed(COMPONENTS.assign(casualties=[1.0, np.nan, 4.0]), lower, lower + 1)
    assert said.to_list() == ["rank interval without the uncertainty of imd (no limits)"] * 3
    complete = held_fixed(COMPONENTS, COMPONENTS - 1, COMPONENTS + 1)
    assert complete.to_list() == ["", "", ""]


def test_limits_of_other_areas_are_refused():
    with pytest.raises(ValueError, match="lower must have the rows of components"):
        priority_rank(COMPONENTS, NO_LIMITS[:2], NO_LIMITS)


def test_two_rows_for_one_area_are_refused():
    twice = pd.concat([COMPONENTS, COMPONENTS[:1]])
    with pytest.raises(ValueError, match="components: more than one row for: Bank"):
        priority_rank(twice, twice, twice)
