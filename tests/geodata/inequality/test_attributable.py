"""What the average would gain if every group were as well off as the reference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import TooFewAreasError
from geodata.inequality.attributable import population_attributable_fraction, population_attributable_risk
from geodata.inequality.uncertainty import Uncertainty

TOYTOWN = [30.0, 26.0, 20.0], [100, 100, 100]  # mean 76 / 3, so the least deprived are 16 / 3 below it
ONE_EACH = Uncertainty(np.array([1.0, 1.0, 1.0]))
GROUPS = st.lists(st.tuples(st.floats(1, 1000), st.integers(1, 100_000)), min_size=3, max_size=10)


def risk(*groups, **how):
    return population_attributable_risk(*groups, **how).iloc[0]


def fraction(*groups, **how):
    return population_attributable_fraction(*groups, **how).iloc[0]


def test_risk_of_toytown():
    row = risk(*TOYTOWN, False, ONE_EACH)
    half = 1.959964 * (2 / 3) ** 0.5  # parts -1/3, -1/3, 2/3
    assert (row["value"], row["lower_cl"], row["upper_cl"]) == pytest.approx((-16 / 3, -16 / 3 - half, -16 / 3 + half))
    assert row["method"].startswith("least deprived group minus the population mean")
    assert row["note"] == ""


def test_fraction_of_toytown():
    row = fraction(*TOYTOWN, False, ONE_EACH)
    assert row["value"] == pytest.approx(-100 * 16 / 76)
    # at its limits q, 20 - q mean is 1.96 standard errors from zero
    for limit in (row["lower_cl"], row["upper_cl"]):
        q = 1 + limit / 100
        error = ((1 - q / 3) ** 2 + 2 * (q / 3) ** 2) ** 0.5
        assert abs(20 - q * 76 / 3) == pytest.approx(1.959964 * error)
    assert row["lower_cl"] < row["value"] < row["upper_cl"]


@pytest.mark.parametrize("measure", [risk, fraction])
def test_a_reference_no_better_off_than_the_average_gains_nothing(measure):
    row = measure(*TOYTOWN, True, ONE_EACH)
    assert (row["value"], row["lower_cl"], row["upper_cl"]) == (0, 0, 0)
    assert row["note"] == "set to 0: the reference is no better off than the average"


def test_a_small_loss_may_be_a_gain():
    row = risk([30, 26, 28.1], [100, 100, 100], False, ONE_EACH)
    assert (row["value"], row["upper_cl"]) == (0, 0)
    assert row["lower_cl"] == pytest.approx(28.1 - 84.1 / 3 - 1.959964 * (2 / 3) ** 0.5)


def test_without_errors_there_are_no_limits():
    for row in (risk(*TOYTOWN, False), fraction(*TOYTOWN, False), risk(*TOYTOWN, False, reference="best")):
        assert row[["lower_cl", "upper_cl"]].isna().all()
        assert row["method"].endswith("no limits: the groups' standard errors are not given")


@pytest.mark.parametrize(("is_favourable", "value"), [(True, 14 / 3), (False, -16 / 3)])
def test_the_best_group_is_the_reference_where_there_is_no_order(is_favourable, value):
    shuffled = [26.0, 20.0, 30.0], [100, 100, 100]
    row = risk(*shuffled, is_favourable, ONE_EACH, reference="best")
    assert row["value"] == pytest.approx(value)
    assert row["lower_cl"] < row["value"] < row["upper_cl"]
    assert fraction(*shuffled, is_favourable, reference="best")["value"] == pytest.approx(100 * value / (76 / 3))


def test_a_named_group_may_be_the_reference():
    assert risk(*TOYTOWN, True, reference=1)["value"] == pytest.approx(2 / 3)
    assert fraction(*TOYTOWN, True, reference=1)["value"] == pytest.approx(200 / 76)
    assert risk(*TOYTOWN, True, reference=1)["method"].startswith("group 2 minus")


def test_the_best_by_chance_is_taken_for_less_than_the_one_named():
    values = [25.0, 26, 27, 28, 29, 30, 31, 32], [100] * 8
    errors = Uncertainty(np.full(8, 2.0))
    best, named = risk(*values, True, errors, reference="best"), risk(*values, True, errors, reference=7)
    assert best["value"] == named["value"]
    assert best["upper_cl"] < named["upper_cl"]


def test_the_least_deprived_group_is_the_last_in_which_somebody_lives():
    row = risk([30, 26, 22, 5], [100, 100, 100, 0], False)
    assert row["value"] == pytest.approx(22 - 26)
    assert row["note"] == "nobody lives in group 4: it counts for nothing"


@pytest.mark.parametrize(("values", "errors"), [([2, -1, -1], [0.1] * 3), ([0, 0, 0], [0.1] * 3)])
def test_a_mean_that_leaves_nothing_to_divide_by_gives_no_fraction(values, errors):
    row = fraction(values, [100, 100, 100], True, Uncertainty(np.array(errors)))
    assert row[["value", "lower_cl", "upper_cl"]].isna().all()
    assert row["note"] == "not defined: the mean leaves nothing to divide by"


def test_a_mean_that_may_be_zero_leaves_no_limits():
    row = fraction([1, 1, 2], [100, 100, 100], True, Uncertainty(np.array([9.0, 9.0, 9.0])))
    assert row["value"] == pytest.approx(50)
    assert row[["lower_cl", "upper_cl"]].isna().all()
    assert row["note"] == "no limits: chance alone could bring the mean to zero"


@pytest.mark.parametrize("reference", ["least deprived", "best", 0])
@pytest.mark.parametrize("measure", [risk, fraction])
def test_two_groups_are_too_few(measure, reference):
    with pytest.raises(TooFewAreasError, match="at least 3 groups"):
        measure([30, 20], [100, 100], False, reference=reference)


def test_groups_in_order_must_all_be_known_others_not():
    values, people = [30, np.nan, 26, 25, 24, 23, 20], [100] * 7
    with pytest.raises(ValueError, match=r"no estimate for group .*: 2$"):
        risk(values, people, False)
    row = risk(values, people, False, reference=6)
    assert row["value"] == pytest.approx(20 - 148 / 6)
    assert row["note"] == "left out, without an estimate: group 2"


def test_many_rows_at_once():
    rows, people = [[20, 30, 26, 20], [10, 20, 60, 5]], [[0, 100, 100, 100], [100, 100, 100, 0]]
    table = population_attributable_risk(rows, people, False)
    assert table["value"].tolist() == pytest.approx([-16 / 3, 0])
    assert table["note"].tolist() == [
        "nobody lives in group 1: it counts for nothing",
        "nobody lives in group 4: it counts for nothing; set to 0: the reference is no better off than the average",
    ]


@given(GROUPS, st.floats(0.01, 100), st.floats(0, 100))
def test_the_risk_scales_with_the_unit_and_ignores_a_constant_the_fraction_is_free_of_it(groups, factor, constant):
    values, people = (np.array(column, dtype=float) for column in zip(*groups, strict=True))
    for reference in ("least deprived", "best", 1):
        par = risk(values, people, True, reference=reference)["value"]
        moved = risk(factor * values + constant, people, True, reference=reference)["value"]
        assert moved == pytest.approx(factor * par, abs=1e-6)
        paf = fraction(values, people, True, reference=reference)["value"]
        assert fraction(factor * values, people, True, reference=reference)["value"] == pytest.approx(paf, abs=1e-9)


@given(GROUPS)
def test_doubling_every_group_changes_nothing_where_order_does_not_matter(groups):
    values, people = (np.array(column, dtype=float) for column in zip(*groups, strict=True))
    for is_favourable in (True, False):
        once = risk(values, people, is_favourable, reference="best")["value"]
        twice = risk(np.tile(values, 2), np.tile(people, 2), is_favourable, reference="best")["value"]
        assert twice == pytest.approx(once, abs=1e-9)
        assert (once >= 0) if is_favourable else (once <= 0)
