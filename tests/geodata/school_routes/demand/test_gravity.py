"""The doubly constrained model."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geodata.school_routes.demand.gravity import Balancing, balanced_trips, gravity
from geodata.school_routes.statutory import AGE_GROUPS

_SETTINGS = gravity().balancing
_ORIGIN_ONLY = _SETTINGS.model_copy(update={"rounds": 0})


def _full(pull: np.ndarray, pupils: list[float], rolls: list[float], balancing: Balancing = _SETTINGS) -> np.ndarray:
    """Return homes by schools, where every home reaches every school."""
    home, school = (part.ravel().astype(np.int32) for part in np.indices(pull.shape))
    ends = {"pupils": np.array(pupils, dtype=float), "rolls": np.array(rolls, dtype=float)}
    return balanced_trips(home, school, pull.ravel(), **ends, balancing=balancing).pupils.reshape(pull.shape)


def _exact(tolerance: float = 1e-10) -> Balancing:
    return _SETTINGS.model_copy(update={"tolerance": tolerance, "rounds": 1000})


def test_every_age_group_has_its_constant() -> None:
    assert set(gravity().deterrence_per_km) == {group.name for group in AGE_GROUPS}


def test_without_balancing_pupils_divide_by_roll_times_pull() -> None:
    trips = _full(np.array([[1.0, 0.5]]), [40], [100, 600], _ORIGIN_ONLY)
    assert trips.tolist() == [[10.0, 30.0]]


def test_rolls_are_scaled_to_the_pupils() -> None:
    trips = _full(np.array([[1.0, 0.1], [0.3, 1.0]]), [60, 20], [100, 300], _exact())
    assert trips.sum(axis=1) == pytest.approx([60, 20])
    assert trips.sum(axis=0) == pytest.approx([20, 60])


@given(
    pull=arrays(float, (4, 3), elements=st.floats(0.05, 1)),
    pupils=st.lists(st.floats(1, 50), min_size=4, max_size=4),
    rolls=st.lists(st.floats(10, 1000), min_size=3, max_size=3),
)
def test_where_all_reach_all_both_ends_hold_and_odds_are_those_of_the_pull(
    pull: np.ndarray, pupils: list[float], rolls: list[float]
) -> None:
    trips = _full(pull, pupils, rolls, _exact(1e-9).model_copy(update={"largest_correction": 1e9}))
    assert trips.sum(axis=1) == pytest.approx(pupils)
    assert trips.sum(axis=0) == pytest.approx(np.array(rolls) * sum(pupils) / sum(rolls), rel=1e-6)
    odds, of_pull = (found[0, 0] * found[1, 1] / (found[0, 1] * found[1, 0]) for found in (trips, pull))
    assert odds == pytest.approx(of_pull, rel=1e-6)


@given(km=arrays(float, (3, 5), elements=st.floats(0, 4.8)), beta=st.floats(0.1, 2))
def test_without_balancing_no_home_sends_more_to_the_farther_of_equal_schools(km: np.ndarray, beta: float) -> None:
    trips = _full(np.exp(-beta * km), [10, 20, 30], [200] * 5, _ORIGIN_ONLY)
    for home in range(3):  # few homes
        assert (np.diff(trips[home][np.argsort(km[home])]) <= 1e-9).all()


def test_pupils_who_reach_one_school_only_all_go_there_however_small_it_is() -> None:
    # home 0 reaches school 0 alone, of a scaled roll of 1 for its 90 pupils
    home, school = np.array([0, 1, 1], np.int32), np.array([0, 0, 1], np.int32)
    ends = {"pupils": np.array([90.0, 10.0]), "rolls": np.array([1.0, 99.0])}
    trips = balanced_trips(home, school, np.ones(3), **ends, balancing=_SETTINGS)
    assert trips.pupils[0] == pytest.approx(90)
    assert trips.pupils[1:].sum() == pytest.approx(10)
    assert trips.roll_gap == pytest.approx(89, rel=1e-3)
    assert trips.rounds == _SETTINGS.rounds


def test_a_school_that_cannot_be_filled_draws_no_more_than_a_bound_over_its_pull() -> None:
    # school 1 lies across the border: of its scaled roll of 99 only ten pupils are at hand
    trips = _full(np.array([[1.0, 0.1]]), [10], [1, 99])
    drawn = trips[0, 1] / trips[0, 0] / (99 * 0.1)
    assert drawn <= _SETTINGS.largest_correction**2
    assert np.isfinite(trips).all()


def test_no_pair_gives_no_trip() -> None:
    nobody, nowhere = np.array([]), np.array([], np.int32)
    trips = balanced_trips(nowhere, nowhere, nobody, nobody, nobody, balancing=_SETTINGS)
    assert (len(trips.pupils), trips.roll_gap, trips.rounds) == (0, 0.0, 0)
