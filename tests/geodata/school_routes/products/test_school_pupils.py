"""Pupils by verdict and their walks, by hand; verdicts add up whatever the walks are."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.schemas.school_routes import PUPIL_VERDICTS
from geodata.school_routes.products.school_pupils import (
    VERDICTS,
    most_deprived_fifth_pct,
    pupils_by_verdict,
    walks_to_school,
)


def test_pupils_by_verdict(toytown):
    made = pupils_by_verdict(toytown.pupil_routes)
    # A: home 2 has a route, homes 1 and 3 perhaps, homes 4 and 5 none
    assert made.loc["A", ["pupils", *VERDICTS]].to_list() == [38.0, 20.0, 14.0, 4.0, 0.0]
    assert made.loc["C", ["pupils", *VERDICTS]].to_list() == [6.0, 0.0, 6.0, 0.0, 0.0]


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(PUPIL_VERDICTS), st.floats(0, 1e3)), min_size=1))
def test_verdicts_add_up_to_pupils(rows):
    frame = pd.DataFrame(rows, columns=["school_id", "verdict", "pupils"]).assign(
        likely_verdict="available",
        low_income_verdict="available",
        unconditional_m=1.0,
        limit_m=1.0,
        age_group="5_to_7",
        shortest_m=1.0,
        low_income_pupils=0.0,
        unit="pupils",
    )
    made = pupils_by_verdict(frame)
    assert (made[list(VERDICTS)].sum(axis=1) == made["pupils"]).all()
    assert made["pupils"].sum() == pytest.approx(frame["pupils"].sum())


def test_low_income_pupils_between_two_and_three_miles(toytown):
    routes = toytown.pupil_routes
    is_third = routes["home_id"] == 3  # the only one of 8 to 10, one of four of low income
    for metres, expected in [(3218.0, 0.0), (3219.0, 1.0), (4828.0, 1.0), (4829.0, 0.0)]:
        moved = routes.assign(shortest_m=routes["shortest_m"].mask(is_third, metres))
        assert pupils_by_verdict(moved).loc["A", "low_income_pupils_2_to_3_miles"] == expected


def test_pupils_of_low_income_by_the_verdict_that_holds_for_them(toytown):
    made = pupils_by_verdict(toytown.pupil_routes)  # a quarter of 14 and of 4, and of 6
    assert made["low_income_pupils_undetermined"].to_dict() == {"A": 3.5, "C": 1.5}
    assert made["low_income_pupils_unavailable"].to_dict() == {"A": 1.0, "C": 0.0}


def test_low_income_pupils_are_missing_where_nobody_knows_them(toytown):
    unknown = toytown.pupil_routes.assign(low_income_pupils=float("nan"))
    assert pupils_by_verdict(unknown).loc["A", "low_income_pupils_2_to_3_miles"] == 0  # nobody lives so far away
    far = unknown.assign(shortest_m=4000.0)
    assert pupils_by_verdict(far)["low_income_pupils_2_to_3_miles"].isna().to_dict() == {"A": True, "C": False}
    streets = toytown.pupil_routes.assign(unit="street metres")
    assert pupils_by_verdict(streets)["low_income_pupils_2_to_3_miles"].isna().all()


def test_walks_to_school(toytown):
    made = walks_to_school(toytown.pupil_routes)
    # of 38 pupils 20 walk 135 m and 10 walk 142.3 m; only the 20 are known to have a route, which is the shortest walk
    assert made.loc["A", "median_shortest_m"] == 135.0
    assert made.loc["A", ["median_available_m", "detour"]].to_list() == [135.0, 1.0]
    assert made.loc["C", ["median_available_m", "detour"]].isna().all()
    # home 1: 20 m of High Street (30 mph) and 100 m of Mill Lane (20 to 30); home 2: 120; home 3: 20 and 300;
    # homes 4 and 5: 350 and 20 m of High Street
    assert made.loc["A", "over_20_m_lo"] == pytest.approx((10 * 20 + 20 * 120 + 4 * 20 + 4 * 370) / 38)
    assert made.loc["A", "over_20_m_hi"] == pytest.approx((10 * 120 + 20 * 120 + 4 * 320 + 4 * 370) / 38)
    assert made.loc["A", "over_30_m_hi"] == 0


def test_a_detour_is_the_mean_of_available_over_shortest(toytown):
    routes = toytown.pupil_routes.assign(verdict="available")
    routes["strict_m"] = 2 * routes["shortest_m"].mask(routes["home_id"] == 2, 0.5 * routes["shortest_m"])
    # 20 pupils of A walk no further, 18 twice as far
    assert walks_to_school(routes).loc["A", "detour"] == pytest.approx((20 * 1 + 18 * 2) / 38)


def test_deprivation_of_those_without_a_route(toytown):
    made = most_deprived_fifth_pct(toytown.pupil_routes, toytown.homes, toytown.imd_deciles)
    # 3 pupils in an LSOA of decile 2, 1 in one of decile 6; school C has nobody without a route
    assert made["A"] == 75.0
    assert pd.isna(made["C"])
    unknown = toytown.imd_deciles.iloc[:0]
    assert most_deprived_fifth_pct(toytown.pupil_routes, toytown.homes, unknown).isna().all()
