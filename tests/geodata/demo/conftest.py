"""The demo's sources, written once, and its map read back without the code that wrote it."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import pytest
import shapely

from geodata.demo import write_demo_sources


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "sources"
    write_demo_sources(folder)
    return folder


@pytest.fixture(scope="session")
def osm_path(demo_folder: Path) -> Path:
    return demo_folder / "openstreetmap" / "fairbrook.osm.pbf"


@pytest.fixture(scope="session")
def osm_nodes(osm_path: Path) -> gpd.GeoDataFrame:
    """Return `tags` and point of every node, indexed by its number."""
    rows = [
        (each.id, dict(each.tags), each.location.lon, each.location.lat)
        for each in osmium.FileProcessor(str(osm_path), osmium.osm.NODE)
    ]
    number, tags, east, north = zip(*rows, strict=True)
    points = gpd.points_from_xy(east, north, crs="EPSG:4326").to_crs("EPSG:27700")
    return gpd.GeoDataFrame({"tags": tags}, index=list(number), geometry=points)


@pytest.fixture(scope="session")
def osm_ways(osm_path: Path, osm_nodes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return `tags`, `node_ids` and line of every way, indexed by its number."""
    rows = [
        (each.id, dict(each.tags), [node.ref for node in each.nodes])
        for each in osmium.FileProcessor(str(osm_path), osmium.osm.WAY)
    ]
    number, tags, node_ids = zip(*rows, strict=True)
    place = dict(zip(osm_nodes.index, shapely.get_coordinates(osm_nodes.geometry.to_numpy()), strict=True))
    lines = [shapely.LineString([place[node] for node in nodes]) for nodes in node_ids]
    return gpd.GeoDataFrame({"tags": tags, "node_ids": node_ids}, index=list(number), geometry=lines, crs="EPSG:27700")


@pytest.fixture(scope="session")
def walkable_ways(osm_ways: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    def is_walkable(tags: dict[str, str]) -> bool:
        is_private = tags.get("access") == "private" and "foot" not in tags
        return tags.get("highway", "motorway") != "motorway" and not is_private

    return osm_ways[osm_ways["tags"].map(is_walkable)]


@pytest.fixture(scope="session")
def walkable_edges(walkable_ways: gpd.GeoDataFrame, osm_nodes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return walkable ways split where they meet and at crossings: `u`, `v`, `tags`, line."""
    uses = Counter(node for nodes in walkable_ways["node_ids"] for node in [*nodes, nodes[0], nodes[-1]])
    is_crossing = osm_nodes["tags"].map(lambda tags: tags.get("highway") == "crossing")
    breaks = {node for node, count in uses.items() if count > 1} | set(osm_nodes.index[is_crossing])
    rows = []
    for way in walkable_ways.itertuples():
        corners = shapely.get_coordinates(way.geometry)
        at = [place for place, node in enumerate(way.node_ids) if node in breaks]
        for first, last in pairwise(at):
            line = shapely.LineString(corners[first : last + 1])
            rows.append((way.node_ids[first], way.node_ids[last], way.tags, line))
    table = pd.DataFrame(rows, columns=["u", "v", "tags", "geometry"])
    return gpd.GeoDataFrame(table, geometry="geometry", crs="EPSG:27700")


@pytest.fixture(scope="session")
def live_places(demo_folder: Path) -> np.ndarray:
    """Return easting and northing of every postcode in use by small users."""
    (path,) = (demo_folder / "postcodes").glob("*.csv.gz")
    table = pd.read_csv(path, dtype={"doterm": "string"}).query("doterm.isna() and usertype == 0")
    return table[["oseast1m", "osnrth1m"]].to_numpy(dtype=float)
