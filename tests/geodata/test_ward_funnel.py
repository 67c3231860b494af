"""Table `ward_funnel`: five wards with the same rate but for one."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from geodata.indicators.rows import indicator_rows, stack
from geodata.schemas import conform, validate
from geodata.study_area import StudyArea
from geodata.ward_funnel import ward_funnel

AUTHORITY = "E06999001"
WARDS = [f"E0599920{n}" for n in range(5)]
STUDY_AREA = StudyArea(name="funnel", title="Funnel", local_authorities={"funnel": AUTHORITY})
RATE, ON_FOOT = "road_casualties_per_1000", "travel_to_work_on_foot_pct"


def wards() -> gpd.GeoDataFrame:
    names = {"ward_name": "Ward", "local_authority_code": AUTHORITY, "local_authority_name": "Funnel"}
    shapes = [box(n, 0, n + 1, 1) for n in range(5)]
    return conform("wards", gpd.GeoDataFrame({"ward_code": WARDS, **names}, geometry=shapes, crs="EPSG:27700"))


def counted(indicator: str, period: str, counts, people, **others) -> pd.DataFrame:
    rows = indicator_rows(
        indicator, pd.Series(WARDS), period, kind="measured", source="travel_to_work",
        numerator=pd.Series(counts, dtype=float), denominator=pd.Series(people, dtype=float),
    )  # fmt: skip
    return rows.assign(**others)


def funnel(*rows: pd.DataFrame, study_area: StudyArea = STUDY_AREA) -> pd.DataFrame:
    stacked = stack(rows)
    indicators = conform("ward_indicators", stacked.assign(value_best_fit=stacked["value"]))
    return validate("ward_funnel", ward_funnel(study_area, wards(), indicators)).set_index("area_code")


def test_one_ward_in_five_stands_out():
    table = funnel(counted(RATE, "2010 to 2019", [100, 100, 100, 100, 150], [50_000] * 5))
    assert table["value"].to_list() == [2, 2, 2, 2, 3]
    assert table["benchmark_value"].to_list() == pytest.approx([2.2] * 5)
    assert table["outcome"].to_list() == ["not significant"] * 4 + ["high (beyond 99.8 %)"]
    assert (table["lower_998"] < table["lower_95"]).all()
    assert (table["upper_95"] < table["upper_998"]).all()
    # 110 expected: Byar's limits of 89.4 events end at 110, those of 131.5 begin there
    assert table[["lower_95", "upper_95"]].iloc[0].to_list() == pytest.approx([1.789, 2.630], abs=1e-3)
    assert table["kind"].eq("computed").all()


def test_what_differs_everywhere_is_adjusted_for_and_said():
    table = funnel(counted(RATE, "2010 to 2019", [400, 100, 250, 60, 150], [50_000] * 5))
    assert table["outcome"].ne("not significant").sum() >= 4
    assert table["outcome_adjusted"].eq("not significant").all()
    phi = table["dispersion"].iloc[0]
    assert phi > 10
    assert table["note"].str.startswith(f"wards differ {phi**0.5:.1f} times as much as by chance").all()


def test_wards_that_differ_by_chance_keep_their_outcome():
    table = funnel(counted(RATE, "2010 to 2019", [100, 96, 103, 99, 101], [50_000] * 5))
    assert (table["outcome"] == table["outcome_adjusted"]).all()
    assert table["note"].str.contains("limits not widened").all()


def test_proportions_and_rates_with_counts_have_a_funnel_each_in_one_period():
    modelled = counted("inactive_adults_modelled_pct", "2024/25", [1, 2, 3, 4, 5], [100] * 5)
    table = funnel(
        counted(ON_FOOT, "2021", [10, 20, 30, 40, 50], [500] * 5),
        counted(RATE, "2010 to 2019", [90.5, 100.25, 100, 100, 150], [50_000] * 5),
        counted(RATE, "2019", [9, 10, 10, 10, 15], [5000] * 5),
        modelled,
    )
    assert set(zip(table["indicator"], table["period"], strict=True)) == {(ON_FOOT, "2021"), (RATE, "2010 to 2019")}
    on_foot = table[table["indicator"] == ON_FOOT]
    # 6 per cent of 2,500; 1.96 sqrt(0.06 x 0.94 / 500) = 2.08 points
    assert on_foot[["benchmark_value", "lower_95", "upper_95"]].iloc[0].to_list() == pytest.approx(
        [6, 3.918, 8.082], abs=1e-3
    )


def test_a_ward_without_people_or_without_a_figure_is_said_and_does_not_count():
    rows = counted(RATE, "2010 to 2019", [110, 0, np.nan, 100, 130], [50_000, 0, 50_000, 50_000, 50_000])
    table = funnel(rows.query("area_code != @WARDS[3]"))
    assert table["outcome"].to_list() == ["not significant", *["not computed"] * 3, "not significant"]
    assert (table["outcome_adjusted"] == table["outcome"]).all()
    assert table.loc[WARDS[1:4], ["benchmark_value", "lower_95"]].isna().all(axis=None)
    assert table.loc[WARDS[1:4], "note"].str.startswith("not computed: no count to compare").all()
    assert "no figure of this ward" in table.loc[WARDS[3], "note"]
    assert table["benchmark_value"].dropna().to_list() == pytest.approx([2.4, 2.4])


def test_no_counts_at_all_are_not_computed():
    table = funnel(counted(RATE, "2010 to 2019", [np.nan] * 5, [50_000] * 5))
    assert table["outcome"].eq("not computed").all()


def test_until_every_authority_is_there_nothing_is_compared():
    larger = STUDY_AREA.model_copy(update={"local_authorities": {"funnel": AUTHORITY, "other": "E06999002"}})
    assert funnel(counted(RATE, "2010 to 2019", [100] * 5, [50_000] * 5), study_area=larger).empty


def test_without_eligible_indicators_the_table_is_empty():
    assert funnel(counted("residents", "2021", [100] * 5, [np.nan] * 5)).empty


def test_toytowns_wards_with_equal_shares_do_not_stand_out(toytown, results):
    table = ward_funnel(toytown.study_area, results["wards"], results["ward_indicators"])
    table = validate("ward_funnel", table)
    assert len(table) == 4 * table["indicator"].nunique()
    on_foot = table[table["indicator"] == ON_FOOT]
    assert on_foot["value"].to_list() == pytest.approx(on_foot["benchmark_value"].to_list())  # a fifth everywhere
    assert on_foot["outcome"].eq("not significant").all()
