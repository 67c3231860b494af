"""The page of a school: one street, one path, three pupils in ten without an available route."""

import datetime
import json
import re

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata.schemas import CRS, conform, empty, model_for, validate
from maps.school_pages import school_pages
from maps.site import Site, site_files

RSGB = "rsgb_walked_route"
WORST = {
    "part_id": "w2.0.0", "kind": "path", "side": "", "name": "Mill Path", "ref": None, "osm_way_id": 2,
    "osm_version": 4, "verdict": "undetermined", "factor": "surface", "threshold": "neither metalled nor firm",
    "metres": 500.0, "pupils": 4.0, "pupils_undetermined": 1.0, "pupils_unavailable": 3.0,
}  # fmt: skip
CARD = {
    "school_id": "gias:1", "name": "Abbey Primary", "phase": "primary", "local_authority_code": "E06999001",
    "unit": "pupils", "pupils": 11.0, "pupils_available": 4.0, "pupils_unconditional": 1.0,
    "pupils_undetermined": 3.0, "pupils_unavailable": 3.0,
    "pupils_beyond_limit": 1.0, "pupils_likely_available": 5.0, "median_shortest_m": 1234.0, "detour": 1.25,
    "worst_parts": json.dumps([WORST]), "missing_crossings": "[]", "gaps_20mph": "[]", "kind": "computed",
    "source": "population", "note": "nearest school",
    "lens_accompaniment": "Employers: a long walk.", "lens_infrastructure": "Highways: a path.",
    "lens_speed": "Police: slow traffic.",
}  # fmt: skip


def cards(**changed):
    columns = model_for("school_scorecards").to_schema().columns
    gaps = {name: None if column.nullable else "" for name, column in columns.items()}
    return validate("school_scorecards", conform("school_scorecards", pd.DataFrame([gaps | CARD | changed])))


@pytest.fixture
def pages(toytown, study_area):
    lines = [shapely.LineString([(0, 0), (600, 0)]), shapely.LineString([(600, 0), (600, 500)])]
    edges = gpd.GeoDataFrame(
        {"part_id": ["w1.0.0", "w2.0.0"], "edge_id": ["w1.0.0", "w2.0.0"], "kind": ["street", "path"], "side": "",
         f"{RSGB}_verdict": ["available", "undetermined"]}, geometry=lines, crs=CRS,
    )  # fmt: skip
    walks = pd.DataFrame({"school_id": "gias:1", "part_id": ["w1.0.0", "w2.0.0"], "pupils": [10.0, 4.0]})
    walks["pupils_unavailable"] = [3.0, 3.0]
    schools = gpd.GeoDataFrame({"school_id": ["gias:1"]}, geometry=[shapely.Point(600, 500)], crs=CRS)
    site = Site(study_area, datetime.date(2026, 11, 22), "0.1.0", toytown["sources"], has_schools=True)

    def made(verdict="undetermined", **changed):
        edges.loc[1, f"{RSGB}_verdict"] = verdict
        return school_pages(
            site, school_scorecards=cards(**changed), schools=schools, school_walks=walks, edge_ratings=edges,
            crossings=gpd.GeoDataFrame(empty("crossings")), local_authorities=toytown["local_authorities"],
            ruleset=RSGB,
        )  # fmt: skip

    return made


def words(html):
    body = re.sub(r"<svg.*?</svg>", " ", html.split("<body", 1)[1], flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_shares_are_of_those_within_the_distance_and_bounded(pages):
    ((name, html),) = pages().items()
    text = words(html)
    assert name == "gias-1.html"
    assert "40.0% Available about 4 pupils of about 10 pupils within the statutory distance" in text
    assert "Between 40.0% and 70.0%, as surveys turn out; 10.0% whatever sight lines are" in text
    assert "30.0% Unavailable about 3 pupils" in text
    assert "Beyond the statutory distance about 1 pupil " in text


def test_what_decides_is_named_with_way_version_and_threshold(pages):
    text = words(pages()["gias-1.html"])
    assert "Mill Path path, 500 m; way 2, version 4 undetermined perhaps neither metalled nor firm 4" in text


def test_the_map_of_routes_is_one_step_away(pages):
    html = pages()["gias-1.html"]
    assert 'href="../maps/routes.html#school-gias-1"' in html
    assert '<a href="../maps/routes.html">Map of routes</a>' in html


def test_what_is_not_known_is_said_and_never_zero(pages):
    text = words(pages()["gias-1.html"])
    assert "Recorded collisions within 300 m of a gate not known" in text
    assert "Median shortest walk 1.2 km" in text
    assert "Median available walk not known" in text
    for raw in ("nan", "None", "gias:", "pupils_", "footway_and_flow"):
        assert raw not in text


def test_pupils_of_an_unavailable_part_are_those_without_a_route_or_have_another_way(pages):
    # 4 walk along Mill Path and 3 have no route: 1 of them at least goes round it
    barred = json.dumps([WORST | {"verdict": "unavailable"}])
    text = words(pages("unavailable", worst_parts=barred)["gias-1.html"])
    assert "about 1 pupil or more on unavailable parts can go, or perhaps can go, another way round" in text
    # of a part that the table does not list, too
    assert "about 1 pupil or more on unavailable parts" in words(pages("unavailable")["gias-1.html"])
    # all 4 may be those without a route: nothing more can be said of them
    nobody_else = json.dumps([WORST | {"verdict": "unavailable", "pupils_unavailable": 4.0}])
    text = words(pages(worst_parts=nobody_else, pupils_unavailable=4.0)["gias-1.html"])
    assert "on unavailable parts" not in text
    assert "there may be another way round such a part" in text


def test_somebody_is_never_nobody(pages):
    crossing = {"name": "Mill Lane", "ref": None, "verdict": "unavailable", "pupils": 0.2, "detour_m": None}
    few = {"worst_parts": json.dumps([WORST | {"pupils": 0.2}]), "missing_crossings": json.dumps([crossing])}
    text = words(pages(**few)["gias-1.html"])
    assert "Mill Lane: under 1 pupil would cross; over 2 km round by an available one" in text
    assert "perhaps neither metalled nor firm under 1 " in text
    text = words(pages(unit="street metres", **few)["gias-1.html"])
    assert "Mill Lane: under 0.1 km of street lead across" in text
    perhaps = json.dumps([crossing | {"verdict": "undetermined"}])
    assert "Mill Lane: perhaps; under 1 pupil" in words(pages(missing_crossings=perhaps)["gias-1.html"])
    assert "perhaps neither metalled nor firm under 0.1 " in text


def test_a_list_cut_short_says_so_and_claims_no_more_than_is_known(pages):
    gap = {"name": "Mill Lane", "ref": None, "metres": 120.0, "speed_mph_lo": 20.0, "speed_mph_hi": 30.0}
    html = pages(gaps_20mph=json.dumps([gap] * 7))["gias-1.html"]
    assert "May be faster than 20 mph" in html
    assert words(html).count("Mill Lane: 120 m, 20 to 30 mph") == 5
    assert '<li class="screen">and 2 more</li><li class="paper">and 5 more</li>' in html
    assert 'class="paper"' not in pages(gaps_20mph=json.dumps([gap] * 2))["gias-1.html"]


def test_streets_only_speaks_of_street(pages):
    text = words(pages(unit="street metres", pupils_available=400.0, pupils_undetermined=300.0)["gias-1.html"])
    assert "0.4 km of street" in text
    assert "pupils within" not in text


def test_a_school_that_is_nearest_for_nobody_has_no_shares(pages):
    nobody = dict.fromkeys(["pupils_available", "pupils_undetermined", "pupils_unavailable"], 0.0)
    assert "For nobody within the statutory distance is this the nearest school" in words(
        pages(**nobody)["gias-1.html"]
    )


def test_without_scorecards_there_are_no_pages(toytown, study_area):
    site = Site(study_area, datetime.date(2026, 11, 22), "0.1.0", toytown["sources"], has_schools=False)
    tables = {
        name: empty(name) for name in ("school_scorecards", "schools", "school_walks", "edge_ratings", "crossings")
    }
    assert school_pages(site, **tables, local_authorities=toytown["local_authorities"], ruleset=RSGB) == {}


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_page_opens_quietly_fits_and_prints_on_one_sheet(chromium, tmp_path, pages, width):
    long = "no controlled crossing and fewer than 4 gaps to cross in 5 minutes"
    part = WORST | {"name": "North Street West", "ref": "B664", "threshold": long}
    crossing = {"name": "North Street West", "ref": "B664", "verdict": "undetermined", "pupils": 32.0}
    crossing["detour_m"] = 790.0
    gap = {"name": "North Street West", "ref": "B664", "metres": 510.0, "speed_mph_lo": 20.0, "speed_mph_hi": 70.0}
    full = pages(
        worst_parts=json.dumps([part] * 5), missing_crossings=json.dumps([crossing] * 5),
        gaps_20mph=json.dumps([gap] * 9), lens_infrastructure=f"Highways: {'; '.join([long] * 6)}.",
    )  # fmt: skip
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    for folder, texts in {"schools": full, "site": site_files("const searchIndex = [];")}.items():
        (tmp_path / folder).mkdir()
        for name, text in texts.items():
            (tmp_path / folder / name).write_text(text, encoding="utf-8")
    page, heard = chromium.new_page(viewport={"width": width, "height": 800}), []
    page.on("console", lambda message: heard.append(message.text))
    page.on("request", lambda asked: heard.append(asked.url) if tmp_path.as_uri() not in asked.url else None)
    page.goto((tmp_path / "schools" / "gias-1.html").as_uri())
    assert heard == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4", prefer_css_page_size=True))) == 1
    assert [found["id"] for found in axe.Axe().run(page).response["violations"]] == []
    page.close()
