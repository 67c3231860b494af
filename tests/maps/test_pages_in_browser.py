"""The pages as a reader meets them, in a real browser."""

import datetime

import pytest

from geodata.study_area import OnlineMap
from maps.front_page import front_page
from maps.search import search_index
from maps.site import site_files
from maps.streets_page import streets_page
from maps.ward_map import ward_map

pytestmark = pytest.mark.browser
SIZES = {"phone": (320, 640), "small phone": (360, 740), "desktop": (1280, 900)}


@pytest.fixture
def addresses(toytown, mapped, study_area, tmp_path):
    """The pages in a folder as they are published, by name."""
    for folder in ("maps", "site"):
        (tmp_path / folder).mkdir()
    index = search_index(study_area, toytown["wards"], toytown["schools"], None)
    for name, text in site_files(index).items():
        (tmp_path / "site" / name).write_text(text, encoding="utf-8")
    map_file, front_file = tmp_path / "maps" / "ward_map.html", tmp_path / "index.html"
    map_file.write_text(ward_map(study_area.model_copy(update={"is_synthetic": True}), **mapped), encoding="utf-8")
    front_file.write_text(
        front_page(
            study_area, datetime.date(2026, 11, 22), "0.1.0", **toytown,
            maps={"Wards of Toytown": "maps/ward_map.html"}, tables=["tables/wards.parquet"],
        ),
        encoding="utf-8",
    )  # fmt: skip
    streets_file = tmp_path / "streets.html"
    streets_only = study_area.model_copy(update={"is_streets_only": True})
    said = (toytown["walking"], toytown["routes"], toytown["sources"])
    page = streets_page(streets_only, datetime.date(2026, 11, 22), "0.1.0", *said, [], toytown["schools"])
    streets_file.write_text(page, encoding="utf-8")
    return {"map": map_file.as_uri(), "front": front_file.as_uri(), "streets": streets_file.as_uri()}


@pytest.fixture
def visit(chromium, addresses):
    """Open a page; gather console messages, errors and requests."""
    opened = []

    def _visit(name, size="desktop", suffix=""):
        width, height = SIZES[size]
        page = chromium.new_page(viewport={"width": width, "height": height})
        page.heard = []
        page.asked = []
        page.on("console", lambda message: page.heard.append(message.text))
        page.on("pageerror", lambda error: page.heard.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(addresses[name] + suffix)
        opened.append(page)
        return page

    yield _visit
    for page in opened:
        page.close()


def said(page):
    return {
        "title": page.inner_text("#title"),
        "kind": page.inner_text("#kinds"),
        "labels": page.locator("#legend li span:nth-of-type(1)").all_inner_texts(),
        "counts": page.locator("#legend .count").all_inner_texts(),
    }


@pytest.mark.parametrize("name", ["map", "front", "streets"])
@pytest.mark.parametrize("size", list(SIZES))
def test_pages_open_quietly_request_nothing_and_fit(visit, addresses, name, size):
    page = visit(name, size)
    assert page.heard == []
    folder = addresses["front"].removesuffix("index.html")
    assert page.asked[0] == addresses[name]
    assert all(address.startswith(folder) for address in page.asked)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("map", ""),
        ("map", "#deprivation-and-road-casualties"),
        ("map", "#clusters-of-road-casualties"),
        ("front", ""),
        ("streets", ""),
    ],
)
@pytest.mark.parametrize("size", ["small phone", "desktop"])
def test_axe_finds_nothing(visit, name, suffix, size):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    violations = axe.Axe().run(visit(name, size, suffix)).response["violations"]
    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []


def test_each_radio_changes_title_tag_and_key_together(visit):
    page = visit("map")
    assert said(page)["title"] == "Deprivation score, IMD 2025"
    page.check('input[value="inactive-adults"]')
    activity = said(page)
    assert activity["title"] == "Inactive adults, 2024/25"
    assert activity["kind"] == "measured"
    assert activity["counts"] == ["1", "1"]
    assert page.inner_text("#caveat") == "Measured for authorities only, never by ward."
    assert page.evaluate("location.hash") == "#inactive-adults"
    assert page.title() == "Inactive adults, 2024/25 – Toytown – Evenground"
    page.check('input[value="road-casualties"]')
    casualties = said(page)
    assert casualties["title"] == "Road casualties per 1,000 residents, 2010 to 2019"
    assert casualties["kind"] == "computed"
    assert casualties["labels"] != activity["labels"]
    assert sum(map(int, casualties["counts"])) == 4


def test_clusters_have_their_key_and_only_then_a_row_in_the_popup(visit):
    page = visit("map", suffix="#clusters-of-road-casualties")
    assert said(page)["labels"][0] == "High, among high neighbours"
    assert said(page)["counts"] == ["1", "0", "0", "0", "2", "1"]
    page.select_option("#ward-select", "E05999003")
    assert "high, among high neighbours" in page.inner_text(".area-popup")
    page.keyboard.press("Escape")
    page.check('input[value="deprivation"]')
    page.select_option("#ward-select", "E05999002")
    assert "neighbours" not in page.inner_text(".area-popup")


def test_a_catchment_is_drawn_with_its_key_only_while_it_is_ticked(visit):
    page = visit("map")
    assert page.locator("path.overlay-over").count() == 0
    page.check('input[value="school"]')
    assert page.locator("path.overlay-over").count() == 1
    assert page.locator("#overlay-key li").all_inner_texts() == [
        "Within 15 minutes of a school (outline). 2 schools: 1,200 to 3,400 residents within the walk."
    ]
    page.check('input[value="inactive-adults"]')
    assert page.locator("path.overlay-over").count() == 1
    page.uncheck('input[value="school"]')
    assert page.locator("path.overlay-over").count() == 0
    assert page.locator("#overlay-key li").count() == 0


def test_a_map_from_the_internet_is_asked_for_only_once_the_reader_ticks_it(chromium, mapped, study_area, tmp_path):
    online = OnlineMap(tiles="http://127.0.0.1:9/{z}/{x}/{y}.png", attribution="© Somebody")
    path = tmp_path / "wards.html"
    path.write_text(ward_map(study_area.model_copy(update={"online_map": online}), **mapped), encoding="utf-8")
    page, asked = chromium.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_function("shown !== null")
    assert asked == [path.as_uri()]
    page.check("text=Map from the internet (127.0.0.1:9)")
    page.wait_for_function("document.querySelectorAll('.leaflet-tile').length > 0")
    assert "© Somebody" in page.inner_text(".leaflet-control-attribution")
    assert any(url.startswith("http://127.0.0.1:9/") for url in asked)
    page.uncheck("text=Map from the internet (127.0.0.1:9)")
    assert page.locator(".leaflet-tile").count() == 0
    page.close()


def test_without_scripts_the_map_is_a_picture(chromium, addresses):
    page = chromium.new_page(java_script_enabled=False)
    page.goto(addresses["map"])
    assert page.locator(".still svg").is_visible()
    assert not page.locator("#metric-select").is_visible()
    page.close()


def test_two_metrics_together_have_a_key_of_nine_fields(visit):
    page = visit("map", suffix="#deprivation-and-road-casualties")
    fields = page.locator("#pair-fields button")
    assert fields.all_inner_texts() == ["0", "0", "1", "0", "1", "0", "1", "0", "0"]
    assert page.locator("path.worst-outline").count() == 1
    fields.nth(2).click()
    assert fields.nth(2).get_attribute("aria-pressed") == "true"
    opacity = page.locator("path[role=button]").evaluate_all("all => all.map(one => one.getAttribute('fill-opacity'))")
    assert opacity == ["0.15", "0.15", "1", "0.15"]
    fields.nth(2).click()
    assert fields.nth(2).get_attribute("aria-pressed") == "false"
    page.check('input[value="deprivation"]')
    assert page.is_hidden("#pair-key")
    assert page.locator("path.worst-outline").count() == 0


def test_authority_metrics_replace_the_wards(visit):
    page = visit("map")
    assert page.locator("path[role=button]").count() == 4
    page.check('input[value="inactive-adults"]')
    labels = page.locator("path[role=button]").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert labels == [
        "Easton, Inactive adults 20.0% (no limits published)",
        "Weston, Inactive adults 27.2% (no limits published)",
    ]


def test_wards_without_data_are_hatched(visit):
    fills = visit("map").locator("path[role=button]").evaluate_all("all => all.map(one => one.getAttribute('fill'))")
    assert fills[3] == "url(#no-data)"
    assert len(set(fills[:3])) == 3


def test_the_address_chooses_the_metric(visit):
    assert said(visit("map", suffix="#road-casualties"))["title"].startswith("Road casualties")
    assert said(visit("map", suffix="#nonsense"))["title"].startswith("Deprivation")


def test_on_a_phone_one_select_does_what_the_radios_do(visit):
    page = visit("map", "small phone")
    assert not page.is_visible('input[value="deprivation"]')
    page.select_option("#metric-select", "road-casualties")
    assert said(page)["title"].startswith("Road casualties")
    top_of = "id => document.getElementById(id).getBoundingClientRect().top"
    assert page.evaluate(top_of, "title") < page.evaluate(top_of, "slot") < page.evaluate(top_of, "legend")


def focused_label(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label')")


def test_the_keyboard_walks_opens_and_comes_back(visit):
    page = visit("map")
    assert page.locator('path[role=button][tabindex="0"]').count() == 1
    page.focus('path[role=button][tabindex="0"]')
    assert focused_label(page) == "Alder, Easton, Deprivation score 10.0"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert focused_label(page) == "Cedar, Weston, Deprivation score 30.0"
    page.keyboard.press("Enter")
    assert page.inner_text(".area-popup h2") == "Cedar"
    assert "Weston · 3,000 residents" in page.inner_text(".area-popup")
    assert page.evaluate("document.activeElement.closest('.area-popup') !== null")
    page.keyboard.press("Escape")
    page.wait_for_selector(".area-popup", state="detached")
    assert focused_label(page) == "Cedar, Weston, Deprivation score 30.0"
    assert page.locator('path[role=button][tabindex="0"]').count() == 1


def test_arrows_wrap_round_and_home_and_end_reach_the_ends(visit):
    page = visit("map")
    page.focus('path[role=button][tabindex="0"]')
    page.keyboard.press("ArrowLeft")
    assert focused_label(page).startswith("Dock")
    page.keyboard.press("Home")
    assert focused_label(page).startswith("Alder")
    page.keyboard.press("End")
    assert focused_label(page).startswith("Dock")


def test_a_popup_gives_the_reason_for_a_gap(visit):
    page = visit("map")
    page.select_option("#ward-select", label="Dock")
    popup = page.inner_text(".area-popup")
    assert "no data" in popup
    assert "No LSOA is assigned to this ward" in popup
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "ward-select"


def test_a_click_opens_a_popup_and_a_pointer_a_tooltip(visit):
    page = visit("map")
    page.hover("path[role=button] >> nth=0")
    assert page.inner_text(".area-tip") == "Alder\nDeprivation score: 10.0"
    page.click("path[role=button] >> nth=0")
    assert page.inner_text(".area-popup h2") == "Alder"


def test_the_popup_of_a_ward_leads_to_its_page_and_that_of_an_authority_nowhere(visit):
    page = visit("map")
    page.select_option("#ward-select", label="Cedar")
    link = page.locator(".area-popup .page-link")
    assert link.get_attribute("href") == "../wards/E05999003.html"
    assert link.inner_text() == "More on Cedar"
    page.keyboard.press("Escape")
    page.check('input[value="inactive-adults"]')
    page.click("path[role=button] >> nth=0")
    assert page.inner_text(".area-popup h2") == "Easton"
    assert link.count() == 0


def test_choosing_a_ward_leaves_the_authority_layer(visit):
    page = visit("map", suffix="#inactive-adults")
    page.select_option("#ward-select", label="Birch")
    assert said(page)["title"].startswith("Deprivation")
    assert page.inner_text(".area-popup h2") == "Birch"


def test_the_first_tab_stop_skips_to_the_controls(visit):
    page = visit("map")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the controls of the map"


def test_the_map_prints_on_one_page(visit):
    printed = visit("map").pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1


def test_an_address_may_name_a_ward(visit):
    page = visit("map", suffix="#E05999003")
    assert page.inner_text(".area-popup h2") == "Cedar"
    assert said(page)["title"] == "Deprivation score, IMD 2025"


def test_the_front_page_finds_a_ward(visit):
    page = visit("front")
    page.fill("#search-input", "ced")
    assert page.locator("#search-list li").all_inner_texts()[0].startswith("Cedar")
