"""Which parts of a school's walks are listed, in which order, and what is told once."""

import json

import pandas as pd

from geodata.school_routes.products.decisive_parts import missing_crossings, worst_parts


def _parts(n: int) -> pd.DataFrame:
    named = pd.DataFrame({"part_id": [f"w{number}.0.0" for number in range(n)]})
    return named.assign(
        kind="street", side="", name=None, ref=None, osm_way_id=range(n), osm_version=None, length_m=100.0
    )


def _ratings(verdicts: list[str]) -> pd.DataFrame:
    ids = pd.Index([f"w{number}.0.0" for number in range(len(verdicts))], name="part_id")
    return pd.DataFrame({"verdict": verdicts, "deciding_factor": "footway_and_flow", "threshold": "in words"}, ids)


def _use(pupils: list[float], unavailable: list[float] | None = None) -> pd.DataFrame:
    use = pd.DataFrame({"part_id": [f"w{number}.0.0" for number in range(len(pupils))], "pupils": pupils})
    return use.assign(school_id="A", pupils_undetermined=0.0, pupils_unavailable=unavailable or 0.0)


def _listed(verdicts: list[str], pupils: list[float], unavailable: list[float] | None = None) -> list[int]:
    made = worst_parts(_use(pupils, unavailable), _parts(len(verdicts)), _ratings(verdicts))
    return [part["osm_way_id"] for part in json.loads(made["A"])] if len(made) else []


def test_what_bars_pupils_without_a_route_comes_first():
    verdicts = ["undetermined", "unavailable", "unavailable"]
    assert _listed(verdicts, [50.0, 30.0, 5.0], [4.0, 0.0, 4.0]) == [2, 0, 1]


def test_most_pupils_first_and_of_equals_the_unavailable():
    assert _listed(["undetermined", "unavailable", "undetermined"], [5.0, 5.0, 9.0]) == [2, 1, 0]


def test_five_at_most():
    assert _listed(["unavailable"] * 7, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]) == [6, 5, 4, 3, 2]


def test_available_parts_and_parts_that_nobody_uses_are_left_out():
    assert _listed(["available", "undetermined", "unavailable"], [9.0, 0.0, 1.0]) == [2]
    assert _listed(["available"], [9.0]) == []


def test_pieces_of_one_way_that_fail_alike_are_told_once():
    verdicts = ["unavailable", "unavailable", "undetermined"]
    made = worst_parts(_use([5.0, 9.0, 9.0]), _parts(3).assign(osm_way_id=7), _ratings(verdicts))
    whole, other = json.loads(made["A"])
    assert (whole["part_id"], whole["metres"], whole["pupils"]) == ("w1.0.0", 200, 9)
    assert (other["verdict"], other["metres"]) == ("undetermined", 100)


def test_a_missing_crossing_counts_all_arms_of_its_node():
    use = pd.DataFrame({"school_id": "A", "part_id": ["x1", "x2", "x3"], "pupils": [5.0, 3.0, 9.0]})
    places = pd.DataFrame({"part_id": ["x1", "x2", "x3"], "node_id": [1.0, 1.0, 2.0]}).assign(
        is_missing=[True, False, False], may_be_missing=[False, False, True],
        verdict=["unavailable", "unavailable", "undetermined"],
        name="High Street", ref=None, osm_way_id=1, osm_version=3.0, deciding_factor="gaps_in_traffic",
        threshold="in words", pupils=1.0, detour_m=None,
    )  # fmt: skip
    first, second = json.loads(missing_crossings(use, places)["A"])
    assert (first["part_id"], first["verdict"], first["pupils"]) == ("x1", "unavailable", 8)
    assert (second["part_id"], second["verdict"], second["pupils"]) == ("x3", "undetermined", 9)
