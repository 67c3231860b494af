import datetime
import re

import pandas as pd

from geodata import schemas
from geodata.study_area import Claim
from maps.front_page import front_page

MAPS = {"Wards of Toytown": "maps/ward_map.html"}
TABLES = ["tables/ward_indicators.parquet"]
CLAIM = Claim(
    text="x", source="y", people=700, people_from=700, people_to=749, indicator="inactive_adults", complement=False
)


def rendered(study_area, tables, maps=MAPS):
    return front_page(study_area, datetime.date(2026, 11, 22), "0.1.0", **tables, maps=maps, tables=TABLES)


def words(html):
    body = html.split("<body", 1)[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", body, flags=re.S)))


def test_the_question_the_figures_and_the_one_note(study_area, toytown):
    html = rendered(study_area, toytown)
    assert "<h1>Where is walking fair in Toytown?</h1>" in html
    assert html.count('<p class="note">') == 1
    assert "Activity is measured for authorities only." in html
    for number in ("30.0%", "23.0%", "2.83"):
        assert f'<p class="number">{number}</p>' in html


def test_claims_are_set_against_every_denominator(study_area, toytown):
    text = words(rendered(study_area, toytown))
    assert "adults 2024/25 23.0% of 1,990 about 458 Differs too few" in text
    assert "everybody 2024/25 23.0% of 3,100 about 713 Matches" in text


def test_the_beacons_of_the_whole_area_are_beside_england(study_area, toytown):
    text = words(rendered(study_area, toytown))
    assert "Latest figures for Toytown, beside England" in text
    assert "23.0% no limits published 2024/25 computed one period only 21.8% not compared" in text
    assert "Not shown, because no figure is at hand: " in text
    one = study_area.model_copy(update={"local_authorities": {"weston": "E06999002"}})
    tables = toytown | {
        "local_authorities": toytown["local_authorities"].iloc[1:],
        "local_authority_indicators": toytown["local_authority_indicators"].query("area_code != 'toytown'"),
    }
    assert "27.2% no limits published" in words(rendered(one, tables))  # one authority is the whole


def test_inequality_is_in_words(study_area, toytown):
    text = words(rendered(study_area, toytown))
    assert "Higher in the most deprived. Slope index \u22120.9" in text
    assert "By authority, no clear difference: Easton; higher in the most deprived: Weston." in text


def test_links_authorities_sources_and_run(study_area, toytown):
    html = rendered(study_area, toytown)
    assert 'href="maps/ward_map.html#deprivation"' in html
    assert '<a href="tables/ward_indicators.parquet">ward indicators</a>' in html
    assert "Easton 2 wards" in words(html)
    assert "Title of travel_to_work (DfT): not found; without it there is no travel to work by mode." in words(html)
    assert "Run 22 November 2026, version 0.1.0." in html
    assert "Words for collisions_raster." in html


def test_routes_have_a_link_where_schools_have_pages(study_area, toytown):
    schools = pd.DataFrame(
        {"school_id": ["gias:1"], "name": ["Abbey Primary"], "phase": ["primary"], "local_authority_code": [None]}
    )
    html = rendered(study_area, toytown | {"schools": schools})
    assert html.count('href="maps/routes.html"') == 2
    assert 'href="maps/routes_tables.html"' in html
    assert "maps/routes" not in rendered(study_area, toytown)


def test_the_picture_shades_three_wards_and_hatches_the_fourth(study_area, toytown):
    html = rendered(study_area, toytown)
    assert html.count('stroke="#FFFFFF"') == 4
    assert 'fill="url(#no-data)"' in html


def test_what_is_absent_is_left_out_and_named(study_area, toytown):
    names = ("ward_indicators", "local_authority_indicators", "headline_reconciliation", "inequality")
    bare = toytown | {name: schemas.empty(name) for name in names}
    claimed = study_area.model_copy(update={"claims": (CLAIM,)})
    html = rendered(claimed, bare, maps={})
    assert "Inequality by deprivation" not in html
    assert "<figure>" not in html
    assert (
        "Not shown, because no figure is at hand: People in the most deprived fifth of England; Inactive adults; "
        in html
    )
    assert "Published claims set against the figures." in html


def test_synthetic_data_are_announced(study_area, toytown):
    made_up = rendered(study_area.model_copy(update={"is_synthetic": True}), toytown)
    assert "Synthetic data." in made_up
    assert "Made up, in the layout of: " in made_up
    assert "Words for" not in made_up
    assert "Synthetic data." not in rendered(study_area, toytown)


def test_nothing_raw_is_printed(study_area, toytown):
    assert not re.findall(r"\bnan\b|\bNone\b|&lt;NA|\d{7}", words(rendered(study_area, toytown)))
