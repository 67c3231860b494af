"""Metadata in the W3C's vocabulary: licences and attributions, types as pandas writes, made-up data owed to nobody."""

import datetime
import re

import pandas as pd
import pytest

from geodata.exports.csv_metadata import csv_metadata
from geodata.exports.field_meanings import Meaning
from geodata.exports.run_facts import SYNTHETIC, Run
from geodata.exports.sheets import Sheet
from geodata.provenance import sources

TABLE = pd.DataFrame({"place": ["a"], "Lower CI 95.0 limit": [0.5], "count": [3], "is_open": [True]})
FIELDS = {
    "place": Meaning("place", "where"),
    "Lower CI 95.0 limit": Meaning("Lower CI 95.0 limit", "lower limit", "per cent"),
    "count": Meaning("count", "how many"),
    "is_open": Meaning("is open", "whether it is"),
}
SHEET = Sheet("Places", "A place.", ("computed", "modelled"), ("wards", "population"), ("Not for this.",), FIELDS)


@pytest.fixture
def run(toytown) -> Run:
    return Run(toytown.study_area, sources({}), datetime.date(2026, 11, 22), "1.2.3")


def test_a_file_says_what_it_is_and_whom_to_name(run):
    told = csv_metadata("places.csv", SHEET, TABLE, run)
    assert told["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}]
    assert (told["url"], told["dc:title"], told["dc:created"]) == ("places.csv", "Places, Toytown", "2026-11-22")
    assert (told["dc:type"], told["schema:usageInfo"]) == (["computed", "modelled"], ["Not for this."])
    cited = run.sources.set_index("source").loc[["wards", "population"]]
    assert {source["dc:temporal"] for source in told["dc:source"]} == set(cited["vintage"])
    assert set(told["dc:license"]) == set(cited["licence"])
    assert set(told["dc:rights"]) == set(cited["attribution"])
    assert "are withheld" in told["dc:accessRights"]


def test_columns_have_their_heading_meaning_unit_and_type(run):
    place, limit, count, is_open = csv_metadata("places.csv", SHEET, TABLE, run)["tableSchema"]["columns"]
    assert place == {"name": "place", "titles": "place", "dc:title": "place", "dc:description": "where",
                     "datatype": "string"}  # fmt: skip
    assert (limit["name"], limit["titles"]) == ("Lower_CI_95.0_limit", "Lower CI 95.0 limit")
    assert (limit["datatype"], limit["schema:unitText"]) == ("number", "per cent")
    assert count["datatype"] == "integer"
    assert is_open["datatype"] == {"base": "boolean", "format": "True|False"}
    assert all(re.fullmatch(r"[A-Za-z0-9][\w.]*", one["name"]) for one in (place, limit, count, is_open))


def test_made_up_figures_are_owed_to_nobody(run):
    made_up = Run(run.study_area.model_copy(update={"is_synthetic": True}), run.sources, run.run_date, run.version)
    told = csv_metadata("places.csv", SHEET, TABLE, made_up)
    assert "dc:license" not in told
    assert told["dc:rights"] == [SYNTHETIC]
    assert not any("schema:creditText" in source for source in told["dc:source"])
