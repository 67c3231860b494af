"""Crossings of Toytown's High Street: use, the nearest available one, and which are missing."""

import pandas as pd
import pytest

from geodata.schemas import empty, validate
from geodata.school_routes.products.crossings import crossings

RULESET = "rsgb_walked_route"


@pytest.fixture
def made(toytown):
    table = crossings(
        toytown.parts,
        toytown.edges,
        toytown.crossing_evidence,
        toytown.crossing_ratings,
        toytown.route_use,
        RULESET,
    )
    return validate("crossings", table).set_index("part_id")


def test_the_crossing_that_pupils_need_is_missing(made):
    # 10 + 6 + 4 from Mill Lane and 3 + 1 from the south side; the signals are 400 m up the street
    missing = made.loc["x2.w1.0.0.v"]
    assert missing[["verdict", "pupils", "available_crossing_m", "is_missing", "detour_m"]].to_list() == [
        "unavailable",
        24.0,
        400.0,
        True,
        800.0,
    ]


def test_an_undetermined_crossing_may_be_missing(toytown):
    ratings = toytown.crossing_ratings.assign(**{f"{RULESET}_verdict": ["undetermined", "available"]})
    table = crossings(
        toytown.parts, toytown.edges, toytown.crossing_evidence, ratings, toytown.route_use, RULESET
    ).set_index("part_id")
    assert table.loc["x2.w1.0.0.v", ["is_missing", "may_be_missing", "detour_m"]].to_list() == [False, True, 800.0]
    assert not table.loc["x3.w1.0.1.v", "may_be_missing"]


def test_a_node_is_told_of_once_where_most_would_cross(toytown):
    arms = toytown.parts[toytown.parts["part_id"] == "x2.w1.0.0.v"].assign(part_id="x2.w1.0.1.u")
    parts = pd.concat([toytown.parts, arms])
    both = [
        pd.concat([table, table.iloc[:1].assign(part_id="x2.w1.0.1.u")], ignore_index=True)
        for table in (toytown.crossing_evidence, toytown.crossing_ratings)
    ]
    use = pd.concat([toytown.route_use, toytown.route_use.iloc[:1].assign(part_id="x2.w1.0.1.u", pupils=2.0)])
    made = crossings(parts, toytown.edges, *both, use, RULESET).set_index("part_id")
    assert made.loc["x2.w1.0.0.v", ["is_missing", "pupils", "node_pupils"]].to_list() == [True, 24.0, 26.0]
    assert made.loc["x2.w1.0.1.u", ["is_missing", "pupils", "node_pupils"]].to_list() == [False, 2.0, 26.0]
    assert pd.isna(made.loc["x2.w1.0.1.u", "detour_m"])


def test_an_available_crossing_is_its_own_nearest_and_not_missing(made):
    there = made.loc["x3.w1.0.1.v"]
    assert there["available_crossing_m"] == 0
    assert not there["is_missing"]
    assert pd.isna(there["detour_m"])


@pytest.mark.parametrize(("metres", "expected"), [(49.0, False), (51.0, True)])
def test_one_within_50_m_is_near_enough(toytown, metres, expected):
    edges = toytown.edges.assign(length_m=[400.0, metres, 200.0, 300.0])
    made = crossings(
        toytown.parts, edges, toytown.crossing_evidence, toytown.crossing_ratings, toytown.route_use, RULESET
    )
    assert made["is_missing"].to_list() == [expected, False]


def test_one_beyond_a_kilometre_is_none(toytown):
    edges = toytown.edges.assign(length_m=[400.0, 1000.1, 200.0, 300.0])
    made = crossings(
        toytown.parts, edges, toytown.crossing_evidence, toytown.crossing_ratings, toytown.route_use, RULESET
    )
    assert made["available_crossing_m"].isna().to_list() == [True, False]
    assert made["is_missing"].to_list() == [True, False]
    assert made["detour_m"].isna().all()


def test_side_streets_do_not_lead_to_a_crossing(toytown):
    detached = toytown.edges.assign(highway=["tertiary", "residential", "tertiary", "residential"])
    made = crossings(
        toytown.parts, detached, toytown.crossing_evidence, toytown.crossing_ratings, toytown.route_use, RULESET
    )
    assert made["available_crossing_m"].isna().to_list() == [True, False]


def test_where_nobody_crosses_nothing_is_missing(toytown):
    made = crossings(
        toytown.parts,
        toytown.edges,
        toytown.crossing_evidence,
        toytown.crossing_ratings,
        empty("route_use"),
        RULESET,
    )
    assert made["pupils"].to_list() == [0.0, 0.0]
    assert not made["is_missing"].any()


def test_where_the_rule_set_has_no_rule_it_is_available(toytown):
    ratings = toytown.crossing_ratings.copy()
    ratings[[f"{RULESET}_rating_lo", f"{RULESET}_rating_likely", f"{RULESET}_rating_hi"]] = None
    ratings[f"{RULESET}_verdict"] = pd.Series(pd.NA, ratings.index, dtype="string")
    made = crossings(toytown.parts, toytown.edges, toytown.crossing_evidence, ratings, toytown.route_use, RULESET)
    assert made["rating_hi"].to_list() == [0.0, 0.0]
    assert set(validate("crossings", made)["verdict"]) == {"available"}


def test_order_of_rows_does_not_matter(toytown):
    given = (toytown.parts, toytown.edges, toytown.crossing_evidence, toytown.crossing_ratings, toytown.route_use)
    back = [table.iloc[::-1] for table in given]
    pd.testing.assert_frame_equal(crossings(*given, RULESET), crossings(*back, RULESET))


def test_no_parts_no_crossings(toytown):
    nothing = [empty("route_parts"), toytown.edges.iloc[:0], empty("crossing_evidence"), empty("crossing_ratings")]
    assert validate("crossings", crossings(*nothing, empty("route_use"), RULESET)).empty
