"""The gap against deprivation, by hand on ten wards with two scores."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import TooFewAreasError
from geodata.inequality.gap import gap_from_deprivation

WARDS = [f"E0500000{n}" for n in range(10)]
SCORE = pd.Series([10.0] * 5 + [30.0] * 5, WARDS)
# the line goes through the means 2 and 7; sum of n residual^2 = 100 (1 + 1), on 8 degrees of freedom: s2 = 25
VALUE = pd.Series([1.0, 3, 2, 2, 2, 7, 7, 7, 7, 7], WARDS)
POPULATION = pd.Series(100.0, WARDS)
T = 2.306004  # 97.5 % point of Student's t, 8 degrees of freedom


def test_gap_of_ten_wards():
    gaps = gap_from_deprivation(VALUE, SCORE, POPULATION)
    assert gaps["expected"].to_list() == pytest.approx([2] * 5 + [7] * 5)
    assert gaps["gap"].to_list() == pytest.approx([-1, 1, 0, 0, 0, 0, 0, 0, 0, 0], abs=1e-9)
    half = T * (25 / 100 + 25 / 500) ** 0.5
    assert (gaps["gap_upper"] - gaps["gap"]).to_list() == pytest.approx([half] * 10)
    assert (gaps["gap"] - gaps["gap_lower"]).to_list() == pytest.approx([half] * 10)


def test_a_large_ward_is_predicted_more_closely():
    large = POPULATION.where(POPULATION.index != WARDS[2], 400.0)
    gaps = gap_from_deprivation(VALUE, SCORE, large)
    half = (gaps["gap_upper"] - gaps["gap"]).to_list()
    line = 25 / 800  # variance of the line at the score of the first five
    assert half[:3] == pytest.approx([T * (25 / n + line) ** 0.5 for n in (100, 100, 400)])


@pytest.mark.parametrize("column", ["value", "score", "population"])
def test_a_ward_with_something_missing_stays_missing_and_out_of_the_fit(column):
    columns = {
        name: pd.concat([series, pd.Series([np.nan if name == column else 900.0], ["E05000010"])])
        for name, series in {"value": VALUE, "score": SCORE, "population": POPULATION}.items()
    }
    gaps = gap_from_deprivation(**columns)
    assert gaps.loc["E05000010"].isna().all()
    pd.testing.assert_frame_equal(gaps.loc[WARDS], gap_from_deprivation(VALUE, SCORE, POPULATION))


def test_fewer_than_ten_wards_with_values_are_too_few():
    with pytest.raises(TooFewAreasError, match="at least 10 areas with a value, found 9"):
        gap_from_deprivation(VALUE.where(VALUE.index != WARDS[0]), SCORE, POPULATION)


def test_a_ward_without_people_is_refused_by_name():
    with pytest.raises(ValueError, match=f"above zero in area: {WARDS[3]}"):
        gap_from_deprivation(VALUE, SCORE, POPULATION.where(POPULATION.index != WARDS[3], 0.0))


def test_equal_scores_are_refused():
    with pytest.raises(ValueError, match="same deprivation score"):
        gap_from_deprivation(VALUE, SCORE * 0 + 20, POPULATION)


def test_columns_of_other_wards_are_refused():
    with pytest.raises(ValueError, match="score must have the rows of value in the same order"):
        gap_from_deprivation(VALUE, SCORE[::-1], POPULATION)


@given(
    st.lists(
        st.tuples(st.floats(0, 100), st.integers(1, 90), st.integers(500, 30_000)),
        min_size=10,
        max_size=40,
    ).filter(lambda wards: len({score for _, score, _ in wards}) > 1)
)
def test_gaps_weighted_by_people_sum_to_zero_and_lie_within_their_limits(wards):
    value, score, population = (pd.Series(column, dtype=float) for column in zip(*wards, strict=True))
    gaps = gap_from_deprivation(value, score, population)
    assert np.average(gaps["gap"], weights=population) == pytest.approx(0, abs=1e-6)
    assert (gaps["gap_lower"] <= gaps["gap"] + 1e-9).all()
    assert (gaps["gap"] <= gaps["gap_upper"] + 1e-9).all()
