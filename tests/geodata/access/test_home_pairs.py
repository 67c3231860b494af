"""Pairs of homes: which ones, always the same, and never without a network."""

import numpy as np
import pandas as pd
import pytest

from geodata.access.home_pairs import home_pairs
from geodata.schemas import empty


@pytest.fixture
def town(homes_at):
    """Homes 50 m apart on a square of 2 km."""
    points = [(50.0 * x, 50.0 * y) for x in range(41) for y in range(41)]
    return homes_at(points, ["w1.0.0"] * len(points), [0.0] * len(points))


def test_a_home_in_the_middle_of_a_town_has_24_neighbours_200_to_800_m_away(town):
    pairs = home_pairs(town)
    middle = pairs[pairs["origin"] == 20 * 41 + 20]
    assert len(middle) == 24
    assert middle["straight_m"].between(200, 800).all()
    assert np.histogram(middle["straight_m"], [200, 400, 600, 800])[0].tolist() == [8, 8, 8]


def test_neighbours_lie_on_every_side(town):
    pairs = home_pairs(town)
    xy = np.column_stack([town.geometry.x, town.geometry.y])
    middle = pairs[pairs["origin"] == 20 * 41 + 20]
    steps = xy[middle["destination"]] - xy[middle["origin"]]
    assert steps.sum(axis=0) == pytest.approx([0, 0])
    assert set(map(tuple, np.sign(steps))) == {(1, 1), (1, -1), (-1, 1), (-1, -1)}


def test_distances_are_those_of_the_homes(town):
    pairs = home_pairs(town)
    apart = town.geometry.iloc[pairs["origin"]].distance(town.geometry.iloc[pairs["destination"]], align=False)
    np.testing.assert_allclose(pairs["straight_m"], apart)
    assert not pairs.duplicated(["origin", "destination"]).any()


def test_the_order_of_homes_does_not_choose_the_pairs(town):
    def named(homes: pd.DataFrame) -> set[tuple[int, int]]:
        ids, pairs = homes["home_id"].to_numpy(), home_pairs(homes)
        return set(zip(ids[pairs["origin"]], ids[pairs["destination"]], strict=True))

    shuffled = town.sample(frac=1, random_state=1)
    assert named(town) == named(shuffled)


def test_far_and_near_homes_are_no_neighbours(homes_at):
    homes = homes_at([(0.0, 0.0), (199.0, 0.0), (0.0, 801.0), (300.0, 0.0)], ["w1.0.0"] * 4, [0.0] * 4)
    pairs = home_pairs(homes)
    assert set(zip(pairs["origin"], pairs["destination"], strict=True)) == {(0, 3), (3, 0)}


def test_a_home_without_a_network_is_in_no_pair(homes_at):
    points = [(0.0, 0.0), (300.0, 0.0), (0.0, 300.0)]
    pairs = home_pairs(homes_at(points, ["w1.0.0", None, "w1.0.0"], [0.0, np.nan, 0.0]))
    assert set(pairs["origin"]) == {0, 2}
    assert set(pairs["destination"]) == {0, 2}


def test_one_home_and_none_have_no_pairs(homes_at):
    assert home_pairs(homes_at([(0.0, 0.0)], ["w1.0.0"], [0.0])).empty
    assert home_pairs(empty("homes")).empty
