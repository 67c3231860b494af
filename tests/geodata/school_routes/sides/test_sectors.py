from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.school_routes.sides.sectors import Sectors, sectors

directions = st.lists(st.tuples(st.integers(0, 359), st.booleans()), min_size=1, max_size=9, unique_by=lambda d: d[0])


def star(*arms: tuple[float, str]) -> gpd.GeoDataFrame:
    """Streets from node 1 in directions (degrees from north)."""
    turned = np.radians([degrees for degrees, _ in arms])
    ends = 50 * np.stack([np.sin(turned), np.cos(turned)], axis=1)
    lines = shapely.linestrings(np.stack([np.zeros_like(ends), ends], axis=1))
    numbers = {"u": 1, "v": np.arange(2, len(arms) + 2), "highway": [highway for _, highway in arms]}
    return gpd.GeoDataFrame(numbers, geometry=lines, crs="EPSG:27700")


def test_a_crossroads_of_two_main_roads_has_four_places() -> None:
    found = sectors(
        star((0, "primary"), (90, "tertiary"), (180, "primary"), (270, "tertiary"),
             (20, "residential"), (100, "service"), (359, "footway"))
    )  # fmt: skip
    # north-east is 0, then south-east, south-west, north-west
    assert found.clockwise[0].tolist() == [0, 1, 2, 3, 0, 1, 3]
    assert found.anticlockwise[0].tolist() == [3, 0, 1, 2, 0, 1, 3]
    assert found.first.tolist() == [0, 4, 6, 8, 10, 12, 13, 14]  # where main roads end there are two sides


def test_one_arm_or_none_leaves_one_place() -> None:
    for highway in ("secondary", "residential"):
        found = sectors(star((10, highway), (200, "residential"), (300, "path")))
        assert found.clockwise[0].tolist() == found.anticlockwise[0].tolist() == [0, 0, 0]


def test_where_a_main_road_ends_its_sides_are_two_places() -> None:
    found = sectors(star((90, "primary"), (0, "residential")))
    assert (found.clockwise[1, 0], found.anticlockwise[1, 0]) == (1, 2)
    # seen from the end, the road leads to the west: clockwise of it is the north
    directions = np.array([0.0, 60.0, 120.0, 200.0, 271.0])
    assert found.around(np.full(5, 1), directions).tolist() == [1, 1, 2, 2, 1]


def test_a_street_exactly_along_an_arm_is_clockwise_of_it() -> None:
    found = sectors(star((90, "primary"), (270, "primary"), (90, "footway")))
    assert found.clockwise[0, 2] == found.clockwise[0, 0]


def test_a_loop_is_two_arms_of_its_node() -> None:
    ring = [(0, 0), (30, 10), (30, -10), (0, 0)]
    edges = gpd.GeoDataFrame(
        {"u": [7, 7, 7], "v": [7, 8, 9], "highway": ["primary", "footway", "footway"]},
        geometry=[
            shapely.LineString(ring),
            shapely.LineString([(0, 0), (20, 0)]),
            shapely.LineString([(0, 0), (-9, 0)]),
        ],
        crs="EPSG:27700",
    )
    found = sectors(edges)
    assert found.arms.tolist() == [2, 0, 0]
    inside, outside = found.clockwise[0, 0], found.anticlockwise[0, 0]
    assert (found.clockwise[0, 1], found.clockwise[0, 2]) == (inside, outside)
    assert inside != outside


def test_the_direction_is_that_of_ten_metres(streets: Callable[..., Any]) -> None:
    # a street leaves the road's node northwards for 2 m, then turns back south across nothing
    hooked = streets(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (99, 2), 5: (97, -60)},
        {1: ("primary", [1, 2, 3]), 2: ("footway", [2, 4, 5])},
    )
    found = sectors(hooked.edges)
    south = found.around(np.array([1]), np.array([180.0]))
    assert found.clockwise[0, 2] == south


@given(directions)
def test_every_piece_of_land_lies_between_neighbouring_arms(chosen: list[tuple[int, bool]]) -> None:
    edges = star(*((degrees, "primary" if is_main else "residential") for degrees, is_main in chosen))
    found = sectors(edges)
    main = found.is_arm[0]
    arms = int(main.sum())
    assert arms == found.arms[0]
    if len(edges) > 1 or not arms:
        assert sorted(found.clockwise[0][main]) == sorted(found.anticlockwise[0][main]) == list(range(arms))
    for edge in np.flatnonzero(~main):
        assert found.clockwise[0, edge] == _land(found, edges, edge)


def _land(found: Sectors, edges: gpd.GeoDataFrame, edge: int) -> int:
    """The place clockwise of the first arm that one meets turning anticlockwise."""
    x, y = (edges.geometry.apply(lambda line, k=k: line.coords[-1][k]) for k in (0, 1))
    degrees = np.round(np.degrees(np.arctan2(x, y)) % 360, 6)
    arms = np.flatnonzero(found.is_arm[0])
    if len(arms) < 2:
        return 0
    return int(found.clockwise[0, arms[np.argmin((degrees[edge] - degrees[arms]) % 360)]])
