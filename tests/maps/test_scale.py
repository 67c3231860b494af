import math

import pytest

from maps.scale import scale_from_zero


def test_a_scale_holds_zero_and_ends_on_round_numbers():
    scale = scale_from_zero([3.2, 17.1], 200, 0)
    assert (scale.low, scale.high, scale.step) == (0, 20, 5)
    assert [(mark.at, mark.words) for mark in scale.marks] == [
        (200, "0"),
        (150, "5"),
        (100, "10"),
        (50, "15"),
        (0, "20"),
    ]
    assert scale.at(17.1) == 29.0


def test_values_on_both_sides_of_zero():
    scale = scale_from_zero([-2.5, 2.1, math.nan], 0, 80)
    assert [mark.words for mark in scale.marks] == ["−4", "−2", "0", "2", "4"]
    assert scale.at(0) == 40.0


@pytest.mark.parametrize("values", [[], [0.0], [math.nan]])
def test_without_a_spread_the_scale_goes_to_one(values):
    scale = scale_from_zero(values, 0, 10)
    assert (scale.low, scale.high) == (0, 1)


@pytest.mark.parametrize("most", [0.0004, 0.9, 1.01, 7, 99.6, 100, 14347])
def test_no_more_than_six_marks_and_all_values_inside(most):
    scale = scale_from_zero([most], 0, 100)
    assert 2 <= len(scale.marks) <= 6
    assert 0 <= scale.at(most) <= 100
