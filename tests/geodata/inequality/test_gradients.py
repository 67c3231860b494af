"""Table `inequality`: fifty LSOAs whose groups lie on a line, and everything that must not be computed."""

import numpy as np
import pandas as pd
import pytest

from geodata.indicators.rows import indicator_rows, stack
from geodata.inequality.gradients import inequality, with_study_area
from geodata.schemas import conform, empty, validate

AREA = "E06999001"
WALK, MODELLED = "travel_to_work_walk_or_cycle_pct", "inactive_adults_modelled_pct"
MEASURES = {
    "slope_index_of_inequality",
    "relative_index_of_inequality",
    "absolute_concentration_index",
    "relative_concentration_index",
}


def table(n: int, *others: tuple[str, np.ndarray], people=100.0, period: str = "2021") -> pd.DataFrame:
    """Return `n` LSOAs, the first the most deprived, each with as many people, and the numerators of other figures."""
    codes = pd.Series([f"E01{999000 + place}" for place in range(n)])
    score = indicator_rows(
        "iod2025_imd_score", codes, "2025", value=pd.Series(np.arange(n, 0, -1.0)), denominator=people, kind="measured",
        source="deprivation_2025",
    )  # fmt: skip
    figures = [
        indicator_rows(
            name, codes, period, numerator=pd.Series(above, dtype=float), denominator=people,
            kind="modelled" if "modelled" in name else "measured", source="travel_to_work",
        )
        for name, above in others
    ]  # fmt: skip
    return conform("lsoa_indicators", stack([score, *figures]))


def by_measure(rows: pd.DataFrame, indicator: str) -> pd.DataFrame:
    validate("authority_inequality", rows)
    own = rows[rows["indicator"] == indicator].set_index("measure")
    assert set(own.index) == MEASURES
    return own


# ten groups of five; of each group's hundreds 30, 28, ... 12 walk, on the line 31 - 20 x rank
LINE = np.repeat(np.arange(30.0, 10, -2), 5)


def test_groups_on_a_line_give_its_slope():
    own = by_measure(inequality(table(50, (WALK, LINE)), AREA, "local_authority"), WALK)
    slope = own.loc["slope_index_of_inequality"]
    assert slope["value"] == pytest.approx(-20)
    assert (slope["lower_cl"], slope["upper_cl"]) == pytest.approx((-20, -20))
    assert slope["n_groups"] == 10
    assert slope["note"] == "higher in the most deprived, by 20 percentage points"
    assert own.loc["relative_index_of_inequality", "value"] == pytest.approx(11 / 31)
    assert own["unit"].to_dict() | {"slope_index_of_inequality": ""} == {
        "slope_index_of_inequality": "",
        "relative_index_of_inequality": "ratio",
        "absolute_concentration_index": slope["unit"],
        "relative_concentration_index": "index (-1 to 1)",
    }


def test_rows_say_where_they_come_from():
    own = by_measure(inequality(table(50, (WALK, LINE)), AREA, "local_authority"), WALK)
    assert set(own["kind"]) == {"computed"}
    assert set(own["source"]) == {"travel_to_work+deprivation_2025"}
    assert set(own["stratifier"]) == {"deprivation (IMD 2025)"}
    assert set(own["confidence"]) == {0.95}
    assert set(zip(own["area_code"], own["area_level"], strict=True)) == {(AREA, "local_authority")}


def test_the_gradient_turned_round_changes_its_sign():
    rows = inequality(table(50, (WALK, LINE[::-1])), AREA, "local_authority")
    slope = by_measure(rows, WALK).loc["slope_index_of_inequality"]
    assert slope["value"] == pytest.approx(20)
    assert slope["note"] == "higher in the least deprived, by 20 percentage points"


def test_lsoas_are_ranked_by_their_score_and_not_by_their_place_in_the_table():
    lsoas = table(50, (WALK, LINE))
    pd.testing.assert_frame_equal(
        inequality(lsoas.sample(frac=1, random_state=3), AREA, "local_authority"),
        inequality(lsoas, AREA, "local_authority"),
    )


@pytest.mark.parametrize(("lsoas", "groups"), [(50, 10), (49, 5), (25, 5)])
def test_fewer_lsoas_make_five_groups(lsoas, groups):
    rows = by_measure(inequality(table(lsoas, (WALK, np.arange(lsoas) + 1)), AREA, "local_authority"), WALK)
    assert set(rows["n_groups"]) == {groups}
    assert rows["value"].notna().all()


def test_too_few_lsoas_are_refused_with_the_reason():
    rows = by_measure(inequality(table(24, (WALK, np.arange(24))), AREA, "local_authority"), WALK)
    assert rows["value"].isna().all()
    assert set(rows["n_groups"]) == {0}
    assert rows["note"].str.startswith("not computed: 24 areas do not fill 5 population groups").all()


@pytest.mark.parametrize("lsoas", [24, 50])
@pytest.mark.parametrize("indicator", [MODELLED, "iod2025_imd_score"])
def test_what_derives_from_deprivation_is_not_compared_with_it(lsoas, indicator):
    rows = inequality(table(lsoas, (MODELLED, np.arange(lsoas))), AREA, "local_authority")
    own = by_measure(rows, indicator)
    assert own[["value", "lower_cl", "upper_cl"]].isna().all(axis=None)
    assert own["note"].str.startswith("not computed: circular").all()
    assert set(own["n_groups"]) == {0}


def test_synthetic_figures_make_synthetic_measures():
    lsoas = table(50, (WALK, LINE)).assign(kind="synthetic")
    assert set(inequality(lsoas, AREA, "local_authority")["kind"]) == {"synthetic"}


def test_modelled_activity_stays_modelled():
    rows = inequality(table(50, (MODELLED, LINE)), AREA, "local_authority")
    assert set(by_measure(rows, MODELLED)["kind"]) == {"modelled"}


@pytest.mark.parametrize("leave", ["null", "no row"])
def test_one_lsoa_without_a_value_is_not_left_out_in_silence(leave):
    lsoas = table(50, (WALK, LINE))
    is_one = (lsoas["indicator"] == WALK) & (lsoas["area_code"] == "E01999007")
    gap = lsoas[~is_one] if leave == "no row" else lsoas.assign(numerator=lsoas["numerator"].mask(is_one))
    rows = by_measure(inequality(gap, AREA, "local_authority"), WALK)
    assert rows["value"].isna().all()
    assert set(rows["note"]) == {"not computed: 1 LSOA(s) without a value"}


@pytest.mark.parametrize("indicator", [WALK, "iod2025_imd_score"])
def test_an_lsoa_without_people_known_gives_the_reason_and_does_not_stop_the_run(indicator):
    lsoas = table(50, (WALK, LINE))
    is_one = (lsoas["indicator"] == indicator) & (lsoas["area_code"] == "E01999007")
    gap = lsoas.assign(denominator=lsoas["denominator"].mask(is_one))
    rows = by_measure(inequality(gap, AREA, "local_authority"), WALK)
    assert rows["value"].isna().all()
    assert rows["note"].str.startswith("not computed").all()


def test_periods_have_rows_of_their_own():
    both = pd.concat(
        [table(50, (WALK, LINE)), table(50, (WALK, LINE[::-1]), period="2031").query("indicator == @WALK")]
    )
    slopes = inequality(both, AREA, "local_authority").query(
        "measure == 'slope_index_of_inequality' and indicator == @WALK"
    )
    assert slopes.set_index("period")["value"].to_dict() == pytest.approx({"2021": -20, "2031": 20})


def test_toytowns_authorities_are_too_small_for_a_gradient(authority_inequality):
    own = authority_inequality.query("indicator == @WALK")
    assert set(own["area_code"]) == {AREA, "E06999002"}
    assert own["value"].isna().all()
    assert own["note"].str.startswith("not computed: 4 areas").all()


def test_the_study_area_waits_for_all_its_authorities(toytown, results, authority_inequality):
    easton = authority_inequality.query("area_code == @AREA")
    waiting = with_study_area(toytown.study_area, results["lsoa_indicators"], easton)
    assert set(waiting["area_code"]) == {AREA}
    whole = validate(
        "inequality", with_study_area(toytown.study_area, results["lsoa_indicators"], authority_inequality)
    )
    assert whole.groupby("area_level")["area_code"].nunique().to_dict() == {"local_authority": 2, "study_area": 1}
    assert whole.query("area_code == 'toytown' and indicator == @WALK")["note"].str.contains("8 areas").all()


def test_the_study_area_is_grouped_anew_over_all_its_lsoas(toytown):
    lsoas = table(50, (WALK, LINE))
    halves = [inequality(lsoas, code, "local_authority") for code in toytown.study_area.codes]
    whole = with_study_area(toytown.study_area, lsoas, pd.concat(halves)).query("area_level == 'study_area'")
    slope = whole.query("indicator == @WALK and measure == 'slope_index_of_inequality'")
    assert slope["value"].to_list() == pytest.approx([-20])


def test_no_authority_computed_is_no_row(toytown):
    assert with_study_area(toytown.study_area, empty("lsoa_indicators"), empty("authority_inequality")).empty
