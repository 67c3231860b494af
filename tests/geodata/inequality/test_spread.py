"""Limits less what chance adds, and none where chance is all there is."""

import numpy as np
import pytest

from geodata.inequality.estimates import unordered_groups
from geodata.inequality.spread import LOST, UNDEFINED_DRAW, above_zero, population_mean, simulated_spread, spread
from geodata.inequality.uncertainty import Uncertainty

PEOPLE = np.array([100.0, 100.0, 100.0])


def groups(values, error=1.0):
    return unordered_groups(values, PEOPLE, Uncertainty(np.full(3, error)))


def range_of_groups(values, _people):
    return np.ptp(values, axis=-1)


def limits(value, added, error, floor=0.0):
    row = spread(groups([1, 2, 3]), np.array([value]), np.array([added]), np.array([error]), "", 0.95, floor).iloc[0]
    return row["lower_cl"], row["upper_cl"], row["note"]


def test_limits_lie_about_the_value_less_what_chance_adds():
    assert limits(10, 1, 2) == pytest.approx((9 - 1.959964 * 2, 9 + 1.959964 * 2, ""))


def test_no_limit_lies_below_what_the_measure_can_be():
    assert limits(3, 1, 2) == pytest.approx((0, 2 + 1.959964 * 2, ""))
    assert limits(3, 1, 2, floor=-np.inf)[0] == pytest.approx(2 - 1.959964 * 2)


def test_where_chance_adds_more_than_the_limits_are_wide_there_are_none():
    lower, upper, note = limits(10, 5, 2)
    assert np.isnan([lower, upper]).all()
    assert note == LOST


def test_without_errors_there_are_no_limits_and_the_method_says_why():
    table = simulated_spread(unordered_groups([1, 2, 4], PEOPLE), range_of_groups, "range", 0.95, 100)
    assert table["value"].tolist() == [3]
    assert table[["lower_cl", "upper_cl"]].isna().all(axis=None)
    assert table["method"].item() == "range; no limits: the groups' standard errors are not given"


def test_known_groups_have_limits_without_width():
    row = simulated_spread(groups([1, 2, 4], error=0), range_of_groups, "range", 0.95, 100).iloc[0]
    assert (row["value"], row["lower_cl"], row["upper_cl"], row["note"]) == (3, 3, 3, "")


def test_equal_groups_leave_only_chance():
    row = simulated_spread(groups([2, 2, 2]), range_of_groups, "range", 0.95, 500).iloc[0]
    assert (row["value"], row["note"]) == (0, LOST)
    assert np.isnan(row["lower_cl"])


def test_a_measure_that_some_draw_leaves_undefined_has_no_limits():
    def inverse(values, _people):
        return 1 / above_zero(values[..., 0])

    row = simulated_spread(groups([1, 2, 4]), inverse, "inverse", 0.95, 500).iloc[0]
    assert (row["value"], row["note"]) == (1, UNDEFINED_DRAW)
    assert np.isnan(row["upper_cl"])


def test_each_row_of_groups_is_simulated_by_its_own_people():
    people = np.array([[100, 100, 100], [298, 1, 1]])
    errors = Uncertainty(np.ones(3))
    both = simulated_spread(unordered_groups([[1, 2, 4], [1, 2, 4]], people, errors), population_mean, "", 0.95, 2000)
    alone = simulated_spread(unordered_groups([1, 2, 4], people[1], errors), population_mean, "", 0.95, 2000)
    assert both.iloc[1].to_dict() == alone.iloc[0].to_dict()
    assert both["upper_cl"][0] - both["value"][0] == pytest.approx(1.96 / 3**0.5, abs=0.05)


def test_the_same_seed_gives_the_same_limits():
    first, second = (simulated_spread(groups([1, 2, 9]), range_of_groups, "", 0.95, 300) for _ in range(2))
    assert first.equals(second)
