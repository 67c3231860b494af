"""Table `ward_inequity`: twelve wards in six pairs, each pair on the line and one above, one below it."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from geodata.errors import EvengroundError
from geodata.indicators.rows import indicator_rows, stack
from geodata.inequity import national_decile, ward_inequity
from geodata.schemas import conform, empty, validate
from geodata.study_area import Priority, StudyArea
from geodata.ward_figures import eligible_indicators

AUTHORITY = "E06999001"
WARDS = [f"E059991{n:02d}" for n in range(12)]
CODES = pd.Series(WARDS)
SCORES = np.repeat([10.0, 20, 30, 40, 50, 60], 2)
# on the line 1 + score / 10, half of the wards 0.5 above and half below
RATES = 1 + SCORES / 10 + np.tile([0.5, -0.5], 6)
RATE, SCORE = "road_casualties_per_1000", "iod2025_imd_score"
STUDY_AREA = StudyArea(name="pairs", title="Pairs", local_authorities={"pairs": AUTHORITY})


def made(indicator: str, period: str, values, **others) -> pd.DataFrame:
    rows = indicator_rows(
        indicator, CODES, period, value=pd.Series(values, dtype=float), denominator=1000.0, kind="computed",
        source="population",
    )  # fmt: skip
    return rows.assign(**others)


def wards() -> gpd.GeoDataFrame:
    names = {"ward_name": "Ward", "local_authority_code": AUTHORITY, "local_authority_name": "Pairs"}
    shapes = [box(n, 0, n + 1, 1) for n in range(12)]
    return conform("wards", gpd.GeoDataFrame({"ward_code": WARDS, **names}, geometry=shapes, crs="EPSG:27700"))


def indicators(*others: pd.DataFrame) -> pd.DataFrame:
    rate = made(RATE, "2010 to 2019", RATES, lower_cl=RATES - 0.98, upper_cl=RATES + 0.98)
    residents = made("residents", "2021", [1000.4] * 12)
    rows = stack([residents, made(SCORE, "2025", SCORES), rate, *others])
    return conform("ward_indicators", rows.assign(value_best_fit=rows["value"]))


def lsoas() -> pd.DataFrame:
    codes = pd.Series(["E01999001", "E01999002", "E01999003"])
    rows = [
        indicator_rows(f"iod2025_imd_{name}", codes, "2025", value=pd.Series(values), kind="measured",
                       source="deprivation_2025")
        for name, values in {"score": [55.0, 35.0, 15.0], "decile": [1.0, 2.0, 5.0]}.items()
    ]  # fmt: skip
    return conform("lsoa_indicators", stack(rows))


def inequity(
    rows: pd.DataFrame | None = None, study_area: StudyArea = STUDY_AREA, clusters: pd.DataFrame | None = None
) -> pd.DataFrame:
    none = empty("ward_clusters") if clusters is None else clusters
    table = ward_inequity(study_area, wards(), indicators() if rows is None else rows, lsoas(), none)
    return validate("ward_inequity", table).set_index("ward_code")


def test_gaps_are_the_distance_from_the_line():
    table = inequity()
    assert table[f"{RATE}_expected"].to_list() == pytest.approx(list(1 + SCORES / 10))
    assert table[f"{RATE}_gap"].to_list() == pytest.approx([0.5, -0.5] * 6)
    assert table[f"{RATE}_value"].to_list() == pytest.approx(list(RATES))
    assert (table[f"{RATE}_gap_lower"] < table[f"{RATE}_gap"]).all()


def test_what_derives_from_deprivation_has_no_gap():
    modelled = made("inactive_adults_modelled_pct", "2024/25", np.arange(12.0))
    table = inequity(indicators(modelled))
    assert not [name for name in table.columns if name.startswith(("inactive", "iod")) and not name.endswith("_z")]


def test_only_indicators_with_a_gradient_that_is_not_circular_are_eligible_each_in_its_longest_span():
    rows = indicators(
        made(RATE, "2019", RATES), made("inactive_adults_modelled_pct", "2024/25", np.arange(12.0)),
        made("travel_to_work_bus_pct", "2021", np.arange(12.0)),
    )  # fmt: skip
    assert eligible_indicators(rows) == {RATE: "2010 to 2019", "travel_to_work_bus_pct": "2021"}


def test_deciles_and_scores_of_wards():
    table = inequity()
    # twelve wards in pairs of rank 1, 3, ... 11 from the most deprived: floor(11 - ceil((13 - rank) / 1.2))
    assert table["imd_decile_study_area"].to_list() == [9, 9, 7, 7, 6, 6, 4, 4, 2, 2, 1, 1]
    assert table["imd_score"].to_list() == SCORES.tolist()


def test_the_national_decile_is_that_of_lsoas_with_such_a_score():
    # lowest scores: 55 in decile 1, 35 in decile 2, 15 in decile 5
    score = pd.Series([60.0, 55, 54, 35, 20, 3, np.nan])
    assert national_decile(score, lsoas()).fillna(0).to_list() == [1, 1, 2, 2, 5, 5, 0]


def test_residents_are_whole_and_their_rounded_total_is_kept():
    residents = inequity()["residents"]
    assert residents.sum() == round(12 * 1000.4)
    assert set(residents) == {1000, 1001}


def test_the_rank_follows_the_mean_of_the_z_scores():
    table = inequity()
    z = [(values - values.mean()) / values.std() for values in (SCORES, RATES)]
    assert table[f"{SCORE}_z"].to_list() == pytest.approx(list(z[0]))
    assert table["priority_score"].to_list() == pytest.approx(list((z[0] + z[1]) / 2))
    assert table["priority_rank"].idxmin() == WARDS[10]  # of the two most deprived wards the one above the line
    assert sorted(table["priority_rank"]) == list(range(1, 13))
    assert (table["priority_rank_lower"] <= table["priority_rank"]).all()
    assert (table["priority_rank"] <= table["priority_rank_upper"]).all()


def test_components_without_limits_are_said_to_be_held_fixed():
    assert inequity()["flags"].str.contains(f"without the uncertainty of {SCORE} ").all()


def test_a_ward_missing_a_component_is_not_ranked_and_says_so():
    rows = indicators()
    is_one = (rows["indicator"] == RATE) & (rows["area_code"] == WARDS[3])
    table = inequity(rows.assign(value=rows["value"].mask(is_one)))
    assert np.isnan(table.loc[WARDS[3], "priority_rank"])
    assert "not ranked: a component is missing" in table.loc[WARDS[3], "flags"]
    assert np.isnan(table.loc[WARDS[3], f"{RATE}_gap"])
    assert sorted(table["priority_rank"].dropna()) == list(range(1, 12))


def test_a_component_whose_source_is_missing_is_named_in_the_flags():
    table = inequity(indicators().query("indicator != @RATE"))
    assert table["flags"].str.contains(RATE).all()


def test_an_unknown_priority_component_is_refused_by_name():
    misspelt = STUDY_AREA.model_copy(update={"priority": Priority(components=(SCORE, "road_casualtys_per_1000"))})
    with pytest.raises(EvengroundError, match="road_casualtys_per_1000"):
        inequity(study_area=misspelt)


def test_too_few_wards_have_no_gaps(toytown, results):
    table = ward_inequity(
        toytown.study_area,
        results["wards"],
        results["ward_indicators"],
        results["lsoa_indicators"],
        results["ward_clusters"],
    )
    assert table[f"{RATE}_gap"].isna().all()
    assert table[f"{RATE}_value"].notna().all()
    assert table["priority_rank"].notna().all()


def test_toytowns_wards_stand_in_england_and_carry_their_flags(toytown, results):
    table = ward_inequity(
        toytown.study_area,
        results["wards"],
        results["ward_indicators"],
        results["lsoa_indicators"],
        results["ward_clusters"],
    )
    table = validate("ward_inequity", table).set_index("ward_name")
    # scores 36.25, 16.7, 23.9 and 10; lowest scores of deciles 1, 2, 3, 5, 9: 40, 30, 25, 20, 10
    assert table["imd_decile_national"].to_dict() == {"Alder": 2, "Birch": 9, "Cedar": 5, "Dock": 9}
    assert table["imd_decile_study_area"].isna().all()  # four wards have no tenths
    assert table["residents"].to_dict() == {"Alder": 1600, "Birch": 2400, "Cedar": 4500, "Dock": 500}
    is_flagged = table["flags"].str.contains("no LSOA by ONS best fit")
    assert is_flagged.to_dict() == {"Alder": False, "Birch": False, "Cedar": False, "Dock": True}


def test_until_every_authority_is_there_nothing_is_compared(toytown, results):
    wards_there = results["wards"].query("local_authority_code == 'E06999001'")
    rows = results["ward_indicators"][results["ward_indicators"]["area_code"].isin(wards_there["ward_code"])]
    table = ward_inequity(toytown.study_area, wards_there, rows, results["lsoa_indicators"], results["ward_clusters"])
    table = validate("ward_inequity", table)
    assert table["flags"].str.contains("not ranked: 1 of 2 authorities computed").all()
    compared = [
        "imd_decile_study_area",
        "priority_score",
        "priority_rank",
        "priority_rank_lower",
        "priority_rank_upper",
    ]
    assert table[compared].isna().all(axis=None)
    assert table["imd_score"].notna().all()


def test_a_ward_smaller_than_a_cell_is_flagged():
    rows = indicators()
    is_one = (rows["indicator"] == RATE) & (rows["area_code"] == WARDS[0])
    words = "residents are not the people on the road by day; unreliable: the area is smaller than one 500 m cell; 95 %"
    table = inequity(rows.assign(note=rows["note"].mask(is_one, words)))
    assert "unreliable: the area is smaller than one 500 m cell" in table.loc[WARDS[0], "flags"]
    assert "day" not in table.loc[WARDS[0], "flags"]
    assert not table.loc[WARDS[1:], "flags"].str.contains("unreliable").any()


def clustered(*clusters: str) -> pd.DataFrame:
    """Return rows of `ward_clusters`, one per ward in order, with these words."""
    shared = {"indicator": RATE, "period": "2010 to 2019", "unit": "", "kind": "computed", "source": "", "note": ""}
    rows = [{**shared, "area_code": code, "cluster": words} for code, words in zip(WARDS, clusters, strict=False)]
    columns = empty("ward_clusters").columns
    return conform("ward_clusters", pd.DataFrame(rows).reindex(columns=columns))


def test_a_ward_says_which_cluster_it_lies_in():
    column = inequity(clusters=clustered("high among high", "not significant", "not computed"))["cluster"]
    assert column[WARDS[0]] == "high among high: Road casualties per 1,000 residents a year"
    assert column[WARDS[1]] == "none"
    assert column[WARDS[2]] == "not computed"
    assert column[WARDS[3]] == "not computed"
