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
    assert [each.name for each in tried_assumptions(toytown.parts, evidence[0], "ate_route_check")] == [CEILING]


def test_the_ceiling_of_mill_lane_is_a_cliff(rerun):
    below, above = rerun.outcome(CEILING, 3900.0), rerun.outcome(CEILING, 4100.0)
    # 1,000 m of High Street and 300 m of Mill Lane, where 20 of 44 pupils live
    assert below == (100.0, 100.0, 100.0, 0.0)
    assert above.settled_km_pct == pytest.approx(100 * 1000 / 1300)
    assert above.survey_km == pytest.approx(0.3)
    assert above.strict_pct == pytest.approx(100 * 24 / 44)
    assert above.best_pct == 100.0


def test_the_table_prints_the_cliff(rerun, toytown, evidence):
    table = rated_and_routed(toytown.graph, toytown.parts, *evidence, toytown.pupil_routes, RULESET)
    made = validate("route_sensitivity", table).set_index(["assumption", "value"])
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
