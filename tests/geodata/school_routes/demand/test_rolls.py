"""Rolls that nobody states."""

import pandas as pd

from geodata.school_routes.demand.rolls import assumed_rolls


def _schools(*rows: tuple[float | None, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["pupils", "phase", "serves"]).astype({"pupils": float})


def test_a_phase_without_a_known_roll_has_the_mean_of_all() -> None:
    rolls = assumed_rolls(_schools((200, "primary", "5_to_7"), (400, "primary", "5_to_7"), (None, "secondary", "any")))
    assert rolls.loc[2].tolist() == [300.0, 300.0]


def test_a_nursery_and_a_sixth_form_say_nothing_of_other_rolls() -> None:
    rolls = assumed_rolls(_schools((200, "primary", "5_to_7"), (2000, "16 plus", ""), (None, "primary", "5_to_7")))
    assert rolls["equal"].tolist() == [200.0, 2000.0, 200.0]


def test_where_no_roll_is_known_all_are_alike() -> None:
    rolls = assumed_rolls(_schools((None, "primary", "5_to_7"), (None, "secondary", "11_to_15"), (90, "nursery", "")))
    assert rolls.loc[[0, 1]].to_numpy().tolist() == [[1.0, 1.0], [1.0, 1.0]]


def test_a_roll_of_0_is_known() -> None:
    assert assumed_rolls(_schools((0, "primary", "5_to_7"), (10, "primary", "5_to_7")))["equal"].tolist() == [0.0, 10.0]
