"""Toytown rated and routed anew with other ceilings and constants."""

import pandas as pd
import pytest

from geodata.schemas import empty, validate
from geodata.school_routes.products.sensitivity_run import Rerun, rated_and_routed
from geodata.school_routes.products.tried_assumptions import evidence_with, thresholds_with, tried_assumptions
from geodata.school_routes.routes.graph import RouteGraph
from geodata.school_routes.routes.pupil_routes import pupil_routes
from geodata.school_routes.routes.usable_parts import PartRatings
from geodata.school_routes.rules.ratings import crossing_ratings, edge_ratings

RULESET = "rsgb_walked_route"
CEILING = "flow_vpd.residential.hi"


@pytest.fixture
def evidence(toytown):
    """Footways but on Mill Lane, where nobody knows of one, and of its traffic only the class: 100 to 2,500 a day.

    High Street has 2,000 vehicles a day, so that it may be crossed anywhere.
    """
    links = toytown.link_evidence.assign(footway_lo=1.0, footway_likely=1.0)
    lane = links["part_id"] == "w2.0.0"
    links.loc[lane, ["footway_lo", "step_off_lo", "flow_vpd_lo", "flow_vpd_likely", "flow_vpd_hi"]] = [
        0,
        0,
        100,
        500,
        2500,
    ]
    links.loc[lane, "flow_vpd_source"] = "class range"
    quiet = dict.fromkeys(["flow_vpd_lo", "flow_vpd_hi", "flow_vpd_likely"], 2000.0)
    return links, toytown.crossing_evidence.assign(controlled_lo=0.0, controlled_hi=0.0, width_m_hi=7.3, **quiet)


@pytest.fixture
def rerun(toytown, evidence):
    return Rerun(toytown.graph, toytown.parts, *evidence, toytown.pupil_routes, RULESET)


def test_a_ceiling_changes_only_flows_by_class(toytown, evidence):
    made = evidence_with(CEILING, 4100.0, toytown.parts, evidence[0]).set_index("part_id")
    assert made.loc["w2.0.0", ["flow_vpd_lo", "flow_vpd_likely", "flow_vpd_hi"]].to_list() == [100.0, 500.0, 4100.0]
    assert made.loc["w1.0.0.left", "flow_vpd_hi"] == 1.0
    low = evidence_with(CEILING, 50.0, toytown.parts, evidence[0]).set_index("part_id")
    assert low.loc["w2.0.0", ["flow_vpd_lo", "flow_vpd_likely", "flow_vpd_hi"]].to_list() == [50.0, 50.0, 50.0]
    pd.testing.assert_frame_equal(evidence_with(f"{RULESET}.low_vph", 1.0, toytown.parts, evidence[0]), evidence[0])


def test_a_constant_changes_only_itself():
    changed = thresholds_with(f"{RULESET}.low_vph", 300.0)
    assert changed.model_dump() == thresholds_with(f"{RULESET}.low_vph", 400.0).model_dump() | {"low_vph": 300.0}
    assert thresholds_with(CEILING, 300.0) is None


def test_only_what_the_evidence_rests_on_is_tried(toytown, evidence):
    names = [each.name for each in tried_assumptions(toytown.parts, evidence[0], RULESET)]
    assert names[0] == CEILING
    assert not any("tertiary" in name for name in names)
    assert f"{RULESET}.gaps_per_5_min" in names
    surfaces = ["firm_surface.all", "firm_surface.likely", "firm_surface.none"]
    assert [name for name in names if name.startswith("firm")] == surfaces
    assert "speed_over_limit" not in names  # that rule-set reads no speed
    other = [each.name for each in tried_assumptions(toytown.parts, evidence[0], "ate_route_check")]
    assert other == [CEILING, "speed_over_limit", *surfaces]
    beside = tried_assumptions(toytown.parts, evidence[0], "ate_route_check", beside=RULESET)
    assert [each.name for each in beside] == ["speed_over_limit"]


def test_only_speeds_that_limits_stand_for_get_faster(toytown, evidence):
    limit = "openstreetmap, limit taken as 85th percentile"
    said = evidence[0].assign(
        speed_mph_lo=30.0, speed_mph_hi=30.0, speed_mph_likely=30.0, speed_mph_source="measured_speeds:S1"
    )
    said.loc[said["part_id"] == "w2.0.0", "speed_mph_source"] = limit
    made = evidence_with("speed_over_limit", 0.1, toytown.parts, said).set_index("part_id")
    assert made.loc["w2.0.0", ["speed_mph_lo", "speed_mph_likely", "speed_mph_hi"]].to_list() == [30.1, 30.1, 30.1]
    assert made.loc["w1.0.0.left", "speed_mph_hi"] == 30.0


@pytest.mark.parametrize(("what", "bounds"), [("all", (1, 1)), ("likely", (0.0, 0.0)), ("none", (0, 0))])
def test_only_surfaces_that_nobody_knows_are_taken_to_be_so(toytown, evidence, what, bounds):
    said = evidence[0].assign(firm_surface_lo=1.0, firm_surface_hi=1.0, firm_surface_likely=1.0)
    lane = said["part_id"] == "w2.0.0"
    said.loc[lane, ["firm_surface_lo", "firm_surface_likely", "is_firm_surface_known"]] = [0.0, 0.0, False]
    made = evidence_with(f"firm_surface.{what}", 1.0, toytown.parts, said)
    assert tuple(made.loc[lane, ["firm_surface_lo", "firm_surface_hi"]].iloc[0]) == bounds
    assert made.loc[~lane, "firm_surface_lo"].eq(1.0).all()
    pd.testing.assert_frame_equal(evidence_with(f"firm_surface.{what}", 0.0, toytown.parts, said), said)


def test_a_tenth_of_a_mile_an_hour_over_the_limit_is_a_cliff_of_the_route_check(toytown, evidence):
    limits = {f"speed_mph_{end}": 30.0 for end in ("lo", "hi", "likely")}
    names = ("hgv_pct", "signal_arm_without_figure")
    quiet = {f"{name}_{end}": 0.0 for name in names for end in ("lo", "hi", "likely")}
    taken = {"speed_mph_source": "openstreetmap, limit taken as 85th percentile"}
    links, crossings = evidence[0].assign(**taken), evidence[1].assign(**limits, **quiet, **taken)
    made = Rerun(toytown.graph, toytown.parts, links, crossings, toytown.pupil_routes, "ate_route_check")
    at_limit, above = (made.outcome("speed_over_limit", mph) for mph in (0.0, 0.1))
    assert (at_limit.unavailable_crossings_pct, above.unavailable_crossings_pct) == (0.0, 100.0)


def test_the_ceiling_of_mill_lane_is_a_cliff(rerun):
    below, above = rerun.outcome(CEILING, 3900.0), rerun.outcome(CEILING, 4100.0)
    # 1,000 m of High Street and 300 m of Mill Lane, where 20 of 44 pupils live
    assert below == (100.0, 100.0, 100.0, 0.0, 0.0)
    assert above.settled_km_pct == pytest.approx(100 * 1000 / 1300)
    assert above.survey_km == pytest.approx(0.3)
    assert above.strict_pct == pytest.approx(100 * 24 / 44)
    assert above.best_pct == 100.0


def test_the_table_prints_the_cliff(rerun, toytown, evidence):
    table = rated_and_routed(toytown.graph, toytown.parts, *evidence, toytown.pupil_routes, RULESET)
    made = validate("route_sensitivity", table).set_index(["assumption", "value"])
    assert made["ruleset"].to_list() == [RULESET] * (len(made) - 6) + ["ate_route_check"] * 6
    row = made.loc[(CEILING, 4100.0)]
    assert row["is_cliff"]
    assert row["note"] == ("4,100 instead of 3,900 vehicles a day: settled 100.0 to 76.9 %, strict 100.0 to 54.5 %")
    assert made.loc[(CEILING, 2500.0), "is_default"]
    assert not made.loc[(CEILING, 6000.0), "is_cliff"]
    # under 2,500 vehicles a day the lane is settled only if no fewer than 250 an hour pass as low
    assert made.loc[(f"{RULESET}.low_vph", 300.0), "note"].startswith(
        "300 instead of 200 vehicles an hour: settled 76.9"
    )


def test_at_the_default_it_is_what_table_pupil_routes_says(rerun, toytown, evidence):
    rated = edge_ratings(toytown.parts, evidence[0]), crossing_ratings(toytown.parts, evidence[1])
    ratings = PartRatings.of(toytown.graph, *rated, RULESET)
    home_pupils = toytown.pupil_routes[["home_id", "age_group", "pupils", "low_income_pupils", "unit"]]
    routes = pupil_routes(toytown.graph, ratings, evidence[0], home_pupils, toytown.schools)
    served = routes["pupils"][routes["verdict"] == "available"].sum()
    assert rerun.outcome(CEILING, 2500.0).strict_pct == pytest.approx(100 * served / routes["pupils"].sum())


def test_without_streets_nothing_is_known():
    graph = RouteGraph.build(empty("route_parts"), empty("home_doors"), empty("school_gates"))
    tables = (empty("route_parts"), empty("link_evidence"), empty("crossing_evidence"), empty("pupil_routes"))
    made = validate("route_sensitivity", rated_and_routed(graph, *tables, RULESET))
    assert made[["settled_km_pct", "strict_pct", "best_pct"]].isna().all(axis=None)
    assert not made["is_cliff"].any()
