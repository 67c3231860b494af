"""Walking in words: Toytown's shares, measures and tags, worked out beside the code."""

import datetime
import re

import pandas as pd

from geodata.schemas import empty
from geodata.study_area import StudyArea
from maps.streets_page import streets_page
from maps.walking import walking

AREA = "toytown"


def test_each_destination_has_its_bands_step_free_children_and_median(walking_tables):
    said = walking(AREA, kind="computed", **walking_tables)
    assert said.headings == [
        "5 minutes", "10 minutes", "15 minutes", "20 minutes", "15 minutes, step-free", "Children, 15 minutes",
        "Median walk",
    ]  # fmt: skip
    school, gp = said.reach
    assert school.name == "School"
    assert school.cells == ["55.0%", "60.0%", "65.0%", "70.0%", "55.0%", "81.0%", "7.2 min"]
    assert gp.cells[-3:] == ["not known", "not known", "not known"]


def test_measures_without_anything_below_the_line_are_left_out(walking_tables):
    said = dict(walking(AREA, kind="computed", **walking_tables).streets)
    assert [figure.split()[0] for figure in said.values()] == ["1.50", "25.0"]


def test_only_the_whole_network_s_tags_are_told_and_warnings_once(walking_tables):
    said = walking(AREA, kind="computed", **walking_tables)
    assert said.tagged == [("Street lighting", "200 km", "13.0%")]
    assert said.warnings == ["A fifth of the buffer is not in the extract.", "Steps left out."]


def test_street_metres_are_not_called_residents(walking_tables):
    walking_tables["authority_access"]["residents"] = float("nan")
    assert walking(AREA, kind="computed", **walking_tables).whose == "street metres"


def test_without_a_network_nothing_is_said(walking_tables):
    assert walking("elsewhere", kind="computed", **walking_tables) is None


def test_a_streets_only_page_says_what_it_is_and_what_is_missing(walking_tables):
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
    said = walking(AREA, kind="computed", **walking_tables)
    schools = empty("school_scorecards")
    tables = ["exports/destinations.csv"]
    html = streets_page(area, datetime.date(2026, 11, 22), "0.1.0", said, None, sources, tables, schools)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<body", 1)[1]))
    assert "Who can walk where in Toytown?" in text
    assert "no figure is per person" in text
    assert "Terrain heights (OS): not found; without it there is no slope." in text
    assert "© OpenStreetMap contributors" in text
    assert 'href="exports/destinations.csv"' in html
    assert not re.search(r"\bnan\b|None", text)
