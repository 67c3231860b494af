"""Extracts as a table: Toytown by hand, damaged and clipped files, overlapping counties, and the real ones."""

import gzip
import json
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from osmium.osm import mutable
from shapely import affinity

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.openstreetmap.pbf import read_extracts
from geodata.openstreetmap.walk_filter import is_walkable
from geodata.schemas import validate

Write = Callable[..., Path]
Nodes = Callable[..., list[mutable.Node]]
Elements = list[mutable.OSMObject]


def street(number: int, nodes: list[int], version: int = 1, **tags: str) -> mutable.Way:
    return mutable.Way(id=number, version=version, nodes=nodes, tags={"highway": "residential", **tags})


def as_bytes(table: gpd.GeoDataFrame) -> bytes:
    stream = BytesIO()
    table.to_parquet(stream)
    return stream.getvalue()


def as_rows(table: gpd.GeoDataFrame) -> list[tuple[object, ...]]:
    return [
        (row.element, row.osm_id, row.role, row.part, row.tags, tuple(row.node_ids), row.geometry.wkb)
        for row in table.itertuples()
    ]


def counts(table: gpd.GeoDataFrame) -> dict[str, int]:
    return {name: value for name, value in table.attrs["openstreetmap"].items() if isinstance(value, int)}


@pytest.fixture
def toy(write_extract: Write, toytown: Elements, source: Source) -> gpd.GeoDataFrame:
    return read_extracts([write_extract("toy.osm.pbf", *toytown)], source, None)


def test_toytown_gives_one_row_per_element_and_role(toy: gpd.GeoDataFrame) -> None:
    assert validate("source_openstreetmap", toy) is toy
    assert list(zip(toy["element"], toy["osm_id"], toy["role"], toy.geom_type, strict=True)) == [
        ("node", 3, "crossing", "Point"),  # node 33 is a crossing, but of no street
        ("node", 31, "destination", "Point"),
        ("node", 32, "destination", "Point"),
        ("relation", 1, "barrier", "MultiLineString"),
        ("way", 1, "walkable", "LineString"),
        ("way", 2, "walkable", "LineString"),
        ("way", 3, "barrier", "LineString"),
        ("way", 4, "destination", "Polygon"),
        ("way", 5, "destination", "Polygon"),
    ]


def test_toytown_counts_what_the_file_holds(toy: gpd.GeoDataFrame) -> None:
    assert counts(toy) == {
        "nodes": 23,
        "ways": 8,
        "highway_ways": 3,
        "crossing_nodes": 2,
        "dangling_references": 0,
        "ways_cut": 0,
        "areas_incomplete": 0,
        "merged_duplicates": 0,
    }


def test_ways_keep_their_nodes_versions_and_used_tags(toy: gpd.GeoDataFrame) -> None:
    way = toy[(toy["osm_id"] == 1) & (toy["role"] == "walkable")].iloc[0]
    assert way["node_ids"].tolist() == [1, 2, 3, 4, 5, 6]
    assert shapely.get_num_coordinates(way["geometry"]) == 6
    assert way["osm_version"] == 3
    assert json.loads(way["tags"]) == {"highway": "residential", "name": "High Street", "maxspeed": "30 mph"}
    assert json.loads(toy.loc[0, "tags"]) == {"crossing": "zebra", "highway": "crossing"}
    # five steps of a thousandth of a degree of longitude at 53.4° north
    assert way["geometry"].length == pytest.approx(5 * 111.32 * np.cos(np.radians(53.4)), rel=0.005)


def test_text_comes_back_unharmed(toy: gpd.GeoDataFrame) -> None:
    shop = toy.loc[toy["osm_id"] == 31, "tags"].iloc[0]
    assert json.loads(shop) == {"name": "Müller, & Co", "shop": "convenience"}


def test_only_walkable_rows_have_nodes(toy: gpd.GeoDataFrame) -> None:
    assert [len(nodes) > 0 for nodes in toy["node_ids"]] == (toy["role"] == "walkable").tolist()


def test_the_outline_of_a_lake_has_its_island(toy: gpd.GeoDataFrame) -> None:
    lake = toy.loc[toy["element"] == "relation", "geometry"].iloc[0]
    areas = shapely.polygons([shapely.linearrings(ring.coords) for ring in lake.geoms])
    assert len(areas) == 2
    assert areas[1].within(areas[0])


def test_small_waters_are_no_barriers(write_extract: Write, grid: Nodes, source: Source) -> None:
    corners = [*grid(3), *grid(3, first=11, north=0.001)]  # 133 m by 111 m, or half of it
    large = mutable.Way(id=2, nodes=[1, 3, 13, 11, 1], tags={"natural": "water"})
    small = mutable.Way(id=3, nodes=[1, 2, 12, 11, 1], tags={"natural": "water"})
    path = write_extract("ponds.osm.pbf", *corners, street(1, [1, 2]), large, small)
    table = read_extracts([path], source, None)
    assert table.loc[table["role"] == "barrier", "osm_id"].tolist() == [2]


def test_an_open_platform_stands_as_its_middle(write_extract: Write, grid: Nodes, source: Source) -> None:
    platform = mutable.Way(id=2, nodes=[1, 3], tags={"public_transport": "platform"})
    table = read_extracts([write_extract("stop.osm.pbf", *grid(3), street(1, [1, 2, 3]), platform)], source, None)
    middle = shapely.get_point(table.loc[table["osm_id"] == 1, "geometry"].iloc[0], 1)
    assert table.loc[table["osm_id"] == 2, "geometry"].iloc[0].distance(middle) < 0.01


@pytest.mark.parametrize("name", ["toy.osm", "toy.osm.gz", "toy.osm.bz2"])
def test_xml_reads_as_pbf_does(
    name: str, write_extract: Write, toytown: Elements, source: Source, toy: gpd.GeoDataFrame
) -> None:
    table = read_extracts([write_extract(name, *toytown)], source, None)
    assert as_bytes(table) == as_bytes(toy)


def test_a_file_without_versions_says_so(write_extract: Write, grid: Nodes, source: Source) -> None:
    path = write_extract("bare.osm.pbf", *grid(2), mutable.Way(id=1, nodes=[1, 2], tags={"highway": "path"}))
    assert read_extracts([path], source, None)["osm_version"].isna().all()


def test_reading_twice_gives_the_same_bytes(write_extract: Write, toytown: Elements, source: Source) -> None:
    path = write_extract("toy.osm.pbf", *toytown)
    assert as_bytes(read_extracts([path], source, None)) == as_bytes(read_extracts([path], source, None))


def test_a_clipped_way_is_cut_where_nodes_are_missing(write_extract: Write, grid: Nodes, source: Source) -> None:
    known = [node for node in grid(9) if node.id not in {3, 6, 8}]
    path = write_extract("clipped.osm.pbf", *known, street(1, list(range(1, 10))), street(2, [4, 5]))
    table = read_extracts([path], source, None)
    cut = table[table["osm_id"] == 1]
    assert cut["part"].tolist() == [0, 1]
    assert [nodes.tolist() for nodes in cut["node_ids"]] == [[1, 2], [4, 5]]  # 7 and 9 stand alone
    assert counts(table)["dangling_references"] == 3
    assert counts(table)["ways_cut"] == 1


def test_areas_known_in_part_stand_as_points_and_are_counted(write_extract: Write, grid: Nodes, source: Source) -> None:
    park = mutable.Way(id=2, nodes=[1, 3, 99, 1], tags={"leisure": "park"})
    reserve = mutable.Relation(
        id=1, members=[("w", 3, "outer"), ("w", 4, "outer")], tags={"type": "multipolygon", "leisure": "nature_reserve"}
    )
    edge = mutable.Way(id=3, nodes=[1, 2, 3], tags={})
    path = write_extract("clipped.osm.pbf", *grid(3), street(1, [1, 2, 3]), park, edge, reserve)
    table = read_extracts([path], source, None)
    assert table["element"].tolist() == ["relation", "way", "way"]
    middle = shapely.get_point(table["geometry"].iloc[1], 1)
    assert table["geometry"].iloc[[0, 2]].distance(middle).max() < 0.01
    assert counts(table)["areas_incomplete"] == 2


def test_an_area_of_which_nothing_is_in_the_extract_is_no_row(
    write_extract: Write, grid: Nodes, source: Source
) -> None:
    elsewhere = mutable.Relation(
        id=1, members=[("w", 98, "outer")], tags={"type": "multipolygon", "natural": "water", "leisure": "park"}
    )
    of_nodes = mutable.Relation(id=2, members=[("n", 1, "")], tags={"type": "site", "leisure": "park"})
    path = write_extract("clipped.osm.pbf", *grid(3), street(1, [1, 2, 3]), elsewhere, of_nodes)
    assert read_extracts([path], source, None)["role"].tolist() == ["walkable"]


def test_the_part_of_a_great_lake_that_is_known_is_a_barrier(write_extract: Write, grid: Nodes, source: Source) -> None:
    lake = mutable.Relation(
        id=1, members=[("w", 3, "outer"), ("w", 4, "outer")], tags={"type": "multipolygon", "natural": "water"}
    )
    edge = mutable.Way(id=3, nodes=[1, 2, 3], tags={})
    path = write_extract("clipped.osm.pbf", *grid(3), street(1, [1, 2, 3]), edge, lake)
    table = read_extracts([path], source, None)
    assert table["role"].tolist() == ["barrier", "walkable"]


def test_a_node_repeated_at_once_counts_once(write_extract: Write, grid: Nodes, source: Source) -> None:
    table = read_extracts([write_extract("twice.osm.pbf", *grid(3), street(1, [1, 2, 2, 3]))], source, None)
    assert table["node_ids"].iloc[0].tolist() == [1, 2, 3]


def test_what_meets_the_outline_is_kept_whole(write_extract: Write, grid: Nodes, source: Source) -> None:
    elements = [*grid(9), street(1, [1, 2, 3, 4]), street(2, [4, 5, 6]), street(3, [7, 8, 9])]
    path = write_extract("row.osm.pbf", *elements)
    whole = read_extracts([path], source, None)
    corner = shapely.get_point(whole.loc[whole["osm_id"] == 1, "geometry"].iloc[0], 2)
    table = read_extracts([path], source, corner.buffer(80))
    assert table["osm_id"].tolist() == [1, 2]
    assert as_rows(table) == as_rows(whole)[:2]
    assert counts(table)["highway_ways"] == 3


def test_overlapping_extracts_merge_in_any_order(write_extract: Write, grid: Nodes, source: Source) -> None:
    nodes = grid(6)
    nodes[2].tags = {"highway": "crossing"}
    old = [street(1, [1, 2, 3]), street(2, [3, 4], version=1, name="Old Street"), street(3, [4, 5, 6])]
    new = [street(2, [3, 4], version=2, name="New Street"), street(3, [4, 5, 6]), street(4, [5, 6], service="alley")]
    west = write_extract("west.osm.pbf", *nodes[:5], *old)  # lacks node 6
    east = write_extract("east.osm.pbf", *nodes[2:], *new)
    table = read_extracts([west, east], source, None)
    ways = table[table["element"] == "way"]
    assert ways["osm_id"].tolist() == [1, 2, 3, 4]
    assert ways["part"].tolist() == [0, 0, 0, 0]
    assert json.loads(ways["tags"].iloc[1])["name"] == "New Street"
    assert ways["node_ids"].iloc[2].tolist() == [4, 5, 6]
    assert counts(table)["merged_duplicates"] == 3  # two ways and the crossing
    assert counts(table)["nodes"] == 9
    assert len(table.attrs["openstreetmap"]["coverage"]) == 2
    assert as_bytes(read_extracts([east, west], source, None)) == as_bytes(table)


def test_names_of_files_decide_nothing_in_a_merge(write_extract: Write, grid: Nodes, source: Source) -> None:
    one = [*grid(3), mutable.Way(id=1, nodes=[1, 2, 3], tags={"highway": "path"})]
    other = [*grid(3, north=0.001), mutable.Way(id=1, nodes=[1, 2, 3], tags={"highway": "footway"})]
    here = read_extracts([write_extract("a.osm.pbf", *one), write_extract("b.osm.pbf", *other)], source, None)
    there = read_extracts([write_extract("a.osm.pbf", *other), write_extract("b.osm.pbf", *one)], source, None)
    assert as_rows(here) == as_rows(there)


def test_a_node_that_one_extract_lacks_comes_from_another(write_extract: Write, grid: Nodes, source: Source) -> None:
    nodes = grid(4)
    west = write_extract("west.osm.pbf", *nodes[:2], street(1, [1, 2, 3], version=2))
    east = write_extract("east.osm.pbf", *nodes[1:], street(2, [3, 4]))
    table = read_extracts([west, east], source, None)
    assert table["node_ids"].iloc[0].tolist() == [1, 2, 3]
    assert counts(table)["ways_cut"] == 0
    assert counts(table)["dangling_references"] == 1


@pytest.mark.parametrize("tight", [True, False])
def test_the_header_is_believed_if_it_is_tight(tight: bool, write_extract: Write, grid: Nodes, source: Source) -> None:
    elements = [*grid(5), *grid(5, first=11, north=0.004), street(1, [1, 5, 15, 11, 1])]
    box = (-2.9, 53.4, -2.896, 53.404) if tight else (-3.9, 53, -2, 54)
    table = read_extracts([write_extract("box.osm.pbf", *elements, box=box)], source, None)
    coverage = shapely.from_wkt(table.attrs["openstreetmap"]["coverage"][0])
    streets = shapely.union_all(table.geometry.to_numpy())
    assert coverage.area == pytest.approx(shapely.envelope(streets).area, rel=0.03)
    assert shapely.get_num_coordinates(coverage) < 2000


def test_another_reference_system_is_the_callers_choice(
    write_extract: Write, toytown: Elements, source: Source
) -> None:
    table = read_extracts([write_extract("toy.osm.pbf", *toytown)], source, None, crs="EPSG:32630")
    assert table.crs == "EPSG:32630"
    assert table.geometry.iloc[0].x == pytest.approx(506500, abs=500)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.osm.pbf", b"", "empty"),
        ("a.osm", b"", "empty"),
        ("a.osm.pbf", b"<html><body>404</body></html>", "web page"),
        ("a.osm", b"<html><body>404</body></html>", "not an OpenStreetMap extract"),
        ("a.osm.pbf", b"name,age\nx,1\n" * 9, "not an OpenStreetMap extract"),
        ("a.osm.pbf.md5", b"d41d8cd98f00b204e9800998ecf8427e  a.osm.pbf\n", "not an OpenStreetMap extract"),
        ("a.osm", b'<?xml version="1.0"?><osm version="0.6"><node id="1" la', "cut short or damaged"),
        ("a.osm", b'<?xml version="1.0"?><osm version="0.6"><node id="1" lat="5" lon="5"/></osm>', "no way"),
    ],
)
def test_what_is_no_extract_is_named(name: str, content: bytes, words: str, tmp_path: Path, source: Source) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceFileError, match=words) as raised:
        read_extracts([path], source, None)
    assert f"OpenStreetMap extract (openstreetmap), file {name}" in str(raised.value)


@pytest.mark.parametrize("spoil", [lambda whole: whole[: len(whole) // 2], lambda whole: whole[:40] + whole[140:]])
def test_damaged_files_are_named(
    spoil: Callable[[bytes], bytes], write_extract: Write, toytown: Elements, source: Source
) -> None:
    path = write_extract("toy.osm.pbf", *toytown)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(SourceFileError, match=r"toy\.osm\.pbf: .*cut short or damaged"):
        read_extracts([path], source, None)


def test_a_truncated_archive_is_named(write_extract: Write, toytown: Elements, source: Source) -> None:
    path = write_extract("toy.osm.gz", *toytown)
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()))[:-30])
    with pytest.raises(SourceFileError, match="cut short or damaged"):
        read_extracts([path], source, None)


def test_a_study_area_elsewhere_is_named_with_both_boxes(
    write_extract: Write, toytown: Elements, source: Source
) -> None:
    path = write_extract("toy.osm.pbf", *toytown)
    with pytest.raises(
        SourceFileError, match="outside the extract: with its buffer it reaches from 1000 to 2000 E and"
    ):
        read_extracts([path], source, shapely.box(1000, 3000, 2000, 4000))
    crossing = read_extracts([path], source, None).geometry.iloc[0]
    between_the_streets = affinity.translate(crossing.buffer(1), -30, -100)
    with pytest.raises(SourceFileError, match="lies outside the extract"):
        read_extracts([path], source, between_the_streets)


def test_nothing_to_walk_on_is_named(write_extract: Write, grid: Nodes, source: Source) -> None:
    path = write_extract("m.osm.pbf", *grid(2), mutable.Way(id=1, nodes=[1, 2], tags={"highway": "motorway"}))
    with pytest.raises(SourceFileError, match="no way in it may be walked along"):
        read_extracts([path], source, None)


def test_signals_and_level_crossings_count_where_one_walks(write_extract: Write, grid: Nodes, source: Source) -> None:
    nodes = grid(6)
    nodes[1].tags = {"highway": "traffic_signals", "traffic_signals": "signal", "note": "slow"}
    nodes[2].tags = {"railway": "level_crossing", "crossing:barrier": "full"}
    nodes[4].tags = {"highway": "traffic_signals"}
    nodes[5].tags = {"railway": "crossing"}
    rails = mutable.Way(id=2, version=1, nodes=[5, 6], tags={"railway": "rail"})
    table = read_extracts([write_extract("s.osm.pbf", *nodes, street(1, [1, 2, 3, 4]), rails)], source, None)
    at = table[table["element"] == "node"]
    assert list(zip(at["osm_id"], at["role"], at["tags"], strict=True)) == [
        (2, "signals", '{"highway":"traffic_signals","traffic_signals":"signal"}'),
        (3, "level_crossing", '{"railway":"level_crossing"}'),
    ]


def test_rutland(real_data: Path, source: Source) -> None:
    path = real_data / "rutland" / "openstreetmap" / "rutland_england.osm.pbf"
    table = validate("source_openstreetmap", read_extracts([path], source, None))
    facts = table.attrs["openstreetmap"]
    assert [facts[name] for name in ("nodes", "ways", "highway_ways", "crossing_nodes")] == [113647, 10476, 4461, 28]
    assert facts["data_date"] == "2018-02-27T21:43:02Z"
    walkable = table[table["role"] == "walkable"]
    # 1,336.9 km with osmnx's rules; ours keep cycleways, squares and rights of way, and drop access=no
    assert walkable.length.sum() / 1000 == pytest.approx(1336.9, rel=0.01)
    nodes, uses = np.unique(np.concatenate(walkable["node_ids"].to_numpy()), return_counts=True)
    shared = set(nodes[uses > 1])
    edges = sum(1 + sum(node in shared for node in way[1:-1]) for way in walkable["node_ids"])
    assert edges == pytest.approx(7803, rel=0.01)
    assert [(table["role"] == role).sum() for role in ("signals", "level_crossing")] == [12, 11]


@pytest.mark.parametrize(
    ("file", "crs", "expected", "dangling"),
    [
        ("newport/openstreetmap/newport_wales_20230613.osm.pbf", "EPSG:27700", [256508, 51231, 8965, 253], 0),
        ("portland_slope/openstreetmap/portland_central.osm.pbf", "EPSG:32610", [42293, 7188, 7182, 2794], 18),
        ("snippets/openstreetmap/london_fitzrovia.osm.pbf", "EPSG:27700", [8695, 2027, 287, 89], 0),
    ],
)
def test_other_real_extracts(
    file: str, crs: str, expected: list[int], dangling: int, real_data: Path, source: Source
) -> None:
    table = read_extracts([real_data / file], source, None, crs)
    facts = table.attrs["openstreetmap"]
    assert [facts[name] for name in ("nodes", "ways", "highway_ways", "crossing_nodes")] == expected
    assert facts["dangling_references"] == dangling
    walkable = table[table["role"] == "walkable"]
    assert all(is_walkable(json.loads(tags)) for tags in walkable["tags"])  # the kept tags say so too
    assert [len(nodes) for nodes in walkable["node_ids"]] == walkable.geometry.count_coordinates().tolist()
    assert shapely.is_valid(table.geometry.to_numpy()).all()
    coverage = shapely.from_wkt(facts["coverage"][0])  # Fitzrovia's is the header's box, and its streets lead out of it
    covered = shapely.length(shapely.intersection(walkable.geometry.to_numpy(), coverage)).sum()
    assert covered > 0.8 * walkable.length.sum()


def test_an_extract_merged_with_itself_is_itself(real_data: Path, source: Source, tmp_path: Path) -> None:
    path = real_data / "snippets" / "openstreetmap" / "leeds_cycleway.osm.pbf"
    again = shutil.copy(path, tmp_path / "again.osm.pbf")
    once, twice = read_extracts([path], source, None), read_extracts([path, again], source, None)
    assert as_rows(once) == as_rows(twice)
    assert counts(twice)["merged_duplicates"] > 0
