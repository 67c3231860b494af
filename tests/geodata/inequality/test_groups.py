"""Deprivation groups of a town of equal LSOAs, and of less convenient ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import TooFewAreasError
from geodata.inequality.groups import deprivation_groups


@pytest.mark.parametrize(("n_areas", "n_groups"), [(50, 10), (49, 5), (25, 5)])
def test_ten_groups_of_five_areas_or_else_five(n_areas, n_groups):
    groups = deprivation_groups(np.arange(n_areas, 0, -1), np.full(n_areas, 1500))
    assert set(groups) == set(range(n_groups))
    assert np.bincount(groups).min() >= 5


def test_too_few_areas_are_refused():
    with pytest.raises(TooFewAreasError, match="24 areas do not fill 5 population groups"):
        deprivation_groups(range(24), [1500] * 24)


def test_groups_hold_equal_people_not_equal_areas():
    # the 25 most deprived areas have half the people of the others: 25 + 50 = 75 shares, 15 to a group
    score, population = np.arange(50, 0, -1), np.repeat([1000, 2000], 25)
    groups = deprivation_groups(score, population)
    assert np.bincount(groups).tolist() == [15, 12, 8, 7, 8]
    people = np.bincount(groups, population)
    assert (abs(people - 15000) <= 2000).all()  # within one area of an equal share


def test_an_area_that_fills_groups_by_itself_leaves_too_few():
    population = [1000] * 30 + [1_000_000]
    with pytest.raises(TooFewAreasError):
        deprivation_groups(range(31), population)


def test_equal_scores_follow_the_order_given():
    groups = deprivation_groups([7.0] * 25, [1500] * 25)
    assert groups.tolist() == sorted(groups)


def test_uninhabited_areas_have_a_group_all_the_same():
    population = [1500.0] * 25 + [0.0]
    groups = deprivation_groups(range(26, 0, -1), population)
    assert groups[-1] == 4


def test_a_town_without_anybody_is_refused():
    with pytest.raises(TooFewAreasError):
        deprivation_groups(range(50), [0] * 50)


@pytest.mark.parametrize(
    ("score", "population", "message"),
    [
        ([1, np.nan, 3], [10, 10, 10], "no deprivation score for the areas at positions: 1"),
        ([1, 2, 3], [10, 10, -1], "missing or negative for the areas at positions: 2"),
        ([1, 2, 3], [np.nan, 10, 10], "missing or negative for the areas at positions: 0"),
    ],
)
def test_areas_that_cannot_be_ranked_are_refused(score, population, message):
    with pytest.raises(ValueError, match=message):
        deprivation_groups(score, population)


@given(st.lists(st.tuples(st.floats(0, 90), st.integers(1000, 2000)), min_size=60, max_size=120))
def test_groups_follow_the_score_without_overlap(areas):
    score, population = (np.array(column) for column in zip(*areas, strict=True))
    groups = deprivation_groups(score, population)
    for group in range(groups.max()):
        assert score[groups == group].min() >= score[groups == group + 1].max()
