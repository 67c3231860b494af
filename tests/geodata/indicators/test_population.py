"""People by area and age band."""

import pandas as pd
import pytest

from geodata.indicators.population import (
    AGE_BANDS,
    authority_people_by_age,
    census_residents,
    lsoa_people_by_age,
    people_by_band,
)
from geodata.schemas import empty

OLD = "E01888002"
BY_AGE = pd.DataFrame({"lsoa_code": OLD, "age": range(91), "residents": 1.0})
CHANGES = pd.DataFrame(
    {"lsoa_2011_code": [OLD, OLD], "lsoa_2021_code": ["E01999002", "E01999003"], "weight": [0.25, 0.75]}
)


def values(rows: pd.DataFrame) -> dict[str, float]:
    return rows.set_index("indicator")["value"].to_dict()


def test_one_person_of_each_age_counts_the_years_of_each_band():
    bands = people_by_band(BY_AGE).loc[OLD]
    assert bands.to_dict() == {
        "residents": 91,
        "residents_age_5_10": 6,
        "residents_age_11_15": 5,
        "residents_age_5_16": 12,
        "residents_age_19_plus": 72,  # 90 stands for 90 and over
    }


def test_bands_share_no_age_and_leave_none_between_5_and_15():
    assert AGE_BANDS["5_10"][1] + 1 == AGE_BANDS["11_15"][0]


def test_a_split_lsoa_shares_every_band_alike():
    rows = lsoa_people_by_age(BY_AGE, CHANGES, kind="computed")
    assert values(rows[rows["area_code"] == "E01999003"])["residents_age_19_plus"] == pytest.approx(54)
    assert rows.groupby("indicator")["value"].sum().to_dict() == pytest.approx(
        people_by_band(BY_AGE).loc[OLD].to_dict()
    )
    assert set(rows["note"]) == {"2011 LSOAs bridged by population"}
    assert set(rows["source"]) == {"population_by_age+lsoa_2011_2021_lookup"}


def test_an_authority_sums_its_2011_lsoas_without_the_bridge():
    two = pd.concat([BY_AGE, BY_AGE.assign(lsoa_code="E01888009")])
    rows = authority_people_by_age(two, "E06999001", kind="computed")
    assert values(rows)["residents"] == 182
    assert set(rows["source"]) == {"population_by_age"}
    assert set(rows["period"]) == {"mid-2020"}


def test_without_the_file_there_are_no_rows_rather_than_zeroes():
    nothing = empty("source_population_by_age")
    assert authority_people_by_age(nothing, "E06999001", kind="computed").empty
    assert lsoa_people_by_age(nothing, CHANGES, kind="computed").empty


def test_census_residents_are_measured_counts():
    people = pd.DataFrame({"lsoa_code": ["E01999001", "E01999002"], "residents": [1000.0, 0.0]})
    rows = census_residents(people, kind="measured")
    assert rows["value"].to_list() == [1000, 0]
    assert set(rows["period"]) == {"2021"}
    assert rows[["lower_cl", "upper_cl"]].isna().all(axis=None)
