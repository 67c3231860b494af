"""The indicator tables of Toytown at all levels, by hand."""

import numpy as np
import pandas as pd
import pytest

from geodata.indicators.definitions import indicator_list
from geodata.indicators.levels import local_authority_indicators
from geodata.schemas import empty

EASTON, WESTON, ENGLAND, NHS = "E06999001", "E06999002", "E92000001", "E54999001"
ALDER, BIRCH, CEDAR, DOCK = (f"E0599900{n}" for n in range(1, 5))
TABLES = ("lsoa_indicators", "ward_indicators", "local_authority_indicators")
OPTIONAL = [
    "deprivation_2019", "deprivation_2019_lad", "population_by_age", "adult_activity", "child_activity",
    "walking_cycling", "travel_to_work", "collisions_raster", "lsoa_2011_2021_lookup",
]  # fmt: skip


def values(rows: pd.DataFrame, indicator: str, period: str, column: str = "value") -> dict[str, float]:
    return rows[(rows["indicator"] == indicator) & (rows["period"] == period)].set_index("area_code")[column].to_dict()


@pytest.mark.parametrize("name", TABLES)
def test_one_row_per_area_indicator_and_period(results, name):
    assert not results[name].duplicated(["area_code", "indicator", "period"]).any()


@pytest.mark.parametrize("name", TABLES)
def test_units_are_those_of_the_list_and_limits_hold_their_values(results, name):
    rows = results[name]
    assert (rows["unit"] == rows["indicator"].map({key: i.unit for key, i in indicator_list().items()})).all()
    known = rows.dropna(subset=["lower_cl", "upper_cl"])
    assert len(known) > 0
    assert (known["lower_cl"] <= known["value"]).all()
    assert (known["value"] <= known["upper_cl"]).all()


def test_ward_residents_follow_the_postcodes_and_stand_beside_best_fit(results):
    rows = results["ward_indicators"]
    assert values(rows, "residents", "2021") == pytest.approx({ALDER: 1600, BIRCH: 2400, CEDAR: 4500, DOCK: 500})
    best_fit = values(rows, "residents", "2021", "value_best_fit")
    assert best_fit == pytest.approx({ALDER: 1800, BIRCH: 2200, CEDAR: 5000, DOCK: np.nan}, nan_ok=True)


def test_ward_scores_are_means_over_residents(results):
    scores = values(results["ward_indicators"], "iod2025_imd_score", "2025")
    assert scores == pytest.approx(
        {
            ALDER: (40 * 1000 + 30 * 600) / 1600,
            BIRCH: (30 * 200 + 20 * 1200 + 10 * 1000) / 2400,
            CEDAR: (50 * 1000 + 20 * 1500 + 25 * 500 + 10 * 1500) / 4500,
            DOCK: 10,
        }
    )
    best_fit = values(results["ward_indicators"], "iod2025_imd_score", "2025", "value_best_fit")
    assert best_fit[ALDER] == pytest.approx((40 * 1000 + 30 * 800) / 1800)


def test_wards_and_the_study_area_have_neither_rank_nor_decile(results):
    wards = results["ward_indicators"]["indicator"]
    authorities = results["local_authority_indicators"].query("area_level in ['study_area', 'nhs_area']")["indicator"]
    for indicators in (wards, authorities):
        assert not [name for name in indicators if indicator_list()[name].aggregate == "none"]


def test_share_of_residents_in_the_most_deprived_tenth_and_fifth(results):
    rows = results["ward_indicators"]
    name = "iod2025_imd_pct_residents_most_deprived_{}0pct"
    tenth, fifth = (values(rows, name.format(n), "2025") for n in (1, 2))
    assert tenth == pytest.approx({ALDER: 62.5, BIRCH: 0, CEDAR: 100 * 1000 / 4500, DOCK: 0})
    assert fifth == pytest.approx({ALDER: 100, BIRCH: 100 * 200 / 2400, CEDAR: 100 * 1000 / 4500, DOCK: 0})


def test_casualties_of_wards_come_from_the_grid_and_not_from_the_lsoas(results):
    counts = values(results["ward_indicators"], "road_casualties", "2018")
    # the cell over Alder and Birch in halves; of the one over Birch and Cedar three tenths lie in Birch
    assert counts == pytest.approx({ALDER: 8 + 3, BIRCH: 3 + 3, CEDAR: 7, DOCK: 0})
    rates = values(results["ward_indicators"], "road_casualties_per_1000", "2018 to 2019")
    assert rates[ALDER] == pytest.approx(1000 * 12 / (1600 * 2))


@pytest.mark.parametrize(
    ("indicator", "period", "easton", "weston"),
    [
        ("residents", "2021", 4000, 5000),
        ("residents", "mid-2020", 1080, 1350),
        ("residents_age_5_16", "mid-2020", 200, 250),
        ("residents_age_19_plus", "mid-2020", 800, 1000),
        ("travel_to_work_walk_or_cycle_pct", "2021", 30, 30),
        ("road_casualties", "2018 to 2019", 19, 11),
        ("iod2025_imd_average_score", "2025", 24.5, 22.5),
        # on the 2011 LSOAs, as published
        ("iod2019_imd_average_score", "2019", (40 * 900 + 20 * 1800 + 10 * 900) / 3600, (20 + 18 + 20 + 30 + 10) / 4),
        (
            "iod2019_imd_average_rank",
            "2019",
            20_000,
            (400 * 31845 + 600 * 25845 + 1000 * (20845 + 25745 + 8845)) / 4000,
        ),
        ("iod2019_imd_pct_lsoas_most_deprived_10pct", "2019", 100 / 3, 20),
        ("iod2019_imd_rank_of_average_score", "2019", 100, 101),
        ("inactive_adults", "2024/25", 24, 30),
        ("cycling_travel_at_least_once_per_week", "2021", 6.5, 4),
    ],
)
def test_figures_of_the_authorities(results, indicator, period, easton, weston):
    found = values(results["local_authority_indicators"], indicator, period)
    assert (found[EASTON], found[WESTON]) == pytest.approx((easton, weston))


def test_counts_are_the_same_at_every_level(results):
    sums = {}
    for name, level in [("lsoa_indicators", None), ("ward_indicators", None), ("authority_indicators", None),
                        ("local_authority_indicators", "study_area")]:  # fmt: skip
        rows = results[name] if level is None else results[name].query("area_level == @level")
        sums[name] = [
            rows.query("indicator == 'residents' and period == @p")["value"].sum() for p in ("2021", "mid-2020")
        ]
        sums[name] += [rows.query("indicator == 'road_casualties' and period == '2018 to 2019'")["value"].sum()]
    for totals in sums.values():
        assert totals == pytest.approx([9000, 2430, 30], abs=1e-6)


def test_the_study_area_its_nhs_area_and_england_are_ordinary_rows(results):
    rows = results["local_authority_indicators"]
    assert rows.groupby("area_level")["area_code"].unique().map(list).to_dict() == {
        "local_authority": [EASTON, WESTON], "study_area": ["toytown"], "nhs_area": [NHS], "country": [ENGLAND],
    }  # fmt: skip
    scores = values(rows, "iod2025_imd_average_score", "2025")
    assert scores["toytown"] == pytest.approx((24.5 * 4000 + 22.5 * 5000) / 9000)
    assert scores[NHS] == scores["toytown"]
    assert values(rows, "inactive_adults", "2024/25")["toytown"] == pytest.approx(100 * 492 / 1800)


def test_the_study_area_has_no_rows_until_every_authority_is_there(toytown, results):
    easton = results["authority_indicators"].query("area_code == @EASTON")
    rows = local_authority_indicators(toytown.study_area, easton, results["survey_indicators"])
    assert set(rows["area_code"]) == {EASTON, ENGLAND}


def test_a_survey_of_which_one_authority_has_no_figure_gives_none_for_the_whole(results):
    found = values(results["local_authority_indicators"], "active_children", "2024/25")
    assert set(found) == {EASTON, WESTON, ENGLAND}
    assert np.isnan(found[WESTON])


def test_measured_activity_never_appears_below_authority_level(results):
    for name in ("lsoa_indicators", "ward_indicators"):
        rows = results[name]
        assert not set(rows["indicator"]) & {"active_adults", "inactive_adults", "active_children"}
        activity = rows[rows["source"].str.contains("adult_activity")]
        assert set(activity["kind"]) == {"modelled"}
        assert activity["indicator"].str.contains("modelled").all()


def test_modelled_activity_of_wards_means_the_authoritys_rate(results):
    rows = results["ward_indicators"].query("indicator == 'inactive_adults_modelled_pct'").set_index("area_code")
    for wards, rate in (([ALDER, BIRCH], 24), ([CEDAR, DOCK], 30)):
        own = rows.loc[wards]
        assert np.average(own["value"], weights=own["denominator"]) == pytest.approx(rate)


def test_the_kind_of_a_figure_follows_how_it_came_about(results):
    kinds = {name: results[name].groupby("indicator")["kind"].unique().map(list) for name in TABLES}
    assert kinds["lsoa_indicators"]["iod2025_imd_score"] == ["measured"]
    assert kinds["lsoa_indicators"]["iod2019_imd_score"] == ["computed"]
    assert kinds["ward_indicators"]["residents"] == ["computed"]
    assert kinds["local_authority_indicators"]["active_children"] == ["measured"]
    own = results["local_authority_indicators"].query("indicator == 'inactive_adults'")
    assert own.groupby("area_level")["kind"].unique().map(list).to_dict() == {
        "local_authority": ["measured"], "country": ["measured"], "study_area": ["computed"], "nhs_area": ["computed"],
    }  # fmt: skip


def test_in_a_synthetic_study_area_every_figure_says_so(toytown, with_sources):
    made = with_sources(toytown.study_area.model_copy(update={"is_synthetic": True}))
    for name in TABLES:
        assert set(made[name]["kind"]) == {"synthetic"}, name


def test_a_ward_without_people_has_no_value_and_says_why(toytown, with_sources, figure):
    made = with_sources(toytown.study_area.model_copy(update={"apportionment": "best_fit"}))["ward_indicators"]
    for indicator, period in [("residents", "2021"), ("iod2025_imd_score", "2025")]:
        row = figure(made, DOCK, indicator, period)
        assert np.isnan(row["value"])
        assert row["note"] == "no people are assigned to this ward"
    assert figure(made, DOCK, "road_casualties", "2019")["value"] == 4
    assert np.isnan(figure(made, DOCK, "road_casualties_per_1000", "2019")["value"])
    assert figure(made, ALDER, "residents", "2021")["value"] == 1800


@pytest.mark.parametrize("key", OPTIONAL)
def test_a_missing_optional_source_leaves_its_figures_out_and_keeps_the_others(results, with_sources, key):
    made = with_sources(**{key: empty(f"source_{key}")})
    for name in TABLES:
        before, after = results[name], made[name]
        assert not after["source"].str.split("+").map(lambda keys: key in keys).any()
        kept = before[before["indicator"].isin(["residents", "iod2025_imd_score"]) & (before["period"] != "mid-2020")]
        pd.testing.assert_frame_equal(
            after.merge(kept[["area_code", "indicator", "period"]]), kept.reset_index(drop=True), check_like=True
        )
    assert len(made["local_authority_indicators"]) < len(results["local_authority_indicators"])


def test_an_lsoa_missing_in_the_census_makes_its_ward_missing_and_never_smaller(toytown, with_sources, figure):
    people = toytown["population"].query("lsoa_code != 'E01999006'")
    made = with_sources(population=people, lsoa_2011_2021_lookup=empty("source_lsoa_2011_2021_lookup"))
    assert np.isnan(figure(made["ward_indicators"], CEDAR, "residents", "2021")["value"])
    assert np.isnan(figure(made["local_authority_indicators"], WESTON, "residents", "2021")["value"])
    assert np.isnan(figure(made["local_authority_indicators"], "toytown", "residents", "2021")["value"])


def test_an_lsoa_missing_in_travel_to_work_makes_its_ward_missing(toytown, with_sources, figure):
    travel = toytown["travel_to_work"].query("lsoa_code != 'E01999001'")
    made = with_sources(travel_to_work=travel)["ward_indicators"]
    assert np.isnan(figure(made, ALDER, "travel_to_work_on_foot_pct", "2021")["value"])
    assert figure(made, BIRCH, "travel_to_work_on_foot_pct", "2021")["value"] == pytest.approx(20)


def test_authorities_weighted_in_two_ways_do_not_give_the_study_area_two_halves(toytown, with_sources, figure):
    table = toytown["deprivation_2025"]
    own = table["local_authority_code"] == EASTON  # the publisher's denominators for Easton only
    made = with_sources(deprivation_2025=table.assign(population=table["population"].where(~own, 1000.0)))
    row = figure(made["local_authority_indicators"], "toytown", "iod2025_imd_average_score", "2025")
    assert row["denominator"] == 9000
