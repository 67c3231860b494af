"""Rule-set `rsgb_walked_route`: every threshold just below, at and just above."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from geodata.school_routes.rules.gaps import acceptable_gaps
from geodata.school_routes.rules.ratings import rate_links
from geodata.school_routes.rules.walked_route import ALONG_THE_ROAD, walked_route

RSGB = "rsgb_walked_route"
Rated = Callable[..., pd.Series]


def interval_of(rated: pd.Series) -> tuple[float, float, float]:
    return tuple(rated[["rating_lo", "rating_likely", "rating_hi"]])


@pytest.mark.parametrize(
    ("flow_vpd", "step_off", "rating"),
    [(3999, 0, 1), (4000, 0, 3), (4000, 1, 1), (8400, 0, 3), (8400, 1, 1), (8401, 1, 3), (30000, 1, 3)],
)
def test_without_a_footway_flow_and_step_offs_decide(
    rated_link: Rated, flow_vpd: float, step_off: float, rating: float
) -> None:
    rated = rated_link(RSGB, "side", footway=0, flow_vpd=flow_vpd, step_off=step_off)
    assert interval_of(rated) == (rating, rating, rating)
    assert rated["deciding_factor"] == "footway_and_flow"


def test_a_footway_passes_at_any_flow(rated_link: Rated) -> None:
    rated = rated_link(RSGB, "side", footway=1)
    assert (rated["rating_hi"], rated["threshold"], rated["verdict"]) == (0, "continuous footway", "available")


def test_an_unknown_footway_leaves_a_busy_road_undetermined(rated_link: Rated) -> None:
    rated = rated_link(RSGB, "side", flow_vpd=(5000, 12000, 6000))
    assert interval_of(rated) == (0, 3, 3)
    assert (rated["verdict"], rated["threshold"]) == ("undetermined", "no footway at over 840 vehicles/h")
    assert (rated["completeness"], rated["tagged_share"]) == (0, 0)


def test_an_unknown_footway_matters_little_on_a_quiet_street(rated_link: Rated) -> None:
    rated = rated_link(RSGB, "street", flow_vpd=(100, 2500))
    assert interval_of(rated) == (0, 1, 1)
    assert rated["verdict"] == "available"
    assert "subject to sight lines" in rated["threshold"]
    assert rated["subject_to"] == "sight lines"
    assert not rated_link(RSGB, footway=1.0, flow_vpd=9000.0, firm_surface=1.0)["subject_to"]
    assert (rated["completeness"], rated["tagged_share"]) == (1, 0.2)  # only the surface is known: enough


def test_unknown_step_offs_are_for_the_survey(rated_link: Rated) -> None:
    rated = rated_link(RSGB, "side", footway=0, flow_vpd=6000)
    assert (rated["verdict"], rated["tagged_share"]) == ("undetermined", 0.5)


@pytest.mark.parametrize(("sight_lines", "verdict"), [((0, 1), "available"), (1, "available"), (0, "unavailable")])
@pytest.mark.parametrize(("flow_vpd", "step_off"), [(1000, 0), (6000, 1)])
def test_sight_lines_count_where_a_survey_found_them_bad(
    rated_link: Rated, sight_lines: object, verdict: str, flow_vpd: float, step_off: float
) -> None:
    given = {"footway": 0, "flow_vpd": flow_vpd, "step_off": step_off, "sight_lines": sight_lines}
    assert rated_link(RSGB, "street", **given)["verdict"] == verdict


def test_a_path_beside_a_road_is_its_footway(rated_link: Rated) -> None:
    rated = rated_link(RSGB, "path", beside="w9.0.0", footway=1, flow_vpd=30_000, firm_surface=1)
    assert (rated["verdict"], rated["threshold"]) == ("available", "continuous footway")


@pytest.mark.parametrize(("firm", "expected"), [(1, (0, 0, 0)), (0, (3, 3, 3)), ((0, 1, 1), (0, 0, 3))])
def test_a_path_has_no_traffic_and_must_be_firm(rated_link: Rated, firm: object, expected: tuple[float, ...]) -> None:
    rated = rated_link(RSGB, "path", footway=1, flow_vpd=0, firm_surface=firm)
    assert interval_of(rated) == expected
    assert rated["deciding_factor"] == ("surface" if max(expected) else "footway_and_flow")


@pytest.mark.parametrize(("kind", "verdict"), [("street", "unavailable"), ("side", "available")])
def test_a_loose_track_is_no_route_but_a_main_road_is_metalled(rated_link: Rated, kind: str, verdict: str) -> None:
    rated = rated_link(RSGB, kind, footway=1, flow_vpd=100, firm_surface=0)
    assert rated["verdict"] == verdict
    assert rated["deciding_factor"] == ("surface" if kind == "street" else "footway_and_flow")


def test_the_test_along_the_road_can_be_had_alone(
    link_evidence: Callable[..., pd.DataFrame], route_parts: Callable[..., pd.DataFrame]
) -> None:
    parts = route_parts({"w1.0.1": ("path", "footway", 10)})
    evidence = link_evidence({"w1.0.1": {"footway": 1, "flow_vpd": 0}})
    assert rate_links(parts, evidence, RSGB)["verdict"].tolist() == ["undetermined"]
    assert rate_links(parts, evidence, RSGB, factors={ALONG_THE_ROAD})["verdict"].tolist() == ["available"]
    with pytest.raises(ValueError, match="there are footway_and_flow, surface"):
        rate_links(parts, evidence, RSGB, factors={"footway"})


def test_other_thresholds_can_be_tried(
    link_evidence: Callable[..., pd.DataFrame], route_parts: Callable[..., pd.DataFrame]
) -> None:
    parts = route_parts({"w1.0.1": ("street", "residential", 10)})
    evidence = link_evidence({"w1.0.1": {"footway": 0, "flow_vpd": 3000, "step_off": 0, "firm_surface": 1}})
    stricter = walked_route().model_copy(update={"low_vph": 300})
    assert rate_links(parts, evidence, RSGB)["verdict"].tolist() == ["available"]
    assert rate_links(parts, evidence, RSGB, stricter)["verdict"].tolist() == ["unavailable"]


def test_a_controlled_crossing_passes_at_any_flow(rated_crossing: Rated) -> None:
    assert rated_crossing(RSGB, controlled=1)["rating_hi"] == 0


# 4 gaps in 5 minutes remain up to 1,573 vehicles/h at 7.3 m, and up to 3,983 at half of it
@pytest.mark.parametrize(
    ("flow_vpd", "island", "rating"),
    [(2399, 0, 1), (2400, 0, 2), (15720, 0, 2), (15740, 0, 3), (15740, 1, 2), (39820, 1, 2), (39850, 1, 3)],
)
def test_gaps_decide_without_a_controlled_crossing(
    rated_crossing: Rated, flow_vpd: float, island: float, rating: float
) -> None:
    rated = rated_crossing(RSGB, controlled=0, flow_vpd=flow_vpd, width_m=7.3, island=island)
    assert interval_of(rated) == (rating, rating, rating)


def test_where_gaps_end_there_are_four_of_them() -> None:
    flows, seconds = np.array([1572.0, 1574.0]), np.full(2, 7.3 / 0.914)
    enough, too_few = acceptable_gaps(flows, seconds, 300)
    assert enough > 4 > too_few


def test_a_road_so_wide_that_no_flow_leaves_gaps_may_still_be_quiet(rated_crossing: Rated) -> None:
    wide = {"controlled": 0, "width_m": 60, "island": 0}
    assert rated_crossing(RSGB, flow_vpd=2399, **wide)["rating_hi"] == 1
    assert rated_crossing(RSGB, flow_vpd=2400, **wide)["rating_lo"] == 3


def test_bad_sight_lines_fail_where_there_is_no_controlled_crossing(rated_crossing: Rated) -> None:
    assert rated_crossing(RSGB, controlled=0, flow_vpd=500, sight_lines=0)["verdict"] == "unavailable"
    assert rated_crossing(RSGB, controlled=1, flow_vpd=500, sight_lines=0)["verdict"] == "available"


def test_a_crossing_of_unknown_kind_on_a_busy_road_is_undetermined(rated_crossing: Rated) -> None:
    rated = rated_crossing(RSGB, flow_vpd=(16000, 20000), width_m=7.3, island=0)
    assert interval_of(rated) == (0, 3, 3)
    assert rated["verdict"] == "undetermined"
