"""People summed within a walk, against all pairs of the textbook."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.routing.graph import WalkingGraph
from geodata.routing.within import sums_within


def all_pairs(raw, textbook, limit) -> np.ndarray:
    """Costs from every node (row) to every other; far beyond any limit where there is no way."""
    cost = np.full((raw["n_nodes"], raw["n_nodes"]), 2**40)
    for source in range(raw["n_nodes"]):
        for node, so_far in textbook(raw, source, limit)[0].items():
            cost[source, node] = so_far
    return cost


def test_people_within_three_blocks_of_a_corner_and_the_middle(toytown: WalkingGraph) -> None:
    people = np.stack([np.ones(36), np.arange(36)], axis=1)
    sums = sums_within(toytown, 300, people)
    assert sums[0].tolist() == [10.0, 0 + 1 + 2 + 3 + 6 + 7 + 8 + 12 + 13 + 18]
    assert sums[14, 0] == 23.0  # 25 of the whole diamond, less the two that lie outside
    assert sums_within(toytown, 299, people)[0, 0] == 6.0


def test_origins_may_be_some_in_any_order(toytown: WalkingGraph) -> None:
    people = np.random.default_rng(1).integers(0, 50, (36, 2)).astype(float)
    everywhere = sums_within(toytown, 250, people)
    np.testing.assert_array_equal(sums_within(toytown, 250, people, [35, 2, 35]), everywhere[[35, 2, 35]])
    assert sums_within(toytown, 250, people, []).shape == (0, 2)


def test_what_is_not_known_makes_unknown_only_what_it_is_part_of(toytown: WalkingGraph) -> None:
    people = np.ones((36, 1))
    people[0] = np.nan
    unknown = np.isnan(sums_within(toytown, 100, people).ravel())
    assert np.flatnonzero(unknown).tolist() == [0, 1, 6]


def test_values_must_be_by_node(toytown: WalkingGraph) -> None:
    with pytest.raises(ValueError, match="a row for each of 36 nodes, found"):
        sums_within(toytown, 100, np.ones(36))


@given(data=st.data())
def test_sums_are_those_of_all_pairs(data, awkward_streets, textbook, scattered) -> None:
    raw = data.draw(awkward_streets)
    n_nodes, limit = raw["n_nodes"], data.draw(st.sampled_from([0, 2, 500, 300_000]))
    cost = all_pairs(raw, textbook, limit)
    people = np.random.default_rng(n_nodes).integers(0, 99, (n_nodes, 3)).astype(float)
    for graph in (WalkingGraph.build(**raw), scattered(raw)):
        np.testing.assert_array_equal(sums_within(graph, limit, people), (cost <= limit) @ people)


@pytest.mark.parametrize("directed", [False, True])
def test_many_origins_side_by_side_sum_what_single_searches_do(square_grid, directed) -> None:
    raw, rng = square_grid(30), np.random.default_rng(2)
    raw["forward"] = rng.integers(1, 200, len(raw["u"]))
    raw["backward"] = rng.integers(1, 200, len(raw["u"])) if directed else raw["forward"]
    graph = WalkingGraph.build(**raw, xy=np.stack(np.divmod(np.arange(900), 30), axis=1))
    people = rng.integers(0, 99, (900, 2)).astype(float)
    together = sums_within(graph, 600, people)
    alone = np.concatenate([sums_within(graph, 600, people, [node]) for node in range(900)])
    np.testing.assert_array_equal(together, alone)
