"""Phases of schools."""

import pandas as pd
import pytest

from geodata.school_routes.demand.phases import school_phases


def _phase(
    registered: str, name: str | None, low: float | None, high: float | None, *, is_by_placement: bool = False
) -> tuple[str, str]:
    school = pd.DataFrame(
        {
            "registered": pd.Series([registered], dtype="string"),
            "name": pd.Series([name], dtype="string"),
            "low_age": pd.Series([low], dtype=float),
            "high_age": pd.Series([high], dtype=float),
            "is_by_placement": [is_by_placement],
        }
    )
    found = school_phases(school).loc[0]
    return found["phase"], found["phase_from"]


@pytest.mark.parametrize(
    ("registered", "name", "ages", "phase"),
    [
        ("Primary", "Hill School", (4, 11), ("primary", "register")),
        ("primary", "Hill School", (4, 7), ("infant", "register")),
        ("primary", "Hill School", (7, 11), ("junior", "register")),
        ("primary", "Hill First School", (4, 9), ("primary", "register")),
        ("primary", "Hill Infant School", (None, None), ("infant", "register")),
        ("primary", "Hill Junior School", (None, None), ("junior", "register")),
        ("primary", "Hill Junior and Infant School", (None, None), ("primary", "register")),
        ("primary", "Infant Jesus Primary School", (4, 11), ("primary", "register")),
        ("middle deemed secondary", "Hill School", (9, 13), ("middle", "register")),
        ("not applicable", "Hill School", (3, 18), ("all-through", "ages")),
        ("not applicable", "Hill Preparatory School", (2, 13), ("primary", "ages")),
        ("school", "Hill High School", (None, None), ("secondary", "name")),
        ("school", "Hill Nursery", (None, None), ("nursery", "name")),
        ("school", "Hill Primary School and Nursery", (None, None), ("primary", "name")),
        ("school", "Hill Academy", (None, None), ("school", "")),
        ("school", "High Street School", (None, None), ("school", "")),
        ("school", None, (None, None), ("school", "")),
    ],
)
def test_phase_is_by_the_register_then_ages_then_name(
    registered: str, name: str | None, ages: tuple[float | None, float | None], phase: tuple[str, str]
) -> None:
    assert _phase(registered, name, *ages) == phase


def test_a_school_by_placement_is_special_whatever_its_ages() -> None:
    assert _phase("not applicable", "Hill Lodge", 4, 16, is_by_placement=True) == ("special", "register")
