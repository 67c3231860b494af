from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.network.building import walking_network
from geodata.network.summary import network_summary
from geodata.schemas import empty, validate

EASTON, WESTON = "E06999001", "E06999002"
WEST, SOUTH = 340_000.0, 390_000.0
READ = {
    "nodes": 40,
    "ways": 15,
    "highway_ways": 13,
    "crossing_nodes": 2,
    "dangling_references": 3,
    "ways_cut": 1,
    "areas_incomplete": 6,
    "merged_duplicates": 4,
}


@pytest.fixture(scope="module")
def outlines(halves: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return halves.dissolve("local_authority_code").reset_index()


def covered_by(table: gpd.GeoDataFrame, *coverage: shapely.Geometry) -> gpd.GeoDataFrame:
    made = table.copy()
    made.attrs = {"openstreetmap": READ | {"coverage": [shape.wkt for shape in coverage]}}
    return made


EVERYWHERE = shapely.box(WEST - 20_000, SOUTH - 20_000, WEST + 20_000, SOUTH + 20_000)


@pytest.fixture(scope="module")
def summary(network, toytown: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame) -> pd.DataFrame:
    return network_summary("toytown", *network, covered_by(toytown, EVERYWHERE), outlines)


def figures(summary: pd.DataFrame, area_code: str) -> dict[str, float]:
    own = summary[summary["area_code"] == area_code]
    return dict(zip(own["item"], own["value"], strict=True))


def test_figures_of_each_authority_on_paper(summary: pd.DataFrame) -> None:
    validate("network_summary", summary)
    # 18 edges eastwards, the first of them in two, and 15 northwards
    easton = {"edges": 34, "length_km": 3.3, "nodes": 19, "intersections": 16, "crossings": 1}
    easton |= {"main_component_pct": 100, "components": 1, "sidewalk_separate_km": 0, "buffer_covered_pct": 100}
    assert figures(summary, EASTON) == pytest.approx(easton)
    weston = easton | {"edges": 27, "length_km": 2.7, "nodes": 18, "crossings": 0}
    assert figures(summary, WESTON) == pytest.approx(weston)


def test_figures_of_the_study_area_are_the_sum_and_come_last(summary: pd.DataFrame) -> None:
    whole = figures(summary, "toytown")
    assert (whole["edges"], whole["length_km"], whole["nodes"]) == (61, pytest.approx(6.0), 37)
    assert summary["area_code"].drop_duplicates().tolist() == [EASTON, WESTON, "toytown"]


def test_what_was_read_is_told_of_the_study_area(summary: pd.DataFrame) -> None:
    whole = figures(summary, "toytown")
    read = {"osm_nodes": 40, "osm_ways": 15, "osm_highway_ways": 13, "osm_highway_crossing_nodes": 2}
    read |= {"osm_dangling_references": 3, "osm_ways_cut": 1, "osm_areas_incomplete": 6, "osm_merged_duplicates": 4}
    read |= {"osm_walk_edges": 61, "osm_walk_length_km": pytest.approx(6.0)}
    assert {item: value for item, value in whole.items() if item.startswith("osm_")} == read


def test_what_was_read_counts_beyond_the_study_area_too(
    toytown: gpd.GeoDataFrame, halves: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame
) -> None:
    easton = outlines.query("local_authority_code == @EASTON")
    tables = walking_network(toytown, halves.query("local_authority_code == @EASTON"))
    whole = figures(network_summary("toytown", *tables, covered_by(toytown, EVERYWHERE), easton), "toytown")
    assert (whole["edges"], whole["osm_walk_edges"]) == (34, 61)


def test_a_buffer_that_no_extract_covers_is_a_warning(network, toytown, outlines: gpd.GeoDataFrame) -> None:
    box = shapely.union_all(outlines.buffer(1000).to_numpy()).envelope
    west, south, east, north = box.bounds
    middle = (west + east) / 2
    parts = [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
    read = covered_by(toytown, *parts, shapely.box(west, south, middle, north - 100))
    near = network_summary("toytown", *network, read, outlines, buffer_m=900)
    far = network_summary("toytown", *network, read, outlines)
    assert near.loc[near["item"] == "buffer_covered_pct", "value"].to_numpy() == pytest.approx(100)
    assert near["note"].eq("").all()
    covered = far[far["item"] == "buffer_covered_pct"].set_index("area_code")
    whole = outlines.set_index("local_authority_code").buffer(5000)
    expected = 100 * whole.intersection(box).area / whole.area
    assert covered["value"].to_numpy() == pytest.approx(expected[covered.index].to_numpy())
    assert covered["note"].str.contains("sea counts as not covered").all()
    assert covered["note"][EASTON].startswith(f"{EASTON}: the OpenStreetMap extracts cover {expected[EASTON]:.1f} %")


def test_islands_and_footways_of_their_own(openstreetmap: Callable[..., gpd.GeoDataFrame], outlines) -> None:
    points = {1: (0, 0), 2: (150, 0), 3: (0, 90), 4: (50, 90)}
    tags = {1: {"highway": "primary", "sidewalk": "separate"}}
    read = openstreetmap(points, {1: [1, 2], 2: [3, 4]}, tags=tags)
    easton = figures(
        network_summary("t", *walking_network(read, outlines), covered_by(read, EVERYWHERE), outlines), EASTON
    )
    assert (easton["components"], easton["main_component_pct"]) == (2, pytest.approx(75))
    assert easton["sidewalk_separate_km"] == pytest.approx(0.15)


def test_an_authority_without_streets_has_no_share_in_the_main_component(network, toytown, outlines) -> None:
    moved = outlines.assign(geometry=outlines.translate(0, 100_000))
    nodes, edges = (table.assign(local_authority_code=pd.NA) for table in network)
    easton = figures(network_summary("t", nodes, edges, covered_by(toytown, EVERYWHERE), moved), EASTON)
    assert (easton["edges"], easton["length_km"], easton["buffer_covered_pct"]) == (0, 0, 0)
    assert np.isnan(easton["main_component_pct"])


def test_without_a_network_read_there_is_nothing_to_sum_up(outlines: gpd.GeoDataFrame) -> None:
    tables = empty("walking_nodes"), empty("walking_edges"), empty("source_openstreetmap")
    assert network_summary("toytown", *tables, outlines).empty


def test_what_rutlands_extract_holds(real_networks) -> None:
    rutland = real_networks("rutland")
    table = network_summary("rutland", rutland.nodes, rutland.edges, rutland.openstreetmap, rutland.owners)
    whole = figures(table, "rutland")
    held = {"osm_nodes": 113_647, "osm_ways": 10_476, "osm_highway_ways": 4_461, "osm_highway_crossing_nodes": 28}
    assert {item: whole[item] for item in held} == held
    assert whole["osm_walk_edges"] == whole["edges"] == len(rutland.edges)
    assert whole["edges"] == figures(table, EASTON)["edges"] + figures(table, WESTON)["edges"]
    assert whole["components"] <= figures(table, EASTON)["components"] + figures(table, WESTON)["components"]
