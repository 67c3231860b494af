"""Sorting and searching as a reader meets them, in a real browser."""

import datetime

import pandas as pd
import pytest

from geodata.study_area import StudyArea
from maps.pages import part, render
from maps.search import search_index, search_words
from maps.site import Site, site_files
from maps.sortable_table import Cell, Column, Heading, figure, missing, table_of

pytestmark = pytest.mark.browser
CSS = ["tables.css", "search.css"]
WIDTHS = {"narrow": 320, "phone": 360, "desktop": 1280}
SCHOOLS = pd.DataFrame({"school_id": ["gias:1"], "name": ["Old Alder School"], "phase": ["primary"],
                        "local_authority_code": ["E06999001"]})  # fmt: skip
POSTCODES = pd.DataFrame({"postcode": ["TT1 1AA"], "easting_m": [340_500.0], "northing_m": [390_500.0]})


def _table():
    """Names with numbers in them, and a figure that is missing."""
    names = {"a": Cell("Ward 10", href="a.html"), "b": Cell("Ward 2", href="b.html"), "c": Cell("élan")}
    figures = {"a": figure(9.0), "b": missing(), "c": figure(10.0)}
    columns = [Column(Heading("Ward", is_figure=False), names), Column(Heading("Score", "2025", ["computed"]), figures)]
    return table_of("Scores by ward", "", columns, ["a", "b", "c"])


@pytest.fixture
def folder(tmp_path, toytown, study_area):
    """A table page and a search page with the files they share, as they are published."""
    for name in ("site", "wards", "schools"):
        (tmp_path / name).mkdir()
    shared = {name: str(part(name)) for name in ("tables.js", "search.js")} | {
        "site.css": site_files("")["site.css"],
        "search_index.js": search_index(study_area, toytown["wards"], SCHOOLS, POSTCODES),
    }
    for name, text in shared.items():
        (tmp_path / "site" / name).write_text(text, encoding="utf-8")
    (tmp_path / "wards" / "index.html").write_text(_table_page(study_area, toytown["sources"]), encoding="utf-8")
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "wards.html").write_text("<!DOCTYPE html><title>Map</title>", encoding="utf-8")
    words = search_words(toytown["wards"], SCHOOLS, POSTCODES)
    box = render("search.html", root="", search=words)
    (tmp_path / "index.html").write_text(
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Search</title><link rel="icon" '
        'href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" '
        f'href="site/site.css"></head><body><main><h1>Search</h1>{box}</main></body></html>',
        encoding="utf-8",
    )
    return tmp_path


def _table_page(study_area: StudyArea, sources: pd.DataFrame) -> str:
    site = Site(study_area, datetime.date(2026, 11, 22), "0.1.0", sources, has_schools=True)
    return site.page("school_table.html", "Schools", subtitle="", method="", schools=_table(), sources="")


@pytest.fixture
def visit(chromium, folder):
    """Open a page; gather console messages, errors and requests."""
    opened = []

    def _visit(name, size="desktop"):
        page = chromium.new_page(viewport={"width": WIDTHS[size], "height": 800})
        page.heard, page.asked = [], []
        page.on("console", lambda message: page.heard.append(message.text))
        page.on("pageerror", lambda error: page.heard.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((folder / name).as_uri())
        opened.append(page)
        return page

    yield _visit
    for page in opened:
        page.close()


PAGES = ["wards/index.html", "index.html"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_quietly_stay_in_the_folder_and_fit(visit, folder, name):
    page = visit(name, "narrow")
    assert page.heard == []
    assert [url for url in page.asked if not url.startswith((folder.as_uri(), "data:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_axe_finds_nothing(visit, name, size):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = visit(name, size)
    if name == "index.html":
        page.fill("#search-input", "al")
        page.keyboard.press("ArrowDown")
    violations = axe.Axe().run(page).response["violations"]
    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []


def names(page):
    return [text.strip() for text in page.locator("tbody th").all_inner_texts()]


def test_names_sort_as_people_count_and_both_ways(visit):
    page = visit("wards/index.html")
    page.get_by_role("button", name="Ward").press("Enter")
    assert names(page) == ["élan", "Ward 2", "Ward 10"]
    assert page.inner_text("#schools-sorted") == "Sorted by Ward, ascending."
    page.keyboard.press("Space")
    assert names(page) == ["Ward 10", "Ward 2", "élan"]
    assert page.evaluate("document.activeElement.textContent") == "Ward"


def test_figures_sort_by_value_and_what_is_missing_stays_last(visit):
    page = visit("wards/index.html")
    page.get_by_role("button", name="Score").click()
    assert names(page) == ["Ward 10", "élan", "Ward 2"]
    page.get_by_role("button", name="Score").click()
    assert names(page) == ["élan", "Ward 10", "Ward 2"]
    assert page.locator("th[aria-sort]").evaluate_all("all => all.map(one => one.textContent)") == [
        "Score2025 computed"
    ]
    assert page.inner_text("#schools-sorted") == "Sorted by Score, descending."


def options(page):
    return page.locator("#search-list li").evaluate_all("all => all.map(one => one.firstChild.textContent)")


def test_beginnings_come_before_middles_and_are_counted(visit):
    page = visit("index.html")
    page.fill("#search-input", "alder")
    assert options(page) == ["Alder", "Old Alder School"]
    assert page.inner_text("#search-count") == "2 found."
    page.fill("#search-input", "nowhere")
    assert page.inner_text("#search-count") == "Nothing found."
    assert page.get_attribute("#search-input", "aria-expanded") == "false"


def test_the_keyboard_chooses_opens_and_closes(visit, folder):
    page = visit("index.html")
    page.fill("#search-input", "alder")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search-input", "aria-activedescendant") == "search-option-1"
    page.keyboard.press("ArrowUp")
    assert page.locator("#search-list li[aria-selected=true]").get_attribute("id") == "search-option-0"
    page.keyboard.press("Escape")
    assert options(page) == []
    page.fill("#search-input", "alder")
    (folder / "wards" / "E05999001.html").write_text("<title>Alder</title>", encoding="utf-8")
    page.keyboard.press("Enter")
    page.wait_for_url("**/wards/E05999001.html")


@pytest.mark.parametrize("typed", ["TT1 1AA", "tt11aa", "TT1 1", "tt11z"])
def test_a_postcode_is_looked_up_by_its_sector(visit, typed):
    page = visit("index.html")
    page.fill("#search-input", typed)
    assert options(page) == ["TT1 1"]


def test_a_click_opens_what_it_names(visit, folder):
    (folder / "schools" / "gias-1.html").write_text("<title>School</title>", encoding="utf-8")
    page = visit("index.html")
    page.fill("#search-input", "old")
    page.click("#search-list li")
    page.wait_for_url("**/schools/gias-1.html")
