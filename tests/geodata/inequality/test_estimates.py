"""What is asked of groups before anything is measured between them."""

import numpy as np
import pytest

from geodata.errors import TooFewAreasError
from geodata.inequality.estimates import ordered_groups, ridit, unordered_groups
from geodata.inequality.uncertainty import Uncertainty

THREE = [1.0, 2.0, 3.0], [10.0, 10.0, 20.0]


def test_ridit_is_the_middle_of_each_groups_share():
    assert ridit([200, 100, 100]).tolist() == [0.25, 0.625, 0.875]
    assert ordered_groups([1, 2, 3], [200, 100, 100]).ridit.tolist() == [[0.25, 0.625, 0.875]]


def test_many_rows_may_share_their_populations():
    groups = ordered_groups([[1, 2, 3], [4, 5, 7]], [10, 10, 20])
    assert groups.mean.tolist() == [2.25, 5.75]
    assert groups.notes == ["", ""]


@pytest.mark.parametrize(
    ("estimate", "population", "message"),
    [
        ([1], [1], "at least 2 groups in which somebody lives, found 1"),
        ([1, 2, 3], [0, 0, 5], "at least 2 groups in which somebody lives, found 1"),
        ([1, None, 3], [1, 1, 1], "no estimate for group .*: 2$"),
        ([[1, 2, 3], [1, 2, np.inf]], [1, 1, 1], "no estimate for group .*: 3 of row 2$"),
        ([1, 2, 3], [1, 1, -1], "must not be missing or negative in group: 3$"),
        ([1, 2, 3], [1, np.nan, 1], "must not be missing or negative in group: 2$"),
        ([1, 2, 3], [1, 1], "3 estimates for 2 populations"),
    ],
)
def test_ordered_groups_unfit_for_a_measure_are_refused(estimate, population, message):
    with pytest.raises(ValueError, match=message):
        ordered_groups(estimate, population)


@pytest.mark.parametrize("error", [np.nan, -1.0])
def test_a_standard_error_that_is_none_is_refused(error):
    with pytest.raises(ValueError, match="no standard error for group: 2"):
        ordered_groups(*THREE, Uncertainty(np.array([1.0, error, 1.0])))


def test_a_group_without_people_is_said_to_count_for_nothing():
    groups = ordered_groups([1, 9, 3, 5], [10, 0, 10, 20])
    assert groups.mean.tolist() == [3.5]
    assert groups.inhabited.tolist() == [3]
    assert groups.notes == ["nobody lives in group 2: it counts for nothing"]


def test_two_groups_are_flagged():
    assert ordered_groups([1, 2], [1, 1]).notes == ["only two groups: nothing shows whether they lie on a line"]


def test_one_in_seven_unordered_groups_may_be_missing_and_is_named():
    values = [1.0, 2, 3, np.nan, 5, 6, 7]
    groups = unordered_groups(values, [1] * 7, Uncertainty(np.ones(7)))
    assert groups.estimate.tolist() == [[1, 2, 3, 5, 6, 7]]
    assert groups.uncertainty.standard_error.shape == (1, 6)
    assert groups.notes == ["left out, without an estimate: group 4"]


def test_more_missing_groups_are_refused_by_name():
    with pytest.raises(ValueError, match=r"more than 15% .*: 2, 4$"):
        unordered_groups([1, np.nan, 3, np.nan, 5, 6, 7], [1] * 7)


def test_rows_that_miss_different_groups_are_measured_apart():
    with pytest.raises(ValueError, match="miss different groups"):
        unordered_groups([[np.nan, *range(8)], [*range(8), np.nan]], [1] * 9)


def test_two_unordered_groups_are_too_few_unless_asked_for():
    with pytest.raises(TooFewAreasError, match="at least 3 groups"):
        unordered_groups([1, 2], [1, 1])
    assert unordered_groups([1, 2], [1, 1], fewest=2).estimate.tolist() == [[1, 2]]


def test_equal_up_to_rounding_is_level():
    assert ordered_groups([[0.3, 0.1 + 0.2, 0.3], [0.3, 0.31, 0.3]], [1, 1, 1]).is_level.tolist() == [True, False]


def test_rescaling_takes_the_errors_along():
    groups = ordered_groups([20, 40, 60], [1, 1, 1], Uncertainty(np.array([5.0, 5.0, 5.0]))).rescaled(0, 100)
    assert groups.estimate.tolist() == [[0.2, 0.4, 0.6]]
    assert groups.uncertainty.standard_error.tolist() == [[0.05, 0.05, 0.05]]


def test_groups_keep_the_numbers_under_which_they_were_given():
    values, people = [np.nan, *range(1, 8)], [1, 1, 0, 1, 1, 1, 1, 1]
    groups = unordered_groups(values, people)
    assert groups.notes == ["left out, without an estimate: group 1; nobody lives in group 3: it counts for nothing"]
    assert groups.naming(groups.estimate > 6, "seven").notes[0].endswith("; seven in group 8")
    assert groups.place_of(7) == 6
    with pytest.raises(ValueError, match=r"no standard error for group: 5$"):
        unordered_groups(values, people, Uncertainty(np.array([1, 1, 1, 1, np.nan, 1, 1, 1])))


def test_a_reference_that_was_left_out_is_refused():
    with pytest.raises(ValueError, match="the reference, group 1, is not among the groups with an estimate"):
        unordered_groups([np.nan, *range(7)], [1] * 8).place_of(0)


def test_many_groups_are_not_all_named():
    groups = unordered_groups([0.0] * 8 + [1.0], [1] * 9)
    assert groups.naming(groups.estimate == 0, "zero").notes == ["zero in group 1, 2, 3, 4, 5 and 3 more"]


def test_more_groups_in_order_may_be_asked_for():
    with pytest.raises(TooFewAreasError, match="at least 3 groups"):
        ordered_groups([1, 2], [1, 1], fewest=3)
