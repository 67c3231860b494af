"""What was planted in the demo borough comes out of readers, indicators and inequality again."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geodata import apportionment, boundaries, lsoa_changes
from geodata.demo import planted, write_demo_sources
from geodata.indicators import casualties, levels
from geodata.indicators.rows import select
from geodata.readers import load_source
from geodata.schemas import empty
from geodata.strata.groups_table import inequality_groups
from geodata.strata.measured import inequality
from geodata.study_area import load_study_area

FAIRBROOK = "E06999001"
LSOAS_2021, LSOAS_2011 = ("lsoa_ward_lookup", "lsoa_code"), ("lsoa_2011_2021_lookup", "lsoa_2011_code")
KEYS = {
    "lsoa_ward_lookup": None, "lsoa_2011_2021_lookup": LSOAS_2021, "wards": None, "lsoas": LSOAS_2021,
    "postcodes": None, "population": LSOAS_2021, "population_by_age": LSOAS_2011, "deprivation_2025": LSOAS_2021,
    "deprivation_2019": LSOAS_2011, "travel_to_work": LSOAS_2021, "adult_activity": None, "collisions_raster": None,
    "rural_urban": LSOAS_2021,
}  # fmt: skip


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """Return the sources of the demo borough as read, and its tables by LSOA and ward."""
    folder: Path = tmp_path_factory.mktemp("demo") / "sources"
    write_demo_sources(folder)
    study_area = load_study_area("demo")
    made: dict[str, pd.DataFrame] = {}
    for key, reference in KEYS.items():
        codes = frozenset(made[reference[0]][reference[1]]) if reference else None
        made[key] = load_source(key, folder, study_area, codes)
    lsoas = boundaries.lsoas(made["lsoas"], made["lsoa_ward_lookup"], FAIRBROOK)
    wards = boundaries.wards(made["wards"], FAIRBROOK)
    made["lsoa_indicators"] = levels.lsoa_indicators(
        study_area, FAIRBROOK, lsoas=lsoas,
        lsoa_changes=lsoa_changes.lsoa_changes(made["lsoa_2011_2021_lookup"], made["population"], lsoas),
        deprivation_2025=made["deprivation_2025"], deprivation_2019=made["deprivation_2019"],
        people=made["population"], people_by_age=made["population_by_age"], travel_to_work=made["travel_to_work"],
        adult_activity=made["adult_activity"],
        lsoa_casualties=casualties.casualties_by_area(made["collisions_raster"], made["lsoas"], "lsoa_code"),
        lsoa_access=empty("lsoa_access"), lsoa_route_safety=empty("lsoa_route_safety"),
        network_measures=empty("network_measures"),
    )  # fmt: skip
    made["ward_indicators"] = levels.ward_indicators(
        study_area, wards=wards, lsoa_indicators=made["lsoa_indicators"],
        lsoa_ward_weights=apportionment.lsoa_ward_weights(lsoas, wards, made["postcodes"], study_area.apportionment),
        ward_casualties=casualties.casualties_by_area(made["collisions_raster"], made["wards"], "ward_code"),
        cells=made["collisions_raster"],
        ward_access=empty("ward_access"), ward_route_safety=empty("ward_route_safety"),
        network_measures=empty("network_measures"),
    )  # fmt: skip
    made["inequality_groups"] = inequality_groups(
        study_area, lsoas, made["lsoa_indicators"], empty("local_authority_indicators"), made["adult_activity"],
        made["rural_urban"],
    )  # fmt: skip
    made["inequality"] = inequality(made["inequality_groups"])
    return made


def measured(
    borough, indicator: str, measure: str, period: str | None = None, area: str = FAIRBROOK, over: str = "deprivation"
) -> pd.Series:
    rows = select(borough["inequality"], indicator, period)
    rows = rows[(rows["measure"] == measure) & (rows["area_code"] == area) & (rows["stratifier"] == over)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_the_slope_of_walking_and_cycling_to_work_is_recovered_in_per_cent(borough):
    row = measured(borough, "travel_to_work_walk_or_cycle_pct", "slope_index_of_inequality")
    assert row["value"] == pytest.approx(
        100 * planted.WALK_OR_CYCLE_SLOPE, abs=100 * planted.WALK_OR_CYCLE_SLOPE_TOLERANCE
    )
    assert row["upper_cl"] < 0
    assert row["n_groups"] == 10
    assert row["note"].startswith("higher in the most deprived, by")


def test_the_ratio_of_its_ends_is_recovered_too(borough):
    row = measured(borough, "travel_to_work_walk_or_cycle_pct", "relative_index_of_inequality")
    least = planted.WALK_OR_CYCLE_INTERCEPT + planted.WALK_OR_CYCLE_SLOPE
    assert row["value"] == pytest.approx(least / planted.WALK_OR_CYCLE_INTERCEPT, abs=0.08)


def test_casualties_are_higher_where_people_are_more_deprived(borough):
    periods = select(borough["inequality"], "road_casualties_per_1000")["period"]
    row = measured(borough, "road_casualties_per_1000", "slope_index_of_inequality", max(periods, key=len))
    assert row["value"] < 0


def test_englands_published_tenths_give_the_planted_slope(borough):
    # 33 to 15 % in equal steps over tenths: a line through their middles goes on half a step beyond the outer ones
    row = measured(borough, "inactive_adults", "slope_index_of_inequality", area="E92000001")
    most, least = planted.ENGLAND_INACTIVE_PCT
    assert row["value"] == pytest.approx((least - most) * 10 / 9, abs=0.01)
    assert row["upper_cl"] < 0


def test_englands_age_bands_show_inactivity_rising_with_age(borough):
    row = measured(borough, "inactive_adults", "ratio", area="E92000001", over="age")
    assert row["value"] > 2
    assert "times as high in 85+ yrs as in" in row["note"]


def test_modelled_inactivity_follows_englands_planted_gradient_up_to_one_factor(borough):
    rows = borough["lsoa_indicators"]
    modelled = select(rows, "inactive_adults_modelled_pct").set_index("area_code")
    decile = select(rows, "iod2025_imd_decile").set_index("area_code")["value"].reindex(modelled.index)
    england = planted.decile_pct(planted.ENGLAND_INACTIVE_PCT, decile)
    assert len(modelled) == 120
    assert decile.nunique() > 5
    factor = modelled["value"] / england
    assert factor.to_list() == pytest.approx([factor.iloc[0]] * len(factor))
    assert factor.iloc[0] == pytest.approx(1, abs=0.25)


def test_the_factor_makes_the_adults_mean_the_boroughs_measured_rate(borough):
    modelled = select(borough["lsoa_indicators"], "inactive_adults_modelled_pct")
    survey = borough["adult_activity"].query(
        "indicator_id == '93015' and area_code == @FAIRBROOK and period == '2024/25' and category_type == ''"
    )
    assert np.average(modelled["value"], weights=modelled["denominator"]) == pytest.approx(survey["value"].iloc[0])


def test_modelled_inactivity_is_not_compared_with_the_deprivation_it_is_made_from(borough):
    for measure in ("slope_index_of_inequality", "relative_concentration_index"):
        row = measured(borough, "inactive_adults_modelled_pct", measure)
        assert np.isnan(row["value"])
        assert row["note"].startswith("not computed: circular")


def test_people_are_conserved_from_lsoas_to_wards(borough):
    lsoas, wards = (
        select(borough[name], "residents", "2021")["value"] for name in ("lsoa_indicators", "ward_indicators")
    )
    assert wards.sum() == pytest.approx(lsoas.sum(), abs=1e-6)


@pytest.mark.parametrize("name", ["lsoa_indicators", "ward_indicators", "inequality"])
def test_every_figure_says_that_it_is_synthetic(borough, name):
    assert len(borough[name]) > 50
    assert set(borough[name]["kind"]) == {"synthetic"}
