"""The Hilbert curve visits every point, and neighbours on it are neighbours on the ground."""

import numpy as np
import pytest

from geodata.routing.hilbert import hilbert_order


@pytest.mark.parametrize("side", [2, 4, 16, 64])
def test_on_a_full_grid_each_step_of_the_curve_is_to_a_neighbour(side: int) -> None:
    at = np.stack(np.divmod(np.random.default_rng(0).permutation(side * side), side), axis=1).astype(float)
    order = hilbert_order(at)
    assert sorted(order.tolist()) == list(range(side * side))
    assert np.abs(np.diff(at[order], axis=0)).sum(axis=1).tolist() == [1.0] * (side * side - 1)


def test_points_all_in_one_place_stay_in_order() -> None:
    assert hilbert_order(np.full((5, 2), 7.0)).tolist() == [0, 1, 2, 3, 4]
    assert hilbert_order(np.empty((0, 2))).tolist() == []
