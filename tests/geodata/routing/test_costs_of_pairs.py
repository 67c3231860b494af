"""How far the nodes of pairs are apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.routing.graph import WalkingGraph
from geodata.routing.pairs import costs_to


def test_in_toytown_pairs_are_as_far_apart_as_their_blocks(toytown: WalkingGraph) -> None:
    assert costs_to(toytown, [0, 35, 0, 7], [35, 0, 5, 7], limit=900).tolist() == [-1, -1, 500, 0]
    assert costs_to(toytown, [0, 35, 0, 7], [35, 0, 5, 7]).tolist() == [1000, 1000, 500, 0]
    assert costs_to(toytown, [], []).tolist() == []


def test_there_must_be_a_target_for_each_origin(toytown: WalkingGraph) -> None:
    with pytest.raises(ValueError, match="as many"):
        costs_to(toytown, [0, 1], [2])


@given(data=st.data())
def test_costs_are_those_of_the_textbook(data, awkward_streets, textbook) -> None:
    raw = data.draw(awkward_streets)
    node, limit = st.integers(0, raw["n_nodes"] - 1), data.draw(st.sampled_from([0, 2, 500, 2**30 - 1]))
    pairs = np.array(data.draw(st.lists(st.tuples(node, node), max_size=9)), dtype=np.int64).reshape(-1, 2)
    found = costs_to(WalkingGraph.build(**raw), pairs[:, 0], pairs[:, 1], limit)
    assert found.tolist() == [textbook(raw, origin, limit)[0].get(target, -1) for origin, target in pairs.tolist()]
