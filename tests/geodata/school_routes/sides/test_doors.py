from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.network.snapping import snap
from geodata.schemas import empty, validate
from geodata.school_routes.sides.doors import home_doors
from geodata.school_routes.sides.kinds import is_main_road

POINTS = {1: (0, 0), 2: (100, 0), 3: (200, 0), 6: (100, -60)}
WAYS = {1: ("primary", [1, 2, 3]), 3: ("residential", [2, 6])}


@pytest.fixture(scope="module")
def doors(streets: Callable[..., Any]) -> Callable[..., pd.DataFrame]:
    """Return the valid doors of homes that are snapped to the network as they are in a run."""
    town = streets(POINTS, WAYS)
    parts = town.parts()

    def found(*points: shapely.Point) -> pd.DataFrame:
        where = gpd.GeoSeries(points, crs=parts.crs)
        homes = gpd.GeoDataFrame(snap(where, town.edges), geometry=where).assign(home_id=range(10, 10 + len(points)))
        homes.loc[homes["snap_m"] > 500, "edge_id"] = None
        return validate("home_doors", home_doors(homes, town.edges, parts))

    return found


def rows(doors: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(doors.round(6).itertuples(index=False, name=None))


def test_each_home_has_one_door_on_its_side(doors: Any, point: Any) -> None:
    made = doors(point(30, 12), point(30, -12), point(108, -50), point(30, 0), point(0, 900))
    assert rows(made) == [
        (10, "w1.0.0.left", 30.0, 12.0),
        (11, "w1.0.0.right", 30.0, 12.0),
        (12, "w3.0.0", 50.0, 8.0),
        (13, "w1.0.0.left", 30.0, 0.0),  # on the centreline
    ]
    assert made.attrs == {"left_out": 0}


def test_opposite_a_side_street_the_door_is_not_on_it(doors: Any, point: Any) -> None:
    assert rows(doors(point(100, 15))) == [(10, "w1.0.0.left", 100.0, 15.0)]


def test_a_home_without_a_way_on_its_side_is_left_out(streets: Callable[..., Any], point: Any) -> None:
    town = streets(POINTS, WAYS)
    parts = town.parts()
    without = gpd.GeoDataFrame(parts[parts["part_id"] != "w1.0.0.left"])
    homes = gpd.GeoDataFrame(
        {"home_id": [1, 2], "edge_id": ["w1.0.0", "w1.0.0"], "along_m": [30.0, 30.0]},
        geometry=[point(30, 12), point(30, -12)], crs=parts.crs,
    )  # fmt: skip
    made = home_doors(homes, town.edges, without)
    assert made["home_id"].tolist() == [2]
    assert made.attrs == {"left_out": 1}


def test_nothing_gives_nothing() -> None:
    assert validate("home_doors", home_doors(*map(empty, ("homes", "walking_edges", "route_parts")))).empty


def test_doors_on_a_real_network(real_streets: Any, real_parts: gpd.GeoDataFrame) -> None:
    # points 1 to 40 m beside the middles of main roads: some are nearer to another street
    edges = real_streets.edges
    main = edges[is_main_road(edges) & edges["is_in_main_component"]]
    away = np.random.default_rng(5).uniform(-40, 40, (len(main), 2))
    middle = shapely.get_coordinates(shapely.line_interpolate_point(main.geometry.to_numpy(), 0.5, normalized=True))
    where = gpd.GeoSeries(shapely.points(middle + away), crs=edges.crs)
    homes = gpd.GeoDataFrame(snap(where, edges), geometry=where).assign(home_id=range(len(main)))
    made = validate("home_doors", home_doors(homes, edges, real_parts))
    assert len(made) + made.attrs["left_out"] == len(homes)
    assert made.attrs["left_out"] <= len(homes) / 200
    part = real_parts.set_index("part_id").loc[made["part_id"]]
    sides = part["side"] != ""
    assert sides.sum() > 300
    # beside the road, offsetting the centreline to the side of the door comes nearer to the home
    spot = shapely.line_interpolate_point(part.geometry.to_numpy(), made["along_m"].to_numpy())
    assert shapely.distance(spot, where.to_numpy()[made["home_id"]]) == pytest.approx(made["snap_m"].to_numpy())
    offset = np.where(part["side"] == "left", 0.05, -0.05)[sides]
    aside = shapely.offset_curve(part.geometry.to_numpy()[sides], offset)
    nearer = shapely.distance(aside, where.to_numpy()[made["home_id"]][sides]) < made["snap_m"].to_numpy()[sides]
    assert nearer.mean() > 0.99
