"""Every verdict in Toytown by hand; that more evidence or a crossing never costs anyone a route."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.schemas import empty, validate
from geodata.school_routes.routes.pupil_routes import pupil_routes
from geodata.school_routes.statutory import MILE_M

FAILS, MAYBE, LIKELY_NOT = (3.0, 3.0, 3.0), (0.0, 1.0, 3.0), (0.0, 3.0, 3.0)
OVER_ROAD, BY_PATH = 1272.3, 1865.0


@pytest.fixture(scope="module")
def route(build, rated, speeds, pupils, schools):
    """Walk home 1's pupils of 8 to 10 to the school; the only row, with parts rated as told."""

    def walked(ratings=None, graph=None, group="8_to_10", mph=None, conditional=()) -> pd.Series:
        graph = graph or build()
        table = pupil_routes(
            graph,
            rated(graph, ratings or {}, conditional),
            speeds(graph, mph),
            pupils([(1, group, 6.0)]),
            schools({"s": group}),
        )
        validate("pupil_routes", table)
        return table.iloc[0]

    return walked


def lengths(row: pd.Series) -> list[float]:
    return row[["shortest_m", "best_m", "likely_m", "strict_m"]].fillna(-1).tolist()


@pytest.mark.parametrize(
    ("ratings", "expected", "verdict", "likely", "deciding"),
    [
        ({}, [OVER_ROAD] * 4, "available", "available", None),
        ({"x.east": FAILS}, [OVER_ROAD] + [BY_PATH] * 3, "available", "available", "x.east"),
        ({"x.east": MAYBE}, [OVER_ROAD] * 3 + [BY_PATH], "available", "available", "x.east"),
        ({"path": FAILS}, [OVER_ROAD] * 4, "available", "available", None),
        ({"x.east": FAILS, "path": FAILS}, [OVER_ROAD, -1, -1, -1], "unavailable", "unavailable", "x.east"),
        ({"x.east": FAILS, "path": MAYBE}, [OVER_ROAD, BY_PATH, BY_PATH, -1], "undetermined", "available", "x.east"),
        ({"x.east": LIKELY_NOT, "path": FAILS}, [OVER_ROAD] * 2 + [-1] * 2, "undetermined", "unavailable", "x.east"),
        # undetermined parts nearer to the school do not come before one that fails
        ({"road.right": FAILS, "x.east": MAYBE}, [OVER_ROAD] + [BY_PATH] * 3, "available", "available", "road.right"),
        ({"road.right": MAYBE, "x.east": MAYBE}, [OVER_ROAD] * 3 + [BY_PATH], "available", "available", "x.east"),
        # the part that a home stands on is walked; the gate is also reached by the path
        ({"street": FAILS}, [OVER_ROAD, -1, -1, -1], "unavailable", "unavailable", "street"),
        ({"lane": MAYBE}, [OVER_ROAD] * 3 + [BY_PATH], "available", "available", "lane"),
    ],
)
def test_verdicts_in_toytown(route, ratings, expected, verdict, likely, deciding) -> None:
    row = route(ratings)
    assert lengths(row) == expected
    assert (row["verdict"], row["likely_verdict"], row["low_income_verdict"]) == (verdict, likely, verdict)
    assert (row["deciding_part_id"] if deciding else pd.isna(row["deciding_part_id"])) in (deciding, True)


def test_a_route_that_is_subject_to_sight_lines_is_available_and_told_apart(route) -> None:
    row = route(conditional=["x.east"])
    assert (row["verdict"], row["strict_m"], row["unconditional_m"]) == ("available", OVER_ROAD, BY_PATH)
    assert pd.isna(route(conditional=["lane"], ratings={"path": FAILS})["unconditional_m"])


def test_the_own_part_counts_also_for_who_stands_at_its_end(route, build) -> None:
    graph = build(doors=[(1, "lane", 0.0, 0.0)], gates=[("s", "road.left", 1000.0, 0.0)])
    row = route({"lane": FAILS}, graph)
    assert row["shortest_m"] == 0
    assert (row["verdict"], row["deciding_part_id"]) == ("unavailable", "lane")


@pytest.mark.parametrize(
    ("group", "walk_m", "verdict", "low_income"),
    [
        ("5_to_7", 2 * MILE_M, "available", "available"),
        ("5_to_7", 2 * MILE_M + 0.001, "beyond limit", "beyond limit"),
        ("8_to_10", 2 * MILE_M, "available", "available"),
        ("8_to_10", 2 * MILE_M + 0.001, "available", "beyond limit"),
        ("8_to_10", 3 * MILE_M, "available", "beyond limit"),
        ("11_to_15", 3 * MILE_M, "available", "available"),
        ("any_age", 3 * MILE_M, "available", "available"),
        ("11_to_15", 3 * MILE_M + 0.001, "beyond limit", "beyond limit"),
    ],
)
def test_limits_hold_to_the_millimetre_of_the_true_length(route, build, group, walk_m, verdict, low_income) -> None:
    graph = build([("w", "street", 0, 1, 3000.0)], [(1, "w", 0.0, walk_m - 3007)], [("s", "w", 3000.0, 7.0)])
    row = route(
        graph=graph, group=group, mph={"w": (30.0, 40.0)}, ratings={"w": MAYBE if verdict[0] == "b" else (0,) * 3}
    )
    assert (row["verdict"], row["low_income_verdict"]) == (verdict, low_income)
    is_beyond = verdict == "beyond limit"
    over = row[["over_20_m_lo", "over_20_m_hi", "over_30_m_lo", "over_30_m_hi"]].astype(float)
    np.testing.assert_array_equal(over, [np.nan] * 4 if is_beyond else [3000, 3000, 0, 3000])
    assert pd.isna(row["deciding_part_id"])
    assert pd.isna(row["school_id"]) == (walk_m > 3 * MILE_M)


def test_a_route_longer_than_the_limit_is_none(route, build, streets) -> None:
    rows = [("path", "path", 4, 5, 3300.0) if row[0] == "path" else row for row in streets]
    row = route({"x.east": MAYBE}, build(rows), group="5_to_7")
    assert row["strict_m"] == 10 + 50 + 3300 + 5
    assert row["verdict"] == "undetermined"
    assert route({"x.east": MAYBE}, build(rows))["verdict"] == "available"


def test_metres_over_a_speed_are_those_beside_traffic_that_is_or_may_be_faster(route) -> None:
    row = route(mph={"road.right": (30.0, 40.0), "lane": (15.0, 25.0), "path": (60.0, 60.0), "road.left": (60.0, 60.0)})
    assert row[["over_20_m_lo", "over_20_m_hi"]].tolist() == [1000.0, 1100.0]
    assert row[["over_30_m_lo", "over_30_m_hi"]].tolist() == [0.0, 1000.0]


def test_the_nearest_school_is_one_that_is_for_the_age_and_qualifies(build, rated, speeds, pupils, schools) -> None:
    gates = [("a", "street", 100.0, 0.0), ("b", "lane", 90.0, 0.0), ("c", "lane", 90.0, 0.0), ("d", "path", 0.0, 0.0)]
    graph = build(gates=gates)
    known = schools({"a": "5_to_7", "b": "8_to_10|11_to_15", "c": "8_to_10", "d": "5_to_7|11_to_15"}, other=["d"])
    rows = pupils([(1, "11_to_15", 1), (2, "5_to_7", 1), (1, "5_to_7", 1), (1, "8_to_10", 1), (1, "any_age", 1)])
    found = pupil_routes(graph, rated(graph, {}), speeds(graph), rows, known)
    assert found["home_id"].tolist() == [1, 1, 1, 1, 2]
    assert found["age_group"].tolist() == ["5_to_7", "8_to_10", "11_to_15", "any_age", "5_to_7"]
    # b and c are as near as each other; nobody is for any age; home 2 has no door
    assert found["school_id"].fillna("").tolist() == ["a", "b", "b", "", ""]
    assert found["shortest_m"].fillna(-1).tolist() == [60, 1257.3, 1257.3, -1, -1]
    assert found["verdict"].tolist() == ["available"] * 3 + ["beyond limit"] * 2


def test_rows_do_not_depend_on_the_order_of_any_input(build, rated, speeds, pupils, schools, streets) -> None:
    doors = [(home, "street", 20.0 * home, 3.0) for home in range(1, 6)]
    gates = [("a", "lane", 50.0, 2.0), ("b", "path", 1000.0, 2.0)]
    rows = [(home, group, 1.0 * home) for home in range(1, 6) for group in ("5_to_7", "8_to_10")]
    tables = []
    for turn in (1, -1):
        graph = build(streets[::turn], doors[::turn], gates[::turn])
        known = schools({"a": "5_to_7", "b": "8_to_10"}).iloc[::turn]
        ratings = rated(graph, {"x.east": MAYBE})
        tables.append(pupil_routes(graph, ratings, speeds(graph).iloc[::turn], pupils(rows[::turn]), known))
    pd.testing.assert_frame_equal(*tables)


def test_tables_without_rows_give_the_empty_table(build, rated, speeds, pupils, schools) -> None:
    graph = build([], [], [])
    assert validate("pupil_routes", pupil_routes(graph, rated(graph, {}), speeds(graph), pupils([]), schools({}))).empty
    nothing = pupil_routes(
        graph, rated(graph, {}), empty("link_evidence"), pupils([(1, "5_to_7", 3)]), empty("schools")
    )
    assert validate("pupil_routes", nothing)["verdict"].tolist() == ["beyond limit"]


def within(metres: pd.Series) -> pd.Series:
    """Return lengths with none as further than any."""
    return metres.fillna(np.inf)


@pytest.fixture(scope="module")
def all_routes(build, rated, speeds, pupils, schools):
    """Walk everybody of a drawn network to the nearer of schools a and b."""

    def walked(network) -> pd.DataFrame:
        graph = build(network["rows"], network["doors"], network["gates"])
        rows = pupils([(home, "any_age", 1.0) for home in range(1, 6)])
        known = schools({"a": "any_age", "b": "any_age"})
        return pupil_routes(graph, rated(graph, network["ratings"]), speeds(graph), rows, known)

    return walked


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_strict_routes_are_likely_and_likely_ones_are_best(data, networks, all_routes) -> None:
    found = all_routes(data.draw(networks))
    ordered = [within(found[column]) for column in ("shortest_m", "best_m", "likely_m", "strict_m")]
    assert all((shorter <= longer).all() for shorter, longer in pairwise(ordered))
    is_fine = found["deciding_part_id"].isna()
    assert (ordered[3][is_fine] == ordered[0][is_fine]).all()
    assert not found[found["verdict"] == "available"]["likely_verdict"].ne("available").any()
    assert not found[found["verdict"] == "unavailable"]["likely_verdict"].ne("unavailable").any()


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_a_usable_crossing_never_lengthens_a_route_nor_loses_one(data, networks, all_routes) -> None:
    network = data.draw(networks)
    # one school only: a crossing may well make another school the nearest, with another route
    network["gates"] = [(school, *rest) for school, *rest in network["gates"] if school == "a"]
    before = all_routes(network)
    ends = sorted({place for row in network["rows"] for place in row[2:4]})
    crossing = ("x.new", "crossing", data.draw(st.sampled_from(ends)), data.draw(st.sampled_from(ends)), 7.3)
    after = all_routes({**network, "rows": [*network["rows"], crossing]})
    for column in ("shortest_m", "best_m", "likely_m", "strict_m"):
        assert (within(after[column]) <= within(before[column])).all()
    rank = {"unavailable": 0, "undetermined": 1, "available": 2}
    was_within = before["verdict"] != "beyond limit"
    assert (after["verdict"].map(rank) >= before["verdict"].map(rank))[was_within].all()
