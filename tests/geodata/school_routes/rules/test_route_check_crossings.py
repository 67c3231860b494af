"""Rule-set `ate_route_check` across the road: every class of its metrics."""

from collections.abc import Callable

import pandas as pd
import pytest

from geodata.school_routes.rules.ratings import rate_crossings

ATE = "ate_route_check"
MILD = {"speed_mph": 15, "hgv_pct": 0}
Rated = Callable[..., pd.Series]


@pytest.fixture
def factor(
    crossing_evidence: Callable[..., pd.DataFrame], route_parts: Callable[..., pd.DataFrame]
) -> Callable[..., tuple[float, float]]:
    """Rate one crossing by one factor alone: best and worst rating."""

    def rated(name: str, **given: object) -> tuple[float, float]:
        parts = route_parts({"x1.w1.0.1.u": ("crossing", "primary", 7.3)})
        row = rate_crossings(parts, crossing_evidence({"x1.w1.0.1.u": given}), ATE, factors={name}).iloc[0]
        return row["rating_lo"], row["rating_hi"]

    return rated


@pytest.mark.parametrize(("speed_mph", "rating"), [(19.9, 0), (20, 1), (25, 1), (25.1, 2), (30, 2), (30.1, 3)])
def test_sa08_rates_uncontrolled_crossings(factor: Callable[..., object], speed_mph: float, rating: float) -> None:
    assert factor("sa08_speed", controlled=0, speed_mph=speed_mph) == (rating, rating)


@pytest.mark.parametrize(
    ("flow_vpd", "hgv_pct", "rating"),
    [(1990, 9, 0), (2000, 1.9, 1), (2000, 2, 2), (4990, 9, 2), (5000, 9, 2), (5010, 5, 2), (5010, 5.1, 3),
     (10000, 5, 2), (10010, 0, 3)],
)  # fmt: skip
def test_sa09_rates_uncontrolled_crossings(
    factor: Callable[..., object], flow_vpd: float, hgv_pct: float, rating: float
) -> None:
    assert factor("sa09_flow", controlled=0, flow_vpd=flow_vpd, hgv_pct=hgv_pct) == (rating, rating)


def test_speed_and_flow_do_not_matter_at_controlled_crossings(rated_crossing: Rated) -> None:
    rated = rated_crossing(ATE, controlled=1, signals=1, speed_mph=60, flow_vpd=30000)
    assert (rated["verdict"], rated["rating_hi"], rated["deciding_factor"]) == ("available", 1, "sa07_kind_of_crossing")


@pytest.mark.parametrize(
    ("spacing_m", "flow_vpd", "lanes", "rating"),
    [(50, 20000, 4, 0), (50.1, 8000, 1, 0), (50.1, 8000, 2, 1), (50.1, 8001, 1, 1), (100, 8001, 2, 1),
     (100.1, 8001, 2, 2), (200, 8001, 2, 2), (200.1, 8001, 2, 3)],
)  # fmt: skip
def test_sa06_asks_how_far_apart_controlled_crossings_are(
    factor: Callable[..., object], spacing_m: float, flow_vpd: float, lanes: float, rating: float
) -> None:
    given = {"controlled": 0, "spacing_m": spacing_m, "flow_vpd": flow_vpd, "lanes": lanes}
    assert factor("sa06_chances_to_cross", **given) == (rating, rating)


@pytest.mark.parametrize(
    ("controlled", "signals", "flow_vpd", "lanes", "ratings"),
    [(1, 1, 8000, 2, (0, 0)), (1, 0, 8000, 2, (0, 0)), (1, 1, 8001, 2, (0, 1)), (1, 0, 8001, 2, (2, 2)),
     (0, 0, 8000, 2, (1, 2)), (0, 0, 8001, 2, (2, 2)), (0, 0, 10001, 1, (2, 2)), (0, 0, 10001, 2, (3, 3))],
)  # fmt: skip
def test_sa07_asks_what_kind_of_crossing(
    factor: Callable[..., object],
    controlled: float,
    signals: float,
    flow_vpd: float,
    lanes: float,
    ratings: tuple[float, float],
) -> None:
    given = {"controlled": controlled, "signals": signals, "flow_vpd": flow_vpd, "lanes": lanes}
    assert factor("sa07_kind_of_crossing", signal_arm_without_figure=0, **given) == ratings


def test_an_arm_of_signals_without_a_green_figure_is_critical(factor: Callable[..., object]) -> None:
    arm = {"signal_arm_without_figure": 1, "flow_vpd": 3000}
    assert factor("sa07_kind_of_crossing", controlled=0, **arm) == (3, 3)
    assert factor("sa07_kind_of_crossing", **arm) == (0, 3)  # there may be a controlled crossing beside it


def test_unknown_speed_leaves_a_quiet_crossing_undetermined(rated_crossing: Rated) -> None:
    given = {"controlled": 0, "flow_vpd": 1000, "lanes": 1, "signal_arm_without_figure": 0}
    rated = rated_crossing(ATE, **given)
    assert (rated["verdict"], rated["deciding_factor"]) == ("undetermined", "sa08_speed")
    assert rated["completeness"] == 0.75  # of four factors
    assert rated_crossing(ATE, **given, speed_mph=24)["verdict"] == "available"
