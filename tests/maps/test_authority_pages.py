import datetime
import math
import re

import pandas as pd
import pytest

from maps.authority_gradients import authority_gradients, without_gradient
from maps.authority_pages import AuthorityTables, authority_pages, sentences
from maps.authority_picture import authority_picture
from maps.beacons import NOT_CLEAR, NOT_COMPARED, NOT_JUDGED, beacons, direction
from maps.pages import part
from maps.site import Site, site_files

EASTON, WESTON = "E06999001", "E06999002"
NAN = math.nan


@pytest.fixture
def comparisons():
    """Easton has limits and is judged by us, Weston only by the publisher."""
    shared = {
        "area_level": "local_authority",
        "indicator": "inactive_adults",
        "period": "2024/25",
        "benchmark": "England",
    }
    return pd.DataFrame(
        [
            shared | {"area_code": EASTON, "outcome": "better", "published_outcome": ""},
            shared | {"area_code": WESTON, "outcome": "difference only", "published_outcome": "Worse"},
        ]
    )


def only(found):
    shown, _ = found
    (beacon,) = shown
    return beacon


def test_a_beacon_has_value_change_england_and_kind(toytown, comparisons):
    beacon = only(beacons(toytown["local_authority_indicators"], comparisons, EASTON))
    assert (beacon.value, beacon.period, beacon.kind) == ("20.0%", "2024/25", "measured")
    assert beacon.limits == "no limits published"
    assert beacon.change == "\u221279.0 percentage points since 2023/24"
    assert beacon.direction == NOT_JUDGED
    assert beacon.england == "21.8%"


def test_the_comparison_is_the_publishers_or_ours_or_none(toytown, comparisons):
    table = toytown["local_authority_indicators"]
    assert only(beacons(table, comparisons, EASTON)).comparison == "Better"
    assert only(beacons(table, comparisons, WESTON)).comparison == "Worse, says the publisher"
    unlimited = comparisons.assign(outcome="difference only", published_outcome="Not compared")
    assert only(beacons(table, unlimited, EASTON)).comparison == NOT_COMPARED
    assert only(beacons(table, comparisons.iloc[:0], EASTON)).comparison == NOT_COMPARED


def test_without_england_nothing_is_compared(toytown, comparisons):
    table = toytown["local_authority_indicators"].query("area_code != 'E92000001'")
    beacon = only(beacons(table, comparisons, EASTON))
    assert (beacon.england, beacon.comparison) == ("no data", "")


def test_one_period_has_no_change(toytown, comparisons):
    assert only(beacons(toytown["local_authority_indicators"], comparisons, WESTON)).change == "one period only"


@pytest.mark.parametrize(
    ("first", "latest", "words"),
    [
        ((10, 12), (12.1, 14), "higher than then"),
        ((10, 12), (8, 9.9), "lower than then"),
        ((10, 12), (12, 14), NOT_CLEAR),
        ((10, 12), (NAN, NAN), NOT_JUDGED),
    ],
)
def test_a_direction_needs_limits_that_do_not_overlap(first, latest, words):
    rows = [pd.Series({"lower_cl": low, "upper_cl": high}) for low, high in (first, latest)]
    assert direction(*rows) == words


def test_the_list_can_be_another(toytown, comparisons):
    shown, missing = beacons(toytown["local_authority_indicators"], comparisons, EASTON, ["active_children"])
    assert shown == []
    assert missing == ["Physically active children (420 minutes or more a week)"]
    with pytest.raises(KeyError):
        beacons(toytown["local_authority_indicators"], comparisons, EASTON, ["nonsense"])


def test_the_head_counts_wards_people_and_the_most_deprived():
    inequity = pd.DataFrame({"residents": [1000.0, 2500.0, NAN], "imd_decile_national": [2.0, 3.0, NAN]})
    assert sentences(inequity) == [
        "3 wards, 3,500 residents in 2021.",
        "1 of 2 wards falls in England's most deprived fifth, by average deprivation score.",
    ]
    nobody = inequity.assign(residents=NAN, imd_decile_national=9.0)
    assert sentences(nobody) == ["No ward falls in England's most deprived fifth, by average deprivation score."]


def test_the_picture_has_the_classes_of_the_whole_and_the_wards_of_one(toytown):
    picture = authority_picture(toytown["wards"], toytown["ward_indicators"], WESTON)
    assert [(row.label, row.count) for row in picture.key] == [
        ("25 or more", 1),
        ("15 to under 25", 0),
        ("under 15", 0),
        ("No data", 1),
    ]
    assert {fill for fill, _ in picture.paths} == {picture.key[0].fill, "url(#no-data)"}


@pytest.fixture
def groups():
    shared = {"area_code": EASTON, "indicator": "road_casualties_per_1000", "period": "2010 to 2019",
              "stratifier": "deprivation", "unit": "casualties per 1,000 residents a year", "population": 100.0,
              "note": ""}  # fmt: skip
    return pd.DataFrame(
        [
            shared | {"group": 1, "group_name": "most deprived fifth", "value": 4.0, "lower_cl": 3.5, "upper_cl": 4.5},
            shared | {"group": 5, "group_name": "least deprived fifth", "value": 2.0, "lower_cl": NAN, "upper_cl": NAN},
        ]
    )


@pytest.fixture
def trend():
    shared = {"area_code": EASTON, "indicator": "road_casualties_per_1000", "stratifier": "deprivation",
              "measure": "slope_index_of_inequality", "period_to": "2019", "outcome": "narrower"}  # fmt: skip
    return pd.DataFrame(
        [shared | {"period_from": "2018", "outcome": "no clear change"}, shared | {"period_from": "2010"}]
    )


def test_a_gradient_has_words_both_ends_and_its_longest_change(toytown, groups, trend):
    (entry,) = authority_gradients(EASTON, "Easton", toytown["inequality"], groups, trend)
    assert entry.gradient.words == "no clear difference"
    assert entry.ends == (
        "most deprived fifth 4.0 (95% CI 3.5 to 4.5); least deprived fifth 2.0 (casualties per 1,000 residents a year)"
    )
    assert entry.change == "2010 to 2019: narrower"


def test_the_title_says_what_the_slope_bears_out(toytown, groups, trend):
    def title(**changed):
        table = toytown["inequality"].assign(**changed)
        (entry,) = authority_gradients(EASTON, "Easton", table, groups, trend)
        return entry.title

    assert title() == "Road casualties: no clear difference"
    assert title(upper_cl=-0.1) == "Road casualties: higher in the most deprived"
    # the least deprived fifth has less, which a rising slope contradicts
    assert title(value=0.5, lower_cl=0.1, upper_cl=1.0).endswith("though not step by step")
    assert title(lower_cl=NAN, upper_cl=NAN) == "Road casualties: direction not judged: no limits"


def test_a_slope_that_is_not_computed_has_no_chart_but_its_reason(toytown, groups, trend):
    table = toytown["inequality"].assign(value=NAN, note="not computed: too few groups")
    entries = authority_gradients(EASTON, "Easton", table, groups, trend)
    assert entries[0].chart is None
    reasons = without_gradient(entries)
    assert reasons[0] == "Road casualties per 1,000 residents a year (not computed: too few groups)"
    assert reasons[1].endswith(
        "Inactive adults, Active adults and Active children (measured for whole authorities only)"
    )


def test_three_years_make_a_trend_with_its_finding(toytown, groups, trend):
    slope = toytown["inequality"].query("area_code == @EASTON")
    years = pd.concat([slope, *(slope.assign(period=year) for year in ("2010", "2018", "2019"))])
    (entry,) = authority_gradients(EASTON, "Easton", years, groups, trend)
    assert entry.trend_title == "Gap in road casualties: narrower than in 2010"
    assert len(entry.trend.dots) == 3


def test_ends_are_not_told_with_a_group_missing(toytown, groups, trend):
    holed = groups.assign(value=[4.0, NAN])
    (entry,) = authority_gradients(EASTON, "Easton", toytown["inequality"], holed, trend)
    assert entry.ends == ""


@pytest.fixture
def tables(toytown, walking_tables, route_safety, comparisons, groups, trend, ward_ranks, ward_funnel):
    inequity = toytown["wards"].drop(columns="geometry").assign(
        residents=1000.0, imd_decile_national=[1.0, 2.0, 9.0, NAN], priority_rank=[2.0, 1.0, 3.0, NAN],
        priority_rank_lower=[1.0, 1.0, 3.0, NAN], priority_rank_upper=[2.0, 2.0, 3.0, NAN],
    )  # fmt: skip
    names = ("wards", "local_authorities", "ward_indicators", "local_authority_indicators", "inequality")
    own = {name: toytown[name] for name in names}
    return AuthorityTables(
        **own, **walking_tables, ward_ranks=ward_ranks, ward_funnel=ward_funnel, comparisons=comparisons,
        ward_inequity=inequity, inequality_groups=groups,
        inequality_trend=trend, authority_route_safety=route_safety,
    )  # fmt: skip


@pytest.fixture
def pages(study_area, toytown, tables):
    site = Site(study_area, datetime.date(2026, 11, 22), "0.1.0", toytown["sources"], has_schools=True)
    return authority_pages(site, tables, "../maps/ward_map.html")


def test_each_authority_has_its_page_under_its_key(pages):
    assert list(pages) == ["easton.html", "weston.html"]
    assert "<h1>Weston</h1>" in pages["weston.html"]


def test_its_wards_stand_by_priority_and_no_others(pages):
    links = re.findall(r'<a href="../wards/(E\w+).html">', pages["easton.html"])
    assert links == ["E05999002", "E05999001"]
    assert re.findall(r'aria-sort="(\w+)"', pages["easton.html"]) == ["ascending"]


def test_wards_are_drawn_beside_chance_and_in_order_with_their_figures_in_a_table(pages):
    easton, weston = pages["easton.html"], pages["weston.html"]
    assert "Road casualties: no ward stands out from chance" in easton
    assert "Road casualties: 1 above what chance explains, of 2 wards" in weston
    assert "1 Dock 9.0 (above the 99.8% limits)" in weston
    assert '<th scope="row">Dock</th><td class="figure">1</td><td class="figure">9.0</td>' in weston
    assert '<th scope="row">Dock</th>' not in easton


def test_every_chart_has_a_name_a_kind_and_a_source(pages):
    figures = re.findall(r'<figure class="chart.*?</figure>', pages["weston.html"], flags=re.DOTALL)
    assert len(figures) == 2
    for figure in figures:
        assert re.search(r'role="img" aria-label="[^"]+"', figure)
        assert '<span class="kind computed">' in figure
        assert "Source: DfT (2025)." in figure


def test_routes_and_what_is_missing_are_its_own(pages):
    assert "70.0%" in pages["easton.html"]
    assert "70.0%" not in pages["weston.html"]
    assert "Not shown, because no figure is at hand: Physically active adults" in pages["easton.html"]


def test_no_raw_name_and_no_unknown_value_is_shown(pages, tables):
    words = re.sub(r"<(svg|script).*?</\1>|<[^>]+>", " ", pages["weston.html"], flags=re.DOTALL)
    raw = {*tables.ward_indicators["indicator"], *tables.local_authority_indicators["indicator"], *tables.comparisons}
    assert not re.search(r"\bnan\b|\bNone\b|\d{7}", words)
    assert [name for name in raw if "_" in name and name in words] == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_page_fits_and_axe_finds_nothing(pages, chromium, tmp_path, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    styles = site_files("")["site.css"]
    for folder, name, text in (
        ("site", "site.css", styles),
        ("site", "tables.js", part("tables.js")),
        ("at", "page.html", pages["easton.html"]),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    opened = chromium.new_page(viewport={"width": width, "height": 800})
    opened.goto((tmp_path / "at" / "page.html").as_uri())
    assert opened.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    violations = axe.Axe().run(opened).response["violations"]
    opened.close()
    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []
