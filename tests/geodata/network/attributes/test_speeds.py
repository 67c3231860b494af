"""Legal types of speed limits in their spellings, and limits that no number can be given for."""

import pandas as pd
import pytest

from geodata.network.attributes.speeds import speed_mph

DUAL = {"dual_carriageway": "yes"}


def limit(highway="tertiary", **tags):
    tags = {key.replace("__", ":"): value for key, value in tags.items()}
    found = speed_mph(pd.DataFrame([{"highway": highway} | tags], dtype="string"))
    return found.value.fillna(-1).iloc[0], found.source.iloc[0]


@pytest.mark.parametrize(
    ("text", "mph"),
    [
        ("GB:nsl_single", 60), ("gb:nsl_single", 60), ("UK:nsl_single", 60), ("GB_nsl:single", 60),
        ("GB:nsl_dual", 70), ("GB:motorway", 70), ("GB:nsl_restricted", 30), ("GB:zone20", 20), ("GB:zone:20", 20),
        ("GB:20", 20), ("UK:zone30", 30),
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["maxspeed__type", "source__maxspeed", "zone__maxspeed", "maxspeed"])
def test_a_legal_type_has_its_limit_in_whichever_tag_it_stands(key, text, mph):
    assert limit(**{key: text}) == (mph, "type")


@pytest.mark.parametrize("text", ["DE:urban", "GB:rural", "GB:urban", "sign", "survey", "20", "nsl_single"])
def test_what_is_no_legal_type_of_this_country_says_nothing(text):
    assert limit(maxspeed__type=text) == (-1, "")


def test_the_national_limit_is_known_with_the_kind_of_carriageway_only():
    assert limit(maxspeed="national", dual_carriageway="yes") == (70, "type")
    assert limit(maxspeed__type="gb:national", dual_carriageway="no") == (60, "type")
    assert limit(maxspeed="national") == (60, "default")
    assert limit(maxspeed="national", maxspeed__type="GB:nsl_dual") == (70, "type")


def test_the_sign_goes_before_the_type():
    assert limit(maxspeed="40 mph", maxspeed__type="GB:nsl_single") == (40, "osm")


@pytest.mark.parametrize("varies", ["signals", "variable"])
def test_a_limit_that_varies_is_not_replaced_by_an_assumption(varies):
    assert limit("residential", maxspeed=varies) == (-1, "")


@pytest.mark.parametrize("text", ["none", "walk", "30 mph;signals", "0"])
def test_what_is_no_limit_leaves_the_assumption(text):
    assert limit("residential", maxspeed=text) == (30, "default")


def test_lighting_tells_a_restricted_road_from_a_rural_one():
    for highway in ("secondary", "tertiary_link", "unclassified"):
        assert limit(highway, lit="yes") == (30, "default")
        assert limit(highway, lit="no") == (60, "default")
        assert limit(highway) == (-1, "")
    assert limit("residential", lit="no") == (-1, "")
    assert limit("primary", lit="yes") == limit("trunk", lit="no") == limit("road") == (-1, "")


def test_off_the_carriageway_there_is_no_limit():
    assert limit("footway", maxspeed="20 mph") == limit("track", maxspeed="30 mph") == (-1, "")


def test_defaults_agree_with_the_limits_that_are_tagged_as_often_as_is_said(real_ways):
    roads = real_ways[real_ways["maxspeed"].str.fullmatch(r"\d+ mph", na=False)]
    known = speed_mph(roads).value
    default = speed_mph(roads.drop(columns=["maxspeed", "maxspeed:type", "source:maxspeed"])).value
    is_lit = roads["lit"].isin(["yes", "automatic"])
    is_street = roads["highway"].isin(["residential", "living_street"])
    is_through = roads["highway"].isin(["secondary", "tertiary", "unclassified"])
    agrees = (known == default)[default.notna()]
    assert (agrees[is_street].size, round(100 * agrees[is_street].mean())) == (419, 61)
    assert (known[is_street & default.notna()] > 30).mean() < 0.015
    assert (agrees[is_through & is_lit].size, round(100 * agrees[is_through & is_lit].mean())) == (99, 77)
    unlit = agrees[is_through & ~is_lit]
    assert (unlit.size, round(100 * unlit.mean())) == (19, 84)
    service = known[roads["highway"] == "service"]
    assert (service.size, round(100 * (service <= 20).mean())) == (53, 81)
