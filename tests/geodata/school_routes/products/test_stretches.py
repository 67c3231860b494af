"""Which failing parts are one stretch, by hand, and who walks along it."""

import pandas as pd

from geodata.school_routes.products.part_ratings import part_ratings
from geodata.school_routes.products.stretch_walks import stretch_walks
from geodata.school_routes.products.stretches import stretches

ALIKE = {"kind": "side", "side": "left", "name": "High Street", "ref": "B1", "osm_way_id": 1, "node_id": None}


def _parts(*rows: tuple[str, int, int], **changed: list) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["part_id", "u", "v"]).assign(**(ALIKE | changed))


def _ratings(parts: pd.DataFrame, **changed: list) -> pd.DataFrame:
    found = {"rating_likely": 3.0, "verdict": "unavailable", "deciding_factor": "footway_and_flow"}
    return parts[["part_id"]].assign(**(found | changed)).set_index("part_id")


def test_neighbours_that_fail_alike_are_one_stretch_whatever_way_they_are_mapped_as():
    parts = _parts(("a", 0, 1), ("b", 1, 2), ("c", 3, 4), osm_way_id=[1, 2, 3])
    assert stretches(parts, _ratings(parts)).to_dict() == {"a": "a", "b": "a", "c": "c"}


def test_another_name_side_reason_or_verdict_is_another_stretch():
    parts = _parts(("a", 0, 1), ("b", 1, 2))
    apart = {"a": "a", "b": "b"}
    assert stretches(parts.assign(name=["High Street", "Low Street"]), _ratings(parts)).to_dict() == apart
    assert stretches(parts.assign(side=["left", "right"]), _ratings(parts)).to_dict() == apart
    assert stretches(parts, _ratings(parts, deciding_factor=["surface", "step_off"])).to_dict() == apart
    assert stretches(parts, _ratings(parts, verdict=["unavailable", "undetermined"])).to_dict() == apart


def test_parts_that_pass_are_in_no_stretch():
    parts = _parts(("a", 0, 1), ("b", 1, 2), ("c", 2, 3))
    assert stretches(parts, _ratings(parts, rating_likely=[3.0, 2.0, 3.0])).to_dict() == {"a": "a", "c": "c"}
    assert stretches(parts, _ratings(parts, rating_likely=2.0)).empty


def test_without_a_name_the_number_and_without_that_the_way_holds_a_stretch_together():
    parts = _parts(("a", 0, 1), ("b", 1, 2), name=None, osm_way_id=[1, 2])
    assert stretches(parts, _ratings(parts)).to_dict() == {"a": "a", "b": "a"}
    assert stretches(parts.assign(ref=None), _ratings(parts)).to_dict() == {"a": "a", "b": "b"}


def test_arms_that_join_the_same_two_places_are_one_crossing():
    crossings = {"kind": "crossing", "side": "", "node_id": 9.0, "osm_way_id": [1, 2, 3]}
    parts = _parts(("x1", 5, 6), ("x2", 6, 5), ("x3", 6, 7), **crossings)
    assert stretches(parts, _ratings(parts)).to_dict() == {"x1": "x1", "x2": "x1", "x3": "x3"}


def test_who_waits_at_each_stretch_of_toytown(toytown):
    rated = part_ratings(toytown.edge_ratings, toytown.crossing_ratings, "rsgb_walked_route")
    walks = stretch_walks(toytown.graph, toytown.pupil_routes, stretches(toytown.parts, rated))
    # all 24 south of High Street would cross at Mill Lane; four of them walk along its south side before
    assert walks[["stretch", "pupils_affected", "pupils_waiting"]].to_numpy().tolist() == [
        ["x2.w1.0.0.v", 24.0, 24.0],
        ["w1.0.0.right", 4.0, 4.0],
    ]
    assert walks["schools"].to_list() == ["A|C", "A"]
