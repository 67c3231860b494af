"""Two fifths of 100 and 300 people at 10 and 20: their mean is 17.5, their middles lie at 1/8 and 5/8 of all people."""

import math

import pandas as pd
import pytest

from maps.gradient_chart import gradient_chart, is_clear, is_steady

NAN = math.nan


@pytest.fixture
def groups():
    rows = [
        (1, "most deprived half", 10.0, 8.0, 12.0, 100.0),
        (2, "least deprived half", 20.0, NAN, NAN, 300.0),
    ]
    columns = ["group", "group_name", "value", "lower_cl", "upper_cl", "population"]
    return pd.DataFrame(rows, columns=columns).assign(note="")


def slope(value=5.0, lower=2.0, upper=8.0):
    return pd.Series({"value": value, "lower_cl": lower, "upper_cl": upper})


def test_dots_stand_at_the_middle_of_their_people_and_at_their_value(groups):
    chart = gradient_chart(groups, slope())
    first, last = chart.dots
    # the field is 284 wide from 36 and 142 high from 164; the scale goes from 0 to 20
    assert (first.x, last.x) == (round(36 + 284 / 8, 1), round(36 + 284 * 5 / 8, 1))
    assert (first.y, last.y) == (93.0, 22.0)
    assert (first.upper, first.lower) == (78.8, 107.2)
    assert (last.upper, last.lower) == (None, None)
    assert (first.words, last.words) == ("10.0", "20.0")
    assert (chart.mean, chart.mean_words) == (39.8, "17.5")


def test_the_slope_runs_through_the_mean_and_is_drawn_only_where_it_is_clear(groups):
    drawn = gradient_chart(groups, slope()).line
    # 17.5 - 2.5 = 15 and 17.5 + 2.5 = 20
    assert drawn == (57.5, 22.0)
    assert gradient_chart(groups, slope(lower=-1.0)).line is None
    assert gradient_chart(groups, slope(lower=NAN, upper=NAN)).line is None


def test_the_table_has_the_same_figures(groups):
    assert gradient_chart(groups, slope()).rows == (
        ("Most deprived half", "10.0", "95% CI 8.0 to 12.0", "100"),
        ("Least deprived half", "20.0", "no limits published", "300"),
    )


def test_a_withheld_group_has_no_dot_and_its_reason_in_the_table(groups):
    third = groups.iloc[[1]].assign(group=3, value=NAN, note="withheld: small number")
    chart = gradient_chart(pd.concat([groups, third]), slope())
    assert len(chart.dots) == 2
    assert chart.rows[2] == ("Least deprived half", "not shown", "withheld: small number", "300")
    assert gradient_chart(groups.assign(value=[10.0, NAN]), slope()) is None


def test_people_of_no_group_are_left_out(groups):
    unknown = groups.iloc[[0]].assign(group=0)
    assert len(gradient_chart(pd.concat([unknown, groups]), slope()).dots) == 2


@pytest.mark.parametrize(("lower", "upper", "clear"), [(1, 2, True), (-2, -1, True), (-1, 1, False), (NAN, NAN, False)])
def test_a_slope_is_clear_if_its_limits_leave_out_zero(lower, upper, clear):
    assert is_clear(slope(lower=lower, upper=upper)) is clear


@pytest.mark.parametrize(
    ("values", "value", "steady"),
    [([1, 2, 3], 1, True), ([3, 2, 1], -1, True), ([1, 5, 3], 1, False), ([3, 1, 2], -1, False), ([2, 2, 3], 1, True)],
)
def test_steps_back_are_noticed_in_either_direction(values, value, steady):
    groups = pd.DataFrame({"group": [1, 2, 3], "value": map(float, values), "lower_cl": NAN, "upper_cl": NAN})
    assert is_steady(groups, slope(value)) is steady


def test_a_step_back_within_the_limits_is_none():
    groups = pd.DataFrame({"group": [1, 2], "value": [3.0, 2.9], "lower_cl": [2.0, 1.9], "upper_cl": [4.0, 3.9]})
    assert is_steady(groups, slope(1.0))
