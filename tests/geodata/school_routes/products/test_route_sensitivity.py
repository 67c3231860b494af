"""Cliffs: where a small step of an assumption moves much."""

from math import nan

import pandas as pd

from geodata.schemas import validate
from geodata.school_routes.products.sensitivity import Assumption, Outcome, route_sensitivity

RULESET = "ate_route_check"


def _steps(values: dict[float, tuple[float, float]], default: float) -> pd.DataFrame:
    def outcome(_assumption: str, value: float) -> Outcome:
        settled, strict = values[value]
        return Outcome(settled, strict, 100.0, 10.0, 0.0)

    assumption = Assumption("low_vph", "vehicles an hour", tuple(values), default)
    return validate("route_sensitivity", route_sensitivity(outcome, [assumption], RULESET))


def test_values_rise_and_the_default_is_tried_once():
    made = _steps({300.0: (80.0, 60.0), 200.0: (80.0, 60.0)}, default=300.0)
    assert made["value"].to_list() == [200.0, 300.0]
    assert made["is_default"].to_list() == [False, True]


def test_ten_points_are_a_cliff_and_less_is_none():
    made = _steps({1.0: (80.0, 60.0), 2.0: (70.1, 60.0), 3.0: (70.1, 50.1), 4.0: (60.1, 50.0)}, default=1.0)
    assert made["is_cliff"].to_list() == [False, False, False, True]
    assert made["note"].to_list() == [
        "",
        "",
        "",
        "4 instead of 3 vehicles an hour: settled 70.1 to 60.1 %, strict 50.1 to 50.0 %",
    ]


def test_either_share_makes_a_cliff_upwards_too():
    made = _steps({1.0: (80.0, 10.0), 2.0: (80.0, 88.0)}, default=1.0)
    assert made["note"].iloc[1] == "2 instead of 1 vehicles an hour: settled 80.0 to 80.0 %, strict 10.0 to 88.0 %"


def test_crossings_that_become_unavailable_are_a_cliff_and_are_named_only_where_they_move():
    outcomes = {0.0: Outcome(80.0, 60.0, 100.0, 9.0, 17.2), 0.1: Outcome(80.0, 60.0, 100.0, 9.0, 51.8)}
    assumption = Assumption("speed_over_limit", "mph faster", (0.1,), 0.0)
    made = route_sensitivity(lambda _, value: outcomes[value], [assumption], RULESET)
    assert made["ruleset"].to_list() == [RULESET] * 2
    assert made["unavailable_crossings_pct"].to_list() == [17.2, 51.8]
    assert made["is_cliff"].to_list() == [False, True]
    assert made["note"].iloc[1] == (
        "0.1 instead of 0 mph faster: settled 80.0 to 80.0 %, strict 60.0 to 60.0 %, "
        "unavailable crossings 17.2 to 51.8 %"
    )


def test_what_is_not_known_is_no_cliff():
    made = _steps({1.0: (80.0, nan), 2.0: (60.0, nan), 3.0: (59.0, 50.0)}, default=1.0)
    assert made["is_cliff"].to_list() == [False, True, False]
    assert made["note"].iloc[1] == "2 instead of 1 vehicles an hour: settled 80.0 to 60.0 %"


def test_each_assumption_stands_alone():
    assumptions = [Assumption("b", "m", (1.0,), 1.0), Assumption("a", "m", (1.0,), 1.0)]
    made = route_sensitivity(
        lambda name, _: Outcome(0.0 if name == "a" else 99.0, 0.0, 0.0, 0.0, 0.0), assumptions, RULESET
    )
    assert made["assumption"].to_list() == ["b", "a"]
    assert not made["is_cliff"].any()


def test_no_assumptions_no_rows():
    assert validate(
        "route_sensitivity", route_sensitivity(lambda *_: Outcome(0.0, 0.0, 0.0, 0.0, 0.0), [], RULESET)
    ).empty
