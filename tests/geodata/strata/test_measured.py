"""Table `inequality`: fifty LSOAs whose groups lie on a line, and everything that must not be computed."""

import numpy as np
import pandas as pd
import pytest

from geodata.indicators.definitions import indicator_list, stratified_by
from geodata.schemas import empty
from geodata.strata.definitions import measure_list
from geodata.strata.measured import inequality
from geodata.strata.registry import MEASURES

WALK, MODELLED = "travel_to_work_walk_or_cycle_pct", "inactive_adults_modelled_pct"
LINE = np.repeat(np.arange(30.0, 10, -2), 5)  # on the line 31 - 20 x rank


def test_groups_on_a_line_give_its_slope(lsoa_rows, measured_in):
    own = measured_in(lsoa_rows(50, (WALK, LINE)), WALK)
    slope = own.loc["slope_index_of_inequality"]
    assert slope["value"] == pytest.approx(-20)
    assert slope["n_groups"] == 10
    assert slope["note"] == "higher in the most deprived, by 20 percentage points"
    assert own.loc["relative_index_of_inequality", "value"] == pytest.approx(11 / 31)
    assert own["unit"].to_dict() == {
        "slope_index_of_inequality": indicator_list()[WALK].unit,
        "relative_index_of_inequality": "ratio",
        "absolute_concentration_index": indicator_list()[WALK].unit,
        "relative_concentration_index": "index (-1 to 1)",
    }


def test_its_limits_are_those_of_the_counts(lsoa_rows, measured_in):
    slope = measured_in(lsoa_rows(50, (WALK, LINE)), WALK).loc["slope_index_of_inequality"]
    # ten groups of 500 people, weights (R - 1/2) / 8.25 of the groups; errors about sqrt(p (1 - p) / 500)
    centred = np.arange(-4.5, 5) / 10
    shares = np.arange(30, 10, -2) / 100
    error = 100 * np.sqrt(((centred / (centred**2).sum()) ** 2 * shares * (1 - shares) / 500).sum())
    assert (slope["upper_cl"] - slope["lower_cl"]) / 2 == pytest.approx(1.96 * error, rel=0.01)
    assert "own errors" in slope["method"]


def test_groups_off_the_line_have_wider_limits_and_a_warning(lsoa_rows, measured_in):
    bent = LINE + np.repeat([0, 12, -8, 5, -9, 12, -3, 0, 6, 0], 5)
    straight, off = (
        measured_in(lsoa_rows(50, (WALK, line)), WALK).loc["slope_index_of_inequality"] for line in (LINE, bent)
    )
    assert off["upper_cl"] - off["lower_cl"] > 2 * (straight["upper_cl"] - straight["lower_cl"])
    assert "do not lie on a line" in off["note"]
    assert "do not lie on a line" not in straight["note"]


def test_the_gradient_turned_round_changes_its_sign(lsoa_rows, measured_in):
    slope = measured_in(lsoa_rows(50, (WALK, LINE[::-1])), WALK).loc["slope_index_of_inequality"]
    assert slope["value"] == pytest.approx(20)
    assert slope["note"] == "higher in the least deprived, by 20 percentage points"


@pytest.mark.parametrize("indicator", [MODELLED, "iod2025_imd_score"])
def test_what_derives_from_deprivation_is_answered_with_the_reason(lsoa_rows, measured_in, indicator):
    own = measured_in(lsoa_rows(50, (MODELLED, LINE)), indicator)
    assert own[["value", "lower_cl", "upper_cl"]].isna().all(axis=None)
    assert own["note"].str.startswith("not computed: circular").all()
    assert set(own["n_groups"]) == {0}


@pytest.mark.parametrize("leave", ["null", "no row"])
def test_one_lsoa_without_a_value_is_not_left_out_in_silence(lsoa_rows, measured_in, leave):
    lsoas = lsoa_rows(50, (WALK, LINE))
    is_one = (lsoas["indicator"] == WALK) & (lsoas["area_code"] == "E01999007")
    gap = lsoas[~is_one] if leave == "no row" else lsoas.assign(numerator=lsoas["numerator"].mask(is_one))
    own = measured_in(gap, WALK)
    assert own["value"].isna().all()
    assert set(own["note"]) == {"not computed: no value for 1 of 10 groups (tenth 2)"}


def test_periods_have_rows_of_their_own(lsoa_rows, groups_of):
    later = lsoa_rows(50, (WALK, LINE[::-1]), period="2031").query("indicator == @WALK")
    rows = inequality(groups_of(pd.concat([lsoa_rows(50, (WALK, LINE)), later])))
    slopes = rows.query("measure == 'slope_index_of_inequality' and indicator == @WALK")
    assert slopes.set_index("period")["value"].to_dict() == pytest.approx({"2021": -20, "2031": 20})


@pytest.mark.parametrize(("kind", "indicator"), [("synthetic", WALK), ("modelled", MODELLED), ("computed", WALK)])
def test_the_kind_of_the_figures_stays(lsoa_rows, measured_in, kind, indicator):
    lsoas = lsoa_rows(50, (indicator, LINE))
    marked = lsoas.assign(kind="synthetic") if kind == "synthetic" else lsoas
    assert set(measured_in(marked, indicator)["kind"]) == {kind}


def test_rural_and_urban_are_named(lsoa_rows, measured_in):
    codes = [f"E01{999000 + place}" for place in range(50)]
    sides = pd.DataFrame({"lsoa_code": codes, "rural_urban": ["rural"] * 10 + ["urban"] * 40})
    own = measured_in(lsoa_rows(50, (WALK, LINE)), WALK, rural_urban=sides).query("stratifier == 'rural_urban'")
    assert own.loc["difference", "value"] == pytest.approx(10)
    assert own.loc["difference", "note"] == "10 percentage points more in rural than in urban"
    assert own.loc["ratio", "value"] == pytest.approx(29 / 19)


def test_toytowns_authorities_differ(results):
    own = results["inequality"].query("stratifier == 'local_authority' and indicator == 'inactive_adults'")
    latest = own[own["period"] == "2024/25"].set_index("measure")
    assert latest.loc["difference", "value"] == 6
    assert latest.loc["difference", "note"].startswith("6 percentage points more in Weston than in Easton")
    assert latest.loc["index_of_disparity", "note"].startswith("not computed: the measure needs at least 3 groups")


def test_authorities_without_a_value_are_named(results):
    own = results["inequality"].query("stratifier == 'local_authority' and indicator == 'active_children'")
    assert set(own["note"]) == {"not computed: no value for 1 of 2 groups (Weston)"}
    assert set(own["n_groups"]) == {0}


def test_rows_do_not_depend_on_each_other(lsoa_rows, groups_of):
    groups = groups_of(lsoa_rows(50, (WALK, LINE), ("travel_to_work_bus_pct", LINE[::-1] / 3)))
    whole = inequality(groups)
    alone = inequality(groups[groups["indicator"] == WALK])
    pd.testing.assert_frame_equal(whole[whole["indicator"] == WALK].reset_index(drop=True), alone)


def test_every_declared_measure_is_computed_and_described():
    declared = {name for i in indicator_list().values() for over in i.stratifiers for name in i.measures_over(over)}
    assert declared <= set(MEASURES)
    assert set(MEASURES) <= set(measure_list())
    assert stratified_by("deprivation")


def test_no_groups_are_no_rows():
    assert inequality(empty("inequality_groups")).empty
