import datetime
import re

import pandas as pd
import pytest

from geodata.suppression.withholding import WITHHELD
from maps.figure_shares import share_columns, withheld_words
from maps.pages import part
from maps.quality_page import quality_page
from maps.site import Site, site_files
from maps.tag_tables import tags_by_authority, tags_by_class
from maps.vintages import vintage_columns


def figures(indicators, **columns):
    gaps = {"value": 1.0, "kind": "computed", "note": ""}
    return pd.DataFrame({"indicator": indicators, **gaps, **columns})


def texts(column):
    return {key: cell.text for key, cell in column.cells.items()}


def test_shares_of_kinds_and_gaps_add_up_by_theme():
    """Of four activity figures of wards: two modelled, one missing, one withheld."""
    wards = figures(
        ["inactive_adults"] * 4,
        value=[1.0, 2.0, None, None],
        kind=["modelled"] * 4,
        note=["", "", "no LSOA", WITHHELD],
    )
    columns = share_columns(wards, figures(["active_adults"], kind=["measured"]))
    by_heading = {column.heading.text: texts(column)["Activity, wards"] for column in columns}
    assert by_heading == {
        "Figures on": "Activity, wards", "Figures": "4", "Measured": "0.0%", "Modelled": "50.0%", "No data": "25.0%",
        "Withheld": "25.0%",
    }  # fmt: skip


def test_what_is_withheld_is_counted_without_the_reason():
    cells = pd.DataFrame({"figure": ["own", "own"], "indicator": ["a", "b"], "reason": "small number"})
    assert withheld_words(cells) == "Withheld to protect people in small numbers: 2 cells of 2 indicators (own)."
    assert withheld_words(cells.iloc[:0]) == "No figure is withheld to protect people in small numbers."


def test_only_sources_of_different_years_disagree():
    sources = pd.DataFrame(
        {
            "source": ["collisions", "population", "postcodes", "deprivation"],
            "title": ["Collisions", "Residents", "Postcodes", "IMD"],
            "vintage": ["2010 to 2019", "21 March 2021", "quarterly", "2021"],
        }
    )
    indicators = figures(
        ["road_casualties_per_1000", "road_casualties", "residents"],
        source=["collisions+population", "collisions+population", "population+postcodes+deprivation"],
    )
    named, apart, used = vintage_columns(indicators, sources)
    assert list(texts(named).values()) == ["Collisions (2010 to 2019); Residents (21 March 2021)"]
    assert list(texts(apart).values()) == ["2"]
    assert used.cells["collisions+population"].detail == "and 1 other indicator"
    assert vintage_columns(indicators.iloc[2:], sources) == []


def test_tags_by_authority_and_by_class(walking_tables):
    tags = walking_tables["tag_completeness"]
    _, lengths, shares = tags_by_authority(tags, {"toytown": "Toytown"})
    assert (texts(lengths), texts(shares)) == ({"lit": "200"}, {"lit": "13.0%"})
    surface = tags.assign(attribute="surface", highway="path", known_pct=40.0, length_km=5.0).iloc[:1]
    names, lengths, surfaces, lit = sorted(
        tags_by_class(pd.concat([tags, surface]), "toytown"),
        key=lambda column: column.heading.text != "Class of street",
    )
    assert list(texts(names).values()) == ["Primary", "Path"]
    assert (lengths.heading.text, texts(lengths)) == ("Length", {"primary": "10.0", "path": "5.0"})
    assert {surfaces.heading.text: texts(surfaces), lit.heading.text: texts(lit)} == {
        "Street lighting": {"path": "[z]", "primary": "90.0%"},
        "Surface": {"path": "40.0%", "primary": "[z]"},
    }


@pytest.fixture
def site(study_area, toytown):
    return Site(study_area, datetime.date(2026, 11, 22), "0.1.0", toytown["sources"], has_schools=True)


COVERAGE = pd.DataFrame(
    {"area_code": ["toytown", "E06999001"], "item": ["wards", "wards"], "count": [4, 2], "codes": ""}
)


@pytest.fixture
def page(site, toytown, walking_tables):
    pages = quality_page(
        site,
        toytown["local_authorities"],
        walking_tables["tag_completeness"],
        walking_tables["network_summary"].replace({"unit": {"per cent": "%", "edges": "count"}}),
        coverage=COVERAGE,
        ward_indicators=toytown["ward_indicators"],
        local_authority_indicators=toytown["local_authority_indicators"],
        withheld_cells=pd.DataFrame({"figure": [], "indicator": []}),
    )
    return pages["index.html"]


def test_sources_tell_what_is_lacking_without_them(page):
    assert "5 of 6 sources read." in page
    row = next(row for row in page.split("<tr>") if "Title of travel_to_work" in row)
    assert "Not found<small>Without it there is no travel to work by mode." in row
    assert "[x]" in row


def test_counts_of_the_whole_and_warnings_are_in_words(page):
    rows = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="figure">([^<]+)</td>', page))
    assert rows["Wards"] == "4"
    assert rows["Walking network, edges"] == "60"
    assert rows["Area and 5 km around it that the extract covers"] == "80.0%"
    assert "A fifth of the buffer is not in the extract." in page


def test_caveats_are_those_of_the_figures_at_hand(page):
    assert "Residents are not the people on the road by day" in page
    assert "Census day" not in page


def test_where_only_streets_are_known_nothing_is_said_of_figures(site, toytown, walking_tables):
    tags, summary = walking_tables["tag_completeness"], walking_tables["network_summary"].iloc[:0]
    page = quality_page(site, toytown["local_authorities"], tags, summary)["index.html"]
    assert "How complete the street map is" in page
    assert "Measured, computed, modelled" not in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_page_fits_and_axe_finds_nothing(page, chromium, tmp_path, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    styles = site_files("")["site.css"]
    for folder, name, text in (
        ("site", "site.css", styles),
        ("site", "tables.js", part("tables.js")),
        ("at", "page.html", page),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    opened = chromium.new_page(viewport={"width": width, "height": 800})
    opened.goto((tmp_path / "at" / "page.html").as_uri())
    assert opened.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    violations = axe.Axe().run(opened).response["violations"]
    opened.close()
    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []
