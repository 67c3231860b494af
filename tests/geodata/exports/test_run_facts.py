"""What all files of a run have in common."""

import datetime

import pandas as pd

from geodata.exports.run_facts import Run, suppression_words
from geodata.provenance import sources
from geodata.study_area import Suppression


def read(key: str) -> pd.DataFrame:
    table = pd.DataFrame()
    table.attrs["source"] = {"state": "read", "vintage": f"vintage of {key}"}
    return table


def a_run(toytown, **changes) -> Run:
    area = toytown.study_area.model_copy(update=changes)
    return Run(area, sources({key: read(key) for key in ("wards", "population")}), datetime.date(2026, 11, 22), "1.2.3")


def test_sources_are_told_with_vintage_and_terms(toytown):
    (wards,) = a_run(toytown).source_facts(["wards"])
    assert wards["vintage"] == "vintage of wards"
    assert wards["licence"] == "Open Government Licence v3.0"
    assert "Office for National Statistics" in wards["attribution"]


def test_where_none_is_named_all_that_were_read_are_told(toytown):
    run = a_run(toytown)
    assert {fact["vintage"] for fact in run.source_facts()} == {"vintage of wards", "vintage of population"}


def test_made_up_sources_ask_for_no_words(toytown):
    for fact in a_run(toytown, is_synthetic=True).source_facts():
        assert set(fact) == {"title", "publisher", "vintage"}


def test_the_rule_is_told_in_words():
    assert "rest on 2 to 9 people" in suppression_words(Suppression(low=2, high=9))
