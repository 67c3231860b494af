import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.network.walking_time import (
    EdgeCosts,
    NotComputed,
    edge_costs,
    minutes,
    minutes_on_slope,
    tobler_speed_kmh,
)

EDGES = pd.DataFrame(
    {
        "edge_id": ["hill", "flight", "lane"],
        "length_m": [800.0, 20.0, 9180.0],
        "steps": pd.array(["no", "yes", "no"], dtype="string"),
    }
)
SLOPES = pd.DataFrame(
    {
        "edge_id": ["lane", "hill", "flight"],
        "walk_minutes_forward": [114.75, 14.0, 0.5],
        "walk_minutes_backward": [114.75, 9.5, 0.25],
    }
)


def test_level_ground_is_walked_at_4_8_km_an_hour() -> None:
    assert tobler_speed_kmh(0.0) == pytest.approx(4.8)
    assert minutes([80.0, 400.0, 1600.0]).tolist() == [1, 5, 20]


@pytest.mark.parametrize(
    ("slope", "kmh"),
    [
        (0.10, 4.8 * np.exp(-0.35)),
        (-0.10, 4.8),
        (-0.05, 4.8 * np.exp(0.175)),
        (0.20, 4.8 * np.exp(-0.70)),
        (-0.20, 4.8 * np.exp(-0.35)),
    ],
)
def test_speed_on_slopes_computed_by_hand(slope: float, kmh: float) -> None:
    assert tobler_speed_kmh(slope) == pytest.approx(kmh, abs=1e-12)


def test_the_scale_is_the_only_difference_to_toblers_function() -> None:
    slopes = np.linspace(-1, 1, 21)
    published = 6 * np.exp(-3.5 * np.abs(slopes + 0.05))
    assert tobler_speed_kmh(slopes) / published == pytest.approx(4.8 / (6 * np.exp(-0.175)))


@given(st.floats(0, 3), st.floats(0.1, 1000))
def test_uphill_is_never_faster_than_downhill(slope: float, length_m: float) -> None:
    assert minutes_on_slope(length_m, slope) >= minutes_on_slope(length_m, -slope)
    assert minutes_on_slope(length_m, slope) <= minutes_on_slope(length_m, 0.5)


def test_walking_costs_the_same_both_ways() -> None:
    costs = edge_costs(EDGES, SLOPES, "walking")
    assert isinstance(costs, EdgeCosts)
    assert costs.forward_ms.tolist() == costs.backward_ms.tolist() == [600_000, 15_000, 6_885_000]
    assert costs.forward_ms.dtype == np.int64
    assert costs.usable.all()
    assert costs.note == ""


def test_step_free_leaves_out_steps_alone() -> None:
    costs = edge_costs(EDGES, SLOPES, "step_free")
    assert isinstance(costs, EdgeCosts)
    assert costs.usable.tolist() == [True, False, True]
    assert costs.forward_ms.tolist() == [600_000, 15_000, 6_885_000]
    assert costs.note == "steps left out; kerbs, surfaces, widths and gradients not considered"


def test_slope_is_found_by_edge_and_differs_by_direction() -> None:
    costs = edge_costs(EDGES, SLOPES, "walking_with_slope")
    assert isinstance(costs, EdgeCosts)
    assert costs.forward_ms.tolist() == [840_000, 30_000, 6_885_000]
    assert costs.backward_ms.tolist() == [570_000, 15_000, 6_885_000]
    assert costs.usable.all()
    assert costs.note == ""


def test_little_unknown_slope_is_walked_as_level_and_said() -> None:
    """20 of 10,000 m are 0.2 %."""
    costs = edge_costs(EDGES, SLOPES[SLOPES["edge_id"] != "flight"], "walking_with_slope")
    assert isinstance(costs, EdgeCosts)
    assert costs.forward_ms.tolist() == [840_000, 15_000, 6_885_000]
    assert costs.note == "slope not known for 0.20 % of the kilometres, walked as level"


def test_much_unknown_slope_is_refused() -> None:
    """800 of 10,000 m are 8 %."""
    partly = SLOPES.assign(walk_minutes_backward=[114.75, np.nan, 0.25])
    assert edge_costs(EDGES, partly, "walking_with_slope") == NotComputed(
        "no slope for 8.0 % of the network's kilometres, where at most 1 % may lack it"
    )


def test_no_edges_cost_nothing() -> None:
    costs = edge_costs(EDGES.iloc[:0], SLOPES.iloc[:0], "walking_with_slope")
    assert isinstance(costs, EdgeCosts)
    assert costs.forward_ms.tolist() == costs.backward_ms.tolist() == []


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(ValueError, match="profile 'cycling' does not exist; there are walking, walking_with_slope"):
        edge_costs(EDGES, SLOPES, "cycling")
