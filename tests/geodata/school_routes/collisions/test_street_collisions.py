"""Table `street_collisions`: counted once, null where nothing is known, the same in any order."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.schemas import empty, validate
from geodata.school_routes.collisions.streets import street_collisions

SPOT = st.tuples(st.floats(-60, 260), st.floats(-120, 120))
SOURCES = {name: empty(name) for name in ("source_casualties", "source_vehicles", "pupil_flows")}


def _table(parts, collisions, casualties=SOURCES["source_casualties"], flows=SOURCES["pupil_flows"], **options):
    made = street_collisions(parts, collisions, casualties, SOURCES["source_vehicles"], flows, **options)
    return validate("street_collisions", made).set_index("place_id")


@pytest.fixture
def flows(parts):
    return pd.DataFrame(
        {"part_id": parts["part_id"], "walkers_baseline": 100.0 * (parts["part_id"] != "w2.0.0").astype(float)}
    )


def test_counts_rates_and_exposure_of_a_small_place(parts, collisions, casualties, flows):
    made = _table(
        parts,
        collisions((50, 2), (60, 2), (201, 30), (999, 999), year=[2021, 2024, 2025, 2025]),
        casualties("20251", "20252", "20252", "elsewhere"),
        flows,
    )
    assert made["collisions"].to_dict() == {"w1.0.0": 2, "w2.0.0": 0, "w3.0.0": 1, "x7": 1}
    assert made["child_pedestrians"].to_dict() == {"w1.0.0": 1, "w2.0.0": 0, "w3.0.0": 2, "x7": 2}
    assert made["period"].unique().tolist() == ["2021 to 2025"]
    assert made["exposure"].to_dict() == pytest.approx({"w1.0.0": 0.6, "w2.0.0": 0.6, "w3.0.0": 0.6, "x7": 3})
    assert made.loc["w3.0.0", "pedestrian_rate"] == pytest.approx(1 / 0.6)  # one collision, two hurt
    assert made.loc["w1.0.0", "child_rate"] == pytest.approx(1 / (100 * 0.2 * 380 * 3 / 1e6))
    assert made["severity_basis"].to_dict() == {
        "w1.0.0": "as reported", "w2.0.0": "", "w3.0.0": "as reported", "x7": "as reported",
    }  # fmt: skip
    assert "1 of 4 collisions lie more than 20 m from any street" in made["note"].iloc[0]
    assert made["education_collisions"].isna().all()


def test_no_collision_without_pupils_is_no_evidence_rather_than_none(parts, collisions, casualties, flows):
    made = _table(parts, collisions((50, 2)), casualties("20250"), flows)
    assert made.loc["w2.0.0", "child_pedestrians"] == 0
    assert made.loc["w2.0.0", ["child_rate", "child_smoothed", "child_lower", "child_ratio"]].isna().all()
    assert made.loc["w3.0.0", "child_smoothed"] == 0


def test_without_casualties_or_flows_collisions_are_still_counted(parts, collisions):
    made = _table(parts, collisions((50, 2)))
    assert made["collisions"].sum() == 1
    unknown = ["pedestrians", "ksi_child_pedestrians", "pedestrian_smoothed", "pupil_exposure", "child_rate"]
    assert made[unknown].isna().all(axis=None)
    assert set(made["severity_basis"]) == {""}


def test_only_the_latest_years_count(parts, collisions):
    made = _table(parts, collisions((50, 2), (50, 3), year=[2019, 2025]), years=5)
    assert made["collisions"].sum() == 1
    assert made["n_years"].unique().tolist() == [1]


def test_adjusted_severity_is_named_where_given(parts, collisions, casualties):
    made = _table(
        parts,
        collisions((50, 2), (60, 2), (201, 30)),
        casualties("20250", "20251", "20252", adjusted_serious=[0.5, None, 0.25]),
    )
    assert made.loc[["w1.0.0", "w3.0.0"], "severity_basis"].tolist() == ["partly adjusted", "adjusted"]
    assert made.loc[["w1.0.0", "w3.0.0"], "ksi_child_pedestrians"].tolist() == [0.5, 0.25]


def test_streets_outside_the_study_area_have_no_rates_and_weigh_in_no_class(parts, collisions, casualties, flows):
    outside = parts.assign(local_authority_code=parts["local_authority_code"].where(parts["edge_id"] != "w3.0.0"))
    table = collisions((50, 2), (201, 60))
    made = _table(outside, table.iloc[:1], casualties("20250"), flows)
    assert made.loc["w3.0.0", ["collisions", "child_pedestrians", "pedestrian_rate", "child_rate"]].isna().all()
    assert "not read" in made.loc["w3.0.0", "note"]
    met = _table(outside, table, casualties("20251"), flows)
    assert met.loc["w3.0.0", ["collisions", "child_pedestrians"]].tolist() == [1, 1]
    assert np.isnan(met.loc["w3.0.0", "pedestrian_smoothed"])


@pytest.mark.parametrize("missing", ["parts", "collisions"])
def test_without_parts_or_collisions_the_table_is_empty(parts, collisions, missing):
    own = empty("route_parts") if missing == "parts" else parts
    table = empty("source_collisions") if missing == "collisions" else collisions((50, 2))
    assert _table(own, table).empty


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spots=st.lists(SPOT, min_size=1, max_size=10))
def test_no_collision_is_lost_or_counted_twice(parts, collisions, casualties, spots):
    table = collisions(*spots)
    hurt = casualties(*table["collision_id"])
    made = _table(parts, table, hurt)
    east, north = np.array(spots).T
    # the nearest of street, path and main road, as the crow flies
    to_west_east = np.hypot(np.maximum(np.maximum(-east, east - 200), 0), np.minimum(abs(north), abs(north - 12)))
    to_main = np.hypot(east - 200, np.maximum(abs(north) - 100, 0))
    near = np.minimum(to_west_east, to_main) <= 20
    streets = made[made["place"] == "street"]
    assert streets["collisions"].sum() == near.sum() == streets["pedestrians"].sum()
    crossing = (np.hypot(east - 200, north) <= 50).sum()
    assert made.loc["x7", "collisions"] == crossing
    again = _table(parts.iloc[::-1], table.iloc[::-1], hurt.iloc[::-1])
    pd.testing.assert_frame_equal(pd.DataFrame(again), pd.DataFrame(made))
