"""Each check passes on Toytown and fails on the damage it is there for."""

import pandas as pd
import pytest

from geodata import quality
from geodata.inequity import ward_inequity
from geodata.schemas import empty


def changed(rows: pd.DataFrame, indicator: str, value: float | None) -> pd.DataFrame:
    """Return the rows with another value in the first row of the indicator."""
    first = rows.index[rows["indicator"] == indicator][0]
    return rows.assign(value=rows["value"].where(rows.index != first, value))


@pytest.mark.parametrize(("there", "passed"), [(100, True), (99, True), (98, False)])
def test_ninety_nine_per_cent_of_the_codes_must_match(there, passed):
    wanted = pd.Series([f"E{n}" for n in range(100)])
    assert quality.codes_match(wanted.head(there), wanted, "wards").passed is passed


def test_missing_codes_are_named_and_further_ones_do_not_hurt():
    outcome = quality.codes_match(pd.Series(["a", "z"]), pd.Series(["a", "b"]), "wards")
    assert outcome.description == "wards: 1 of 2 codes match (50.0 %); missing: b"
    assert quality.codes_match(pd.Series(["a", "z"]), pd.Series(["a"]), "wards").passed


def test_nothing_wanted_is_no_match():
    assert not quality.codes_match(pd.Series(["a"]), pd.Series([], dtype="string"), "wards").passed


def test_wards_and_lsoas_are_held_against_the_lookup_of_their_own_authority(toytown, results):
    lookup = toytown["lsoa_ward_lookup"]
    easton_wards, easton = (results[name].query("local_authority_code == 'E06999001'") for name in ("wards", "lsoas"))
    assert quality.ward_codes_match(easton_wards, lookup).passed
    assert quality.lsoa_codes_match(easton, lookup).passed
    assert not quality.ward_codes_match(easton_wards.query("ward_name != 'Birch'"), lookup).passed
    assert not quality.lsoa_codes_match(easton.head(3), lookup).passed


def test_weights_sum_to_one(results):
    weights, lsoas = results["lsoa_ward_weights"], results["lsoas"]
    assert quality.weights_sum_to_one(weights, lsoas).passed
    assert not quality.weights_sum_to_one(weights.assign(weight=weights["weight"] * 1.00001), lsoas).passed


def test_an_lsoa_without_weights_sums_to_zero(results):
    weights = results["lsoa_ward_weights"].query("lsoa_code != 'E01999003'")
    assert not quality.weights_sum_to_one(weights, results["lsoas"]).passed


def test_every_lsoa_has_a_score(results):
    rows, lsoas = results["lsoa_indicators"], results["lsoas"]
    assert quality.every_lsoa_has_a_score(rows, lsoas).passed
    outcome = quality.every_lsoa_has_a_score(changed(rows, "iod2025_imd_score", None), lsoas)
    assert not outcome.passed
    assert "missing: E01999001" in outcome.description


def test_every_ward_is_present(results):
    rows, wards = results["ward_indicators"], results["wards"]
    assert quality.every_ward_present(rows, wards).passed
    outcome = quality.every_ward_present(rows.query("area_code != 'E05999004'"), wards)
    assert (outcome.passed, outcome.description) == (False, "3 of 4 wards; missing: E05999004")


def test_people_are_conserved_between_lsoas_and_wards(results):
    wards, lsoas = results["ward_indicators"], results["lsoa_indicators"]
    assert quality.people_conserved(wards, lsoas).passed
    assert not quality.people_conserved(changed(wards, "residents", 1600.001), lsoas).passed


def test_the_authority_has_the_residents_of_its_wards(results):
    authority, wards = results["authority_indicators"], results["ward_indicators"]
    assert quality.authority_equals_wards(authority, wards).passed
    assert not quality.authority_equals_wards(changed(authority, "residents", 4001), wards).passed


@pytest.mark.parametrize(
    ("value", "lower", "upper", "passed"),
    [(1, 0, 2, True), (0, 0, 0, True), (3, 0, 2, False), (-1, 0, 2, False), (None, 0, 2, True), (3, None, None, True)],
)
def test_measures_lie_between_their_limits_where_there_are_any(value, lower, upper, passed):
    rows = pd.DataFrame({"value": [value, 5.0], "lower_cl": [lower, 4.0], "upper_cl": [upper, 6.0]}, dtype=float)
    assert quality.limits_hold_values(rows).passed is passed


def test_wards_are_ranked_or_say_why_not(toytown, results):
    wards = results["wards"]
    table = ward_inequity(
        toytown.study_area, wards, results["ward_indicators"], results["lsoa_indicators"], results["ward_clusters"]
    )
    assert quality.every_ward_ranked_or_flagged(table, wards).passed
    unranked = table.assign(priority_rank=None)
    assert quality.every_ward_ranked_or_flagged(unranked.assign(flags="not ranked"), wards).passed
    assert not quality.every_ward_ranked_or_flagged(unranked.assign(flags=""), wards).passed
    assert not quality.every_ward_ranked_or_flagged(table.head(3), wards).passed
    assert not quality.every_ward_ranked_or_flagged(empty("ward_inequity"), wards).passed
