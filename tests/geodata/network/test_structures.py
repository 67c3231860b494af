import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.network.structures import is_structure, structure_heights

WATER = 0.0
Edge = tuple[int, int, float, int, str]


def network(*rows: Edge) -> pd.DataFrame:
    """Return edges from node to node, with length, way, and B for a bridge, T for a tunnel."""
    edges = pd.DataFrame(rows, columns=["u", "v", "length_m", "osm_way_id", "kind"])
    yes_no = {True: "yes", False: "no"}
    return edges.assign(
        bridge=(edges["kind"] == "B").map(yes_no).astype("string"),
        tunnel=(edges["kind"] == "T").map(yes_no).astype("string"),
    )


def at_nodes(edges: pd.DataFrame, ground: dict[int, float]) -> dict[int, float]:
    """Return the heights of the structures' nodes, each the same from whichever edge it is seen."""
    start, end = structure_heights(
        edges, edges["u"].map(ground).to_numpy(float), edges["v"].map(ground).to_numpy(float)
    )
    mask = is_structure(edges)
    seen = pd.DataFrame(
        {"node": pd.concat([edges.loc[mask, "u"], edges.loc[mask, "v"]]), "height": np.concatenate([start, end])}
    )
    at = seen.groupby("node")["height"]
    assert np.allclose(at.max(), at.min(), equal_nan=True)
    return at.max().to_dict()


def test_a_bridge_of_one_edge_keeps_the_ground_at_its_ends() -> None:
    edges = network((1, 2, 50, 7, ""), (2, 3, 40, 8, "B"), (3, 4, 50, 9, ""))
    assert at_nodes(edges, {1: 30, 2: 20, 3: 24, 4: 30}) == {2: 20, 3: 24}


def test_one_bridge_of_several_ways_is_straight_over_all_of_them() -> None:
    """The third way is drawn the other way round."""
    edges = network((1, 2, 9, 1, ""), (2, 3, 10, 7, "B"), (3, 4, 20, 8, "B"), (5, 4, 10, 9, "B"), (5, 6, 9, 1, ""))
    heights = at_nodes(edges, {1: 9, 2: 10, 3: WATER, 4: WATER, 5: 50, 6: 9})
    assert heights == pytest.approx({2: 10, 3: 20, 4: 40, 5: 50})


def test_stairs_to_the_middle_of_a_bridge_do_not_pull_it_down() -> None:
    edges = network((1, 2, 9, 1, ""), (2, 3, 30, 7, "B"), (3, 4, 30, 7, "B"), (4, 5, 9, 2, ""), (3, 6, 12, 3, ""))
    assert at_nodes(edges, {1: 9, 2: 10, 3: WATER, 4: 20, 5: 9, 6: WATER})[3] == pytest.approx(15)


def test_where_another_way_goes_on_after_the_ground_is_touched_there_are_two_bridges() -> None:
    """Two bridges that meet on an island."""
    edges = network((1, 2, 9, 1, ""), (2, 3, 30, 7, "B"), (3, 4, 30, 8, "B"), (4, 5, 9, 2, ""), (3, 6, 12, 3, ""))
    assert at_nodes(edges, {1: 9, 2: 10, 3: 2, 4: 20, 5: 9, 6: 2})[3] == 2


def test_a_tunnel_goes_straight_through_a_ridge() -> None:
    edges = network((1, 2, 9, 1, ""), (2, 3, 100, 7, "T"), (3, 4, 300, 7, "T"), (4, 5, 9, 1, ""))
    assert at_nodes(edges, {1: 10, 2: 10, 3: 200, 4: 14, 5: 10})[3] == pytest.approx(11)


def test_a_structure_that_forks_balances_its_branches() -> None:
    """At the fork: (10 / 10 + 40 / 20 + 40 / 20) / (1/10 + 1/20 + 1/20) = 25."""
    edges = network((2, 1, 10, 7, "B"), (1, 3, 20, 8, "B"), (1, 4, 20, 9, "B"))
    assert at_nodes(edges, {1: WATER, 2: 10, 3: 40, 4: 40})[1] == pytest.approx(25)


def test_an_unknown_abutment_makes_its_whole_bridge_unknown_and_no_other() -> None:
    edges = network((1, 2, 10, 7, "B"), (2, 3, 10, 7, "B"), (4, 5, 10, 8, "B"), (5, 6, 10, 8, "B"))
    heights = at_nodes(edges, {1: 10, 2: 5, 3: np.nan, 4: 10, 5: WATER, 6: 20})
    assert heights == pytest.approx({1: 10, 2: np.nan, 3: np.nan, 4: 10, 5: 15, 6: 20}, nan_ok=True)


def test_a_ring_without_abutment_is_unknown() -> None:
    ring = network((1, 2, 10, 7, "B"), (2, 3, 10, 7, "B"), (3, 1, 10, 7, "B"))
    assert all(np.isnan(height) for height in at_nodes(ring, {1: 1, 2: 2, 3: 3}).values())


def test_no_structures_no_heights() -> None:
    start, end = structure_heights(network((1, 2, 10, 7, "")), np.array([1.0]), np.array([2.0]))
    assert len(start) == len(end) == 0


@given(st.lists(st.floats(0.5, 500), min_size=2, max_size=8), st.floats(-50, 500), st.floats(-50, 500))
def test_a_chain_is_interpolated_by_length(lengths: list[float], first: float, last: float) -> None:
    edges = network(*[(n, n + 1, length, n, "B") for n, length in enumerate(lengths)])
    ground = dict.fromkeys(range(len(lengths) + 1), WATER) | {0: first, len(lengths): last}
    along = np.concatenate([[0], np.cumsum(lengths)]) / sum(lengths)
    heights = at_nodes(edges, ground)
    assert list(heights.values()) == pytest.approx((first + along * (last - first)).tolist(), abs=1e-6)
