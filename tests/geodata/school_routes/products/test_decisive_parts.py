"""Which parts of a school's walks are listed, and in which order."""

import json

import pandas as pd

from geodata.school_routes.products.decisive_parts import worst_parts


def _parts(n: int) -> pd.DataFrame:
    named = pd.DataFrame({"part_id": [f"w{number}.0.0" for number in range(n)]})
    return named.assign(kind="street", side="", name=None, ref=None, osm_way_id=range(n), osm_version=None)


def _ratings(verdicts: list[str]) -> pd.DataFrame:
    ids = pd.Index([f"w{number}.0.0" for number in range(len(verdicts))], name="part_id")
    return pd.DataFrame({"verdict": verdicts, "deciding_factor": "footway_and_flow", "threshold": "in words"}, ids)


def _listed(verdicts: list[str], pupils: list[float]) -> list[int]:
    parts = _parts(len(verdicts))
    use = pd.DataFrame({"school_id": "A", "part_id": parts["part_id"], "pupils": pupils})
    made = worst_parts(use, parts, _ratings(verdicts))
    return [part["osm_way_id"] for part in json.loads(made["A"])] if len(made) else []


def test_most_pupils_first_and_of_equals_the_unavailable():
    assert _listed(["undetermined", "unavailable", "undetermined"], [5.0, 5.0, 9.0]) == [2, 1, 0]


def test_five_at_most():
    assert _listed(["unavailable"] * 7, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]) == [6, 5, 4, 3, 2]


def test_available_parts_and_parts_that_nobody_uses_are_left_out():
    assert _listed(["available", "undetermined", "unavailable"], [9.0, 0.0, 1.0]) == [2]
    assert _listed(["available"], [9.0]) == []
