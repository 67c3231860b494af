"""The slope and relative index of inequality, by hand and by what must hold for any town."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geodata.errors import TooFewAreasError
from geodata.inequality.slope import relative_index_of_inequality, slope_index_of_inequality

# Toytown in three equal groups. Ridits 1/6, 1/2, 5/6; slope (-30/3 + 20/3) / (2/9) = -15; mean 76/3, so the line runs
# from 197/6 to 107/6. Residuals -1/3, 2/3, -1/3; HC1 variance of the slope 3 x (2/81) / (4/81) = 3/2.
TOYTOWN = [30, 26, 20], [100, 100, 100]
GROUPS = st.lists(st.tuples(st.floats(1, 1000), st.integers(100, 100_000)), min_size=3, max_size=10)


def columns(groups):
    values, people = (np.array(column, dtype=float) for column in zip(*groups, strict=True))
    assume(np.ptp(values) > 1e-3)
    return values, people


def test_slope_index_of_toytown():
    sii = slope_index_of_inequality(*TOYTOWN)
    half = 1.959964 * 1.5**0.5
    assert (sii.value, sii.lower_cl, sii.upper_cl) == pytest.approx((-15, -15 - half, -15 + half))
    assert (sii.confidence, sii.note) == (0.95, "")
    assert "HC1" in sii.method


def test_relative_index_of_toytown():
    rii = relative_index_of_inequality(*TOYTOWN)
    assert rii.value == pytest.approx(107 / 197)
    assert rii.lower_cl * rii.upper_cl == pytest.approx(rii.value**2)  # symmetric on the logarithm


def test_more_confidence_gives_wider_limits():
    usual, strict = slope_index_of_inequality(*TOYTOWN), slope_index_of_inequality(*TOYTOWN, confidence=0.998)
    assert (strict.upper_cl - strict.lower_cl) / (usual.upper_cl - usual.lower_cl) == pytest.approx(3.090232 / 1.959964)


def test_groups_on_a_line_give_back_the_line():
    # ridits 0.25, 0.65, 0.9 on 10 + 4 ridit
    values, people = [11, 12.6, 13.6], [50, 30, 20]
    sii, rii = slope_index_of_inequality(values, people), relative_index_of_inequality(values, people)
    assert (sii.value, sii.lower_cl, sii.upper_cl) == pytest.approx((4, 4, 4))
    assert (rii.value, rii.lower_cl, rii.upper_cl) == pytest.approx((1.4, 1.4, 1.4))


def test_equal_groups_have_no_gradient_and_say_that_the_limits_say_nothing():
    sii = slope_index_of_inequality([24.5] * 5, [9, 8, 7, 6, 5])
    rii = relative_index_of_inequality([24.5] * 5, [9, 8, 7, 6, 5])
    assert (sii.value, sii.lower_cl, sii.upper_cl) == (0, 0, 0)
    assert (rii.value, rii.lower_cl, rii.upper_cl) == (1, 1, 1)
    assert sii.note == rii.note == "all groups have the same value: the limits have no width"


@pytest.mark.parametrize(("values", "end"), [([0, 1, 8], "most"), ([8, 1, 0], "least"), ([0, 0, 0], "most")])
def test_a_ratio_of_ends_below_zero_is_not_given(values, end):
    rii = relative_index_of_inequality(values, [100, 100, 100])
    assert (rii.value, rii.lower_cl, rii.upper_cl) == (None, None, None)
    assert rii.note == f"not defined: the line reaches zero or below at the {end} deprived end"


@pytest.mark.parametrize("measure", [slope_index_of_inequality, relative_index_of_inequality])
def test_two_groups_are_too_few(measure):
    with pytest.raises(TooFewAreasError):
        measure([30, 20], [1000, 1200])


@given(GROUPS)
def test_reversing_the_ranking_turns_the_sign(groups):
    values, people = columns(groups)
    forwards, backwards = (slope_index_of_inequality(values[::way], people[::way]) for way in (1, -1))
    assert backwards.value == pytest.approx(-forwards.value, abs=1e-6)
    assert backwards.lower_cl == pytest.approx(-forwards.upper_cl, abs=1e-6)


@given(GROUPS, st.floats(0.01, 100), st.floats(-100, 100))
def test_the_slope_scales_with_the_unit_and_ignores_a_constant(groups, factor, constant):
    values, people = columns(groups)
    sii, changed = (slope_index_of_inequality(some, people) for some in (values, factor * values + constant))
    for limit in ("value", "lower_cl", "upper_cl"):
        assert getattr(changed, limit) == pytest.approx(factor * getattr(sii, limit), rel=1e-6, abs=1e-4)


@given(GROUPS)
def test_the_relative_index_is_free_of_the_unit(groups):
    values, people = columns(groups)
    # a power of two, so that rounding cannot push the line across zero
    rii, in_small_units = (relative_index_of_inequality(some, people) for some in (values, 1024 * values))
    assert in_small_units.value == (None if rii.value is None else pytest.approx(rii.value, rel=1e-9))
