"""The threshold files: every number explained, and what was not seen marked."""

import pytest
from pydantic import ValidationError

from geodata.schemas.school_routes import RULESETS
from geodata.school_routes.rules.guidance_flags import guidance_sheet
from geodata.school_routes.rules.rulesets import rule_set
from geodata.school_routes.rules.thresholds import Threshold, constants, threshold_sheet
from geodata.school_routes.rules.walked_route import WalkedRoute

UNVERIFIED = {
    "rsgb_walked_route": {"gaps_per_5_min", "gap_window_s", "refuge_share", "thinking_s"},
    "ate_route_check": {"no_gaps_vph", "steep_pct", "loose_rating"},
    "odot_plts": {"more_lanes_level", "signals_level"},
}


@pytest.mark.parametrize("ruleset", RULESETS)
def test_every_number_says_its_unit_scope_and_source(ruleset: str) -> None:
    sheet = threshold_sheet(ruleset)
    for threshold in sheet.thresholds.values():
        assert all([threshold.unit, threshold.applies, threshold.citation])
    assert {name for name, each in sheet.thresholds.items() if not each.is_verified} == UNVERIFIED[ruleset]
    assert set(type(rule_set(ruleset).constants()).model_fields) == set(sheet.thresholds)


def test_metrics_without_data_are_named() -> None:
    metrics = [each.metric[:4] for each in threshold_sheet("ate_route_check").not_rated]
    assert {"SA02", "SA10", "SA16"} <= set(metrics)


def test_a_threshold_nobody_reads_is_refused() -> None:
    with pytest.raises(ValidationError, match="side_road_vpd"):
        constants(WalkedRoute, "ate_route_check")
    with pytest.raises(ValidationError, match="extra"):
        Threshold.model_validate({"value": 1, "unit": "m", "applies": "", "citation": "", "is_verified": True, "x": 1})


def test_the_guidance_rests_on_the_walked_route() -> None:
    assert guidance_sheet().based_on == "rsgb_walked_route"
    assert rule_set(guidance_sheet().based_on).gives_verdicts


def test_an_unknown_rule_set_is_an_error() -> None:
    with pytest.raises(ValueError, match="there are rsgb_walked_route, ate_route_check, odot_plts"):
        rule_set("safety_score")
