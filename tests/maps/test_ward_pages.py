"""Pages of Toytown's wards, read by eye, and one as a reader meets it in a browser."""

import dataclasses
import datetime
import html
import re

import numpy as np
import pandas as pd
import pytest

from geodata.schemas import empty
from geodata.suppression.withholding import WITHHELD
from maps.shown_metric import ENGLAND
from maps.site import Site, site_files
from maps.ward_pages import WardTables, ward_pages
from maps.ward_strip import Wards

ALDER, BIRCH, CEDAR, DOCK = (f"E0599900{number}" for number in range(1, 5))
RATE = {"indicator": "road_casualties_per_1000", "period": "2010 to 2019"}


@pytest.fixture
def site(study_area, toytown):
    return Site(study_area, datetime.date(2026, 11, 23), "0.1.0", toytown["sources"], has_schools=True)


@pytest.fixture
def tables(toytown):
    """Alder is better than Toytown and clusters, Dock has no deprivation score, and a school stands in Birch."""
    names = ("wards", "local_authorities", "ward_indicators", "local_authority_indicators")
    inequity = pd.DataFrame(
        {
            "ward_code": [ALDER, BIRCH, CEDAR, DOCK],
            "residents": [1000.0, 2000.0, 3000.0, 4000.0],
            "imd_decile_national": [1.0, 5.0, 9.0, np.nan],
            "imd_decile_study_area": [1.0, 4.0, 7.0, np.nan],
            "priority_rank": [2.0, np.nan, 1.0, 3.0],
            "priority_rank_lower": [1.0, np.nan, 1.0, 3.0],
            "priority_rank_upper": [3.0, np.nan, 2.0, 3.0],
        }
    )
    school = {"school_id": "gias:1", "name": "Hill School", "phase": "primary", "ward_code": BIRCH}
    pupils = {"pupils_available": 10.0, "pupils_undetermined": 80.0, "pupils_unavailable": 10.0}
    ranks = {"rank": 4.0, "rank_lower": 3.0, "rank_upper": 4.0, "n_ranked": 4.0}
    return WardTables(
        **{name: toytown[name] for name in names},
        comparisons=pd.DataFrame(
            [RATE | {"area_code": ALDER, "area_level": "ward", "benchmark": "study area", "outcome": "better"},
             RATE | {"area_code": BIRCH, "area_level": "ward", "benchmark": "study area", "outcome": "similar"},
             RATE | {"area_code": CEDAR, "area_level": "ward", "benchmark": "study area", "outcome": "difference only"}]
        ),
        ward_ranks=pd.DataFrame([RATE | ranks | {"area_code": ALDER, "rank_1_is": "the worst (highest value)"}]),
        ward_inequity=inequity,
        ward_clusters=pd.DataFrame([RATE | {"area_code": ALDER, "cluster": "low among low", "p_adjusted": 0.01},
                                    RATE | {"area_code": BIRCH, "cluster": "not computed", "p_adjusted": np.nan}]),
        ward_funnel=pd.DataFrame([RATE | {"area_code": ALDER, "outcome_adjusted": "low (beyond 95 %)"},
                                  RATE | {"area_code": BIRCH, "outcome_adjusted": "not significant"}]),
        authority_access=empty("authority_access"),
        school_scorecards=pd.DataFrame([school | pupils]),
    )  # fmt: skip


@pytest.fixture
def pages(site, tables):
    return ward_pages(site, tables)


def words(page):
    body = re.sub(r"<svg.*?</svg>", "", page.split("<main", 1)[1], flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))


def test_each_ward_has_its_page(pages):
    assert list(pages) == [f"{code}.html" for code in (ALDER, BIRCH, CEDAR, DOCK)]
    said = words(pages[f"{ALDER}.html"])
    assert "Alder Ward in Easton, 1,000 residents (Census 2021)" in said
    assert "tenth 1 of England's small areas, and in tenth 1 among the wards of Toytown" in said
    assert "Priority rank 2 of 3 (it may be 1 to 3); 1 is the greatest need." in said


def test_figures_stand_beside_the_whole_with_limits_kind_unit_and_period(pages):
    said = words(pages[f"{ALDER}.html"])
    row = "Road casualties computed casualties per 1,000 residents a year; more is worse; 2010 to 2019"
    assert f"{row} 1.0 95% CI 0.5 to 1.5 better than Toytown – 2.8" in said
    assert "4 of 4 (may be 3 to 4); 1 is the worst" in said
    assert "Deprivation score computed score; higher is more deprived; 2025 10.0 no limits: not a sample" in said
    assert "similar to Toytown" in words(pages[f"{BIRCH}.html"])
    assert "difference only" not in pages[f"{CEDAR}.html"]
    assert "2 of 4; 1 is the highest" in words(pages[f"{CEDAR}.html"])  # no rank with limits: the place alone


def test_a_figure_that_is_missing_says_why_and_has_no_dot(pages):
    said = words(pages[f"{DOCK}.html"])
    assert "no data No LSOA is assigned to this ward" in said
    assert "tenth" not in said.split("At a glance")[0]
    strips = re.findall(r'<svg class="strip".*?</svg>', pages[f"{DOCK}.html"], re.S)
    assert ["<circle" in strip for strip in strips] == [False, True]


def test_a_withheld_figure_is_nowhere_on_the_page(site, tables):
    rows = tables.ward_indicators.copy()
    is_it = (rows["area_code"] == ALDER) & (rows["indicator"] == "road_casualties_per_1000")
    rows.loc[is_it, ["value", "lower_cl", "upper_cl"]] = np.nan
    rows.loc[is_it, "note"] = WITHHELD
    hidden = dataclasses.replace(tables, ward_indicators=rows, ward_ranks=tables.ward_ranks.iloc[:0])
    pages = ward_pages(site, hidden)
    said = words(pages[f"{ALDER}.html"])
    assert "withheld small number, or to protect one –" in said
    assert "0.5 to 1.5" not in said
    of_birch = re.findall(r'<svg class="strip".*?d="(.*?)"', pages[f"{BIRCH}.html"], re.S)[1]
    assert of_birch.count("M") == 3  # nor has it a tick among all wards


def test_what_stands_out_and_what_lies_beside_it(pages):
    said = words(pages[f"{ALDER}.html"])
    assert "lower than chance and the usual differences between wards explain." in said
    assert "low, among neighbours that are low too (p 0.01, adjusted for many tests)." in said
    assert "not computed" not in pages[f"{BIRCH}.html"]
    within = "1 figure within what chance and the usual differences between wards explain."
    assert within in words(pages[f"{BIRCH}.html"])
    assert "figures within" not in said  # Alder's only figure lies beyond
    links = re.findall(r'<li><a href="(E\d+)\.html">', pages[f"{BIRCH}.html"])
    assert links == [ALDER, CEDAR]


def test_schools_of_the_ward_lead_to_their_pages(pages):
    assert '<a href="../schools/gias-1.html">Hill School</a>' in pages[f"{BIRCH}.html"]
    assert "routes 10.0% available, 80.0% undetermined, 10.0% unavailable" in words(pages[f"{BIRCH}.html"])
    assert "No school with a page of its own stands here." in words(pages[f"{ALDER}.html"])


def test_activity_is_of_the_authority_and_says_so(pages):
    said = words(pages[f"{ALDER}.html"])
    assert "Measured for authorities only, never by ward. More on Easton" in said
    assert "20.0%" in said
    assert "27.2%" not in said  # Weston's


def test_without_what_is_optional_the_sections_are_absent(site, tables):
    bare = dataclasses.replace(
        tables,
        ward_clusters=empty("ward_clusters"),
        ward_funnel=empty("ward_funnel"),
        ward_ranks=empty("ward_ranks"),
        comparisons=empty("comparisons"),
    )
    page = ward_pages(dataclasses.replace(site, has_schools=False), bare)[f"{ALDER}.html"]
    assert "Beside chance and neighbours" not in page
    assert "Schools in the ward" not in page
    assert "4 of 4; 1 is the highest" in words(page)


def test_england_stands_beside_where_it_has_the_figure(site, tables):
    rows = tables.local_authority_indicators
    of_whole = rows[rows["indicator"] == RATE["indicator"]].assign(area_code=ENGLAND, value=3.3)
    with_england = dataclasses.replace(tables, local_authority_indicators=pd.concat([rows, of_whole]))
    assert "– 2.8 3.3" in words(ward_pages(site, with_england)[f"{ALDER}.html"])


def test_wards_that_are_all_the_same_stand_in_the_middle():
    strip = Wards.of(pd.Series([7.0, 7.0])).strip(7.0, float("nan"), float("nan"))
    assert (strip.dot, strip.middle, strip.between) == (120.0, 120.0, None)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_a_ward_page_in_a_browser(chromium, tmp_path, pages, width):
    for name, files in {"site": site_files(""), "wards": pages}.items():
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text, encoding="utf-8")
    page = chromium.new_page(viewport={"width": width, "height": 800})
    heard, asked = [], []
    page.on("console", lambda message: heard.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "wards" / f"{BIRCH}.html").as_uri())
    assert heard == []
    assert all(url.startswith((tmp_path.as_uri(), "data:")) for url in asked)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    assert [one["id"] for one in axe.Axe().run(page).response["violations"]] == []
    page.click("text=Cedar")
    assert page.title().startswith("Cedar, Weston")
    page.close()


def test_what_all_rows_of_a_theme_share_is_said_once_in_its_heading(site, tables):
    walks = tables.ward_indicators.query("indicator == 'iod2025_imd_score'").assign(unit="minutes", period="2026-01-01")
    more = [walks.assign(indicator=f"access_{place}_walk_minutes") for place in ("gp", "school")]
    indicators = pd.concat([tables.ward_indicators, *more])
    page = ward_pages(site, dataclasses.replace(tables, ward_indicators=indicators))[f"{ALDER}.html"]
    said = words(page)
    assert said.count("minutes, which half of the residents need at most") == 1
    assert (
        "Minutes on foot computed minutes, which half of the residents need at most; more is worse; 2026-01-01" in said
    )
    assert "Road casualties computed casualties per 1,000" in said  # alone under its heading
