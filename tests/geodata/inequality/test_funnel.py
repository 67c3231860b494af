"""Control limits: consistent with the limits of the areas themselves, and widened for overdispersion."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.inequality.funnel import LEVELS, LIMITS, funnel_limits, funnel_significance, overdispersion
from geodata.inequality.rates import proportion_limits, rate_limits

AREAS = ["Bank", "Quay", "Hill"]
PEOPLE = pd.Series([1000.0, 4000, 16_000], AREAS)


def test_limits_of_proportions_are_those_of_the_average_at_each_size():
    limits = funnel_limits(0.1 * PEOPLE, PEOPLE, "proportion", per=100)
    assert limits["benchmark"].to_list() == pytest.approx([10, 10, 10])
    # 1.96 and 3.09 x sqrt(0.1 x 0.9 / 1000)
    assert limits.loc["Bank", LIMITS].to_list() == pytest.approx([8.141, 11.859, 7.068, 12.932], abs=1e-3)
    assert (limits["upper_95"] - 10).to_list() == pytest.approx([1.859, 1.859 / 2, 1.859 / 4], abs=1e-3)


@given(st.floats(0.3, 3000), st.sampled_from(sorted(LEVELS)))
def test_the_count_at_a_control_limit_has_limits_that_just_reach_what_is_expected(expected, level):
    one = pd.Series([expected])
    limits = funnel_limits(one, pd.Series([1.0]), "rate").iloc[0]
    low, high = limits[f"lower_{level}"], limits[f"upper_{level}"]
    assert low < expected < high
    (reached, past), _ = rate_limits([high * (1 - 1e-3), high * (1 + 1e-3)], 1.0, 1.0, LEVELS[level])
    assert past >= expected * (1 - 1e-2)
    assert reached <= expected * (1 + 1e-2)
    if low > 0:
        _, (beyond, within) = rate_limits([low * (1 - 1e-3), low * (1 + 1e-3)], 1.0, 1.0, LEVELS[level])
        assert beyond <= expected <= within


def test_no_count_is_low_where_none_at_all_is_within_chance():
    # the upper exact limit of no event is 3.69 at 95 % and 6.91 at 99.8 %
    limits = funnel_limits(pd.Series([3.6, 3.8, 7.0]), pd.Series([1.0, 1.0, 1.0]) * 1.0, "rate")
    expected = limits["benchmark"].iloc[0]
    assert expected == pytest.approx(4.8)
    assert limits["lower_95"].gt(0).all()
    assert limits["lower_998"].eq(0).all()


def test_an_area_is_outside_exactly_where_its_own_limits_exclude_the_average():
    count = pd.Series([2.0, 5, 9, 10, 11, 20, 33, 60, 90, 12])
    people = pd.Series([1000.0, 900, 800, 2500, 400, 1900, 2500, 3000, 5000, 2800])
    limits = funnel_limits(count, people, "rate", per=1000)
    words = funnel_significance(1000 * count / people, limits)
    lower, upper = rate_limits(count, people)
    average = 1000 * count.sum() / people.sum()
    assert words.str.startswith("high").to_list() == (lower > average).tolist()
    assert words.str.startswith("low").to_list() == (upper < average).tolist()
    lower, upper = rate_limits(count, people, confidence=0.998)
    assert words.str.contains("99.8").to_list() == ((lower > average) | (upper < average)).tolist()
    assert {"high (beyond 99.8 %)", "not significant"} < set(words)


def test_a_proportion_is_outside_exactly_where_its_wilson_limits_exclude_the_average():
    count, people = pd.Series([5.0, 30, 44, 120, 0]), pd.Series([60.0, 100, 300, 1000, 40])
    words = funnel_significance(count / people, funnel_limits(count, people, "proportion"))
    lower, upper = proportion_limits(count, people)
    average = count.sum() / people.sum()
    is_outside = (lower > average) | (upper < average)
    assert words.ne("not significant").to_list() == is_outside.tolist()
    assert is_outside.any()


def test_a_value_at_the_limit_is_within_it():
    limits = funnel_limits(0.1 * PEOPLE, PEOPLE, "proportion")
    assert funnel_significance(limits["upper_95"], limits).eq("not significant").all()
    assert funnel_significance(limits["upper_998"], limits).eq("high (beyond 95 %)").all()
    assert funnel_significance(limits["lower_998"] - 1e-9, limits).eq("low (beyond 99.8 %)").all()


def test_an_area_without_a_count_has_no_limits_and_does_not_enter_the_average():
    count = pd.Series([10.0, np.nan, 30], AREAS)
    limits = funnel_limits(count, pd.Series([1000.0] * 3, AREAS), "rate", per=1000)
    assert limits.loc["Quay"].isna().all()
    assert limits["benchmark"].dropna().to_list() == pytest.approx([20, 20])
    assert funnel_significance(count, limits).isna().to_list() == [False, True, False]


def test_without_any_count_there_are_no_limits():
    nothing = pd.Series([np.nan, np.nan])
    assert funnel_limits(nothing, nothing, "rate").isna().all(axis=None)
    assert np.isnan(overdispersion(nothing, nothing, "rate"))


def test_no_event_anywhere_is_nothing_remarkable():
    count, people = pd.Series([0.0, 0.0]), pd.Series([100.0, 200.0])
    for statistic in ("rate", "proportion"):
        limits = funnel_limits(count, people, statistic)
        assert funnel_significance(count / people, limits).eq("not significant").all()


def test_impossible_counts_are_refused_by_area():
    with pytest.raises(ValueError, match="numerator cannot exceed its denominator: Quay"):
        funnel_limits(pd.Series([1.0, 5000, 1], AREAS), PEOPLE, "proportion")
    with pytest.raises(ValueError, match="must be above zero: Hill"):
        overdispersion(pd.Series([1.0, 1, 1], AREAS), PEOPLE.replace(16_000, 0), "rate")


@pytest.mark.parametrize("statistic", ["rate", "proportion"])
def test_chance_alone_is_not_overdispersed_and_what_is_multiplied_is(statistic):
    generator = np.random.default_rng(11)
    people = pd.Series(generator.integers(2000, 9000, 3000).astype(float))
    by_chance = (
        generator.poisson(0.02 * people) if statistic == "rate" else generator.binomial(people.astype(int), 0.02)
    )
    # a normal variable winsorised at its tenths has variance 0.66
    assert overdispersion(pd.Series(by_chance, dtype=float), people, statistic) == pytest.approx(0.66, abs=0.05)
    # nine times the chance variance: fluctuations of counts a ninth as large, times nine
    clumped = pd.Series(9.0 * generator.poisson(0.02 * people))
    assert overdispersion(clumped, 9 * people, statistic) == pytest.approx(9 * 0.66, rel=0.1)


def test_outliers_do_not_hide_themselves():
    people = pd.Series([5000.0] * 40)
    count = pd.Series([90.0, 100, 110, 100] * 10)
    few = count.copy()
    few.iloc[:2] = 400
    assert overdispersion(few, people, "rate") < 5
    assert np.mean((few - few.mean()) ** 2 / few.mean()) > 30


def test_limits_are_widened_on_the_even_scale():
    count = 0.01 * PEOPLE
    plain, wide = (funnel_limits(count, PEOPLE, "rate", dispersion=phi) for phi in (1.0, 4.0))
    for name in ("upper_95", "upper_998", "lower_95"):
        moved = (wide[name] ** 0.5 - 0.1) / (plain[name] ** 0.5 - 0.1)
        assert moved["Hill"] == pytest.approx(2)
    assert wide.loc["Bank", "lower_998"] == 0
    shares = funnel_limits(0.5 * PEOPLE, PEOPLE, "proportion", dispersion=4.0)
    assert (shares["upper_95"] + shares["lower_95"]).to_list() == pytest.approx([1, 1, 1])
    assert funnel_limits(0.99 * PEOPLE, PEOPLE, "proportion", dispersion=1e6)["upper_95"].eq(1).all()


def test_less_spread_than_chance_does_not_narrow_the_limits():
    count = 0.01 * PEOPLE
    pd.testing.assert_frame_equal(
        funnel_limits(count, PEOPLE, "rate", dispersion=0.2), funnel_limits(count, PEOPLE, "rate")
    )
