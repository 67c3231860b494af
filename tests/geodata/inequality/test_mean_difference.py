"""Mean distances of groups from their mean, from the best of them, from a named one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import TooFewAreasError
from geodata.inequality.mean_difference import (
    index_of_disparity,
    mean_difference_from_best,
    mean_difference_from_mean,
    mean_difference_from_reference,
)
from geodata.inequality.uncertainty import Uncertainty

VALUES, PEOPLE = [30.0, 26.0, 20.0], [100, 200, 100]  # mean 25.5
ERRORS = Uncertainty(np.array([0.5, 0.5, 0.5]))
GROUPS = st.lists(st.tuples(st.floats(1, 1000), st.integers(1, 100_000)), min_size=3, max_size=10)


def from_mean(values, people, *errors, **how):
    return mean_difference_from_mean(values, people, *errors, **how).iloc[0]


def from_best(values, people, *errors, **how):
    return mean_difference_from_best(values, people, False, *errors, **how).iloc[0]


def from_second(values, people, *errors, **how):
    return mean_difference_from_reference(values, people, 1, *errors, **how).iloc[0]


def disparity(values, people, *errors, **how):
    return index_of_disparity(values, people, *errors, **how).iloc[0]


MEASURES = [from_mean, from_best, from_second, disparity]


@pytest.mark.parametrize(
    ("measure", "weighted", "unweighted"),
    [
        (from_mean, (4.5 + 2 * 0.5 + 5.5) / 4, (4.5 + 0.5 + 5.5) / 3),
        (from_best, (10 + 2 * 6) / 4, (10 + 6) / 3),
        (from_second, (4 + 6) / 4, (4 + 6) / 3),
        (disparity, 100 * 11 / 4 / 25.5, 100 * 10.5 / 3 / 25.5),
    ],
)
def test_toytown(measure, weighted, unweighted):
    for is_weighted, expected in ((True, weighted), (False, unweighted)):
        row = measure(VALUES, PEOPLE, ERRORS, weighted=is_weighted)
        assert row["value"] == pytest.approx(expected)
        assert row["lower_cl"] < row["value"] < row["upper_cl"]
        assert row["note"] == ""
        assert ("every group counting alike" in row["method"]) is not is_weighted


def test_the_best_is_the_highest_where_more_is_better():
    assert mean_difference_from_best(VALUES, PEOPLE, True)["value"].item() == pytest.approx((2 * 4 + 10) / 4)


def test_an_average_known_from_elsewhere_takes_the_place_of_the_mean():
    assert from_mean(VALUES, PEOPLE, weighted=False, setting_average=20)["value"] == pytest.approx(16 / 3)
    assert disparity(VALUES, PEOPLE, weighted=False, setting_average=20)["value"] == pytest.approx(100 * 16 / 3 / 20)
    assert "the average given" in from_mean(VALUES, PEOPLE, setting_average=20)["method"]


@pytest.mark.parametrize("average", [0.0, -1.0])
def test_nothing_is_relative_to_an_average_of_zero_or_below(average):
    row = disparity(VALUES, PEOPLE, ERRORS, setting_average=average)
    assert row[["value", "lower_cl", "upper_cl"]].isna().all()
    assert row["note"] == "not defined: the mean leaves nothing to divide by"


@pytest.mark.parametrize("is_weighted", [True, False])
@pytest.mark.parametrize("measure", MEASURES)
def test_an_empty_group_counts_for_nothing(measure, is_weighted):
    with_empty = measure([*VALUES, 5], [*PEOPLE, 0], weighted=is_weighted)
    assert with_empty["value"] == pytest.approx(measure(VALUES, PEOPLE, weighted=is_weighted)["value"])
    assert with_empty["note"] == "nobody lives in group 4: it counts for nothing"


@pytest.mark.parametrize("measure", MEASURES)
def test_two_groups_are_too_few(measure):
    with pytest.raises(TooFewAreasError, match="at least 3 groups"):
        measure([30, 20], [100, 100])


def test_a_group_left_out_cannot_be_the_reference():
    values = [30, np.nan, 26, 25, 24, 23, 20]
    with pytest.raises(ValueError, match="the reference, group 2, is not among"):
        from_second(values, [100] * 7)
    assert mean_difference_from_reference(values, [100] * 7, 2)["value"].item() == pytest.approx(
        (4 + 1 + 2 + 3 + 6) / 6
    )


@given(GROUPS, st.floats(0.01, 100), st.floats(0, 100), st.booleans())
def test_units_and_constants(groups, factor, constant, is_weighted):
    values, people = (np.array(column, dtype=float) for column in zip(*groups, strict=True))
    for measure in (from_mean, from_best, from_second):
        expected = factor * measure(values, people, weighted=is_weighted)["value"]
        moved = measure(factor * values + constant, people, weighted=is_weighted)["value"]
        assert moved == pytest.approx(expected, rel=1e-6, abs=1e-6)
    free = disparity(values, people, weighted=is_weighted)["value"]
    assert disparity(factor * values, people, weighted=is_weighted)["value"] == pytest.approx(free, abs=1e-6)


@given(GROUPS, st.booleans())
def test_doubling_every_group_changes_nothing(groups, is_weighted):
    values, people = (np.array(column, dtype=float) for column in zip(*groups, strict=True))
    for measure in MEASURES:
        once = measure(values, people, weighted=is_weighted)["value"]
        twice = measure(np.tile(values, 2), np.tile(people, 2), weighted=is_weighted)["value"]
        assert twice == pytest.approx(once, abs=1e-9)


@given(GROUPS)
def test_with_equal_groups_weights_do_not_matter(groups):
    values = np.array([value for value, _ in groups])
    for measure in MEASURES:
        weighted, alike = (measure(values, [7] * len(values), weighted=way)["value"] for way in (True, False))
        assert weighted == pytest.approx(alike, abs=1e-9)
