"""Years of age that schools teach."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.school_routes.demand.ages import served_groups, share_of_roll, taught_ages
from geodata.school_routes.statutory import AGE_GROUPS


def _school(low: float | None, high: float | None, phase: str = "school") -> pd.DataFrame:
    return pd.DataFrame({"low_age": [low], "high_age": [high], "phase": [phase]})


@pytest.mark.parametrize(
    ("low", "high", "phase", "served"),
    [
        (4, 7, "infant", "5_to_7"),
        (7, 11, "junior", "8_to_10"),
        (3, 11, "primary", "5_to_7|8_to_10"),
        (11, 18, "secondary", "11_to_15"),
        (4, 18, "all-through", "5_to_7|8_to_10|11_to_15"),
        (9, 13, "middle", "8_to_10"),
        (13, 18, "secondary", "11_to_15"),
        (14, 19, "secondary", ""),
        (14, 18, "16 plus", ""),
        (2, 5, "nursery", ""),
        (None, None, "infant", "5_to_7"),
        (None, None, "secondary", "11_to_15"),
        (None, None, "school", ""),
        (None, None, "special", ""),
        (0, 0, "primary", "5_to_7|8_to_10"),
    ],
)
def test_served_groups_follow_own_ages_and_else_those_usual_in_the_phase(
    low: float | None, high: float | None, phase: str, served: str
) -> None:
    assert served_groups(taught_ages(_school(low, high, phase))).tolist() == [served]


@given(low=st.integers(2, 17), years=st.integers(1, 16))
def test_shares_of_a_roll_add_up_to_its_years_between_5_and_15(low: int, years: int) -> None:
    ages = taught_ages(_school(low, low + years))
    of_school_age = sum(5 <= age <= 15 for age in range(low, low + years))
    assert sum(share_of_roll(ages, group)[0] for group in AGE_GROUPS) == pytest.approx(of_school_age / years)
