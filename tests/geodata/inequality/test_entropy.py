"""Theil index, its parts between and within, and mean log deviation."""

from math import log

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from inequality.theil import TheilD

from geodata.errors import TooFewAreasError
from geodata.inequality.entropy import (
    log_deviation_error,
    mean_log_deviation,
    theil_decomposition,
    theil_error,
    theil_index,
)
from geodata.inequality.estimates import unordered_groups
from geodata.inequality.uncertainty import Uncertainty

# mean 20: ratios 0.5, 1, 1.5
EVEN_STEPS = [10.0, 20.0, 30.0], [100, 100, 100]
ONE_EACH = Uncertainty(np.array([1.0, 1.0, 1.0]))
GROUPS = st.lists(st.tuples(st.floats(1, 1000), st.integers(1, 100_000)), min_size=3, max_size=10)
MEASURES = [theil_index, mean_log_deviation]
ERRORS = {theil_index: theil_error, mean_log_deviation: log_deviation_error}


def columns(groups):
    return (np.array(column, dtype=float) for column in zip(*groups, strict=True))


def value(measure, *groups):
    return measure(*groups)["value"].item()


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (theil_index, 1000 * (0.5 * log(0.5) + 1.5 * log(1.5)) / 3),
        (mean_log_deviation, -1000 * (log(0.5) + log(1.5)) / 3),
    ],
)
def test_even_steps(measure, expected):
    row = measure(*EVEN_STEPS, ONE_EACH).iloc[0]
    assert row["value"] == pytest.approx(expected)
    assert 0 < row["lower_cl"] < row["value"] < row["upper_cl"] < 2 * expected
    assert row["note"] == ""


@pytest.mark.parametrize("measure", MEASURES)
def test_errors_are_those_of_many_draws(measure):
    people = [500, 100, 50, 350]
    groups = unordered_groups([10, 14, 18, 11], people, Uncertainty(np.array([0.2, 0.4, 0.6, 0.1])))
    added, error = ERRORS[measure](groups, groups.uncertainty)
    drawn = measure(groups.simulated(0, 200_000, seed=1), people)["value"]
    assert drawn.mean() - value(measure, [10, 14, 18, 11], people) == pytest.approx(added[0], rel=0.1)
    assert drawn.std() == pytest.approx(error[0], rel=0.03)


@pytest.mark.parametrize("measure", MEASURES)
def test_limits_lie_about_the_value_less_what_chance_adds(measure):
    groups = unordered_groups(*EVEN_STEPS, ONE_EACH)
    added, error = (part[0] for part in ERRORS[measure](groups, ONE_EACH))
    row = measure(*EVEN_STEPS, ONE_EACH).iloc[0]
    middle, half = row["value"] - added, 1.959964 * error
    assert (row["lower_cl"], row["upper_cl"]) == pytest.approx((middle - half, middle + half))


def test_a_group_at_zero_counts_in_the_theil_index_but_leaves_no_limits():
    # ratios 0, 1.5, 1.5: two thirds of 1.5 ln 1.5
    row = theil_index([0, 30, 30], [100, 100, 100], ONE_EACH).iloc[0]
    assert row["value"] == pytest.approx(1000 * log(1.5))
    assert row[["lower_cl", "upper_cl"]].isna().all()
    assert row["note"] == "no limits: the logarithm has no slope at zero, in group 1"


def test_a_group_at_zero_leaves_no_mean_log_deviation():
    row = mean_log_deviation([30, 0, 30, 0], [100] * 4).iloc[0]
    assert np.isnan(row["value"])
    assert row["note"] == "not defined: zero has no logarithm, in group 2, 4"


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    ("values", "note"),
    [([30, -1, 30], "not defined: a negative value in group 2"), ([0, 0, 0], "not defined: all groups are at zero")],
)
def test_nothing_is_shared_below_zero_or_where_there_is_nothing(measure, values, note):
    row = measure(values, [100, 100, 100], ONE_EACH).iloc[0]
    assert row[["value", "lower_cl", "upper_cl"]].isna().all()
    assert row["note"] == note


@pytest.mark.parametrize("measure", MEASURES)
def test_groups_are_named_by_the_numbers_under_which_they_came(measure):
    values = [np.nan, 30, 30, 30, 30, 30, -1]
    assert measure(values, [100] * 7)["note"].item().endswith("a negative value in group 7")


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("empty", [0.0, 500.0, -3.0])
def test_an_empty_group_counts_for_nothing_whatever_its_value(measure, empty):
    table = measure([*EVEN_STEPS[0], empty], [*EVEN_STEPS[1], 0], Uncertainty(np.ones(4)))
    without = measure(*EVEN_STEPS, ONE_EACH)
    assert table[["value", "lower_cl", "upper_cl"]].to_numpy() == pytest.approx(
        without[["value", "lower_cl", "upper_cl"]].to_numpy()
    )
    assert table["note"].item() == "nobody lives in group 4: it counts for nothing"


@pytest.mark.parametrize("measure", MEASURES)
def test_two_groups_are_too_few_and_equal_ones_leave_only_chance(measure):
    with pytest.raises(TooFewAreasError, match="at least 3 groups"):
        measure([30, 20], [100, 100])
    row = measure([24.5] * 4, [9, 8, 7, 6], Uncertainty(np.full(4, 0.7))).iloc[0]
    assert row["value"] == pytest.approx(0, abs=1e-9)
    assert row["note"] == "no limits: chance in the groups' figures may explain most of the value"


@given(GROUPS, st.floats(0.01, 100), st.randoms())
def test_neither_unit_nor_order_nor_doubling_matters(groups, factor, random):
    values, people = columns(groups)
    order = random.sample(range(len(values)), len(values))
    for measure in MEASURES:
        once = value(measure, values, people)
        assert once >= -1e-9
        assert value(measure, factor * values, people) == pytest.approx(once, abs=1e-9)
        assert value(measure, values[order], people[order]) == pytest.approx(once, abs=1e-9)
        assert value(measure, np.tile(values, 2), np.tile(people, 2)) == pytest.approx(once, abs=1e-9)


@given(GROUPS, st.floats(0.01, 0.5))
def test_taking_from_a_poorer_for_a_richer_group_of_equal_size_raises_both(groups, part):
    values, _ = columns(groups)
    poorest, richest = values.argmin(), values.argmax()
    assume(poorest != richest)
    moved = values.copy()
    moved[poorest] -= part * values[poorest]
    moved[richest] += part * values[poorest]
    for measure in MEASURES:
        assert value(measure, moved, np.ones(len(values))) > value(measure, values, np.ones(len(values)))


def test_decomposition_of_two_authorities():
    # authorities at 15 and 30, mean 20; the first has groups at 10 and 20
    table = theil_decomposition(*EVEN_STEPS, ["Halton", "Halton", "Wirral"])
    assert table.index.tolist() == ["total", "between", "within"]
    between = 1000 * (2 / 3 * 0.75 * log(0.75) + 1 / 3 * 1.5 * log(1.5))
    within = 1000 * 2 / 3 * 0.75 * (2 / 3 * log(2 / 3) + 4 / 3 * log(4 / 3)) / 2
    assert table["value"].tolist() == pytest.approx([between + within, between, within])
    assert table["value"]["total"] == pytest.approx(value(theil_index, *EVEN_STEPS))


@given(GROUPS, st.data())
def test_the_decomposition_adds_up(groups, data):
    values, people = columns(groups)
    partition = data.draw(st.lists(st.sampled_from("ABC"), min_size=len(values), max_size=len(values)))
    parts = theil_decomposition(values, people, partition)["value"]
    assert parts["between"] + parts["within"] == pytest.approx(parts["total"], abs=1e-9)
    assert min(parts) >= -1e-9


@given(GROUPS)
def test_one_part_has_everything_within_and_parts_of_one_group_everything_between(groups):
    values, people = columns(groups)
    together = theil_decomposition(values, people, ["all"] * len(values))["value"]
    apart = theil_decomposition(values, people, range(len(values)))["value"]
    assert (together["between"], apart["within"]) == pytest.approx((0, 0), abs=1e-9)
    assert together["within"] == pytest.approx(apart["between"], abs=1e-9)


@given(GROUPS)
def test_with_groups_of_equal_size_it_is_that_of_pysal(groups):
    values = np.array([value for value, _ in groups])
    partition = np.arange(len(values)) % 2
    ours = theil_decomposition(values, np.full(len(values), 5), partition)["value"]
    theirs = TheilD(values, partition)
    pysal = [theirs.T, np.ravel(theirs.bg)[0], np.ravel(theirs.wg)[0]]
    assert ours.tolist() == pytest.approx(1000 * np.array(pysal), abs=1e-6)


def test_a_part_at_zero_and_an_empty_one_add_up():
    values, people = [0, 0, 20, 40, 99], [100, 100, 100, 100, 0]
    parts = theil_decomposition(values, people, ["A", "A", "B", "B", "C"])["value"]
    assert parts["within"] == pytest.approx(1000 * (4 / 3 * log(4 / 3) + 2 / 3 * log(2 / 3)) / 2)
    assert parts["between"] == pytest.approx(1000 * log(2))
    assert parts["total"] == pytest.approx(parts["between"] + parts["within"])


def test_each_part_of_the_decomposition_has_limits():
    errors = Uncertainty(np.full(6, 1.0))
    table = theil_decomposition([10, 12, 30, 50, 80, 85], [100] * 6, [1, 1, 2, 2, 3, 3], errors)
    assert (table["lower_cl"] < table["value"]).all()
    assert (table["value"] < table["upper_cl"]).all()


@pytest.mark.parametrize(
    ("partition", "message"),
    [(["A", None, "B"], "no part named for group: 2$"), (["A", "B"], "2 parts for 3 groups")],
)
def test_every_group_needs_a_part(partition, message):
    with pytest.raises(ValueError, match=message):
        theil_decomposition(*EVEN_STEPS, partition)


def test_the_decomposition_takes_one_row():
    with pytest.raises(ValueError, match="one row of groups, found 2"):
        theil_decomposition([[1, 2, 3], [1, 2, 3]], [1, 1, 1], ["A", "B", "B"])


def test_a_group_left_out_takes_its_part_along():
    values = [10, np.nan, 20, 30, 10, 20, 30]
    partition = pd.Series(list("ABABABA"), dtype="string")
    known = [0, 2, 3, 4, 5, 6]
    expected = theil_decomposition(np.array(values)[known], [100] * 6, partition.iloc[known])["value"]
    assert theil_decomposition(values, [100] * 7, partition)["value"].tolist() == expected.tolist()
