"""Variance, standard deviation and coefficient of variation between groups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import TooFewAreasError
from geodata.inequality.dispersion import (
    between_group_standard_deviation,
    between_group_variance,
    coefficient_of_variation,
    variance_error,
)
from geodata.inequality.estimates import unordered_groups
from geodata.inequality.uncertainty import Uncertainty

TOYTOWN = (
    [30.0, 26.0, 20.0],
    [100, 100, 100],
)  # mean 76 / 3; distances 14 / 3, 2 / 3, -16 / 3; squares 456 / 27 on average
ONE_EACH = Uncertainty(np.array([1.0, 1.0, 1.0]))
GROUPS = st.lists(st.tuples(st.floats(1, 1000), st.integers(1, 100_000)), min_size=3, max_size=10)
MEASURES = [between_group_variance, between_group_standard_deviation, coefficient_of_variation]


def columns(groups):
    return (np.array(column, dtype=float) for column in zip(*groups, strict=True))


def value(measure, *groups):
    return measure(*groups)["value"].item()


@pytest.mark.parametrize(
    ("measure", "expected"),
    list(zip(MEASURES, [152 / 9, (152 / 9) ** 0.5, 100 * (152 / 9) ** 0.5 / (76 / 3)], strict=True)),
)
def test_toytown(measure, expected):
    row = measure(*TOYTOWN, ONE_EACH).iloc[0]
    assert row["value"] == pytest.approx(expected)
    assert 0 < row["lower_cl"] < row["value"] < row["upper_cl"]
    assert row["note"] == ""


def test_limits_of_the_variance_of_toytown():
    # chance adds 2/3 (three groups of share 1/3); the error is that of a quadratic form: 4/9 x 152/3 + 2 x 2/9
    row = between_group_variance(*TOYTOWN, ONE_EACH).iloc[0]
    half = 1.959964 * (4 / 9 * 152 / 3 + 4 / 9) ** 0.5
    assert (row["lower_cl"], row["upper_cl"]) == pytest.approx((152 / 9 - 2 / 3 - half, 152 / 9 - 2 / 3 + half))


def test_the_error_of_the_variance_is_that_of_many_draws():
    people = [500, 100, 50, 350]
    groups = unordered_groups([10, 12, 18, 11], people, Uncertainty(np.array([1.0, 2.0, 3.0, 0.5])))
    added, error = variance_error(groups, groups.uncertainty)
    drawn = between_group_variance(groups.simulated(0, 200_000, seed=1), people)["value"]
    assert drawn.mean() - value(between_group_variance, [10, 12, 18, 11], people) == pytest.approx(added[0], rel=0.02)
    assert drawn.std() == pytest.approx(error[0], rel=0.01)


@pytest.mark.parametrize("measure", MEASURES)
def test_equal_groups_do_not_differ_and_what_is_measured_is_chance(measure):
    row = measure([24.5] * 4, [9, 8, 7, 6], Uncertainty(np.full(4, 0.7))).iloc[0]
    assert row["value"] == pytest.approx(0, abs=1e-9)
    assert row[["lower_cl", "upper_cl"]].isna().all()
    assert row["note"] == "no limits: chance in the groups' figures may explain most of the value"


@pytest.mark.parametrize("measure", MEASURES)
def test_two_groups_are_too_few(measure):
    with pytest.raises(TooFewAreasError, match="at least 3 groups"):
        measure([30, 20], [100, 100])


@pytest.mark.parametrize("measure", MEASURES)
def test_without_errors_there_are_no_limits(measure):
    row = measure(*TOYTOWN).iloc[0]
    assert row[["lower_cl", "upper_cl"]].isna().all()
    assert row["method"].endswith("no limits: the groups' standard errors are not given")


def test_a_mean_that_is_not_above_zero_gives_no_coefficient():
    row = coefficient_of_variation([2, -1, -1], [100, 100, 100], ONE_EACH).iloc[0]
    assert row[["value", "lower_cl", "upper_cl"]].isna().all()
    assert row["note"] == "not defined: the mean leaves nothing to divide by"


@pytest.mark.parametrize("measure", MEASURES)
def test_an_empty_group_counts_for_nothing(measure):
    values, people = TOYTOWN
    table = measure([*values, 500], [*people, 0])
    assert table["value"].item() == pytest.approx(value(measure, *TOYTOWN))
    assert table["note"].item() == "nobody lives in group 4: it counts for nothing"


@pytest.mark.parametrize("measure", MEASURES)
def test_rows_are_measured_as_if_alone(measure):
    rows, people = [[30, 26, 20], [11, 12, 24]], [[100, 100, 100], [300, 200, 100]]
    table = measure(rows, people, ONE_EACH)
    for number in (0, 1):
        assert table.iloc[number].to_dict() == measure(rows[number], people[number], ONE_EACH).iloc[0].to_dict()


@given(GROUPS, st.floats(0.01, 100), st.floats(-100, 100))
def test_units_and_constants(groups, factor, constant):
    values, people = columns(groups)
    changed = factor * values + constant
    variance = value(between_group_variance, values, people)
    assert value(between_group_variance, changed, people) == pytest.approx(factor**2 * variance, rel=1e-6, abs=1e-6)
    deviation = value(between_group_standard_deviation, values, people)
    assert value(between_group_standard_deviation, changed, people) == pytest.approx(factor * deviation, abs=1e-4)
    coefficient = value(coefficient_of_variation, values, people)
    assert value(coefficient_of_variation, factor * values, people) == pytest.approx(coefficient, abs=1e-6)


@given(GROUPS, st.randoms())
def test_neither_order_nor_doubling_matters(groups, random):
    values, people = columns(groups)
    order = random.sample(range(len(values)), len(values))
    for measure in MEASURES:
        once = value(measure, values, people)
        assert value(measure, values[order], people[order]) == pytest.approx(once, abs=1e-9)
        assert value(measure, np.tile(values, 2), np.tile(people, 2)) == pytest.approx(once, abs=1e-9)
