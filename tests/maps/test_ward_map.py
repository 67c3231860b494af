import re

import pandas as pd
import pytest

from geodata import schemas
from geodata.errors import EvengroundError
from geodata.study_area import StudyArea
from maps.access_bands import BAND_METRICS
from maps.preview import preview
from maps.ward_map import ward_map

AUTHORITIES = {"easton": "E06999001", "weston": "E06999002"}


def drawn(tables, *, is_synthetic=False):
    study_area = StudyArea(name="toytown", title="Toytown", local_authorities=AUTHORITIES, is_synthetic=is_synthetic)
    return ward_map(study_area, **tables)


def test_the_file_holds_everything_it_needs(mapped):
    html = drawn(mapped)
    markup = re.sub(r"<script>.*?</script>", "", html, flags=re.S)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', markup)
    assert not re.findall(r"<script[^>]+src=|<link[^>]+stylesheet", html)
    assert "url(images" not in html
    assert "sourceMappingURL" not in html
    assert len(html) < 5_000_000


def test_without_scripts_a_still_picture_and_the_table_stand_in(mapped):
    high = mapped["wards"].set_geometry(mapped["wards"].scale(yfact=2, origin=(0, 0)))  # as high as a picture must be
    html = drawn(mapped | {"wards": high})
    still = re.search(r"<noscript>(.*?)</noscript>", html, flags=re.S).group(1)
    assert "needs scripts to be switched on" in still
    assert '<a href="../wards/index.html">' in still
    assert still.count("<path ") == 5  # three classes, no data, outlines
    assert preview(html).count("<path ") == 5


def test_clusters_and_catchments_are_choices(mapped):
    html = drawn(mapped)
    assert 'value="clusters-of-road-casualties"' in html
    assert re.findall(r'type="checkbox" name="overlay" value="(\w+)"', html) == ["school", "gp"]
    bare = mapped | {name: schemas.empty(name) for name in ("ward_clusters", "catchments")}
    assert "clusters-of" not in drawn(bare)
    assert 'name="overlay" value' not in drawn(bare)


def test_many_choices_stand_in_one_list_so_that_the_key_stays_in_sight(mapped):
    score = mapped["ward_indicators"].query("indicator == 'iod2025_imd_score'")
    walks = [
        score.assign(indicator=metric.indicator, value=7.5, unit="minutes", period="2026") for metric in BAND_METRICS
    ]
    html = drawn(mapped | {"ward_indicators": pd.concat([mapped["ward_indicators"], *walks])})
    assert html.count('<option value="minutes-to-') == len(BAND_METRICS)
    assert '<input type="radio" name="metric"' not in html
    assert '<input type="radio" name="metric"' in drawn(mapped)


def test_the_page_says_what_it_is(mapped):
    html = drawn(mapped)
    assert '<html lang="en-GB">' in html
    assert "<title>Deprivation score, IMD 2025 – Toytown – Evenground</title>" in html
    assert "user-scalable" not in html
    assert "Synthetic data" not in html


def test_the_same_tables_give_the_same_file(mapped):
    assert drawn(mapped) == drawn(mapped)


def test_synthetic_data_are_announced(mapped):
    html = drawn(mapped, is_synthetic=True)
    assert "Synthetic data." in html
    assert "OS © Crown copyright" not in html
    assert "Words for" not in html


def test_what_is_absent_is_named(mapped):
    assert re.search(r"Not shown, no figures at hand: Walking or cycling to work;", drawn(mapped))


def test_nothing_raw_is_printed(mapped):
    html = drawn(mapped)
    words = re.findall(r'"(?:text|summary|title|source|caveat|reason)": "(.*?)"', html)
    assert words
    assert not [text for text in words if re.search(r"\bnan\b|\bNone\b|\d{7}|\d\.\d{3}|[a-z]+_[a-z]+_", text)]


def test_names_cannot_smuggle_markup(mapped):
    wards = mapped["wards"].copy()
    wards.loc[0, "ward_name"] = "<script>alert(1)</script>"
    assert "<script>alert(1)" not in drawn(mapped | {"wards": wards})


def test_a_map_without_any_figure_is_refused(mapped):
    bare = mapped | {name: schemas.empty(name) for name in ("ward_indicators", "local_authority_indicators")}
    with pytest.raises(EvengroundError, match="no indicator of the map has a figure"):
        drawn(bare)
