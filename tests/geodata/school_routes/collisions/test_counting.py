"""Counts of one collision."""

import pandas as pd
import pytest

from geodata.school_routes.collisions.counting import collision_counts, is_school_time, latest_years

NO_VEHICLES = pd.DataFrame({"collision_id": pd.Series(dtype="string")})


def test_pedestrians_children_and_severity_are_counted_by_collision(collisions, casualties):
    hurt = casualties(
        "20250", "20250", "20250", "20251",
        age=[15.0, 16.0, None, 7.0], road_user=["pedestrian"] * 3 + ["cyclist"],
        severity=["fatal", "slight", "serious", "serious"], adjusted_serious=[None, 0.25, None, 0.5],
        pedestrian_location=["on a crossing", "footway or verge", None, None],
    )  # fmt: skip
    first, second = collision_counts(collisions((0, 0), (9, 9)), hurt, NO_VEHICLES).to_dict("records")
    assert {name: first[name] for name in first if name.startswith(("pedestrian", "child", "ksi_p", "ksi_ch"))} == {
        "pedestrians": 3, "pedestrians_crossing": 1, "pedestrians_of_unknown_age": 1, "child_pedestrians": 1,
        "child_cyclists": 0, "ksi_pedestrians": 2.25, "ksi_child_pedestrians": 1, "pedestrian_collisions": 1,
        "child_pedestrian_collisions": 1,
    }  # fmt: skip
    assert first["adjusted_pedestrians"] == 1
    assert (second["pedestrians"], second["child_cyclists"], second["ksi_pedestrians"]) == (0, 1, 0)


def test_without_a_file_nothing_is_said(collisions, casualties):
    table = collisions((0, 0), pedestrian_crossing=None)
    (counts,) = collision_counts(table, casualties(), NO_VEHICLES).to_dict("records")
    untold = {name for name, value in counts.items() if pd.isna(value)}
    told = {"collisions", "ksi_collisions", "school_time_collisions"}
    assert set(counts) - untold == told


def test_school_journeys_and_facilities_are_counted(collisions, casualties):
    table = collisions((0, 0), (9, 9), pedestrian_crossing=["zebra", None])
    counts = collision_counts(table, casualties("20250"), pd.DataFrame({"collision_id": ["20251", "20251"]}))
    assert counts["education_collisions"].tolist() == [0, 1]
    assert counts["facility_collisions"].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("date", "time", "expected"),
    [
        ("2025-03-03", "07:30", True), ("2025-03-03", "07:29", False), ("2025-03-07", "17:00", True),
        ("2025-03-08", "08:00", False), ("2025-03-03", "12:00", False), ("2025-03-03", None, False),
    ],
)  # fmt: skip
def test_school_time_is_on_weekdays_around_lessons(collisions, date, time, expected):
    assert is_school_time(collisions((0, 0), date=date, time=time)).tolist() == [expected]


def test_children_in_school_time_are_counted_apart(collisions, casualties):
    table = collisions((0, 0), (9, 9), time=["08:30", "20:30"])
    counts = collision_counts(table, casualties("20250", "20251"), NO_VEHICLES)
    assert counts["school_time_child_pedestrians"].tolist() == [1, 0]
    assert counts["child_pedestrians"].tolist() == [1, 1]


def test_the_latest_years_are_calendar_years(collisions):
    table = collisions((0, 0), (1, 1), (2, 2), year=[2019, 2020, 2024])
    assert latest_years(table, 5)["year"].tolist() == [2020, 2024]
