"""Entrances on a grid of 3 by 3 streets of 100 m; node 3 * row + column, edges from west to east first."""

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.affinity import translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from geodata.access.entrances import entrances
from geodata.schemas import conform, empty, validate

WEST, SOUTH = 340_000, 390_000


def places(**shapes: BaseGeometry) -> gpd.GeoDataFrame:
    """Return destinations by number; those named `os_S1` are sites of OS Open Greenspace."""
    rows = [
        {"destination_id": name.replace("_", ":"), "kind": "green_space", "name": None, "category": "park",
         "capacity": None, "source": "openstreetmap", "note": ""}
        for name in shapes
    ]  # fmt: skip
    moved = [translate(shape, WEST, SOUTH) for shape in shapes.values()]
    return conform("destinations", gpd.GeoDataFrame(pd.DataFrame(rows), geometry=moved, crs="EPSG:27700"))


def access_points(*rows: tuple[str, str, float, float]) -> gpd.GeoDataFrame:
    """Return access points by site, who may enter, and metres east and north."""
    frame = pd.DataFrame(
        [{"feature_id": f"P{n}", "feature": "access_point", "site_id": site, "function": "Playing Field",
          "site_name": None, "access_type": who} for n, (site, who, *_) in enumerate(rows)]
    )  # fmt: skip
    shapes = [Point(WEST + x, SOUTH + y) for *_, x, y in rows]
    return conform("source_green_space", gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:27700"))


@pytest.fixture
def found(grid):
    """Return a function that lists the entrances on the grid as destination, edge, metres along it, metres off, far."""

    def listed(
        destinations: gpd.GeoDataFrame, gates: gpd.GeoDataFrame | None = None, **columns: Any
    ) -> list[list[Any]]:
        nodes, edges = grid(3, **columns)
        sites = empty("source_green_space") if gates is None else gates
        made = validate("destination_entrances", entrances(destinations, sites, nodes, edges))
        return made.drop(columns="kind").to_numpy().tolist()

    return listed


def test_point_is_entered_from_the_nearest_edge(found) -> None:
    assert found(places(osm_n1=Point(30, 5))) == [["osm:n1", "w1.0.0", 30, 5, False]]


def test_area_is_entered_at_every_node_in_it_or_within_10_metres(found) -> None:
    square = box(10, -50, 110, 50)  # holds (100, 0); (0, 0) is 10 m off, (100, 100) 50 m
    assert found(places(osm_w1=square)) == [
        ["osm:w1", "w1.0.0", 0, 10, False],
        ["osm:w1", "w2.0.0", 0, 0, False],
    ]


def test_area_without_a_node_is_entered_at_the_nearest_point_of_the_network(found) -> None:
    assert found(places(osm_w1=box(30, 20, 60, 80))) == [["osm:w1", "w1.0.0", pytest.approx(30, abs=31), 20, False]]
    assert found(places(osm_w1=box(20, 220, 60, 260)))[0][3:] == [20, False]


def test_area_far_from_the_network_says_so(found) -> None:
    assert found(places(osm_w1=box(150, 301, 160, 310)))[0][3:] == [101, True]


def test_area_crossed_by_an_edge_without_a_node_is_entered_on_it(found) -> None:
    [[_, edge, along, away, is_far]] = found(places(osm_w1=box(40, -10, 60, 10)))
    assert (edge, away, is_far) == ("w1.0.0", 0, False)
    assert 40 <= along <= 60


def test_site_is_entered_at_its_access_points_alone(found) -> None:
    site = box(0, 0, 100, 100)
    gates = access_points(
        ("S1", "Pedestrian", 50, 0), ("S1", "Motor Vehicle And Pedestrian", 0, 40), ("S1", "Motor Vehicle", 70, 0),
        ("S2", "Pedestrian", 90, 0),
    )  # fmt: skip
    assert found(places(os_S1=site), gates) == [["os:S1", "w1.0.0", 50, 0, False], ["os:S1", "w7.0.0", 40, 0, False]]


def test_site_that_only_cars_enter_is_entered_like_any_area(found) -> None:
    gates = access_points(("S1", "Motor Vehicle", 70, 0))
    assert found(places(os_S1=box(90, -10, 110, 10)), gates) == [["os:S1", "w2.0.0", 0, 0, False]]


def test_two_access_points_at_one_spot_are_one_entrance(found) -> None:
    gates = access_points(("S1", "Pedestrian", 50, 0), ("S1", "Pedestrian", 50, 3))
    assert found(places(os_S1=box(0, 0, 100, 100)), gates) == [["os:S1", "w1.0.0", 50, 0, False]]


def test_pieces_that_hang_together_with_nothing_do_not_count(streets) -> None:
    nodes, edges = streets(
        {1: (0, 0), 2: (100, 0), 3: (40, 20), 4: (60, 20)}, [(1, 2), (3, 4)], is_in_main_component=[True, False]
    )
    nodes = nodes.assign(is_in_main_component=nodes["node_id"] < 3)
    made = entrances(places(osm_w1=box(35, 15, 65, 25)), empty("source_green_space"), nodes, edges)
    assert made[["edge_id", "snap_m"]].to_numpy().tolist() == [["w1.0.0", 15]]


def test_without_a_network_there_is_no_entrance() -> None:
    destinations = places(osm_n1=Point(30, 5), osm_w1=box(0, 0, 10, 10))
    network = empty("walking_nodes"), empty("walking_edges")
    assert validate("destination_entrances", entrances(destinations, empty("source_green_space"), *network)).empty


def test_every_destination_has_an_entrance_and_lies_where_the_edge_says(grid) -> None:
    nodes, edges = grid(3)
    destinations = places(osm_n1=Point(7, 3), osm_w1=box(90, 90, 230, 130), osm_w2=box(120, 20, 130, 30))
    made = entrances(destinations, empty("source_green_space"), nodes, edges)
    assert set(made["destination_id"]) == set(destinations["destination_id"])
    lines = edges.set_index("edge_id").geometry.loc[made["edge_id"]].to_numpy()
    shapes = destinations.set_index("destination_id").geometry.loc[made["destination_id"]].to_numpy()
    spots = gpd.GeoSeries([LineString(line).interpolate(m) for line, m in zip(lines, made["along_m"], strict=True)])
    assert spots.distance(gpd.GeoSeries(shapes)).to_numpy() == pytest.approx(made["snap_m"])
