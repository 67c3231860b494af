"""Crossings, intersections and known footways of small street layouts, counted by hand."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, box

from geodata.access.street_densities import crossing_density, footways, intersection_density

WEST, SOUTH = 340_000.0, 390_000.0


def areas(*boxes: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    """Return areas A, B, ... from boxes in metres east and north of the grid's corner."""
    shapes = [box(WEST + x, SOUTH + y, WEST + to_x, SOUTH + to_y) for x, y, to_x, to_y in boxes]
    return gpd.GeoDataFrame({"code": list("ABCD"[: len(boxes)])}, geometry=shapes, crs="EPSG:27700")


def figures(table: pd.DataFrame) -> dict[str, list[float]]:
    return table[["numerator", "denominator"]].T.to_dict("list")


def test_corners_are_no_intersections_and_sides_are(grid):
    nodes, _ = grid()  # 36 nodes, four corners with two arms; 500 m wide
    west_and_east = areas((-10, -10, 250, 510), (250, -10, 510, 510))
    land = 260 * 520 / 1e6
    assert figures(intersection_density(nodes, west_and_east)) == {
        "A": pytest.approx([16, land]), "B": pytest.approx([16, land])
    }  # fmt: skip


def test_an_area_that_the_network_does_not_cover_is_unknown_and_not_empty(grid):
    nodes, edges = grid(highway="primary")
    here_and_beyond = areas((-10, -10, 510, 510), (9000, 0, 10000, 1000))
    assert np.isnan(figures(intersection_density(nodes, here_and_beyond))["B"][0])
    assert figures(footways(edges, here_and_beyond, known=True))["B"] == [0, 0]
    assert figures(crossing_density(nodes, edges, here_and_beyond))["B"] == [0, 0]


def test_an_edge_lies_where_its_middle_does(grid):
    _, edges = grid(is_sidewalk_left_known=True)
    halves = areas((-10, -10, 249, 510), (249, -10, 510, 510))
    # 2 of 5 columns and half of the streets northwards in the west; the third column's middle lies at 250
    assert figures(footways(edges, halves, known=True)) == {
        "A": pytest.approx([2.7, 2.7]),
        "B": pytest.approx([3.3, 3.3]),
    }


def test_one_side_known_is_known_and_service_roads_are_no_roads(grid):
    _, edges = grid(size=2)
    assert len(edges) == 4
    tagged = edges.assign(
        is_sidewalk_left_known=[True, False, False, True], is_sidewalk_right_known=[True, True, False, True],
        highway=["residential", "tertiary_link", "unclassified", "service"],
    )  # fmt: skip
    everything = areas((-10, -10, 510, 510))
    assert figures(footways(tagged, everything, known=True)) == {"A": pytest.approx([0.2, 0.3])}
    assert figures(footways(tagged, everything, known=False)) == {"A": pytest.approx([0.1, 0.3])}


@pytest.fixture
def main_street(streets):
    """A primary road 1-2-3-4 of 300 m; a footway 5-2-6 over it, cut in two; a residential street 4-7."""
    points = {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (300, 0), 5: (100, 20), 6: (100, -20), 7: (400, 0)}
    return streets(
        points, [(1, 2), (2, 3), (3, 4), (5, 2), (2, 6), (4, 7)], osm_way_id=[1, 1, 1, 2, 2, 3],
        highway=["primary"] * 3 + ["footway"] * 2 + ["residential"],
        crossing=[pd.NA, pd.NA, pd.NA, "zebra", "zebra", pd.NA],
    )  # fmt: skip


def crossings(nodes, edges) -> list[float]:
    return figures(crossing_density(nodes, edges, areas((-10, -100, 510, 100))))["A"]


def test_a_crossing_way_in_two_pieces_is_one_crossing(main_street):
    assert crossings(*main_street) == pytest.approx([1, 0.3])


def test_a_crossing_mapped_as_node_and_as_way_counts_once(main_street):
    nodes, edges = main_street
    assert crossings(nodes.assign(is_crossing=nodes["node_id"] == 2), edges) == pytest.approx([1, 0.3])


def test_crossings_of_side_streets_and_of_nothing_do_not_count(main_street):
    nodes, edges = main_street
    elsewhere = nodes.assign(is_crossing=nodes["node_id"].isin([5, 7]))
    forbidden = edges.assign(crossing=edges["crossing"].fillna("none").replace("zebra", "none"))
    assert crossings(elsewhere, forbidden) == pytest.approx([0, 0.3])


def test_a_crossing_where_main_and_side_street_meet_is_one_of_the_main_street(main_street):
    nodes, edges = main_street
    assert crossings(nodes.assign(is_crossing=nodes["node_id"].isin([3, 4])), edges) == pytest.approx([3, 0.3])


def test_a_crossing_on_a_shared_border_counts_in_one_area(main_street):
    nodes, edges = main_street
    west_and_east = areas((-10, -100, 100, 100), (100, -100, 510, 100))
    table = crossing_density(nodes.assign(is_crossing=nodes["node_id"] == 2), edges, west_and_east)
    assert table["numerator"].to_dict() == {"A": 1, "B": 0}


def test_middles_are_measured_along_the_line(streets):
    _, edges = streets({1: (0, 0), 2: (100, 0)}, [(1, 2)])
    bent = edges.set_geometry(gpd.GeoSeries([LineString([(WEST, SOUTH), (WEST, SOUTH + 300), (WEST + 100, SOUTH)])],
                                            crs="EPSG:27700"))  # fmt: skip
    assert figures(footways(bent, areas((-1, 250, 50, 400), (0, 0, 100, 249)), known=False))["A"] == pytest.approx(
        [0.1, 0.1]
    )
