"""The map read back from its file: how many streets, how they hang together, how they are tagged."""

from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import osmium
import pandas as pd
import pytest
import shapely

from geodata.demo import geography, planted

ROADS = {"trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "living_street", "service"}


def _has(ways: gpd.GeoDataFrame, key: str, *values: str) -> pd.Series:
    return ways["tags"].map(lambda tags: tags.get(key) in values if values else key in tags)


def test_the_file_is_sorted_dated_and_names_nobody(osm_path: Path) -> None:
    before = ("", 0)
    order = {"n": "1", "w": "2", "r": "3"}
    for each in osmium.FileProcessor(str(osm_path)):
        place = (order[each.type_str()], each.id)
        assert place > before
        before = place
        assert each.version >= 1
        assert each.timestamp.year == 2026
        assert (each.user, each.uid, each.changeset) == ("", 0, 0)


def test_there_are_as_many_walkable_edges_as_promised(walkable_edges: gpd.GeoDataFrame) -> None:
    assert 15_000 <= len(walkable_edges) <= 25_000
    assert walkable_edges.length.min() > 0
    beyond = ~walkable_edges.intersects(geography.outline())
    assert 300 < beyond.sum() < 0.1 * len(walkable_edges)


def test_the_map_is_a_rectangle_that_reaches_5_km_beyond_the_borough(
    osm_path: Path, walkable_edges: gpd.GeoDataFrame
) -> None:
    header = osmium.io.Reader(str(osm_path)).header()
    corner = header.box()
    box = gpd.GeoSeries(
        [shapely.box(corner.bottom_left.lon, corner.bottom_left.lat, corner.top_right.lon, corner.top_right.lat)],
        crs="EPSG:4326",
    ).to_crs("EPSG:27700")[0]
    assert box.contains(geography.outline().buffer(5_000))
    assert walkable_edges.within(box.buffer(1)).all()
    streets = shapely.concave_hull(shapely.multipoints(walkable_edges.get_coordinates().to_numpy()), ratio=0.15)
    assert streets.area > 0.9 * box.area
    assert header.get("osmosis_replication_timestamp").startswith("2026-03-01")


def test_nearly_all_of_the_network_hangs_together(walkable_edges: gpd.GeoDataFrame) -> None:
    graph = nx.from_pandas_edgelist(walkable_edges, "u", "v")
    assert len(max(nx.connected_components(graph), key=len)) >= 0.97 * len(graph)


def test_homes_lie_near_streets_but_for_a_few(walkable_edges: gpd.GeoDataFrame, live_places: np.ndarray) -> None:
    tree = shapely.STRtree(walkable_edges.geometry.to_numpy())
    away = tree.query_nearest(shapely.points(live_places), all_matches=False, return_distance=True)[1]
    assert (away < 60).mean() > 0.995
    assert planted.REMOTE_HOMES <= (away > 100).sum() <= planted.REMOTE_HOMES + 2


@pytest.mark.parametrize("key", planted.OSM_SHARES)
def test_the_stated_share_of_road_kilometres_is_tagged(osm_ways: gpd.GeoDataFrame, key: str) -> None:
    roads = osm_ways[_has(osm_ways, "highway", *ROADS)]
    is_tagged = roads["tags"].map(lambda tags: any(each.split(":")[0] == key for each in tags))
    share = roads.length[is_tagged].sum() / roads.length.sum()
    assert share == pytest.approx(planted.OSM_SHARES[key], abs=0.005)


def test_every_kind_of_way_of_an_english_town_is_there(osm_ways: gpd.GeoDataFrame) -> None:
    classes = osm_ways["tags"].map(lambda tags: tags.get("highway")).value_counts()
    assert set(classes.index) >= {
        "motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "living_street",
        "service", "pedestrian", "footway", "path", "bridleway", "cycleway", "steps", "track",
    }  # fmt: skip
    shared = _has(osm_ways, "highway", "cycleway") & _has(osm_ways, "foot", "designated")
    assert osm_ways.length[shared].sum() > 5_000
    assert _has(osm_ways, "access", "private").sum() > 100
    footways = osm_ways[_has(osm_ways, "footway", "sidewalk")]
    assert footways.length.sum() == pytest.approx(2 * geography.ring_road().length, rel=0.03)
    separate = osm_ways[_has(osm_ways, "sidewalk", "separate")]
    assert separate.distance(geography.ring_road()).max() < 1
    assert separate.length.sum() == pytest.approx(geography.ring_road().length, rel=0.01)


def test_crossings_are_tagged_in_old_and_new_ways_on_streets(
    osm_nodes: gpd.GeoDataFrame, osm_ways: gpd.GeoDataFrame
) -> None:
    crossings = osm_nodes[_has(osm_nodes, "highway", "crossing")]
    assert 350 < len(crossings) < 600
    on_ways = {node for nodes in osm_ways["node_ids"][_has(osm_ways, "highway")] for node in nodes}
    assert set(crossings.index) <= on_ways
    values = set(crossings["tags"].map(lambda tags: tags.get("crossing", "not said")))
    assert values >= {
        "traffic_signals", "uncontrolled", "marked", "unmarked", "zebra", "toucan", "island", "no", "not said",
    }  # fmt: skip
    references = set(crossings["tags"].map(lambda tags: tags.get("crossing_ref")))
    assert references >= {"zebra", "puffin", "pelican", "toucan"}
    for key in ("crossing:island", "tactile_paving", "kerb"):
        assert 0.1 < _has(crossings, key).mean() < 0.6


def test_walkers_cross_the_river_on_its_bridges_only(walkable_ways: gpd.GeoDataFrame) -> None:
    over = walkable_ways[walkable_ways.crosses(geography.river_course())]
    inside = over[over.intersects(geography.outline())]
    places = list(geography.bridges().values())
    middles = inside.intersection(geography.river_course()).centroid
    assert middles.map(lambda middle: min(middle.distance(place) for place in places)).max() < 40
    assert _has(inside, "bridge", "yes").all()
    used = [name for name, place in geography.bridges().items() if middles.distance(place).min() < 40]
    assert set(geography.bridges()) - set(used) == {"Sorrel Viaduct"}


@pytest.mark.parametrize("cause", ["river", "railway"])
def test_one_leaves_cut_off_land_over_two_crossings_at_most(walkable_ways: gpd.GeoDataFrame, cause: str) -> None:
    edge = geography.cut_off_land()[cause].boundary
    along_ring_road = geography.ring_road().buffer(15)
    out = walkable_ways[walkable_ways.crosses(edge)].intersection(edge).difference(along_ring_road)
    assert 1 <= (~out.is_empty).sum() <= 2


def test_schools_are_polygons_and_some_are_missing_or_spelt_otherwise(
    osm_ways: gpd.GeoDataFrame, demo_folder: Path
) -> None:
    register = pd.read_csv(demo_folder / "schools" / "edubasealldata20251103.csv", encoding="cp1252")
    register = register[register["EstablishmentStatus (name)"] != "Closed"].set_index("EstablishmentName")
    mapped = osm_ways[_has(osm_ways, "amenity", "school", "college", "kindergarten")]
    assert mapped.geometry.is_closed.all()
    assert len(mapped) / len(register) == pytest.approx(planted.SCHOOLS_IN_OSM, abs=0.05)
    names = mapped["tags"].map(lambda tags: tags["name"])
    same = names[names.isin(register.index)]
    assert 2 <= len(names) - len(same) <= 5
    sites = gpd.points_from_xy(register.loc[same, "Easting"], register.loc[same, "Northing"])
    assert mapped.loc[same.index].distance(gpd.GeoSeries(sites, index=same.index, crs="EPSG:27700")).max() < 80


def test_places_that_people_walk_to_are_there(osm_nodes: gpd.GeoDataFrame, osm_ways: gpd.GeoDataFrame) -> None:
    assert _has(osm_nodes, "amenity", "doctors").sum() >= 14
    assert _has(osm_nodes, "amenity", "pharmacy").sum() >= 20
    assert _has(osm_nodes, "shop", "supermarket", "convenience").sum() > 60
    assert _has(osm_nodes, "leisure", "sports_centre", "fitness_centre").sum() > 10
    assert _has(osm_nodes, "highway", "bus_stop").sum() > 250
    stations = osm_nodes[_has(osm_nodes, "railway", "station")]
    assert stations.distance(geography.railway_course()).max() < 1
    assert _has(osm_ways, "leisure", "park").sum() > 12
    assert _has(osm_ways, "leisure", "playground").sum() > 10


def test_one_park_is_a_relation_with_a_pond_cut_out(osm_path: Path, osm_ways: gpd.GeoDataFrame) -> None:
    (park,) = [
        (dict(each.tags), [(member.ref, member.role) for member in each.members])
        for each in osmium.FileProcessor(str(osm_path), osmium.osm.RELATION)
    ]
    tags, members = park
    assert (tags["type"], tags["leisure"]) == ("multipolygon", "park")
    (outer, _), (inner, _) = members
    assert [role for _, role in members] == ["outer", "inner"]
    rings = shapely.polygons([shapely.linearrings(osm_ways.geometry[way].coords) for way in (outer, inner)])
    assert rings[0].contains(rings[1])
