from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata.schemas import conform, empty, validate
from geodata.school_routes.sides.gates import school_gates

# a road eastwards with a mapped footway on its north side and a street southwards
POINTS = {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (0, 6), 5: (200, 6), 6: (100, -60)}
WAYS = {1: ("primary", [1, 2, 3]), 2: ({"highway": "footway", "footway": "sidewalk"}, [1, 4, 5, 3]),
        3: ("residential", [2, 6])}  # fmt: skip


@pytest.fixture(scope="module")
def gates(streets: Callable[..., Any]) -> Callable[..., pd.DataFrame]:
    """Return the valid gates of schools, each given by its outline, edge and metres along."""
    town = streets(POINTS, WAYS)
    parts = town.parts()

    def found(*places: tuple[shapely.Geometry, str, float]) -> pd.DataFrame:
        school_id = pd.Series([f"gias:{n}" for n in range(len(places))], dtype="string")
        schools = gpd.GeoDataFrame({"school_id": school_id}, geometry=[place[0] for place in places], crs=parts.crs)
        joint = {"edge_id": [place[1] for place in places], "along_m": [place[2] for place in places]}
        entrances = pd.DataFrame(joint).assign(destination_id=school_id, kind="school", snap_m=0.0, is_far=False)
        other = entrances.assign(destination_id="osm:n1", kind="gp")
        entrances = conform("destination_entrances", pd.concat([other, entrances]))
        return validate("school_gates", school_gates(schools, entrances, town.edges, parts))

    return found


def rows(gates: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(gates.round(6).itertuples(index=False, name=None))


def test_gates_are_on_the_schools_side(gates: Any, point: Any) -> None:
    south, street = point(50, -30).buffer(10), point(120, -40)
    made = gates((south, "w1.0.0", 50.0), (street, "w3.0.0", 40.0))
    assert rows(made) == [("gias:0", "w1.0.0.right", 50.0, 20.0), ("gias:1", "w3.0.0", 40.0, 20.0)]
    assert made.attrs == {"left_out": 0}


def test_where_the_footway_is_mapped_the_gate_is_on_it(gates: Any, point: Any) -> None:
    # the footway begins 6 m south of where it turns east
    assert rows(gates((point(50, 30), "w1.0.0", 50.0))) == [("gias:0", "w2.0.0", 56.0, 24.0)]


def test_where_nothing_is_left_on_the_land_around_a_node(gates: Any, point: Any) -> None:
    assert rows(gates((point(100, 30), "w1.0.0", 100.0))) == [("gias:0", "w2.0.0", 106.0, 24.0)]
    south = gates((point(101, -30), "w1.0.0", 100.0))
    assert south["part_id"].tolist() == ["w1.0.0.right", "w1.0.1.right", "w3.0.0"]


def test_never_across_the_road(streets: Callable[..., Any], point: Any) -> None:
    town = streets(POINTS, WAYS)
    parts = town.parts()
    without = gpd.GeoDataFrame(parts[~parts["part_id"].isin(["w2.0.0", "w2.0.1"])])
    schools = gpd.GeoDataFrame({"school_id": ["a"]}, geometry=[point(50, 30)], crs=parts.crs)
    entrances = pd.DataFrame({"destination_id": ["a"], "edge_id": ["w1.0.0"], "along_m": [50.0]})
    made = school_gates(schools, entrances, town.edges, without)
    assert made.empty
    assert made.attrs == {"left_out": 1}


def test_two_entrances_that_become_one_gate_count_once(gates: Any, point: Any) -> None:
    made = gates((point(101, -30), "w1.0.0", 100.0))
    assert not made.duplicated(["school_id", "part_id", "along_m"]).any()


def test_nothing_gives_nothing(streets: Callable[..., Any]) -> None:
    tables = ("schools", "destination_entrances", "walking_edges", "route_parts")
    assert validate("school_gates", school_gates(*map(empty, tables))).empty
    town = streets(POINTS, WAYS)
    assert school_gates(empty("schools"), empty("destination_entrances"), town.edges, town.parts()).empty
