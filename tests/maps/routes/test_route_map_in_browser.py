"""The map of routes and its tables as a reader meets them, in a real browser."""

import re

import pytest

from maps.route_map import route_map
from maps.site import site_files

pytestmark = pytest.mark.browser
SIZES = {"phone": (320, 640), "small phone": (360, 740), "desktop": (1280, 900)}
LAYERS = ["walked", "verdicts", "priorities", "survey", "collisions"]


@pytest.fixture
def folder(route_site, routes, tmp_path):
    """The pages in a folder as they are published."""
    pages = {"maps": route_map(route_site, **routes), "site": site_files("const searchIndex = [];")}
    for place, texts in pages.items():
        (tmp_path / place).mkdir()
        for name, text in texts.items():
            (tmp_path / place / name).write_text(text, encoding="utf-8")
    return tmp_path.as_uri()


@pytest.fixture
def visit(chromium, folder):
    """Open a page; gather console messages, errors and requests."""
    opened = []

    def _visit(name="routes.html", size="desktop"):
        width, height = SIZES[size]
        page = chromium.new_page(viewport={"width": width, "height": height})
        page.heard, page.asked = [], []
        page.on("console", lambda message: page.heard.append(message.text))
        page.on("pageerror", lambda error: page.heard.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(f"{folder}/maps/{name}")
        opened.append(page)
        return page

    yield _visit
    for page in opened:
        page.close()


def popup(page):
    return page.inner_text(".area-popup")


def pixel_of(page, place):
    """Return where a place of the map, told in degrees by a script, is on the screen."""
    return page.evaluate(
        f"""() => {{
          const box = evengroundMap.getContainer().getBoundingClientRect();
          const {{ x, y }} = evengroundMap.latLngToContainerPoint({place});
          return [box.x + x, box.y + y];
        }}"""
    )


def middle_of(name):
    """Return a script for the middle of the first part of a class."""
    path = f"parts.find((one) => one.name === '{name}').path"
    return f"L.latLngBounds({path}).getCenter()"


@pytest.mark.parametrize("name", ["routes.html", "routes_tables.html"])
@pytest.mark.parametrize("size", list(SIZES))
def test_pages_open_quietly_request_nothing_and_fit(visit, folder, name, size):
    page = visit(name, size)
    assert page.heard == []
    assert all(address.startswith(f"{folder}/") for address in page.asked)
    if name == "routes.html":
        assert len(page.asked) == 1
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(
    "name", ["routes.html", "routes.html#priority-1", "routes.html#collisions", "routes_tables.html"]
)
@pytest.mark.parametrize("size", ["small phone", "desktop"])
def test_axe_finds_nothing(visit, name, size):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = visit(name, size)
    page.wait_for_timeout(400)  # popups fade in
    violations = axe.Axe().run(page).response["violations"]
    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []


def test_each_layer_changes_title_tag_key_and_address_together(visit):
    page = visit()
    seen = {}
    for key in LAYERS:
        page.check(f'input[value="{key}"]')
        labels = page.locator("#legend li span:nth-of-type(1)").all_inner_texts()
        seen[key] = (page.inner_text("#title"), page.inner_text("#kinds"), tuple(labels), page.inner_text("#summary"))
        assert page.evaluate("location.hash") == f"#{key}"
        assert page.title() == f"{page.inner_text('#title')} – Toytown – Evenground"
    assert len({title for title, *_ in seen.values()}) == len(LAYERS)
    assert "modelled" in seen["walked"][1]
    assert "modelled" not in seen["collisions"][1]
    assert "available, subject to sight lines" in seen["verdicts"][2]
    assert "available, subject to sight lines" not in seen["priorities"][2]
    assert page.heard == []


def test_the_canvas_shows_colour_and_width_of_the_layer(visit):
    page = visit()
    style = """name => {
      const { color, weight, dashArray } = streetLines.find((one) => one.feature.properties.class === name).options;
      return [color, weight, dashArray];
    }"""
    assert page.evaluate(style, "conditional") == ["#2A8CCB", 5.5, "25.6667 5.5"]
    assert page.evaluate(style, "unavailable") == ["#5E0A33", 2, "2 4"]
    page.check('input[value="verdicts"]')
    assert page.evaluate(style, "conditional")[:2] == ["#2A8CCB", 2.4]
    page.check('input[value="priorities"]')
    assert page.evaluate(style, "conditional")[:2] == ["#D5DADE", 1.3]


def test_what_is_added_has_its_rows_in_the_key(visit):
    page = visit()
    assert "school" in page.inner_text("#legend")
    assert "one may be missing" not in page.inner_text("#legend")
    page.check('input[value="missing"]')
    assert "one may be missing\n1" in page.inner_text("#legend")
    assert page.evaluate("groups.missing.getLayers().length") == 1
    page.uncheck('input[value="schools"]')
    assert page.locator(".school-button").count() == 0
    assert "school" not in page.inner_text("#legend")


def test_a_click_tells_of_the_street_below(visit):
    page = visit()
    page.mouse.click(*pixel_of(page, middle_of("unavailable")))
    said = popup(page)
    assert "High Street" in said
    assert "unavailable" in said
    assert "no footway" in said
    assert "under 1 pupil, modelled" in said
    assert "OpenStreetMap way 2, version 7, 1 March 2025; route surveys, row 12: footway" in said
    link = page.locator(".area-popup a", has_text="Stretch 2 in the table")
    assert link.get_attribute("href") == "routes_tables.html#priority-2"


def test_a_pointer_on_a_street_gets_a_short_tip(visit):
    page = visit()
    page.mouse.move(*pixel_of(page, middle_of("available")))
    page.wait_for_selector(".area-tip")
    assert page.inner_text(".area-tip") == "No name\navailable: no footway"
    page.mouse.move(5, 5)
    page.wait_for_selector(".area-tip", state="detached")


def test_marks_come_before_the_street_they_lie_on(visit):
    page = visit()
    page.check('input[value="crossings"]')
    page.mouse.click(*pixel_of(page, "L.latLng(atlas.crossings[1].slice(0, 2))"))
    assert "A crossing may be missing" in popup(page)
    assert "460 m" in popup(page)
    page.keyboard.press("Escape")
    page.uncheck('input[value="crossings"]')
    page.check('input[value="collisions"]')
    page.mouse.click(*pixel_of(page, "L.latLng(atlas.collisions[0].at)"))
    assert "Recorded collisions" in popup(page)
    assert re.search(r"Collisions with injury\s*3", popup(page))


def test_the_keyboard_opens_what_lies_in_the_middle_and_comes_back(visit):
    page = visit()
    page.evaluate(f"evengroundMap.setView({middle_of('undetermined')}, 16, {{ animate: false }})")
    page.focus("#evengroundMap")
    page.keyboard.press("Enter")
    assert "High Street" in popup(page)
    assert page.evaluate("document.activeElement.closest('.area-popup') !== null")
    page.keyboard.press("Escape")
    page.wait_for_selector(".area-popup", state="detached")
    assert page.evaluate("document.activeElement.id") == "evengroundMap"


def test_numbers_and_schools_share_one_tab_stop_and_arrows_move(visit):
    page = visit("routes.html#priorities")
    assert page.locator('.map-button[tabindex="0"]').count() == 1
    label = "document.activeElement.getAttribute('aria-label')"
    page.focus('.map-button[tabindex="0"]')
    first = page.evaluate(label)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(label) != first
    page.keyboard.press("End")
    assert page.evaluate(label) == "Abbey Primary"
    assert page.locator('.map-button[tabindex="0"]').count() == 1
    page.keyboard.press("Enter")
    assert "about 11 pupils" in popup(page)
    assert page.locator(".area-popup p a").get_attribute("href") == "../schools/gias-1.html"
    page.keyboard.press("Escape")
    page.wait_for_selector(".area-popup", state="detached")
    assert page.evaluate(label) == "Abbey Primary"


def test_a_number_that_would_be_hidden_by_another_is_no_stop(visit):
    page = visit("routes.html#priorities")
    page.evaluate("evengroundMap.setZoom(evengroundMap.getMinZoom(), { animate: false })")
    page.wait_for_timeout(100)
    assert page.locator(".number-button >> visible=true").all_inner_texts() == ["1"]
    page.evaluate("evengroundMap.setView(atlas.schools[0].at, 19, { animate: false })")
    page.wait_for_timeout(100)
    assert page.locator('.number-button[style*="hidden"]').count() == 0


def test_the_list_goes_to_stretches_survey_rows_and_schools(visit):
    page = visit()
    page.select_option("#place-select", "priority-2")
    assert page.inner_text("#title").startswith("Where one change")
    assert "High Street, right side" in popup(page)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "place-select"
    page.check('input[value="survey"]')
    page.select_option("#place-select", "survey-2")
    assert "Is it controlled?" in popup(page)
    page.select_option("#place-select", "school-gias-1")
    assert page.inner_text(".area-popup h2") == "Abbey Primary"


@pytest.mark.parametrize(
    ("key", "heading", "layer"),
    [
        ("school-gias-1", "Abbey Primary", "walked"),
        ("priority-1", "High Street, left side", "priorities"),
        ("survey-1", "High Street, left side", "survey"),
    ],
)
def test_an_address_may_name_a_place(visit, key, heading, layer):
    page = visit(f"routes.html#{key}")
    assert page.inner_text(".area-popup h2") == heading
    assert page.is_checked(f'input[value="{layer}"]')


def test_an_unknown_address_shows_the_first_layer(visit):
    page = visit("routes.html#nonsense")
    assert page.is_checked('input[value="walked"]')
    assert page.heard == []


def test_on_a_phone_one_select_does_what_the_radios_do(visit):
    page = visit(size="small phone")
    assert not page.is_visible('input[value="walked"]')
    page.select_option("#layer-select", "survey")
    assert page.inner_text("#title") == "What to look at on site first"


@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_prints_on_one_page(visit, layer):
    assert visit(f"routes.html#{layer}").pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_the_tables_sort(visit):
    page = visit("routes_tables.html")
    first = "table.sortable >> nth=0 >> tbody tr >> nth=0"
    assert page.locator(first).get_attribute("id") == "priority-1"
    page.click("table.sortable >> nth=0 >> button >> nth=1")
    assert page.locator(first).get_attribute("id") == "priority-2"
