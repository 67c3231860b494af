"""The indicator list: every declaration expands to what it says, and nothing in it contradicts itself."""

import re

import pytest

from geodata.indicators.definitions import entries, indicator_list, stratified_by
from geodata.study_area import load_study_area


def test_ids_are_the_keys_of_the_list_and_fit_for_columns():
    for key, indicator in indicator_list().items():
        assert indicator.id == key
        assert re.fullmatch(r"[a-z][a-z0-9_]*", key)


def test_every_placeholder_is_filled():
    for indicator in indicator_list().values():
        assert "{" not in indicator.model_dump_json(exclude={"derived_from", "measures"}).removeprefix("{")


def test_lists_multiply_out():
    names = set(indicator_list())
    assert {f"{iod}_{domain}_score" for iod in ("iod2019", "iod2025") for domain in entries("domain")} <= names
    assert {f"travel_to_work_{mode}_pct" for mode in entries("mode")} <= names
    assert indicator_list()["travel_to_work_bus_pct"].title == "Travel to work by bus, minibus or coach"


def test_every_indicator_says_what_it_asks_how_it_is_made_and_what_to_beware_of():
    for indicator in indicator_list().values():
        for words in (indicator.title, indicator.unit, indicator.question, indicator.formula, indicator.caveat):
            assert words.strip(), indicator.id


def test_ranks_and_deciles_are_never_combined():
    ranked = [i for key, i in indicator_list().items() if key.endswith(("_rank", "_decile")) and "average" not in key]
    assert len(ranked) == 2 * 2 * len(entries("domain"))
    assert {indicator.aggregate for indicator in ranked} == {"none"}
    assert indicator_list()["iod2019_imd_rank_of_average_score"].aggregate == "none"


def test_whatever_comes_from_deprivation_is_circular():
    circular = {key for key, indicator in indicator_list().items() if indicator.is_circular}
    assert {key for key in indicator_list() if key.startswith("iod")} | {
        "inactive_adults_modelled_pct",
        "active_adults_modelled_pct",
    } == circular


def test_gradients_are_asked_of_travel_casualties_modelled_activity_and_the_score():
    streets = {"access", "route safety"}
    asked = {indicator.id for indicator in stratified_by("deprivation") if indicator.theme not in streets}
    travel = {f"travel_to_work_{mode}_pct" for mode in entries("mode")}
    others = {"road_casualties_per_1000", "iod2025_imd_score", "active_adults", "inactive_adults"}
    assert asked == travel | others | {"inactive_adults_modelled_pct", "active_adults_modelled_pct"}


def test_gradients_are_asked_of_everything_about_access():
    access = {indicator.id for indicator in indicator_list().values() if indicator.theme == "access"}
    assert len(access) > 60
    assert access <= {indicator.id for indicator in stratified_by("deprivation")}


def test_percentages_are_per_hundred_and_rates_per_thousand():
    for key, indicator in indicator_list().items():
        if indicator.aggregate == "ratio":
            per = 1000 if "1,000" in indicator.unit else 100 if indicator.unit.startswith("per cent") else 1
            assert indicator.per == per, key


@pytest.mark.parametrize("name", ["cheshire_merseyside", "rutland", "demo"])
def test_study_areas_name_only_indicators_of_the_list(name):
    study_area = load_study_area(name)
    named = {*study_area.priority.components, *(claim.indicator for claim in study_area.claims)}
    assert named <= set(indicator_list())
