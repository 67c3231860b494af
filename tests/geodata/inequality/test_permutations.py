"""Neighbours drawn at random, held against every possible draw on a small map."""

from itertools import combinations

import numpy as np
import pytest
from libpysal.graph import Graph

from geodata.inequality.permutations import permutations_for, tails, two_sided

# a hub with three arms, one of them two areas long: one to three neighbours
ARMS = Graph.from_dicts(
    {"hub": ["a", "b", "c"], "a": ["hub"], "b": ["hub"], "c": ["hub", "d"], "d": ["c"], "isle": [], "lone": []}
)
NEIGHBOURS = {"hub": ["a", "b", "c"], "a": ["hub"], "b": ["hub"], "c": ["hub", "d"], "d": ["c"]}
# two areas have the same value, so that some draws are ties
Z = dict(zip(ARMS.unique_ids, [1.5, -1.0, -1.0, 0.4, 0.9, -1.2, 0.4], strict=True))


def shares_of_all_draws(area):
    others = [name for name in Z if name != area]
    true = Z[area] * np.mean([Z[name] for name in NEIGHBOURS[area]])
    drawn = [Z[area] * np.mean([Z[name] for name in some]) for some in combinations(others, len(NEIGHBOURS[area]))]
    return np.mean(np.array(drawn) >= true - 1e-9), np.mean(np.array(drawn) <= true + 1e-9)


@pytest.mark.parametrize("area", NEIGHBOURS)
def test_tails_are_those_of_all_possible_draws(area):
    counts = tails(np.array(list(Z.values())), ARMS).loc[area]
    share = counts[["at_least", "at_most"]] / counts["draws"]
    error = 4 * 0.5 / permutations_for(len(Z)) ** 0.5
    assert share.to_list() == pytest.approx(shares_of_all_draws(area), abs=error)


def test_without_neighbours_every_draw_is_a_tie():
    counts = tails(np.array(list(Z.values())), ARMS)
    assert (counts.loc["isle", ["at_least", "at_most"]] == permutations_for(len(Z))).all()
    assert two_sided(counts.loc[["isle"]]).tolist() == [1.0]


def test_draws_are_the_same_each_time():
    other = Graph.from_dicts({"x": ["y"], "y": ["x"]})
    first = tails(np.array(list(Z.values())), ARMS)
    tails(np.array([-1.0, 1.0]), other)
    assert tails(np.array(list(Z.values())), ARMS).equals(first)


@pytest.mark.parametrize("n_areas", [20, 278, 300])
def test_permutations_suffice_for_the_strictest_threshold(n_areas):
    assert 2 / (permutations_for(n_areas) + 1) <= 0.05 / n_areas / 10
