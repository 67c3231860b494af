"""Groups that are authorities or published categories."""

import pandas as pd
import pytest

from geodata.schemas import empty
from geodata.strata.area_groups import authority_strata, published_strata


def test_the_authorities_are_weighted_by_the_people_of_the_indicator(toytown, results):
    own = authority_strata(toytown.study_area, results["lsoas"], results["local_authority_indicators"])
    inactive = own[(own["indicator"] == "inactive_adults") & (own["period"] == "2024/25")].set_index("group_name")
    assert inactive["value"].to_dict() == {"Easton": 24, "Weston": 30}
    # 200 adults in each LSOA of 2011, 400 in the one that was split: Easton has three of them, Weston five
    assert inactive["population"].to_dict() == {"Easton": 800, "Weston": 1000}
    assert set(own["area_level"]) == {"study_area"}


def test_while_an_authority_is_missing_none_are_compared(toytown, results):
    rows = results["local_authority_indicators"]
    assert authority_strata(toytown.study_area, results["lsoas"], rows[rows["area_code"] != "E06999002"]).empty


def test_a_single_authority_has_nothing_to_be_compared_with(toytown, results):
    alone = toytown.study_area.model_copy(update={"local_authorities": {"easton": "E06999001"}})
    assert authority_strata(alone, results["lsoas"], results["local_authority_indicators"]).empty


def test_englands_tenths_are_measured_and_in_order(toytown):
    rows = published_strata(toytown.study_area, toytown["adult_activity"]).query("stratifier == 'deprivation'")
    assert rows.sort_values("group")["value"].to_list() == [33 - 2 * n for n in range(10)]
    assert set(rows["kind"]) == {"measured"}
    assert set(rows["area_level"]) == {"country"}
    assert set(rows["indicator"]) == {"inactive_adults"}


def bands(periods=("2023/24", "2024/25"), ages=("75+ yrs", "19-34 yrs", "35-74 yrs")) -> pd.DataFrame:
    shared = {"indicator_id": "93015", "area_code": "E92000001", "category_type": "Age", "lower_cl": 1.0}
    rows = [
        {**shared, "period": period, "category": age, "value": float(n), "upper_cl": 99.0}
        for period in periods
        for n, age in enumerate(ages)
    ]
    return pd.DataFrame(rows).astype({"category": "string", "category_type": "string", "period": "string"})


def test_age_bands_come_in_the_order_of_age_and_of_the_latest_period(toytown):
    rows = published_strata(toytown.study_area, bands())
    assert rows["group_name"].to_list() == ["19-34 yrs", "35-74 yrs", "75+ yrs"]
    assert rows["value"].to_list() == [1, 2, 0]
    assert set(rows["period"]) == {"2024/25"}


def test_bands_that_overlap_are_not_compared(toytown):
    assert published_strata(toytown.study_area, bands(ages=("19-34 yrs", "19-64 yrs", "65+ yrs"))).empty


def test_one_band_is_no_comparison(toytown):
    assert published_strata(toytown.study_area, bands(ages=("75+ yrs",))).empty


@pytest.mark.parametrize("table", [empty("source_adult_activity")])
def test_no_source_is_no_row(toytown, table):
    assert published_strata(toytown.study_area, table).empty
