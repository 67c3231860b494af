"""The chart of a gradient, worked out by hand on five groups of equal size."""

import math

import pandas as pd
import pytest

from maps.gradient_chart import BOTTOM, LEFT, RIGHT, TOP, gradient_chart, nice_ticks


@pytest.fixture
def groups():
    """From 8 in the most to 4 in the least deprived fifth; the average is 6, and areas without a rank are group 0."""
    values = [8.0, 7.0, 6.0, 5.0, 4.0]
    return pd.DataFrame(
        {
            "group": [0, 5, 4, 3, 2, 1],
            "group_name": ["", *(f"fifth {number}" for number in range(5, 0, -1))],
            "value": [math.nan, *reversed(values)],
            "lower_cl": [math.nan, 3.0, math.nan, 5.0, 6.0, 7.0],
            "upper_cl": [math.nan, 5.0, math.nan, 7.0, 8.0, 10.0],
            "population": [0.0, *[100.0] * 5],
        }
    )


def test_groups_stand_in_order_at_the_middle_of_their_people(groups):
    chart = gradient_chart(groups, -5.0)
    fifth = (RIGHT - LEFT) / 5
    assert [dot.x for dot in chart.dots] == pytest.approx([LEFT + fifth * (k + 0.5) for k in range(5)], abs=0.06)
    assert [dot.number for dot in chart.dots] == ["1", "2", "3", "4", "5"]
    assert (chart.dots[0].value, chart.dots[0].between) == ("8.0", "95% CI 7.0 to 10.0")
    assert chart.dots[3].limits is None
    assert chart.last == "5"


def test_heights_run_from_nought_to_the_highest_limit(groups):
    chart = gradient_chart(groups, -5.0)
    assert [label for _, label in chart.ticks] == ["0", "5", "10"]
    assert (chart.ticks[0][0], chart.ticks[-1][0]) == (BOTTOM, TOP)
    tenth = (BOTTOM - TOP) / 10
    assert chart.dots[0].y == pytest.approx(BOTTOM - 8 * tenth, abs=0.06)
    assert chart.dots[0].limits == pytest.approx((TOP, BOTTOM - 7 * tenth), abs=0.06)
    assert chart.average == (pytest.approx(BOTTOM - 6 * tenth, abs=0.06), "6.0")
    # the slope of -5 falls from 8.5 at the most to 3.5 at the least deprived end
    assert chart.line == pytest.approx((BOTTOM - 8.5 * tenth, BOTTOM - 3.5 * tenth), abs=0.06)


def test_without_a_slope_there_is_no_line(groups):
    assert gradient_chart(groups, math.nan).line is None


def test_people_weigh_in_the_average_and_the_places(groups):
    chart = gradient_chart(groups.assign(population=[0.0, 100.0, 100.0, 100.0, 100.0, 400.0]), math.nan)
    assert chart.average[1] == "6.8"  # (4 x 8 + 7 + 6 + 5 + 4) / 8
    assert chart.dots[0].x == pytest.approx(LEFT + (RIGHT - LEFT) / 4, abs=0.06)


def test_no_chart_where_a_group_is_missing_or_too_few(groups):
    assert gradient_chart(groups.assign(value=groups["value"].where(groups["group"] != 3)), -5.0) is None
    assert gradient_chart(groups[groups["group"].isin([0, 1, 5])], -5.0) is None


@pytest.mark.parametrize("high", [0.003, 0.9, 1.0, 3.4, 11.0, 99.0, 12_345.0])
def test_ticks_are_few_and_hold_everything(high):
    ticks = nice_ticks(0.0, high)
    assert 2 <= len(ticks) <= 6
    assert ticks[0] == 0.0
    assert ticks[-1] >= high
    assert ticks[-1] <= 2.5 * high
