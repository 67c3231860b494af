"""Words for routes: where evidence comes from, and amounts that never make somebody nobody."""

import json

from maps.route_words import amount, evidence, reason, way


def test_evidence_names_the_survey_row_and_what_is_assumed():
    told = {"footway": "route_surveys:12", "flow_vpd": "class range", "step_off": "not applicable", "lit": "unknown"}
    factors = json.dumps([{"factor": "other", "source": {"lit": "type"}}, {"factor": "footway", "source": told}])
    assert evidence(factors, "footway") == (
        "route surveys, row 12: footway; assumed by class of street: traffic flow; not known: lit"
    )


def test_no_factors_no_evidence():
    assert evidence(None, "footway") == ""
    assert evidence("[]", "footway") == ""


def test_somebody_is_never_nobody():
    assert amount(0.4, is_street=False) == "under 1 pupil"
    assert amount(0.0, is_street=False) == "no pupils"
    assert amount(30.0, is_street=True) == "under 0.1 km of street"


def test_only_what_is_open_is_perhaps():
    assert reason("undetermined", "no footway") == "perhaps no footway"
    assert reason("unavailable", "no footway") == "no footway"


def test_a_way_without_a_version_has_none():
    assert way({"osm_way_id": 5, "osm_version": float("nan")}) == "way 5"
