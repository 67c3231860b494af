"""Priorities of Toytown, by hand, and ranks over scenarios."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from geodata.schemas import empty, validate
from geodata.school_routes.products.priority_ranks import Gains, rank_interval
from geodata.school_routes.products.route_priorities import route_priorities
from geodata.school_routes.routes.graph import RouteGraph

RULESET = "rsgb_walked_route"


def _made(toytown, equity_weight="none", **changed):
    names = ["graph", "parts", "edge_ratings", "crossing_ratings", "pupil_routes", "homes", "imd_deciles"]
    given = [changed.get(name, getattr(toytown, name)) for name in names]
    made = route_priorities(*given, ruleset=RULESET, equity_weight=equity_weight, kind="computed")
    return validate("route_priorities", made).set_index("part_id")


def test_the_crossing_flips_exactly_those_pupils(toytown):
    made = _made(toytown)
    crossing = made.loc["x2.w1.0.0.v"]
    assert crossing[["pupils_affected", "pupils_newly_served", "equity_weight", "score"]].to_list() == [24, 20, 1, 20]
    assert crossing[["measure", "owner", "schools"]].to_list() == ["crossing", "highways", "A|C"]
    side = made.loc["w1.0.0.right"]
    assert side[["pupils_affected", "pupils_newly_served", "rank"]].to_list() == [4, 24, 1]
    assert side["measure"] == "footway"
    assert (made["rank_lower"] <= made["rank"]).all()
    assert (made["rank"] <= made["rank_upper"]).all()


def test_equity_weights_are_eleven_minus_decile_over_the_mean(toytown):
    made = _made(toytown, "imd_decile")
    # 20 pupils of decile 1 weigh 10, 21 of decile 6 weigh 5, 3 of decile 2 weigh 9
    mean = (20 * 10 + 21 * 5 + 3 * 9) / 44
    assert made.loc["x2.w1.0.0.v", "equity_weight"] == pytest.approx(10 / mean)
    assert made.loc["x2.w1.0.0.v", "score"] == pytest.approx(20 * 10 / mean)
    assert made.loc["w1.0.0.right", "equity_weight"] == pytest.approx((20 * 10 + 3 * 9 + 1 * 5) / 24 / mean)


def test_what_serves_nobody_alone_has_no_rank(toytown):
    assert _made(toytown, pupil_routes=toytown.pupil_routes.assign(likely_m=1.0)).empty


def test_verdict_threshold_and_version_say_why(toytown):
    made = _made(toytown).loc["x2.w1.0.0.v"]
    assert made[["verdict", "first_step", "deciding_factor", "threshold", "osm_version", "unit"]].to_list() == [
        "unavailable", "change", "gaps_in_traffic", "threshold in words", 3.0, "pupils"
    ]  # fmt: skip
    opened = toytown.edge_ratings.assign(
        **{f"{RULESET}_verdict": toytown.edge_ratings[f"{RULESET}_verdict"].replace("unavailable", "undetermined")}
    )
    assert _made(toytown, edge_ratings=opened).loc["w1.0.0.right", "first_step"] == "survey"


def test_order_of_rows_does_not_matter(toytown):
    names = ["parts", "edge_ratings", "crossing_ratings", "pupil_routes", "homes", "imd_deciles"]
    back = {name: getattr(toytown, name).iloc[::-1] for name in names}
    pd.testing.assert_frame_equal(_made(toytown), _made(toytown, **back))


def _gains(served: list[list[float]]) -> Gains:
    return Gains(csr_array(np.array(served)))


def test_rank_interval_is_over_scenarios():
    pupils, homes = np.array([10.0, 6.0]), pd.Series([1, 2])
    as_likely, as_strict = _gains([[1, 0], [0, 1]]), _gains([[0, 0], [0, 1]])
    cases = {("likely", "none"): as_likely, ("strict", "none"): as_strict}
    lower, upper = rank_interval(cases, {"none": np.ones(2)}, pupils, homes, ("likely", "none"))
    # first by pupils; second where strict evidence leaves it nobody
    assert lower.tolist() == [1.0, 1.0]
    assert upper.tolist() == [2.0, 2.0]


def test_what_leads_in_every_scenario_and_draw_has_no_interval():
    pupils, homes = np.array([10.0]), pd.Series([1])
    cases = {("likely", "none"): _gains([[1], [0]])}
    lower, upper = rank_interval(cases, {"none": np.ones(1)}, pupils, homes, ("likely", "none"))
    assert (lower.tolist(), upper.tolist()) == ([1.0, 2.0], [1.0, 2.0])


def test_without_streets_no_priorities():
    graph = RouteGraph.build(empty("route_parts"), empty("home_doors"), empty("school_gates"))
    tables = ["route_parts", "edge_ratings", "crossing_ratings", "pupil_routes", "homes"]
    deciles = pd.DataFrame({"lsoa_code": pd.Series(dtype="string"), "imd_decile": pd.Series(dtype=float)})
    made = route_priorities(
        graph, *(empty(name) for name in tables), deciles, ruleset=RULESET, equity_weight="imd_decile", kind="computed"
    )
    assert validate("route_priorities", made).empty
