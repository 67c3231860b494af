"""Rule-set `ate_route_check` along the road: every class of its metrics."""

from collections.abc import Callable

import pandas as pd
import pytest

ATE = "ate_route_check"
QUIET = {"side_road_vpd": 0, "gradient_pct": 0}
Rated = Callable[..., pd.Series]


def interval_of(rated: pd.Series) -> tuple[float, float, float]:
    return tuple(rated[["rating_lo", "rating_likely", "rating_hi"]])


@pytest.mark.parametrize(
    ("width_m", "good", "crowded"),
    [(3.01, 0, 1), (3, 1, 2), (2, 1, 2), (1.99, 2, 3), (1.5, 2, 3), (1.49, 3, 3), (0.99, 3, 3)],
)
def test_sa11_rates_footways_whose_comfort_nobody_knows(
    rated_link: Rated, width_m: float, good: float, crowded: float
) -> None:
    rated = rated_link(ATE, "side", footway=1, footway_width_m=width_m, **QUIET)
    assert interval_of(rated) == (good, good, crowded)
    assert rated["deciding_factor"] == "sa11_footway"


@pytest.mark.parametrize(("length_m", "good"), [(6, 2), (6.1, 3)])
def test_sa11_lets_a_footway_be_narrow_for_six_metres(rated_link: Rated, length_m: float, good: float) -> None:
    rated = rated_link(ATE, "side", length_m, footway=1, footway_width_m=1.2, **QUIET)
    assert rated["rating_lo"] == good


@pytest.mark.parametrize(("width_m", "rating"), [(3.01, 0), (3, 1), (1.5, 1), (1.49, 2)])
def test_sa11_away_from_the_carriageway(rated_link: Rated, width_m: float, rating: float) -> None:
    path = {"footway": 1, "footway_width_m": width_m, "firm_surface": 1, "gradient_pct": 0}
    assert interval_of(rated_link(ATE, "path", **path)) == (rating, rating, rating)


def test_a_path_beside_a_road_is_a_footway_next_to_the_carriageway(rated_link: Rated) -> None:
    path = {"footway": 1, "footway_width_m": 1.6, "firm_surface": 1, "gradient_pct": 0, "side_road_vpd": 0}
    away, beside = (rated_link(ATE, "path", beside=road, **path) for road in (None, "w9.0.0"))
    assert away["threshold"].startswith("SA11 amber: path")
    assert (beside["rating_lo"], beside["rating_hi"]) == (2, 3)  # as on a side of a road, should it be crowded
    busy = rated_link(ATE, "path", beside="w9.0.0", **(path | {"side_road_vpd": 2501, "footway_width_m": 4}))
    assert busy["deciding_factor"] == "sa01_side_roads"


def test_no_footway_is_critical_and_an_unknown_one_undetermined(rated_link: Rated) -> None:
    assert rated_link(ATE, footway=0)["threshold"] == "SA11 critical: no footway"
    assert rated_link(ATE, footway=0)["verdict"] == "unavailable"
    assert rated_link(ATE, footway_width_m=2.5, **QUIET)["verdict"] == "undetermined"


@pytest.mark.parametrize(("flow", "treated", "rating"), [(0, 0, 0), (2500, 1, 1), (2500, 0, 2), (2501, 1, 3)])
def test_sa01_rates_side_roads(rated_link: Rated, flow: float, treated: float, rating: float) -> None:
    given = {"footway": 1, "footway_width_m": 4, "side_road_vpd": flow, "side_road_treated": treated}
    rated = rated_link(ATE, "side", gradient_pct=0, **given)
    assert rated["rating_likely"] == rating


@pytest.mark.parametrize(("gradient", "firm", "rating"), [(4.9, 1, 0), (5, 1, 1), (0, 0, 2)])
def test_sa15_rates_slopes_and_loose_paths(rated_link: Rated, gradient: float, firm: float, rating: float) -> None:
    rated = rated_link(ATE, "path", footway=1, footway_width_m=4, gradient_pct=gradient, firm_surface=firm)
    assert rated["rating_hi"] == rating


def test_speed_and_flow_matter_only_where_one_walks_in_the_carriageway(rated_link: Rated) -> None:
    with_footway = rated_link(ATE, "side", footway=1, footway_width_m=4, speed_mph=70, flow_vpd=20000, **QUIET)
    assert with_footway["rating_likely"] == 0
