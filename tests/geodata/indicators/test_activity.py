"""Activity as measured, and as modelled below authority level."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.indicators.activity import (
    decile_from_words,
    deprivation_gradient,
    limits_note,
    measured_activity,
    modelled_activity,
    people_with_limits,
    study_area_activity,
)
from geodata.schemas import empty

EASTON, WESTON, ENGLAND = "E06999001", "E06999002", "E92000001"
PERIOD = "2024/25"


@pytest.fixture(scope="module")
def gradient(toytown) -> pd.DataFrame:
    return deprivation_gradient(toytown["adult_activity"])


@pytest.fixture(scope="module")
def measured(toytown) -> pd.DataFrame:
    return measured_activity(toytown["adult_activity"], [EASTON, WESTON], "adult_activity", kind="measured")


def model(gradient, measured, deciles, adults, authority=EASTON) -> pd.DataFrame:
    codes = [f"E0199900{n}" for n in range(1, len(deciles) + 1)]
    own = measured[measured["area_code"] == authority]
    return modelled_activity(
        gradient, own, pd.Series(deciles, codes, float), pd.Series(adults, codes, float), kind="modelled"
    )


def test_headline_rows_are_taken_as_published(measured, figure):
    row = figure(measured, WESTON, "inactive_adults", PERIOD)
    assert (row["value"], row["lower_cl"], row["upper_cl"], row["kind"]) == (30, 27, 33, "measured")
    assert row["compared_with_england"] == "Similar"
    assert set(measured["area_code"]) == {EASTON, WESTON}
    assert len(measured) == 2 * 2 * 3  # indicators, authorities, periods: England's deciles are not headlines


def test_a_missing_figure_stays_missing_with_the_publishers_note(measured, figure):
    row = figure(measured, WESTON, "inactive_adults", "2022/23")
    assert row[["value", "lower_cl", "upper_cl"]].isna().all()
    assert row["note"] == "small sample"


def test_limits_that_are_not_in_the_file_are_noted_and_not_invented(toytown):
    table = toytown["adult_activity"].assign(lower_cl=np.nan, upper_cl=np.nan)
    rows = measured_activity(table, [EASTON], "adult_activity", kind="measured")
    assert rows[["lower_cl", "upper_cl"]].isna().all(axis=None)
    assert set(rows["note"]) == {"limits not published in this file"}


def test_without_the_source_nothing_is_measured():
    assert measured_activity(empty("source_adult_activity"), [EASTON], "adult_activity", kind="measured").empty


@pytest.mark.parametrize(
    ("words", "decile"),
    [
        ("Most deprived decile (IMD2019)", 1),
        ("Third more deprived decile (IMD2019)", 3),
        ("Fifth less deprived decile (IMD2015)", 6),
        ("Least deprived decile (IMD2019)", 10),
        ("Sixth more deprived decile", None),
        ("Asian", None),
    ],
)
def test_deciles_are_read_from_their_names(words, decile):
    assert decile_from_words(words) == decile


def test_the_gradient_is_englands_ten_deciles(gradient):
    assert gradient.set_index("decile")["rate"].to_dict() == {n: 35 - 2 * n for n in range(1, 11)}
    assert set(gradient["indicator"]) == {"inactive_adults"}  # for active adults the file has no deciles
    assert set(gradient["period"]) == {PERIOD}


def test_an_incomplete_gradient_is_not_used_and_an_earlier_complete_one_is(toytown):
    table = toytown["adult_activity"]
    deciles = table[table["category"] != ""]
    short = deciles[deciles["category"] != "Least deprived decile (IMD2019)"]
    assert deprivation_gradient(short).empty
    earlier = deciles.assign(period="2023/24", value=deciles["value"] + 1)
    both = deprivation_gradient(pd.concat([short, earlier]))
    assert set(both["period"]) == {"2023/24"}
    assert both["rate"].max() == 34


def test_deciles_of_districts_are_another_thing(toytown):
    table = toytown["adult_activity"]
    districts = table.assign(category_type=table["category_type"].str.replace("LSOA21", "District & UA"))
    assert deprivation_gradient(districts).empty


def test_modelled_activity_by_hand(gradient, measured):
    # England: 33 % in decile 1, 15 % in decile 10. With as many adults in each the mean is 24 %, as is Easton's rate
    rows = model(gradient, measured, [1, 10], [500, 500])
    assert rows["value"].to_list() == pytest.approx([33, 15])
    rows = model(gradient, measured, [1, 10], [500, 1500])  # mean 19.5
    assert rows["value"].to_list() == pytest.approx([33 * 24 / 19.5, 15 * 24 / 19.5])
    assert rows["denominator"].to_list() == [500, 1500]


def test_modelled_rows_say_what_they_are_and_have_no_limits(gradient, measured):
    rows = model(gradient, measured, [1, 10], [500, 500])
    assert set(rows["kind"]) == {"modelled"}
    assert set(rows["indicator"]) == {"inactive_adults_modelled_pct"}
    assert rows["note"].str.startswith("modelled from England's deprivation gradient").all()
    assert rows[["lower_cl", "upper_cl"]].isna().all(axis=None)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 10), st.integers(1, 4000)), min_size=1, max_size=30))
def test_the_adults_mean_is_the_authoritys_rate_and_ratios_are_englands(gradient, measured, lsoas):
    deciles, adults = zip(*lsoas, strict=True)
    rows = model(gradient, measured, deciles, adults, WESTON)
    assert np.average(rows["value"], weights=adults) == pytest.approx(30)
    england = 35 - 2 * np.array(deciles)
    assert (rows["value"] / england).to_list() == pytest.approx([rows["value"].iloc[0] / england[0]] * len(lsoas))


def test_an_lsoa_without_a_decile_has_no_figure_and_does_not_inflate_the_others(gradient, measured):
    rows = model(gradient, measured, [1, 10, np.nan], [500, 500, 1000]).set_index("area_code")["value"]
    assert np.isnan(rows["E01999003"])
    assert rows.drop("E01999003").to_list() == pytest.approx([33, 15])


def test_without_a_measured_rate_of_the_period_nothing_is_modelled(gradient, measured):
    assert model(gradient, measured.assign(period="2023/24"), [1, 10], [5, 5]).empty
    assert model(gradient, measured.assign(value=np.nan), [1, 10], [5, 5]).empty
    assert model(gradient, measured, [1, 10], [0, 0]).empty


def test_the_study_area_weighs_authorities_by_their_adults(measured, figure):
    rows = study_area_activity(measured, pd.Series({EASTON: 800.0, WESTON: 1000.0}), "toytown", kind="computed")
    row = figure(rows, "toytown", "inactive_adults", PERIOD)
    # 24 % of 800 and 30 % of 1,000; half widths 16 and 30 people, together 34
    assert row["value"] == pytest.approx(100 * 492 / 1800)
    assert (row["lower_cl"], row["upper_cl"]) == pytest.approx((100 * 458 / 1800, 100 * 526 / 1800))
    assert (row["denominator"], row["kind"]) == (1800, "computed")
    assert "95 % limits assumed: the authorities' surveys are independent" in row["note"]


def test_a_period_in_which_one_authority_has_no_rate_has_no_row_for_the_whole(measured):
    rows = study_area_activity(measured, pd.Series({EASTON: 800.0, WESTON: 1000.0}), "toytown", kind="computed")
    assert set(rows["period"]) == {"2023/24", PERIOD}


def test_one_rate_without_limits_leaves_the_number_of_people_without():
    rates = pd.DataFrame({"value": [20.0, 30.0], "lower_cl": [17.0, np.nan], "upper_cl": [23.0, 34.0]})
    count, lower, upper = people_with_limits(rates, pd.Series([100.0, 100.0]))
    assert count == 50
    assert np.isnan([lower, upper]).all()
    assert limits_note(lower) == "no limits published to combine"


def test_one_missing_rate_leaves_no_number_of_people():
    rates = pd.DataFrame({"value": [20.0, np.nan], "lower_cl": 1.0, "upper_cl": 2.0})
    assert np.isnan(people_with_limits(rates, pd.Series([100.0, 100.0]))[0])
