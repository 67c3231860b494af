"""Rule-set `odot_plts`: its tables, level less one."""

from collections.abc import Callable

import pandas as pd
import pytest

PLTS = "odot_plts"
Rated = Callable[..., pd.Series]


@pytest.mark.parametrize(("speed_mph", "level"), [(25, 2), (25.1, 3), (30, 3), (35, 3), (35.1, 4), (40, 4)])
def test_speed_beside_a_kerb_tight_footway(rated_link: Rated, speed_mph: float, level: int) -> None:
    rated = rated_link(PLTS, "side", footway=1, footway_width_m=3, speed_mph=speed_mph)
    assert (rated["rating_lo"], rated["rating_hi"]) == (level - 1, level - 1)


def test_a_path_beside_a_road_is_beside_its_traffic(rated_link: Rated) -> None:
    path = {"footway": 1, "footway_width_m": 4, "speed_mph": 40}
    assert rated_link(PLTS, "path", **path)["rating_hi"] == 0
    assert rated_link(PLTS, "path", beside="w9.0.0", **path)["rating_hi"] == 3


@pytest.mark.parametrize(("width_ft", "level"), [(3.99, 4), (4.01, 3), (4.99, 3), (5.01, 2), (5.99, 2), (6.01, 1)])
def test_width_of_a_path(rated_link: Rated, width_ft: float, level: int) -> None:
    rated = rated_link(PLTS, "path", footway=1, footway_width_m=width_ft * 0.3048)
    assert rated["rating_hi"] == level - 1
    assert rated["deciding_factor"] == "footway_width"


def test_no_footway_is_the_worst_level_and_there_is_no_verdict(rated_link: Rated) -> None:
    rated = rated_link(PLTS, "street", footway=0, speed_mph=20)
    assert (rated["rating_lo"], rated["threshold"]) == (3, "no footway: PLTS 4")
    assert "verdict" not in rated.index


@pytest.mark.parametrize(
    ("highway", "lanes", "speed_mph", "flow_vpd", "level"),
    [("tertiary", 1, 25, 9000, 1), ("tertiary", 1, 30, 9000, 1), ("tertiary", 2, 30, 9000, 2),
     ("tertiary", 1, 35, 9000, 2), ("tertiary_link", 2, 40, 9000, 3),
     ("primary", 2, 25, 4999, 2), ("primary", 2, 25, 5000, 2), ("primary", 2, 25, 9000, 2), ("primary", 2, 25, 9001, 3),
     ("secondary", 2, 30, 4999, 2), ("secondary", 2, 30, 5000, 3), ("secondary", 2, 35, 9001, 4),
     ("trunk", 2, 40, 4999, 3), ("trunk", 2, 40, 5000, 4),
     ("primary", 3, 25, 7999, 3), ("primary", 3, 30, 12001, 4), ("primary", 3, 35, 8000, 4),
     ("primary", 3, 40, 1000, 4),
     ("primary", 4, 20, 1000, 4)],
)  # fmt: skip
def test_unsignalised_crossings(
    rated_crossing: Rated, highway: str, lanes: float, speed_mph: float, flow_vpd: float, level: int
) -> None:
    given = {"signals": 0, "lanes": lanes, "speed_mph": speed_mph, "flow_vpd": flow_vpd}
    rated = rated_crossing(PLTS, highway, **given)
    assert (rated["rating_lo"], rated["rating_hi"]) == (level - 1, level - 1)


def test_signals_with_a_green_figure_are_the_best_level(rated_crossing: Rated) -> None:
    assert rated_crossing(PLTS, "trunk", signals=1)["rating_hi"] == 0


def test_completeness_without_verdicts_is_about_the_rating(rated_link: Rated) -> None:
    rated = rated_link(PLTS, "side", footway=1, footway_width_m=(1.6, 2), speed_mph=30)
    assert (rated["rating_lo"], rated["rating_hi"]) == (2, 2)  # the speed governs whatever the width
    assert rated["completeness"] == 1
    assert rated["tagged_share"] == pytest.approx(2 / 3)
