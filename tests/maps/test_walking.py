"""Walking in words: Toytown's shares, measures and tags, worked out beside the code."""

import datetime
import re

import pandas as pd
import pytest

from geodata import schemas
from geodata.study_area import StudyArea
from maps.streets_page import streets_page
from maps.walking import walking

AREA = "toytown"


def access_row(destination, profile="walking", residents=1000.0, share=50.0, **others):
    shares = {f"residents_within_{minutes}_minutes_pct": share + minutes for minutes in (5, 10, 15, 20)}
    gaps = dict.fromkeys(
        ["children", "no_car_households", "no_car_households_within_15_minutes_pct", "places_per_1000"]
    ) | {f"children_within_{minutes}_minutes_pct": None for minutes in (5, 10, 15, 20)}
    return {
        "local_authority_code": AREA, "area_code": AREA, "destination": destination, "profile": profile,
        "period": "2025-03-01", "walk_minutes": 7.25, "residents": residents, "places_within_15_minutes": 2.0,
        "homes": 10, "note": "", **gaps, **shares, **others,
    }  # fmt: skip


def table(name, rows):
    return schemas.validate(name, schemas.conform(name, pd.DataFrame(rows)))


@pytest.fixture
def tables():
    return {
        "authority_access": table(
            "authority_access",
            [
                access_row("school", children_within_15_minutes_pct=81.04),
                access_row("school", "step_free", share=40.0, note="steps left out"),
                access_row("gp", walk_minutes=None),
            ],
        ),
        "network_measures": table(
            "network_measures",
            [
                {"area_code": AREA, "area_level": "local_authority", "measure": "walk_directness", "numerator": 1500.0,
                 "denominator": 1000.0, "period": "2025-03-01", "note": ""},
                {"area_code": AREA, "area_level": "local_authority", "measure": "severance", "numerator": 12.0,
                 "denominator": 48.0, "period": "2025-03-01", "note": ""},
                {"area_code": AREA, "area_level": "local_authority", "measure": "crossing_density", "numerator": 0.0,
                 "denominator": 0.0, "period": "2025-03-01", "note": ""},
            ],
        ),
        "tag_completeness": table(
            "tag_completeness",
            [
                {"area_code": AREA, "highway": "all", "attribute": "lit", "length_km": 200.0, "known_km": 26.0,
                 "known_pct": 13.0},
                {"area_code": AREA, "highway": "primary", "attribute": "lit", "length_km": 10.0, "known_km": 9.0,
                 "known_pct": 90.0},
            ],
        ),
        "network_summary": table(
            "network_summary",
            [
                {"area_code": AREA, "item": "buffer_covered_pct", "value": 80.0, "unit": "per cent",
                 "note": "a fifth of the buffer is not in the extract"},
                {"area_code": AREA, "item": "edges", "value": 60.0, "unit": "edges", "note": ""},
            ],
        ),
    }  # fmt: skip


def test_each_destination_has_its_bands_step_free_children_and_median(tables):
    said = walking(AREA, kind="computed", **tables)
    assert said.headings == [
        "5 minutes", "10 minutes", "15 minutes", "20 minutes", "15 minutes, step-free", "Children, 15 minutes",
        "Median walk",
    ]  # fmt: skip
    school, gp = said.reach
    assert school.name == "School"
    assert school.cells == ["55.0%", "60.0%", "65.0%", "70.0%", "55.0%", "81.0%", "7.2 min"]
    assert gp.cells[-3:] == ["not known", "not known", "not known"]


def test_measures_without_anything_below_the_line_are_left_out(tables):
    said = dict(walking(AREA, kind="computed", **tables).streets)
    assert [figure.split()[0] for figure in said.values()] == ["1.50", "25.0"]


def test_only_the_whole_network_s_tags_are_told_and_warnings_once(tables):
    said = walking(AREA, kind="computed", **tables)
    assert said.tagged == [("Street lighting", "200 km", "13.0%")]
    assert said.warnings == ["A fifth of the buffer is not in the extract.", "Steps left out."]


def test_street_metres_are_not_called_residents(tables):
    tables["authority_access"]["residents"] = float("nan")
    assert walking(AREA, kind="computed", **tables).whose == "street metres"


def test_without_a_network_nothing_is_said(tables):
    assert walking("elsewhere", kind="computed", **tables) is None


def test_a_streets_only_page_says_what_it_is_and_what_is_missing(tables):
    area = StudyArea(name=AREA, title="Toytown", is_streets_only=True, local_authorities={"easton": "W06000022"})
    sources = pd.DataFrame(
        {
            "source": ["openstreetmap", "elevation"],
            "title": ["OpenStreetMap extract", "Terrain heights"],
            "publisher": ["OpenStreetMap contributors", "OS"],
            "state": ["read", "missing"],
            "vintage": ["2025-03-01", "x"],
            "licence": ["ODbL", "OGL"],
            "attribution": ["© OpenStreetMap contributors", "OS"],
            "message": ["", "no file"],
            "feeds": ["streets", "slope"],
        }
    )
    said = walking(AREA, kind="computed", **tables)
    html = streets_page(area, datetime.date(2026, 11, 22), "0.1.0", said, sources, ["exports/destinations.csv"])
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<body", 1)[1]))
    assert "Who can walk where in Toytown?" in text
    assert "no figure is per person" in text
    assert "Terrain heights (OS): not found; without it there is no slope." in text
    assert "© OpenStreetMap contributors" in text
    assert 'href="exports/destinations.csv"' in html
    assert not re.search(r"\bnan\b|None", text)
