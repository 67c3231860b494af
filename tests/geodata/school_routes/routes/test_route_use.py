"""Whose walks lead over what is not settled: by hand, and nobody counted twice."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.schemas import empty, validate
from geodata.school_routes.routes.pupil_routes import pupil_routes
from geodata.school_routes.routes.route_use import route_use
from geodata.school_routes.routes.school_walks import school_walks

FAILS, MAYBE = (3.0, 3.0, 3.0), (0.0, 1.0, 3.0)


@pytest.fixture(scope="module")
def used(build, rated, speeds, pupils, schools):
    """Return what is used by rows (home, age group, pupils), as (school, part): pupils."""

    def asked(rows, ratings, *, serves=None, **streets) -> dict[tuple[str, str], float]:
        graph = build(**streets)
        known = schools(serves or {"s": "5_to_7|8_to_10|11_to_15"})
        routes = pupil_routes(graph, rated(graph, ratings), speeds(graph), pupils(rows), known)
        table = validate("route_use", route_use(graph, rated(graph, ratings), school_walks(graph, routes)))
        assert table[["school_id", "part_id"]].equals(
            table[["school_id", "part_id"]].sort_values(["school_id", "part_id"])
        )
        return dict(zip(zip(table["school_id"], table["part_id"], strict=True), table["pupils"], strict=True))

    return asked


def test_crossings_are_listed_always_and_other_parts_where_not_settled(used) -> None:
    rows = [(1, "5_to_7", 2.0), (1, "8_to_10", 3.0), (1, "11_to_15", 0.5)]
    assert used(rows, {}) == {("s", "x.east"): 5.5}
    ratings = {"lane": MAYBE, "street": FAILS, "path": FAILS, "road.left": MAYBE}
    assert used(rows, ratings) == {("s", "lane"): 5.5, ("s", "street"): 5.5, ("s", "x.east"): 5.5}


def test_who_enters_a_part_halfway_is_counted_once_and_so_is_who_leaves_it_halfway(used) -> None:
    doors = [(1, "road.right", 100.0, 0.0), (2, "road.right", 900.0, 0.0), (3, "road.right", 1000.0, 4.0)]
    gates = [("s", "road.right", 700.0, 0.0)]
    rows = [(1, "5_to_7", 1.0), (2, "5_to_7", 2.0), (3, "5_to_7", 4.0)]
    assert used(rows, {"road.right": MAYBE}, doors=doors, gates=gates) == {("s", "road.right"): 7.0}


def test_each_school_has_its_own_rows_and_pupils_beyond_the_limit_are_not_counted(used) -> None:
    gates = [("a", "lane", 50.0, 0.0), ("b", "road.left", 0.0, 0.0)]
    serves = {"a": "5_to_7", "b": "8_to_10"}
    rows = [(1, "5_to_7", 2.0), (1, "8_to_10", 3.0)]
    found = used(rows, {"road.left": MAYBE}, serves=serves, gates=gates)
    assert found == {("a", "x.east"): 2.0, ("b", "road.left"): 3.0, ("b", "x.east"): 3.0}
    far = [(1, "street", 50.0, 2100.0)]
    assert used(rows, {"road.left": MAYBE}, serves=serves, gates=gates, doors=far) == {
        ("b", "road.left"): 3.0, ("b", "x.east"): 3.0,
    }  # fmt: skip


def test_without_routes_nothing_is_used(build, rated) -> None:
    graph = build()
    assert validate("route_use", route_use(graph, rated(graph, {}), school_walks(graph, empty("pupil_routes")))).empty


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_deciding_parts_are_used_by_those_they_decide_for(
    data, networks, build, rated, speeds, pupils, schools
) -> None:
    network = data.draw(networks)
    graph = build(network["rows"], network["doors"], network["gates"])
    ratings = rated(graph, network["ratings"])
    rows = pupils([(home, "any_age", 2.0**home) for home in range(1, 6)])
    known = schools({"a": "any_age", "b": "any_age"})
    routes = pupil_routes(graph, ratings, speeds(graph), rows, known)
    use = route_use(graph, ratings, school_walks(graph, routes)).set_index(["school_id", "part_id"])["pupils"]
    served = routes[routes["school_id"].notna()]
    for school, part, pupil in served[["school_id", "deciding_part_id", "pupils"]].dropna().itertuples(index=False):
        assert int(use[school, part]) & int(pupil)  # pupils are powers of two: each home is in the sum or not
    most = served.groupby("school_id")["pupils"].sum().reindex(use.index.get_level_values("school_id"))
    assert (use.to_numpy() <= most.to_numpy()).all()
    listed = pd.Index(use.index.get_level_values("part_id"))
    is_crossing = (graph.parts["kind"] == "crossing").to_numpy()
    assert listed.isin(graph.parts["part_id"][is_crossing | np.greater(ratings.severity, 0)]).all()


def test_settled_parts_are_on_the_walks_but_not_listed(build, rated, speeds, pupils, schools) -> None:
    graph = build()
    routes = pupil_routes(
        graph, rated(graph, {}), speeds(graph), pupils([(1, "5_to_7", 2.0)]), schools({"s": "5_to_7"})
    )
    walks = validate("school_walks", school_walks(graph, routes))
    assert dict(zip(walks["part_id"], walks["pupils"], strict=True)) == {
        "lane": 2.0, "road.right": 2.0, "street": 2.0, "x.east": 2.0,
    }  # fmt: skip
    assert route_use(graph, rated(graph, {}), walks)["part_id"].tolist() == ["x.east"]
