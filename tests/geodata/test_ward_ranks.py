"""Table `ward_ranks`: four wards, by a bad, a neutral and an unlimited indicator."""

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import box

from geodata.indicators.rows import indicator_rows, stack
from geodata.schemas import conform, validate
from geodata.study_area import StudyArea
from geodata.ward_ranks import ward_ranks

AUTHORITY = "E06999001"
WARDS = [f"E0599930{n}" for n in range(4)]
STUDY_AREA = StudyArea(name="ranks", title="Ranks", local_authorities={"ranks": AUTHORITY})
RATE, ON_FOOT = "road_casualties_per_1000", "travel_to_work_on_foot_pct"
LIMITS = ["rank_lower", "rank_upper"]


def wards() -> gpd.GeoDataFrame:
    names = {"ward_name": "Ward", "local_authority_code": AUTHORITY, "local_authority_name": "Ranks"}
    shapes = [box(n, 0, n + 1, 1) for n in range(4)]
    return conform("wards", gpd.GeoDataFrame({"ward_code": WARDS, **names}, geometry=shapes, crs="EPSG:27700"))


def made(indicator: str, values, margin: float) -> pd.DataFrame:
    value = pd.Series(values, dtype=float)
    rows = indicator_rows(indicator, pd.Series(WARDS), "2021", value=value, kind="measured", source="travel_to_work")
    return rows.assign(lower_cl=value - margin, upper_cl=value + margin)


def ranked(*rows: pd.DataFrame, study_area: StudyArea = STUDY_AREA) -> pd.DataFrame:
    stacked = stack(rows)
    indicators = conform("ward_indicators", stacked.assign(value_best_fit=stacked["value"]))
    return validate("ward_ranks", ward_ranks(study_area, wards(), indicators)).set_index("area_code")


def test_rank_one_is_the_worst_where_a_high_value_is_bad():
    table = ranked(made(RATE, [1, 4, 2, 3], 0.01))
    assert table["rank"].to_list() == [4, 1, 3, 2]
    assert table[LIMITS].to_numpy().tolist() == [[4, 4], [1, 1], [3, 3], [2, 2]]
    assert table["rank_1_is"].eq("the worst (highest value)").all()
    assert table["n_ranked"].eq(4).all()
    assert table["note"].eq("").all()


def test_rank_one_is_the_highest_where_it_is_neither_good_nor_bad():
    assert ranked(made(ON_FOOT, [1, 4, 2, 3], 0.01))["rank_1_is"].eq("the highest value").all()


def test_a_wide_interval_is_said_in_words():
    table = ranked(made(RATE, [1, 40, 2, 3], 4))
    assert table[LIMITS].to_numpy().tolist() == [[2, 4], [1, 1], [2, 4], [2, 4]]
    assert table["note"].iloc[0] == "rank interval wide: anywhere between 2nd and 4th of 4"
    assert table["note"].iloc[1] == ""


def test_a_ward_without_a_value_is_not_ranked_and_says_so():
    table = ranked(made(RATE, [1, np.nan, 2, 3], 0.01))
    assert table.loc[WARDS[1], ["rank", *LIMITS]].isna().all()
    assert table.loc[WARDS[1], "note"] == "not ranked: no value"
    assert table["rank"].dropna().to_list() == [3, 2, 1]
    assert table["n_ranked"].eq(3).all()


def test_values_without_limits_have_a_rank_and_no_interval():
    table = ranked(made(RATE, [1, 4, 2, 3], np.nan))
    assert table["rank"].notna().all()
    assert table[LIMITS].isna().all(axis=None)
    assert table["note"].eq("no rank interval: the values have no limits").all()


def test_one_ward_without_limits_says_that_its_own_uncertainty_is_missing():
    rows = made(RATE, [1, 4, 2, 3], 0.01)
    table = ranked(rows.assign(lower_cl=rows["lower_cl"].where(rows["value"] != 2)))
    assert table.loc[WARDS[2], "note"] == "rank interval without the ward's own uncertainty: no limits"
    assert table["note"].drop(WARDS[2]).eq("").all()


def test_until_every_authority_is_there_no_ward_is_ranked():
    larger = STUDY_AREA.model_copy(update={"local_authorities": {"ranks": AUTHORITY, "other": "E06999002"}})
    table = ranked(made(RATE, [1, 4, 2, 3], 1), study_area=larger)
    assert table[["rank", *LIMITS]].isna().all(axis=None)
    assert table["n_ranked"].eq(0).all()
    assert table["note"].eq("not ranked: 1 of 2 authorities computed").all()
    assert table["value"].notna().all()


def test_what_derives_from_deprivation_is_not_ranked():
    assert ranked(made("inactive_adults_modelled_pct", [1, 2, 3, 4], 1)).empty


def test_toytowns_wards_are_ranked_the_same_whatever_the_order_of_rows(toytown, results):
    rows = results["ward_indicators"]
    once = ward_ranks(toytown.study_area, results["wards"], rows)
    again = ward_ranks(toytown.study_area, results["wards"][::-1], rows.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(validate("ward_ranks", once), again)
    assert once["rank"].between(1, 4).all()
    assert ((once["rank_lower"] <= once["rank"]) & (once["rank"] <= once["rank_upper"])).all()
