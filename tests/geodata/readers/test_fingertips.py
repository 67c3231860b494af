from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.errors import ConflictError, SourceFileError, VintageError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
HEADER = (
    "Indicator ID,Indicator Name,Parent Code,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,Time period,"
    "Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator,Value note,"
    "Compared to England value or percentiles,Compared to percentiles,Time period Sortable,Time period range\n"
)
NORTH, SOUTH, ENGLAND = "E06999001", "E06999002", "E92000001"


def row(indicator: str, area: str, value: str, *, sex: str = "Persons", age: str = "19+ yrs", **other: str) -> str:
    return (
        f"{indicator},Name,{other.get('parent', ENGLAND)},{area},Area,Districts & UAs,{sex},{age},"
        f"{other.get('category_type', '')},{other.get('category', '')},{other.get('period', '2024/25')},{value},"
        f"60.1,70.2,,,{other.get('note', '')},Similar,,20240000,1y\n"
    )


EVERYWHERE = "".join(
    row(indicator, area, "65.9") for indicator in ("93014", "93015") for area in (NORTH, SOUTH, ENGLAND)
)


def adults(put: Put, study_area: StudyArea, rows: str, name: str = "f.csv") -> pd.DataFrame:
    return load_source("adult_activity", put("adult_activity", name, HEADER + rows), study_area)


def test_study_area_and_england_are_kept(put: Put, study_area: StudyArea) -> None:
    table = adults(put, study_area, EVERYWHERE + row("93014", "E06999003", "1") + row("93014", "E12000002", "2"))
    assert set(table["area_code"]) == {NORTH, SOUTH, ENGLAND}
    assert table.loc[0, ["value", "lower_cl", "upper_cl", "compared_with_england"]].tolist() == [
        65.9,
        60.1,
        70.2,
        "Similar",
    ]


def test_only_persons_of_the_right_age_and_the_right_indicators(put: Put, study_area: StudyArea) -> None:
    others = row("93014", NORTH, "1", sex="Male") + row("93014", NORTH, "2", age="16+ yrs") + row("93439", NORTH, "3")
    assert len(adults(put, study_area, EVERYWHERE + others)) == 6


def test_rows_come_in_one_order_whatever_the_services(put: Put, study_area: StudyArea) -> None:
    rows = EVERYWHERE + row(
        "93014", ENGLAND, "55", category_type="Deprivation deciles", category="Most deprived decile"
    )
    reversed_rows = "".join(rows.splitlines(keepends=True)[::-1])
    pd.testing.assert_frame_equal(adults(put, study_area, rows), adults(put, study_area, reversed_rows))


def test_row_repeated_for_each_parent_comes_once(put: Put, study_area: StudyArea) -> None:
    table = adults(put, study_area, EVERYWHERE + row("93014", NORTH, "65.9", parent="E12000002"))
    assert len(table) == 6
    assert table.attrs["source"]["message"] == "1 repeated rows left out"


def test_repeated_row_with_another_value_is_a_conflict(put: Put, study_area: StudyArea) -> None:
    with pytest.raises(ConflictError, match=r"93014, E06999001, 2024/25 \(value 65\.9 and 66\.0\)"):
        adults(put, study_area, EVERYWHERE + row("93014", NORTH, "66.0", parent="E12000002"))


def test_rows_by_category_stand_beside_the_headline(put: Put, study_area: StudyArea) -> None:
    by_decile = row("93014", ENGLAND, "55", category_type="Deprivation deciles", category="Most deprived decile")
    table = adults(put, study_area, EVERYWHERE + by_decile)
    headline = table[(table["area_code"] == ENGLAND) & (table["indicator_id"] == "93014") & (table["category"] == "")]
    assert headline["value"].tolist() == [65.9]
    assert table["category"].tolist()[-1] == "Most deprived decile"


def test_age_bands_of_adults_stand_beside_the_headline_as_categories(put: Put, study_area: StudyArea) -> None:
    ages = ("16-24 yrs", "25–44 Years", "75+ yrs", "19 yrs")
    rows = "".join(row("93015", area, "30", age=age) for area in (ENGLAND, NORTH) for age in ages)
    table = adults(put, study_area, EVERYWHERE + rows)
    pd.testing.assert_frame_equal(table.iloc[:6], adults(put, study_area, EVERYWHERE))
    bands = table.iloc[6:]
    assert bands["category_type"].eq("Age").all()
    assert bands["category"].tolist() == [age for age in sorted(ages) for _ in range(2)]
    assert bands["area_code"].tolist() == [NORTH, ENGLAND] * 4
    assert bands[["value", "lower_cl", "upper_cl"]].drop_duplicates().to_numpy().tolist() == [[30, 60.1, 70.2]]


@pytest.mark.parametrize(
    "age", ["16+ yrs", "18+ yrs", "5-16 yrs", "15-24 yrs", "<18 yrs", "All ages", "Not applicable", "19+ yrs or so", ""]
)
def test_ages_that_are_no_part_of_adulthood_are_left_out(put: Put, study_area: StudyArea, age: str) -> None:
    assert len(adults(put, study_area, EVERYWHERE + row("93014", ENGLAND, "1", age=age))) == 6


def test_age_bands_of_one_sex_or_one_category_are_left_out(put: Put, study_area: StudyArea) -> None:
    others = row("93014", ENGLAND, "1", age="19-24 yrs", sex="Female")
    others += row("93014", ENGLAND, "2", age="19-24 yrs", category_type="Ethnic groups", category="White British")
    assert len(adults(put, study_area, EVERYWHERE + others)) == 6


def test_suppressed_age_band_is_null_with_a_note(put: Put, study_area: StudyArea) -> None:
    table = adults(put, study_area, EVERYWHERE + row("93014", ENGLAND, "*", age="85+ yrs"))
    assert table.loc[6, "category"] == "85+ yrs"
    assert pd.isna(table.loc[6, "value"])
    assert table.loc[6, "note"] == "*"


def test_age_bands_do_not_stand_in_for_the_headline(put: Put, study_area: StudyArea) -> None:
    bands = "".join(row("93015", area, "30", age="19-24 yrs") for area in (NORTH, SOUTH, ENGLAND))
    with pytest.raises(SourceFileError, match=r"no row of indicator 93015"):
        adults(put, study_area, "".join(EVERYWHERE.splitlines(keepends=True)[:3]) + bands)
    with pytest.raises(SourceFileError, match=r"for Persons aged 19\+ yrs"):
        adults(put, study_area, bands)


@pytest.mark.parametrize(
    ("value", "note", "expected"),
    [
        ("", "Value suppressed", "Value suppressed"),
        ("*", "", "*"),
        ("", "", "no value and no note given by the publisher"),
        ("[x]", "Small base", "Small base"),
    ],
)
def test_missing_value_is_null_with_a_note(
    put: Put, study_area: StudyArea, value: str, note: str, expected: str
) -> None:
    table = adults(put, study_area, EVERYWHERE + row("93014", NORTH, value, note=note, period="2023/24"))
    is_earlier = table["period"] == "2023/24"
    assert table.loc[is_earlier, "value"].isna().tolist() == [True]
    assert table.loc[is_earlier, "note"].tolist() == [expected]
    assert table.loc[~is_earlier, "note"].eq("").all()


def test_both_indicators_may_come_in_two_files(put: Put, study_area: StudyArea) -> None:
    lines = EVERYWHERE.splitlines(keepends=True)
    put("adult_activity", "93014.csv", HEADER + "".join(lines[:3]))
    assert set(adults(put, study_area, "".join(lines[3:]), "93015.csv")["indicator_id"]) == {"93014", "93015"}


def test_second_indicator_missing_is_an_error(put: Put, study_area: StudyArea) -> None:
    with pytest.raises(SourceFileError, match="no row of indicator 93015"):
        adults(put, study_area, EVERYWHERE.replace("93015,", "93439,"))


def test_file_of_children_in_the_folder_of_adults_is_an_error(put: Put, study_area: StudyArea) -> None:
    with pytest.raises(SourceFileError, match=r"no row of indicator 93014 or 93015.*holds 93570"):
        adults(put, study_area, row("93570", NORTH, "50", age="5-16 yrs"))


def test_children_are_read(put: Put, study_area: StudyArea) -> None:
    rows = "".join(row("93570", area, "50", age="5-16 yrs") for area in (NORTH, SOUTH))
    rows += row("93570", NORTH, "60", age="16-17 yrs")  # children have no age bands
    table = load_source("child_activity", put("child_activity", "f.csv", HEADER + rows), study_area)
    assert table["value"].tolist() == [50, 50]


def test_authority_without_rows_is_named(put: Put, study_area: StudyArea) -> None:
    with pytest.raises(VintageError, match=r"E06999002 \(south\)"):
        adults(put, study_area, row("93014", NORTH, "1") + row("93015", NORTH, "1"))
