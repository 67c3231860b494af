"""Concentration indices, by hand and within their bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.inequality.concentration import absolute_concentration_index, relative_concentration_index
from geodata.inequality.uncertainty import Uncertainty

# Three equal groups with ridits 1/6, 1/2, 5/6: twice the covariance is 2/3 (-30/3 + 20/3) = -20/9; the mean is 76/3.
# Convenient regression: 2 var(ridit) = 4/27, residuals 4/27 x (-1/3, 2/3, -1/3), one degree of freedom left, and
# sum of (ridit - 1/2)^2 = 2/9: standard error 4/27 sqrt((2/3) / (2/9)) = 4 sqrt(3) / 27.
TOYTOWN = [30, 26, 20], [100, 100, 100]
ERROR = 4 * 3**0.5 / 27
GROUPS = st.lists(st.tuples(st.floats(0, 100), st.integers(1, 100_000)), min_size=3, max_size=10)


def absolute_index(*groups, **how):
    return absolute_concentration_index(*groups, **how).iloc[0]


def relative_index(*groups, **how):
    return relative_concentration_index(*groups, **how).iloc[0]


def test_absolute_index_of_toytown():
    aci = absolute_index(*TOYTOWN)
    half = 12.706205 * ERROR  # Student's t with one degree of freedom
    assert (aci.value, aci.lower_cl, aci.upper_cl) == pytest.approx((-20 / 9, -20 / 9 - half, -20 / 9 + half))
    assert (aci.confidence, aci.note) == (0.95, "")


@pytest.mark.parametrize(
    ("normalisation", "bounds", "divisor"),
    [("plain", None, 76 / 3), ("wagstaff", (0, 100), 76 / 3 * (1 - 0.76 / 3)), ("erreygers", (0, 100), 25)],
)
def test_relative_index_of_toytown(normalisation, bounds, divisor):
    rci = relative_index(*TOYTOWN, normalisation=normalisation, bounds=bounds)
    assert rci.value == pytest.approx(-20 / 9 / divisor)
    assert rci.upper_cl - rci.lower_cl == pytest.approx(2 * 12.706205 * ERROR / divisor)
    assert f"relative to the mean, {normalisation};" in rci.method


def test_equal_groups_are_even_and_say_that_the_limits_say_nothing():
    for index in (absolute_index, relative_index):
        even = index([24.5] * 3, [9, 8, 7])
        assert (even.value, even.lower_cl, even.upper_cl) == (0, 0, 0)
        assert even.note == "all groups have the same value: the limits have no width"


@pytest.mark.parametrize(
    ("values", "normalisation", "bounds", "reason"),
    [
        ([0, 0, 0], "plain", None, "the mean leaves nothing to divide by"),
        ([-1, 2, 3], "plain", None, "a negative value"),
        ([100, 100, 100], "wagstaff", (0, 100), "the mean leaves nothing to divide by"),
    ],
)
def test_an_index_that_is_not_defined_is_not_given(values, normalisation, bounds, reason):
    rci = relative_index(values, [1, 1, 1], normalisation=normalisation, bounds=bounds)
    assert rci[["value", "lower_cl", "upper_cl"]].isna().all()
    assert rci.note.endswith(f"not defined: {reason}")


@pytest.mark.parametrize(
    ("normalisation", "bounds", "message"),
    [
        ("wagstaff", None, "need the bounds"),
        ("plain", (0, 100), "plain takes none"),
        ("erreygers", (0, 25), "outside 0 to 25 in group: 1, 2"),
        ("erreygers", (100, 0), "lower bound must lie below"),
    ],
)
def test_bounds_that_do_not_fit_are_refused(normalisation, bounds, message):
    with pytest.raises(ValueError, match=message):
        relative_index(*TOYTOWN, normalisation=normalisation, bounds=bounds)


def test_two_groups_are_flagged_and_have_no_limits():
    row = absolute_index([30, 20], [1000, 1000])
    assert row["value"] == pytest.approx(-2.5)
    assert row[["lower_cl", "upper_cl"]].isna().all()
    assert row["note"].startswith("only two groups")


def test_errors_of_the_groups_carry_over():
    # parts 2 x 1/3 x (-1/3, 0, 1/3): the index varies by the root of two times 2/9
    errors = Uncertainty(np.ones(3))
    aci = absolute_index(*TOYTOWN, errors)
    assert (aci.upper_cl - aci.lower_cl) / 2 == pytest.approx(1.959964 * 2**0.5 * 2 / 9)
    rci = relative_index(*TOYTOWN, errors)
    mean = 76 / 3
    change = (np.array([-2, 0, 2]) / 9 + 20 / 9 / mean / 3) / mean  # of each group in the index over the mean
    assert (rci.upper_cl - rci.lower_cl) / 2 == pytest.approx(1.959964 * np.sqrt((change**2).sum()))
    assert "own errors" in rci.method


def test_erreygers_with_errors_is_four_times_the_index_of_shares():
    errors = Uncertainty(np.ones(3))
    aci = absolute_index(*TOYTOWN, errors)
    erreygers = relative_index(*TOYTOWN, errors, normalisation="erreygers", bounds=(0, 100))
    for limit in ("value", "lower_cl", "upper_cl"):
        assert erreygers[limit] == pytest.approx(aci[limit] / 25)


@given(GROUPS)
def test_the_relative_index_lies_between_minus_one_and_one(groups):
    values, people = zip(*groups, strict=True)
    rci = relative_index(values, people)
    assert np.isnan(rci.value) or -1 <= rci.value <= 1


@pytest.mark.parametrize("normalisation", ["wagstaff", "erreygers"])
@given(GROUPS)
def test_the_complement_mirrors_the_index(normalisation, groups):
    values, people = (np.array(column, dtype=float) for column in zip(*groups, strict=True))
    indices = [
        relative_index(some, people, normalisation=normalisation, bounds=(0, 100)) for some in (values, 100 - values)
    ]
    if 1e-6 < np.average(values, weights=people) / 100 < 1 - 1e-6:
        assert indices[0].value == pytest.approx(-indices[1].value, abs=1e-6)
