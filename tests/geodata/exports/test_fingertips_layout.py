"""Fingertips' layout: its columns, our rows, and a way back through our own reader of Fingertips' files."""

from pathlib import Path

import pandas as pd
import pytest

from geodata.errors import EvengroundError
from geodata.exports.fingertips_layout import COLUMNS, KIND_WORDS, age_of, fingertips_tables
from geodata.indicators.activity import INDICATORS, deprivation_gradient
from geodata.indicators.definitions import indicator_list
from geodata.readers import load_source
from geodata.schemas import empty
from geodata.schemas.statistics import KINDS

EASTON, ENGLAND, ALDER = "E06999001", "E92000001", "E05999001"
# as published, the one list that must not change by itself
HEADER = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,"
    "Compared to Regions (statistical) value or percentiles,Time period Sortable,New data,Compared to goal,"
    "Time period range"
)
COMPARED = "Compared to England value or percentiles"


@pytest.fixture(scope="module")
def laid_out(toytown, results) -> dict[str, pd.DataFrame]:
    return fingertips_tables(toytown.study_area, results)


def row_of(table: pd.DataFrame, area: str, period: str, **others: str) -> pd.Series:
    wanted = {"Area Code": area, "Time period": period, "Category": ""} | others
    (found,) = table[(table[list(wanted)] == pd.Series(wanted)).all(axis=1)].to_dict("records")
    return pd.Series(found)


def test_the_columns_are_fingertips_own_in_their_order(laid_out):
    assert ",".join(COLUMNS) == HEADER
    assert all(list(table.columns) == COLUMNS for table in laid_out.values())


def test_one_table_for_each_indicator_of_wards_or_authorities_and_every_row_of_them(results, laid_out):
    rows = pd.concat([results["ward_indicators"], results["local_authority_indicators"]])
    assert set(rows["indicator"]) <= set(laid_out)
    for name, own in rows.groupby("indicator"):
        headline = laid_out[name][(laid_out[name]["Category"] == "") & (laid_out[name]["Age"] == age_of_id(name))]
        assert len(headline) == len(own), name


def age_of_id(name: str) -> str:
    return age_of(indicator_list()[name])


def test_no_lsoa_is_exported(toytown, laid_out):
    codes = {code for table in laid_out.values() for code in table["Area Code"]}
    assert codes.isdisjoint(toytown["lsoas"]["lsoa_code"])
    assert {ALDER, EASTON, "toytown", "E54999001", ENGLAND} <= codes


def test_an_authority_measured_by_a_survey(laid_out):
    row = row_of(laid_out["inactive_adults"], EASTON, "2024/25")
    assert row["Indicator ID"] == "93015"
    assert row[["Area Name", "Parent Code", "Parent Name"]].tolist() == ["Easton", "toytown", "Toytown"]
    assert row[["Sex", "Age"]].tolist() == ["Persons", "19+ yrs"]
    assert row[["Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit"]].tolist() == [24, 22, 26]
    assert row[["Time period Sortable", "Time period range"]].tolist() == [20240000, "1y"]
    assert row["Value note"].startswith("Measured.")
    assert (row[["Lower CI 99.8 limit", "Upper CI 99.8 limit", "Compared to goal", "Recent Trend"]] == "").all()


def test_a_ward_stands_under_its_authority(laid_out):
    row = row_of(laid_out["residents"], ALDER, "2021")
    assert row[["Area Name", "Area Type", "Parent Name"]].tolist() == ["Alder", "Wards", "Easton"]
    assert row[["Indicator ID", "Age"]].tolist() == ["residents", "All ages"]
    assert row["Value note"].startswith("Computed by Evenground")


def test_the_largest_areas_come_first_and_have_england_as_parent(laid_out):
    table = laid_out["inactive_adults"]
    assert table["Area Type"].drop_duplicates().tolist() == ["England", "NHS area", "Study area", "Districts & UAs"]
    parents = table.drop_duplicates("Area Type").set_index("Area Type")["Parent Code"]
    assert parents[:3].tolist() == ["", ENGLAND, ENGLAND]


def test_missing_is_empty_and_the_note_says_why(laid_out):
    row = row_of(laid_out["inactive_adults"], "E06999002", "2022/23")
    assert pd.isna(row["Value"])
    assert row["Value note"] == "Measured. Small sample"


def test_only_official_indicators_have_an_official_number(laid_out):
    numbers = {name: set(table["Indicator ID"]) for name, table in laid_out.items()}
    official = {ours: {number} for number, ours in INDICATORS.items()}
    assert numbers == {name: official.get(name, {name}) for name in numbers}
    assert set(official) <= set(numbers)


def test_modelled_never_looks_measured(laid_out):
    table = laid_out["inactive_adults_modelled_pct"]
    assert len(table) > 0
    assert table["Value note"].str.startswith("Modelled, not an observation.").all()
    assert set(KIND_WORDS) == set(KINDS)
    assert len({words.split()[0] for words in KIND_WORDS.values()}) == len(KINDS)


def test_england_s_deciles_keep_the_publisher_s_words(laid_out):
    row = row_of(laid_out["inactive_adults"], ENGLAND, "2024/25", Category="Second most deprived decile")
    assert row[["Value", "Category Type"]].tolist() == [31, "LSOA deprivation deciles within England, as published"]


def group_rows(stratifier: str, names: list[str]) -> pd.DataFrame:
    rows = {
        "area_code": EASTON, "area_level": "local_authority", "indicator": "road_casualties_per_1000",
        "period": "2010 to 2019", "stratifier": stratifier, "group": range(1, len(names) + 1), "group_name": names,
        "value": 2.0, "lower_cl": 1.0, "upper_cl": 3.0, "numerator": 4.0, "denominator": 2000.0, "kind": "computed",
        "note": "",
    }  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("stratifier", "names", "category_type", "category", "age"),
    [
        ("deprivation", ["most deprived tenth"], "Deprivation tenths within the area (IMD 2025)",
         "Most deprived tenth", "All ages"),
        ("deprivation", ["most deprived fifth"], "Deprivation fifths within the area (IMD 2025)",
         "Most deprived fifth", "All ages"),
        ("rural_urban", ["rural"], "Rural and urban LSOAs within the area", "Rural", "All ages"),
        ("age", ["19-24 yrs"], "", "", "19-24 yrs"),
    ],
)  # fmt: skip
def test_groups_in_words(toytown, results, stratifier, names, category_type, category, age):
    tables = {**results, "inequality_groups": group_rows(stratifier, names)}
    table = fingertips_tables(toytown.study_area, tables)["road_casualties_per_1000"]
    row = table[table["Time period"] == "2010 to 2019"].query("Value == 2.0 and Count == 4.0").iloc[0]
    assert row[["Category Type", "Category", "Age"]].tolist() == [category_type, category, age]
    assert row[["Time period Sortable", "Time period range"]].tolist() == [20100000, "10y"]


@pytest.mark.parametrize(
    ("published", "ours", "shown"),
    [
        ("Worse", "better", "Worse"),
        ("", "better", "Better"),
        ("", "lower", "Lower"),
        ("", "difference only", "Not compared"),
        ("", None, ""),
    ],
)
def test_comparison_with_england_is_the_publisher_s_before_ours(toytown, results, published, ours, shown):
    authorities = results["local_authority_indicators"].assign(compared_with_england=published)
    compared = pd.DataFrame(
        {
            "area_code": EASTON,
            "indicator": "inactive_adults",
            "period": "2024/25",
            "benchmark": ["study area", "England"],
            "outcome": ["similar", ours],
        }
    ).dropna()
    tables = {**results, "local_authority_indicators": authorities, "comparisons": compared}
    table = fingertips_tables(toytown.study_area, tables)["inactive_adults"]
    assert row_of(table, EASTON, "2024/25")[COMPARED] == shown


def test_without_groups_and_comparisons_the_headline_rows_remain(toytown, results, laid_out):
    tables = {name: table for name, table in results.items() if name not in {"inequality_groups", "comparisons"}}
    bare = fingertips_tables(toytown.study_area, tables)["inactive_adults"]
    assert len(bare) == (laid_out["inactive_adults"]["Category"] == "").sum()


def test_an_area_that_nobody_names_is_refused(toytown, results):
    with pytest.raises(EvengroundError, match=r"E05999001.*do not name"):
        fingertips_tables(toytown.study_area, {**results, "wards": empty("wards")})


@pytest.mark.parametrize("name", list(indicator_list()))
def test_everyone_is_of_all_ages_unless_the_indicator_says_otherwise(name):
    definition = indicator_list()[name]
    is_of_some = any(word in f"{definition.title} {definition.unit}" for word in (" aged ", "adults", "children"))
    assert (age_of(definition) == "All ages") != is_of_some


def test_our_reader_of_fingertips_files_reads_them_back(toytown, laid_out, tmp_path: Path):
    """What was read from Fingertips and written in its layout is read again as it was."""
    folder = tmp_path / "adult_activity"
    folder.mkdir()
    for name in ("active_adults", "inactive_adults"):
        laid_out[name].to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\n")
    again = load_source("adult_activity", tmp_path, toytown.study_area)
    keys, figures = ["indicator_id", "area_code", "period"], ["value", "lower_cl", "upper_cl", "compared_with_england"]
    first, second = (
        table[table["category"] == ""].set_index(keys)[figures].sort_index()
        for table in (toytown["adult_activity"], again)
    )
    pd.testing.assert_frame_equal(first, second)
    pd.testing.assert_frame_equal(deprivation_gradient(toytown["adult_activity"]), deprivation_gradient(again))
    assert again["note"].str.startswith("Measured.").all()
