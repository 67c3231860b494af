"""Table `comparisons`: Toytown's wards and authorities against England and Toytown."""

import pandas as pd
import pytest

from geodata.comparisons import comparisons
from geodata.schemas import validate
from geodata.study_area import StudyArea

EASTON, WESTON = "E06999001", "E06999002"
ALDER, BIRCH, CEDAR, DOCK = (f"E0599900{n}" for n in range(1, 5))
RATE = "road_casualties_per_1000"


@pytest.fixture(scope="module")
def compared(toytown, results):
    def made(study_area: StudyArea | None = None, **changed: pd.DataFrame) -> pd.DataFrame:
        tables = {name: results[name] for name in ("wards", "ward_indicators", "local_authority_indicators")}
        return validate("comparisons", comparisons(study_area or toytown.study_area, **(tables | changed)))

    return made


def one(table: pd.DataFrame, area: str, indicator: str, benchmark: str) -> pd.Series:
    is_it = (table["area_code"] == area) & (table["indicator"] == indicator) & (table["benchmark"] == benchmark)
    assert is_it.sum() == 1
    return table[is_it].iloc[0]


def test_an_authority_whose_limits_exclude_england_is_worse(compared):
    easton, weston = (one(compared(), area, "inactive_adults", "England") for area in (EASTON, WESTON))
    # England 21; Easton 24 (22 to 26), Weston 30 (27 to 33): inactivity is bad
    assert (easton["value"], easton["benchmark_value"], easton["difference"], easton["outcome"]) == (24, 21, 3, "worse")
    assert (weston["difference"], weston["outcome"]) == (9, "worse")
    assert easton["period"] == "2024/25"
    assert "benchmark's value, whose own error is neglected" in easton["method"]


def test_a_benchmark_within_the_limits_is_similar(compared):
    # Easton's active adults 65 (62 to 68), England 67
    assert one(compared(), EASTON, "active_adults", "England")["outcome"] == "similar"
    assert one(compared(), WESTON, "active_adults", "England")["outcome"] == "worse"


def test_the_study_area_is_a_benchmark_that_includes_the_area(compared):
    row = one(compared(), EASTON, "inactive_adults", "study area")
    assert row["benchmark_value"] > 24
    assert row["outcome"] == "better"
    assert "the study area includes the area itself" in row["note"]
    assert row["source"].split("+")[0] == "adult_activity"
    assert "population_by_age" in row["source"]


def test_the_publishers_own_comparison_is_kept_beside_ours_for_england_only(compared):
    table = compared()
    assert one(table, EASTON, "inactive_adults", "England")["published_outcome"] == "Similar"
    assert one(table, EASTON, "inactive_adults", "study area")["published_outcome"] == ""
    assert table.loc[table["area_level"] == "ward", "published_outcome"].eq("").all()


def test_without_limits_there_is_only_a_difference(compared):
    row = one(compared(), WESTON, "cycling_travel_at_least_once_per_week", "England")
    assert row["outcome"] == "difference only"
    assert row["difference"] == pytest.approx(4.0 - 5.2)
    assert row["method"] == "difference only: the area's figure has no limits"


def test_an_area_without_a_value_is_not_computed(compared):
    row = one(compared(), WESTON, "active_children", "England")
    assert (row["outcome"], row["note"]) == ("not computed", "small sample")
    assert pd.isna(row["difference"])


def test_wards_are_compared_with_the_study_area_in_words_that_fit_the_indicator(compared):
    table = compared()
    on_foot = table[(table["area_level"] == "ward") & (table["indicator"] == "travel_to_work_on_foot_pct")]
    assert on_foot["area_code"].to_list() == [ALDER, BIRCH, CEDAR, DOCK]
    assert on_foot["outcome"].eq("similar").all()  # a fifth of the workers everywhere
    rates = table[(table["area_level"] == "ward") & (table["indicator"] == RATE)].set_index("area_code")
    # 30 casualties among 9,000 residents in two years; Cedar has 7 among 4,500, 0.78 (0.31 to 1.60) a year
    assert rates["benchmark_value"].to_list() == pytest.approx([30 / 18] * 4)
    assert rates.loc[CEDAR, "outcome"] == "better"
    assert rates["outcome"].isin(["better", "similar", "worse"]).all()


def test_neither_totals_nor_what_derives_from_deprivation_are_compared(compared):
    indicators = compared()["indicator"]
    assert not indicators.str.startswith(("iod", "residents")).any()
    assert not indicators.str.contains("modelled").any()
    assert "road_casualties" not in set(indicators)


def test_there_is_no_row_without_a_benchmark(compared):
    table = compared()
    assert table["benchmark_value"].notna().all()
    assert table.loc[table["indicator"] == RATE, "benchmark"].eq("study area").all()
    assert not table.duplicated(["area_code", "indicator", "benchmark"]).any()


def test_an_authority_is_not_compared_with_itself(compared, toytown, results):
    alone = toytown.study_area.model_copy(update={"local_authorities": {"easton": EASTON}})
    rows = results["local_authority_indicators"]
    table = compared(alone, local_authority_indicators=rows[rows["area_code"] != WESTON])
    authorities = table[table["area_level"] == "local_authority"]
    assert authorities["benchmark"].eq("England").all()
    assert table.loc[table["area_level"] == "ward", "benchmark"].eq("study area").all()


def test_the_latest_period_that_has_values_is_used(compared, results):
    rows = results["local_authority_indicators"]
    is_latest = (rows["indicator"] == "inactive_adults") & (rows["period"] == "2024/25")
    without = rows.assign(value=rows["value"].mask(is_latest & (rows["area_level"] == "local_authority")))
    row = one(compared(local_authority_indicators=without), EASTON, "inactive_adults", "England")
    assert row["period"] == "2023/24"


def test_without_benchmarks_the_table_is_empty(compared, results):
    rows = results["local_authority_indicators"]
    assert compared(local_authority_indicators=rows[rows["area_level"] == "local_authority"]).empty
    assert compared(local_authority_indicators=rows[:0]).empty
