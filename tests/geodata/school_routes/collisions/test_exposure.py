"""Pupils' walking at streets and crossings."""

import pandas as pd
import pytest

from geodata.school_routes.collisions.exposure import pupil_exposure


def test_sides_and_arms_are_added_and_unused_parts_have_none(parts):
    flows = pd.DataFrame(
        {
            "part_id": ["w3.0.0.left", "w3.0.0.right", "x7.w3.0.0.u", "x7.w4.0.0.v"],
            "walkers_baseline": [10.0, 30.0, 5.0, 1.0],
        }
    )
    exposure = pupil_exposure(parts, flows, 2)
    assert exposure["w3.0.0"] == pytest.approx(40 * 0.2 * 380 * 2 / 1e6)
    assert exposure["x7"] == pytest.approx(6 * 380 * 2 / 1e6)
    assert exposure["w1.0.0"] == 0


def test_where_a_count_is_withheld_nothing_is_known(parts):
    flows = pd.DataFrame({"part_id": ["w3.0.0.left", "w3.0.0.right"], "walkers_baseline": [10.0, None]})
    assert pd.isna(pupil_exposure(parts, flows, 2)["w3.0.0"])


def test_without_flows_nothing_is_known(parts):
    assert pupil_exposure(parts, pd.DataFrame({"part_id": [], "walkers_baseline": []}), 5).empty
