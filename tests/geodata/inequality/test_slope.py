"""The slope and relative index of inequality, by hand and by what must hold for any town."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import expit
from statsmodels.regression.linear_model import WLS

from geodata.errors import TooFewAreasError
from geodata.inequality.estimates import ordered_groups
from geodata.inequality.regression import dispersion, fitted_line, widening
from geodata.inequality.slope import relative_index_of_inequality, slope_index_of_inequality
from geodata.inequality.uncertainty import Uncertainty

# Toytown in three equal groups. Ridits 1/6, 1/2, 5/6; slope (-30/3 + 20/3) / (2/9) = -15; mean 76/3, so the line runs
# from 197/6 to 107/6. Residuals -1/3, 2/3, -1/3; HC1 variance of the slope 3 x (2/81) / (4/81) = 3/2.
TOYTOWN = [30, 26, 20], [100, 100, 100]
GROUPS = st.lists(st.tuples(st.floats(1, 1000), st.integers(100, 100_000)), min_size=3, max_size=10)


def slope_index(*groups, **how):
    return slope_index_of_inequality(*groups, **how).iloc[0]


def relative_index(*groups, **how):
    return relative_index_of_inequality(*groups, **how).iloc[0]


def columns(groups):
    values, people = (np.array(column, dtype=float) for column in zip(*groups, strict=True))
    assume(np.ptp(values) > 1e-3)
    return values, people


def test_slope_index_of_toytown():
    sii = slope_index(*TOYTOWN)
    half = 12.706205 * 1.5**0.5  # Student's t with one degree of freedom
    assert (sii.value, sii.lower_cl, sii.upper_cl) == pytest.approx((-15, -15 - half, -15 + half))
    assert (sii.confidence, sii.note) == (0.95, "")
    assert "HC1" in sii.method


def test_relative_index_of_toytown():
    rii = relative_index(*TOYTOWN)
    assert rii.value == pytest.approx(107 / 197)
    assert rii.lower_cl * rii.upper_cl == pytest.approx(rii.value**2)  # symmetric on the logarithm


def test_more_confidence_gives_wider_limits():
    usual, strict = slope_index(*TOYTOWN), slope_index(*TOYTOWN, confidence=0.998)
    assert (strict.upper_cl - strict.lower_cl) / (usual.upper_cl - usual.lower_cl) == pytest.approx(
        318.308839 / 12.706205
    )


def test_groups_on_a_line_give_back_the_line():
    # ridits 0.25, 0.65, 0.9 on 10 + 4 ridit
    values, people = [11, 12.6, 13.6], [50, 30, 20]
    sii, rii = slope_index(values, people), relative_index(values, people)
    assert (sii.value, sii.lower_cl, sii.upper_cl) == pytest.approx((4, 4, 4))
    assert (rii.value, rii.lower_cl, rii.upper_cl) == pytest.approx((1.4, 1.4, 1.4))


def test_equal_groups_have_no_gradient_and_say_that_the_limits_say_nothing():
    sii = slope_index([24.5] * 5, [9, 8, 7, 6, 5])
    rii = relative_index([24.5] * 5, [9, 8, 7, 6, 5])
    assert (sii.value, sii.lower_cl, sii.upper_cl) == (0, 0, 0)
    assert (rii.value, rii.lower_cl, rii.upper_cl) == (1, 1, 1)
    assert sii.note == rii.note == "all groups have the same value: the limits have no width"


@pytest.mark.parametrize(("values", "end"), [([0, 1, 8], "most"), ([8, 1, 0], "least"), ([0, 0, 0], "most")])
def test_a_ratio_of_ends_below_zero_is_not_given(values, end):
    rii = relative_index(values, [100, 100, 100])
    assert rii[["value", "lower_cl", "upper_cl"]].isna().all()
    assert rii.note.endswith(f"not defined: the line reaches zero or below at the {end} deprived end")


@pytest.mark.parametrize("measure", [slope_index, relative_index])
def test_two_groups_are_flagged_and_have_no_limits(measure):
    row = measure([30, 20], [1000, 1200])
    assert np.isfinite(row["value"])
    assert row[["lower_cl", "upper_cl"]].isna().all()
    assert row["note"] == "only two groups: nothing shows whether they lie on a line"


@pytest.mark.parametrize("measure", [slope_index, relative_index])
def test_one_group_is_too_few(measure):
    with pytest.raises(TooFewAreasError):
        measure([30], [1000])


@given(GROUPS)
def test_reversing_the_ranking_turns_the_sign(groups):
    values, people = columns(groups)
    forwards, backwards = (slope_index(values[::way], people[::way]) for way in (1, -1))
    assert backwards.value == pytest.approx(-forwards.value, abs=1e-6)
    assert backwards.lower_cl == pytest.approx(-forwards.upper_cl, abs=1e-6)


@given(GROUPS, st.floats(0.01, 100), st.floats(-100, 100))
def test_the_slope_scales_with_the_unit_and_ignores_a_constant(groups, factor, constant):
    values, people = columns(groups)
    sii, changed = (slope_index(some, people) for some in (values, factor * values + constant))
    for limit in ("value", "lower_cl", "upper_cl"):
        assert getattr(changed, limit) == pytest.approx(factor * getattr(sii, limit), rel=1e-6, abs=1e-4)


@given(GROUPS)
def test_the_relative_index_is_free_of_the_unit(groups):
    values, people = columns(groups)
    # a power of two, so that rounding cannot push the line across zero
    rii, in_small_units = (relative_index(some, people) for some in (values, 1024 * values))
    assert in_small_units.value == pytest.approx(rii.value, rel=1e-9, nan_ok=True)


ERRORS = Uncertainty(np.array([1.0, 1.0, 1.0]))


def test_errors_of_the_groups_give_the_closed_form():
    # the slope is 4.5 x (-1/3, 0, 1/3) of the values
    sii = slope_index(*TOYTOWN, ERRORS)
    half = 1.959964 * 1.5 * 2**0.5
    assert (sii.value, sii.lower_cl, sii.upper_cl) == pytest.approx((-15, -15 - half, -15 + half))
    assert "own errors" in sii.method


def test_simulated_limits_agree_with_the_closed_form_where_errors_are_small():
    small = Uncertainty(np.array([0.01, 0.01, 0.01]))
    on_log = Uncertainty(small.standard_error / np.array(TOYTOWN[0]), "log")
    for measure in (slope_index, relative_index):
        closed, simulated = measure(*TOYTOWN, small), measure(*TOYTOWN, on_log, draws=40_000)
        assert simulated.value == closed.value
        assert simulated.upper_cl - simulated.lower_cl == pytest.approx(closed.upper_cl - closed.lower_cl, rel=0.03)
        assert "40000 draws, seed" in simulated.method


def test_limits_of_the_ratio_exclude_one_when_those_of_the_slope_exclude_zero():
    for error in (3.0, 5.0, 6.0, 8.0):
        errors = Uncertainty(np.full(3, error))
        sii, rii = slope_index(*TOYTOWN, errors), relative_index(*TOYTOWN, errors)
        assert (sii.upper_cl < 0) == (rii.upper_cl < 1)


def test_a_ratio_whose_lower_end_may_be_zero_has_no_limits():
    rii = relative_index([1, 5, 9], [100, 100, 100], Uncertainty(np.array([3.0, 3.0, 3.0])))
    assert np.isnan(rii.upper_cl)
    assert rii.note.endswith("not defined: the line reaches zero or below at the most deprived end")
    rii = relative_index([4, 5, 9], [100, 100, 100], Uncertainty(np.array([3.0, 3.0, 3.0])))
    assert np.isfinite(rii.value)
    assert np.isnan([rii.lower_cl, rii.upper_cl]).all()
    assert rii.note == "no limits: chance alone could bring the most deprived end to zero"


@pytest.mark.parametrize(
    ("model", "values"), [("log", np.exp([3.5, 3.2, 2.9])), ("logit", expit([-0.5, -0.8, -1.1])),
                          ("binomial", expit([-0.5, -0.8, -1.1]))]
)  # fmt: skip
def test_groups_on_a_curve_give_back_the_curve(model, values):
    # ridits 1/6, 1/2, 5/6: slope -0.9 on the model's scale, ends at 0.15 beyond the outer groups
    back = np.exp if model == "log" else expit
    ends = back([3.65, 2.75]) if model == "log" else back([-0.35, -1.25])
    sii, rii = (measure(values, [1, 1, 1], model=model) for measure in (slope_index, relative_index))
    assert sii.value == pytest.approx(ends[1] - ends[0])
    assert rii.value == pytest.approx(ends[1] / ends[0])
    assert (sii.lower_cl, rii.upper_cl) == pytest.approx((sii.value, rii.value), abs=1e-6)


def test_a_turning_line_keeps_its_middle():
    values, errors = np.exp([3.5, 3.2, 2.9]), Uncertainty(np.full(3, 0.1), "log")
    rii = relative_index(values, [1, 1, 1], errors, model="log")
    half = 1.959964 * 0.1 * 1.5 * 2**0.5
    assert (rii.lower_cl, rii.upper_cl) == pytest.approx((np.exp(-0.9 - half), np.exp(-0.9 + half)))


def test_errors_on_another_scale_than_the_models_are_refused():
    with pytest.raises(ValueError, match="log model needs errors on the log scale, found identity"):
        slope_index(*TOYTOWN, ERRORS, model="log")


@pytest.mark.parametrize(("model", "value"), [("log", 0.0), ("logit", 1.0), ("binomial", 1.2)])
def test_values_without_a_place_on_the_models_scale_are_named(model, value):
    with pytest.raises(ValueError, match=f"{model} model has no place for the value of group: 2"):
        slope_index([0.5, value, 0.2], [1, 1, 1], model=model)


def test_many_rows_are_each_as_if_alone():
    rng = np.random.default_rng(7)
    values, people = rng.uniform(10, 40, (6, 10)), rng.integers(100, 1000, (6, 10))
    errors = rng.uniform(0.5, 2, (6, 10))
    for measure in (slope_index_of_inequality, relative_index_of_inequality):
        for scale in ("identity", "log"):
            whole = measure(values, people, Uncertainty(errors / (values if scale == "log" else 1), scale))
            alone = measure(values[4], people[4], Uncertainty((errors / (values if scale == "log" else 1))[4], scale))
            pd.testing.assert_frame_equal(whole.iloc[[4]].reset_index(drop=True), alone)


def test_the_closed_form_is_the_fit_of_statsmodels():
    rng = np.random.default_rng(8)
    values, people = rng.uniform(10, 40, 10), rng.integers(100, 1000, 10)
    groups = ordered_groups(values, people)
    fit = WLS(values, np.column_stack([np.ones(10), groups.ridit[0]]), weights=people).fit(cov_type="HC1")
    line = fitted_line(groups, "linear")
    assert (line.intercept[0], line.slope[0]) == pytest.approx(tuple(fit.params))
    np.testing.assert_allclose(line.covariance[0], fit.cov_params())


def test_dispersion_is_one_where_chance_alone_moves_the_groups():
    rng = np.random.default_rng(9)
    line = 30 - 10 * (np.arange(10) + 0.5) / 10
    groups = ordered_groups(line + rng.normal(0, 1, (4000, 10)), np.full(10, 100), Uncertainty(np.ones(10)))
    squared, p_value = dispersion(groups)
    assert squared.mean() == pytest.approx(1, abs=0.03)
    assert np.mean(p_value < 0.05) == pytest.approx(0.05, abs=0.012)


def test_limits_are_widened_by_what_chance_does_not_explain():
    # residuals of the line through Toytown: -1/3, 2/3, -1/3; chi-squared 2/3 with errors of 1, one degree of freedom
    groups = ordered_groups([TOYTOWN[0]] * 2, TOYTOWN[1], Uncertainty(np.array([[1.0] * 3, [0.01] * 3])))
    ratio = 12.706205 / 1.959964
    np.testing.assert_allclose(widening(groups), [(2 / 3) ** 0.5 * ratio, 100 * (2 / 3) ** 0.5 * ratio], rtol=1e-6)
    assert widening(ordered_groups([30, 26, 22], TOYTOWN[1], Uncertainty(np.ones(3)))).tolist() == [1.0]


@given(GROUPS, st.integers(2, 50))
def test_a_town_many_times_as_large_has_the_same_gradient(groups, times):
    values, people = columns(groups)
    errors = Uncertainty(np.full(len(values), 0.5))
    for measure in (slope_index, relative_index):
        for given_errors in (None, errors):
            once, often = (measure(values, size, given_errors) for size in (people, times * people))
            for limit in ("value", "lower_cl", "upper_cl"):
                assert often[limit] == pytest.approx(once[limit], rel=1e-6, abs=1e-6, nan_ok=True)
