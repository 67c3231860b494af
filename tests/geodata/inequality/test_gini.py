"""The population-weighted Gini coefficient."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geodata.errors import TooFewAreasError
from geodata.inequality.concentration import relative_concentration_index
from geodata.inequality.gini import gini
from geodata.inequality.uncertainty import Uncertainty

GROUPS = st.lists(st.tuples(st.floats(0, 1000), st.integers(1, 100_000)), min_size=3, max_size=10)


def columns(groups):
    values, people = (np.array(column, dtype=float) for column in zip(*groups, strict=True))
    assume((values * people).sum() > 1e-3)
    return values, people


def value(*groups):
    return gini(*groups)["value"].item()


def test_by_hand():
    # pairs 10-20, 10-40, 20-40 of 1, 2, 1 hundred: mean distance (2 x 10 + 30 + 2 x 20) x 2 / 16, mean 22.5
    row = gini([20, 10, 40], [200, 100, 100], Uncertainty(np.array([0.5, 0.5, 0.5]))).iloc[0]
    assert row["value"] == pytest.approx(90 / 8 / 45)
    assert row["lower_cl"] < row["value"] < row["upper_cl"]
    assert row["note"] == ""


def test_the_mean_distance_between_all_pairs():
    rng = np.random.default_rng(1)
    values, people = rng.gamma(2.0, 10.0, 50), rng.integers(1, 9000, 50)
    pairs = (people[:, None] * people * np.abs(values[:, None] - values)).sum() / people.sum() ** 2
    assert value(values, people) == pytest.approx(pairs / 2 / np.average(values, weights=people))


def test_one_who_has_it_all():
    assert value([0, 0, 0, 80], [1, 1, 1, 1]) == pytest.approx(3 / 4)


@pytest.mark.parametrize(
    ("values", "note"),
    [([30, -1, 30], "not defined: a negative value in group 2"), ([0, 0, 0], "not defined: all groups are at zero")],
)
def test_nothing_is_shared_below_zero_or_where_there_is_nothing(values, note):
    row = gini(values, [100, 100, 100], Uncertainty(np.ones(3))).iloc[0]
    assert row[["value", "lower_cl", "upper_cl"]].isna().all()
    assert row["note"] == note


@pytest.mark.parametrize("empty", [0.0, 500.0, -3.0])
def test_an_empty_group_counts_for_nothing(empty):
    table = gini([20, 10, 40, empty], [200, 100, 100, 0])
    assert table["value"].item() == pytest.approx(0.25)
    assert table["note"].item() == "nobody lives in group 4: it counts for nothing"


def test_two_groups_are_too_few():
    with pytest.raises(TooFewAreasError, match="at least 3 groups"):
        gini([30, 20], [100, 100])


def test_rows_are_measured_as_if_alone():
    rows, people = [[30, 26, 20], [1, 2, 4]], [[100, 100, 100], [300, 200, 100]]
    assert gini(rows, people)["value"].tolist() == [value(rows[0], people[0]), value(rows[1], people[1])]


@given(GROUPS)
def test_it_lies_between_zero_and_one(groups):
    assert -1e-12 <= value(*columns(groups)) < 1


@given(GROUPS, st.floats(0.01, 100), st.randoms())
def test_neither_unit_nor_order_nor_doubling_matters(groups, factor, random):
    values, people = columns(groups)
    order = random.sample(range(len(values)), len(values))
    once = value(values, people)
    assert value(factor * values, people) == pytest.approx(once, abs=1e-9)
    assert value(values[order], people[order]) == pytest.approx(once, abs=1e-9)
    assert value(np.tile(values, 2), np.tile(people, 2)) == pytest.approx(once, abs=1e-9)


@given(GROUPS, st.floats(0.01, 0.5))
def test_taking_from_a_poorer_for_a_richer_group_of_equal_size_raises_it(groups, part):
    values, _ = columns(groups)
    poorest, richest = values.argmin(), values.argmax()
    assume(values[poorest] > 1e-3)
    assume(poorest != richest)
    moved = values.copy()
    moved[poorest] -= part * values[poorest]
    moved[richest] += part * values[poorest]
    assert value(moved, np.ones(len(values))) > value(values, np.ones(len(values)))


@given(GROUPS)
def test_it_is_the_concentration_of_a_quantity_in_its_own_order(groups):
    values, people = columns(groups)
    order = np.argsort(values)
    concentration = relative_concentration_index(values[order], people[order])["value"].item()
    assert value(values, people) == pytest.approx(concentration, abs=1e-9)
