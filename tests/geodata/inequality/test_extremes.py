"""Two groups compared: the ends of an order, or the highest and the lowest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import TooFewAreasError
from geodata.inequality.extremes import difference, difference_of_extremes, ratio, ratio_of_extremes
from geodata.inequality.uncertainty import Uncertainty

TOYTOWN = [30.0, 26.0, 20.0]
ONE_EACH = Uncertainty(np.array([1.0, 1.0, 1.0]))
POSITIVE = st.lists(st.floats(1, 1000), min_size=2, max_size=10)


def first(table):
    return table.iloc[0]


def test_difference_of_toytown():
    row = first(difference(TOYTOWN, False, ONE_EACH))
    half = 1.959964 * 2**0.5
    assert (row["value"], row["lower_cl"], row["upper_cl"]) == pytest.approx((10, 10 - half, 10 + half))
    assert (row["method"], row["note"]) == (
        "most deprived minus least deprived group; limits from the two groups' own errors, normal",
        "",
    )


def test_ratio_of_toytown():
    row = first(ratio(TOYTOWN, False, ONE_EACH))
    factor = np.exp(1.959964 * (1 / 30**2 + 1 / 20**2) ** 0.5)
    assert (row["value"], row["lower_cl"], row["upper_cl"]) == pytest.approx((1.5, 1.5 / factor, 1.5 * factor))


def test_where_more_is_better_both_are_turned():
    assert first(difference(TOYTOWN, True))["value"] == -10
    assert first(ratio(TOYTOWN, True))["value"] == pytest.approx(2 / 3)


def test_errors_on_another_scale_count_as_their_own():
    on_logarithm = Uncertainty(np.array([0.1, 9.0, 0.1]), "log")
    row = first(ratio(TOYTOWN, False, on_logarithm))
    assert row["upper_cl"] == pytest.approx(1.5 * np.exp(1.959964 * 0.1 * 2**0.5))
    assert first(difference(TOYTOWN, False, on_logarithm))["upper_cl"] == pytest.approx(10 + 1.959964 * 13**0.5)


def test_groups_between_the_ends_may_be_missing():
    errors = Uncertainty(np.array([1.0, np.nan, 1.0]))
    assert first(difference([30, np.nan, 20], False, errors))["value"] == 10


@pytest.mark.parametrize("measure", [difference, ratio])
@pytest.mark.parametrize(
    ("values", "errors", "message"),
    [
        ([30, 26, np.nan], [1, 1, 1], "no estimate for group .*: 3$"),
        ([[30, 26, 20], [np.nan, 26, 20]], [1, 1, 1], "no estimate for group .*: 1 of row 2$"),
        ([30, 26, 20], [1, 1, np.nan], "no standard error for group: 3$"),
    ],
)
def test_an_end_that_is_not_known_is_refused(measure, values, errors, message):
    with pytest.raises(ValueError, match=message):
        measure(values, False, Uncertainty(np.array(errors, dtype=float)))


@pytest.mark.parametrize("measure", [difference, ratio, difference_of_extremes, ratio_of_extremes])
def test_one_group_is_too_few_and_two_are_enough(measure):
    with pytest.raises(TooFewAreasError):
        measure([30], False)
    assert first(measure([30, 20], False))["value"] in (10, 1.5)


@pytest.mark.parametrize("measure", [ratio, ratio_of_extremes])
@pytest.mark.parametrize(
    ("values", "note"),
    [
        ([30, 20, 0], "not defined: division by zero"),
        ([30, 20, -1], "not defined: a negative value"),
        ([0, 0, 0], "not defined: division by zero"),
    ],
)
def test_a_ratio_over_zero_or_below_means_nothing(measure, values, note):
    row = first(measure(values, False, ONE_EACH))
    assert row[["value", "lower_cl", "upper_cl"]].isna().all()
    assert row["note"] == note


def test_a_ratio_of_zero_has_no_limits():
    ends, picked = (ratio([0, 5, 20], False, ONE_EACH), ratio_of_extremes([0, 9, 0], False, ONE_EACH, reference=1))
    for row in (first(ends), first(picked)):
        assert row["value"] == 0
        assert row[["lower_cl", "upper_cl"]].isna().all()
        assert row["note"] == "no limits: zero has no logarithm"


def test_many_rows_at_once():
    rows = [[30, 26, 20], [12, 20, 24]]
    assert difference(rows, False)["value"].tolist() == [10, -12]
    assert ratio_of_extremes(rows, False)["value"].tolist() == [1.5, 2.0]


@pytest.mark.parametrize(
    ("is_favourable", "reference", "value"),
    [(True, None, 10), (False, None, 10), (True, 1, 6), (False, 1, 4), (False, 0, -4), (True, 2, -6)],
)
def test_extremes_of_toytown(is_favourable, reference, value):
    assert first(difference_of_extremes(TOYTOWN, is_favourable, reference=reference))["value"] == value


def test_the_ratio_compares_the_same_groups():
    assert first(ratio_of_extremes(TOYTOWN, False, reference=1))["value"] == pytest.approx(30 / 26)
    assert first(ratio_of_extremes(TOYTOWN, True, reference=1))["value"] == pytest.approx(26 / 20)
    assert first(ratio_of_extremes(TOYTOWN, True))["value"] == pytest.approx(1.5)


def test_picked_extremes_have_lower_limits_than_those_chosen_beforehand():
    values, errors = [25.0, 26, 27, 28, 29, 30, 31, 32], Uncertainty(np.full(8, 2.0))
    chosen = first(difference(values, True, errors))
    picked = first(difference_of_extremes(values, True, errors))
    assert picked["value"] == chosen["value"]
    assert picked["upper_cl"] < chosen["upper_cl"]
    assert picked["lower_cl"] >= 0


def test_extremes_far_apart_are_as_if_chosen_beforehand():
    values = [90.0, 50.0, 10.0]
    chosen, picked = first(difference(values, False, ONE_EACH)), first(difference_of_extremes(values, False, ONE_EACH))
    assert (picked["lower_cl"], picked["upper_cl"]) == pytest.approx((chosen["lower_cl"], chosen["upper_cl"]), abs=0.15)


@pytest.mark.parametrize("reference", [3, -1])
def test_a_reference_that_is_not_there_is_refused(reference):
    with pytest.raises(ValueError, match=f"the reference, group {reference + 1}, is not among the groups"):
        difference_of_extremes([1, 2, 3], True, reference=reference)


def test_the_reference_keeps_its_place_when_others_are_left_out():
    values = [np.nan, 30, 26, 20, 21, 22, 23]
    row = first(difference_of_extremes(values, True, reference=2))
    assert row["value"] == 6
    assert row["note"] == "left out, without an estimate: group 1"
    with pytest.raises(ValueError, match="group 1, is not among the groups with an estimate"):
        difference_of_extremes(values, True, reference=0)


@given(POSITIVE, st.floats(0.01, 100), st.floats(-100, 100))
def test_a_difference_scales_with_the_unit_and_ignores_a_constant(values, factor, constant):
    changed = factor * np.array(values) + constant
    for measure in (difference, difference_of_extremes):
        assert first(measure(changed, False))["value"] == pytest.approx(
            factor * first(measure(values, False))["value"], abs=1e-6
        )


@given(POSITIVE, st.floats(0.01, 100))
def test_a_ratio_is_free_of_the_unit(values, factor):
    for measure in (ratio, ratio_of_extremes):
        expected = first(measure(values, False))["value"]
        assert first(measure(factor * np.array(values), False))["value"] == pytest.approx(expected)


@given(POSITIVE)
def test_reversing_the_order_turns_the_ends_and_leaves_the_extremes(values):
    back = values[::-1]
    assert first(difference(back, False))["value"] == first(difference(values, True))["value"]
    assert first(ratio(back, False))["value"] * first(ratio(values, False))["value"] == pytest.approx(1)
    assert first(ratio_of_extremes(back, False))["value"] == first(ratio_of_extremes(values, False))["value"] >= 1
