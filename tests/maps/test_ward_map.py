import re

import pytest

from geodata import schemas
from geodata.errors import EvengroundError
from maps.ward_map import ward_map

TABLES = ("wards", "local_authorities", "ward_indicators", "local_authority_indicators", "sources")


def drawn(tables, *, is_synthetic=False):
    return ward_map("Toytown", *(tables[name] for name in TABLES), is_synthetic)


def test_the_file_holds_everything_it_needs(toytown):
    html = drawn(toytown)
    markup = re.sub(r"<script>.*?</script>", "", html, flags=re.S)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', markup)
    assert not re.findall(r"<script[^>]+src=|<link[^>]+stylesheet", html)
    assert "url(images" not in html
    assert "sourceMappingURL" not in html
    assert len(html) < 5_000_000


def test_the_page_says_what_it_is(toytown):
    html = drawn(toytown)
    assert '<html lang="en-GB">' in html
    assert "<title>Deprivation score, IMD 2025 – Toytown – Evenground</title>" in html
    assert "user-scalable" not in html
    assert "Synthetic data" not in html


def test_without_scripts_a_picture_and_the_table_are_left(toytown):
    page = drawn(toytown)
    without_scripts = page.split("<noscript>", 1)[1].split("</noscript>", 1)[0]
    assert 'href="../wards/index.html"' in without_scripts
    assert without_scripts.count("<path") >= 3  # classes of wards, and the outlines
    assert 'aria-label="Wards by deprivation score; darker is more deprived."' in without_scripts


def test_the_same_tables_give_the_same_file(toytown):
    assert drawn(toytown) == drawn(toytown)


def test_synthetic_data_are_announced(toytown):
    html = drawn(toytown, is_synthetic=True)
    assert "Synthetic data." in html
    assert "OS © Crown copyright" not in html
    assert "Words for" not in html


def test_what_is_absent_is_named(toytown):
    assert re.search(r"Not shown, no figures at hand: Walking or cycling to work;", drawn(toytown))


def test_nothing_raw_is_printed(toytown):
    html = drawn(toytown)
    words = re.findall(r'"(?:text|summary|title|source|caveat|reason)": "(.*?)"', html)
    assert words
    assert not [text for text in words if re.search(r"\bnan\b|\bNone\b|\d{7}|\d\.\d{3}|[a-z]+_[a-z]+_", text)]


def test_names_cannot_smuggle_markup(toytown):
    wards = toytown["wards"].copy()
    wards.loc[0, "ward_name"] = "<script>alert(1)</script>"
    assert "<script>alert(1)" not in drawn(toytown | {"wards": wards})


def test_a_map_without_any_figure_is_refused(toytown):
    bare = toytown | {name: schemas.empty(name) for name in ("ward_indicators", "local_authority_indicators")}
    with pytest.raises(EvengroundError, match="no indicator of the map has a figure"):
        drawn(bare)
