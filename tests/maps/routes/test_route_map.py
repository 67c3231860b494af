"""The map of routes and its tables: what each says, and that they say the same."""

import dataclasses
import json
import re

import pytest

from geodata import schemas
from geodata.study_area import SchoolRoutes
from maps.preview import preview
from maps.route_map import route_map

RAW = ("nan", "None", "gias:", "pupils_", "footway_and_flow", "w2.0.0")


def atlas_of(pages):
    return json.loads(re.search(r"const atlas = (.*);\n", pages["routes.html"])[1])


def words(html):
    body = re.sub(r"<(svg|script).*?</\1>", " ", html.split("<body", 1)[1], flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.fixture
def pages(route_site, routes):
    return route_map(route_site, **routes)


def panel(pages, key):
    return next(one for one in atlas_of(pages)["panels"] if one["key"] == key)


def test_there_is_a_layer_for_all_that_has_something_to_show(pages):
    atlas = atlas_of(pages)
    assert [one["key"] for one in atlas["panels"]] == ["walked", "verdicts", "priorities", "survey", "collisions"]
    assert [one["key"] for one in atlas["overlays"]] == ["schools", "missing", "crossings"]


def test_only_what_rests_on_pupils_who_walk_is_modelled(pages):
    assert panel(pages, "walked")["kinds"] == ["computed", "modelled"]
    assert panel(pages, "verdicts")["kinds"] == ["computed"]
    assert panel(pages, "collisions")["kinds"] == ["computed"]


def test_the_key_counts_what_is_inside_the_authorities(pages):
    km = {row["label"]: row["count"] for row in panel(pages, "verdicts")["legend"]}
    assert km == {
        "available": "0.4 km", "available, subject to sight lines": "0.8 km", "undetermined": "1.0 km",
        "unavailable": "1.0 km",
    }  # fmt: skip
    assert (
        "Of 3 km of streets, paths and sides of main roads 37.5% are available (25.0%"
        in panel(pages, "verdicts")["summary"]
    )
    widths = {row["label"]: row["count"] for row in panel(pages, "walked")["legend"]}
    assert widths["under 10 pupils"] == "1"
    assert widths["30 to under 100"] == "2"


def test_every_place_is_told_once_and_the_arm_that_may_lack_a_crossing_first(pages):
    atlas = atlas_of(pages)
    told = [(row[2], row[3], atlas["words"][row[7]], atlas["words"][row[10]]) for row in atlas["crossings"]]
    assert told == [
        ("available", 0, "zebra", "node 80"),
        ("undetermined", 1, "none mapped; one of 2 arms here", "way 2, version 7"),
    ]


def test_stretches_point_at_their_parts_and_crossings(pages):
    atlas = atlas_of(pages)
    first, second = atlas["priorities"]
    assert first["crossings"] == [1]
    street = [atlas["words"][atlas["parts"]["street"][place]] for place in first["parts"]]
    assert street == ["High Street"]
    assert dict(first["rows"])["Would newly have a route"] == "about 9 pupils"
    assert dict(second["rows"])["Would newly have a route"] == "under 1 pupil"
    assert dict(first["rows"])["Rank, with its interval"] == "1 (1 to 2)"
    assert dict(first["rows"])["Why"] == "perhaps no footway"


def test_rows_of_the_survey_list_point_at_a_part_or_a_crossing(pages):
    atlas = atlas_of(pages)
    assert [row[:3] for row in atlas["survey"]] == [[1, atlas["priorities"][0]["parts"][0], -1], [2, -1, 1]]


def test_collisions_are_counted_on_streets_alone(pages):
    (one,) = atlas_of(pages)["collisions"]
    assert one["rows"] == [
        ["Collisions with injury", "3"], ["with a pedestrian hurt", "1"], ["with a child on foot hurt", "not known"],
    ]  # fmt: skip


def test_children_who_are_not_known_are_not_said_to_be_none(pages, route_site, routes):
    assert panel(pages, "collisions")["summary"] == "3 collisions on 1 street."
    known = routes["street_collisions"].assign(child_pedestrian_collisions=1.0)
    said = panel(route_map(route_site, **routes | {"street_collisions": known}), "collisions")["summary"]
    assert said == "3 collisions on 1 street; 1 of them hurt a child on foot."


def test_schools_lead_to_their_pages(pages):
    (school,) = atlas_of(pages)["schools"]
    assert (school["key"], school["href"]) == ("school-gias-1", "../schools/gias-1.html")
    assert ["Unavailable", "under 1 pupil"] in school["rows"]


def test_sources_licence_date_and_what_it_is_not_for_are_said(pages):
    said = panel(pages, "walked")["source"]
    assert "OpenStreetMap extract (2025-03-01)" in said
    assert "ODbL" in said
    assert "Boundaries: ONS" in said
    assert atlas_of(pages)["date"] == "1 March 2025"
    for page in pages.values():
        assert "Must not be used to grant or refuse transport to a child" in page


def test_the_tables_have_the_same_figures_and_a_row_to_point_at(pages):
    html = pages["routes_tables.html"]
    text = words(html)
    for one in atlas_of(pages)["panels"]:
        assert one["summary"] in text
    assert "High Street, left side 1,000 m; way 2, version 7 1 (1 to 2) 9 9 12 survey first footway, highways" in text
    for key in ("priority-1", "priority-2", "survey-1", "survey-2"):
        assert html.count(f'<tr id="{key}">') == 1
        assert f'href="routes.html#{key}"' in html
    assert 'href="../exports/route_priorities.csv"' in html
    assert 'href="../exports/survey_list.csv"' in html


def test_no_raw_name_is_shown(pages):
    atlas = atlas_of(pages)
    shown = [*atlas["words"], *(row for one in atlas["priorities"] for row in map(str, one["rows"]))]
    for text in [*shown, words(pages["routes_tables.html"]), words(pages["routes.html"])]:
        assert [raw for raw in RAW if raw in text] == []


def test_the_tables_have_a_picture_to_show_elsewhere(pages):
    assert 'viewBox="0 0 720' in (preview(pages["routes_tables.html"]) or "")


def test_the_same_tables_give_the_same_file(pages, route_site, routes):
    assert route_map(route_site, **routes) == pages


def test_streets_alone_have_no_width_and_say_so(route_site, routes):
    cards = routes["school_scorecards"].assign(unit="street metres", pupils_undetermined=1100.0)
    priorities = routes["route_priorities"].assign(unit="street metres", pupils_newly_served=[1234.0, 20.0])
    nothing = {name: schemas.empty(name) for name in ("pupil_flows", "street_collisions")}
    changed = routes | nothing | {"school_scorecards": cards, "route_priorities": priorities}
    pages = route_map(route_site, **changed)
    atlas = atlas_of(pages)
    assert [one["key"] for one in atlas["panels"]] == ["verdicts", "priorities", "survey"]
    assert "No pupils are modelled here, so width says nothing." in panel(pages, "verdicts")["caveat"]
    assert "pupils" not in atlas["parts"]
    assert dict(atlas["priorities"][0]["rows"])["Would newly have a route"] == "1.2 km of street"
    assert ["Undetermined", "1.1 km of street"] in atlas["schools"][0]["rows"]


def test_another_rule_set_has_its_own_verdicts(route_site, routes, study_area):
    other = study_area.model_copy(update={"school_routes": SchoolRoutes(ruleset="ate_route_check")})
    renamed = {name: name.replace("rsgb_walked_route", "ate_route_check") for name in routes["edge_ratings"].columns}
    changed = routes | {
        "edge_ratings": routes["edge_ratings"].rename(columns=renamed),
        "crossings": routes["crossings"].assign(ate_route_check_verdict="unavailable"),
    }
    pages = route_map(dataclasses.replace(route_site, study_area=other), **changed)
    assert {row[2] for row in atlas_of(pages)["crossings"]} == {"unavailable"}
    assert "Active Travel England's route check" in panel(pages, "verdicts")["unit"]


def test_what_is_left_out_is_said(route_site, routes, monkeypatch):
    monkeypatch.setattr("maps.route_lines.MOST_PARTS", 3)
    pages = route_map(route_site, **routes)
    assert "Drawn are the 3 of 5 parts that most pupils walk along." in panel(pages, "verdicts")["caveat"]


def test_synthetic_figures_are_called_so(route_site, routes, study_area):
    made_up = study_area.model_copy(update={"is_synthetic": True})
    pages = route_map(dataclasses.replace(route_site, study_area=made_up), **routes)
    assert {kind for one in atlas_of(pages)["panels"] for kind in one["kinds"]} == {"synthetic"}


def test_without_streets_there_is_no_page(route_site, routes):
    without = dataclasses.replace(route_site, has_schools=False)
    empty = {name: schemas.empty(name) for name in routes if name != "local_authorities"}
    assert route_map(without, **empty, local_authorities=routes["local_authorities"]) == {}
