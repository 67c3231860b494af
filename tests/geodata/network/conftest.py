"""Toytown's streets as OpenStreetMap has them, and the networks of real extracts."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import osmium
import pandas as pd
import pyproj
import pytest
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from geodata.catalogue import load_catalogue
from geodata.network.building import walking_network
from geodata.openstreetmap.pbf import read_extracts
from geodata.schemas import conform, validate

WEST, SOUTH = 340_000.0, 390_000.0
EASTON, WESTON = "E06999001", "E06999002"
STREET = {"highway": "residential"}
EXTRACTS = {
    "rutland": ("rutland/openstreetmap/rutland_england.osm.pbf", "EPSG:27700"),
    "newport": ("newport/openstreetmap/newport_wales_20230613.osm.pbf", "EPSG:27700"),
    "portland": ("portland_slope/openstreetmap/portland_central.osm.pbf", "EPSG:32610"),
}
Points = dict[int, tuple[float, float]]
Ways = dict[int, list[int]]
Network = tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]


def _row(element: str, number: int, role: str, tags: dict[str, str], nodes: list[int], shape: Any) -> dict[str, Any]:
    row = {"element": element, "osm_id": number, "osm_version": 1.0, "role": role, "part": 0}
    return row | {"tags": json.dumps(tags, sort_keys=True), "node_ids": np.array(nodes, np.int64), "geometry": shape}


@pytest.fixture(scope="session")
def openstreetmap() -> Callable[..., gpd.GeoDataFrame]:
    """Return a function that makes `source_openstreetmap` from points, ways through them, and nodes with tags."""

    def made(
        points: Points,
        ways: Ways,
        tags: dict[int, dict[str, str]] | None = None,
        crossings: dict[int, dict[str, str]] | None = None,
    ) -> gpd.GeoDataFrame:
        place = {name: (WEST + x, SOUTH + y) for name, (x, y) in points.items()}
        rows = [
            _row("way", way, "walkable", (tags or {}).get(way, STREET), nodes,
                 shapely.LineString([place[node] for node in nodes]))
            for way, nodes in ways.items()
        ]  # fmt: skip
        rows += [
            _row("node", node, "crossing", said, [], shapely.Point(place[node]))
            for node, said in (crossings or {}).items()
        ]
        table = gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:27700")
        return validate("source_openstreetmap", conform("source_openstreetmap", table))

    return made


@pytest.fixture(scope="session")
def toytown(openstreetmap) -> gpd.GeoDataFrame:
    """Six streets eastwards (ways 1 to 6) and six northwards (11 to 16), 100 m apart; node 100 + 10 * row + column.

    Zebra 500 lies half way between the first two nodes of way 1.
    """
    points = {100 + 10 * row + column: (100.0 * column, 100.0 * row) for row in range(6) for column in range(6)}
    ways = {1 + row: [100 + 10 * row + column for column in range(6)] for row in range(6)}
    ways |= {11 + column: [100 + 10 * row + column for row in range(6)] for column in range(6)}
    ways[1].insert(1, 500)
    zebra = {500: {"highway": "crossing", "crossing": "uncontrolled", "crossing_ref": "zebra"}}
    return openstreetmap(points | {500: (50.0, 0.0)}, ways, crossings=zebra)


@pytest.fixture(scope="session")
def halves() -> gpd.GeoDataFrame:
    """Return two authorities that hold Toytown, each in two wards; the border runs 260 m east of its west end."""
    x, y = WEST + np.array([-90, 100, 260, 400]), SOUTH - 90
    wards = shapely.box(x, y, WEST + np.array([100, 260, 400, 590]), SOUTH + 590)
    codes = [EASTON, EASTON, WESTON, WESTON]
    return gpd.GeoDataFrame({"local_authority_code": codes}, geometry=wards, crs="EPSG:27700")


@pytest.fixture(scope="session")
def network(toytown: gpd.GeoDataFrame, halves: gpd.GeoDataFrame) -> Network:
    """Return nodes and edges of Toytown."""
    return walking_network(toytown, halves)


def _two_halves(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return two authorities with a border through the middle of what was read."""
    west, south, east, north = table.total_bounds + np.array([-1, -1, 1, 1])
    middle = np.median(table.geometry.representative_point().x)
    halves = shapely.box([west, middle], south, [middle, east], north)
    return gpd.GeoDataFrame({"local_authority_code": [EASTON, WESTON]}, geometry=halves, crs=table.crs)


@dataclass(frozen=True)
class RealNetwork:
    """A network of a real extract, beside what was read."""

    path: Path
    openstreetmap: gpd.GeoDataFrame
    owners: gpd.GeoDataFrame
    nodes: gpd.GeoDataFrame
    edges: gpd.GeoDataFrame

    @cached_property
    def oracle(self) -> nx.Graph:
        """Every vertex of the same ways, straight from pyosmium, without any simplification."""
        ways, graph = set(self.edges["osm_way_id"]), nx.Graph()
        metres = pyproj.Transformer.from_crs("EPSG:4326", self.nodes.crs, always_xy=True)
        for way in osmium.FileProcessor(str(self.path)).with_locations():
            if way.is_way() and way.id in ways:
                found = [(node.ref, *metres.transform(node.lon, node.lat)) if node.location.valid() else None
                         for node in way.nodes]  # fmt: skip
                for one, other in pairwise(found):
                    if one and other:
                        graph.add_edge(one[0], other[0], length=math.dist(one[1:], other[1:]))
        return graph

    def sources(self) -> np.ndarray:
        """Some nodes, among them ends of bridges and steps and of edges across the border."""
        random = np.random.default_rng(2)
        owner = self.nodes.set_index("node_id")["local_authority_code"]
        is_across = owner[self.edges["u"]].to_numpy() != owner[self.edges["v"]].to_numpy()
        special = [self.edges["bridge"] == "yes", self.edges["steps"] == "yes", is_across]
        assert all(chosen.any() for chosen in special)
        ends = [self.edges["u"][chosen].drop_duplicates().iloc[:2] for chosen in special]
        return np.unique(np.concatenate([*ends, random.choice(self.nodes["node_id"], 4)]))


@pytest.fixture(scope="session")
def real_networks(real_data: Path) -> Callable[[str], RealNetwork]:
    """Return a function that gives the network of a real extract by name."""

    @cache
    def made(name: str) -> RealNetwork:
        path, crs = real_data / EXTRACTS[name][0], EXTRACTS[name][1]
        table = read_extracts([path], load_catalogue()["openstreetmap"], None, crs)
        owners = _two_halves(table)
        return RealNetwork(path, table, owners, *walking_network(table, owners))

    return made


@pytest.fixture(scope="session", params=list(EXTRACTS))
def real_network(request: pytest.FixtureRequest, real_networks: Callable[[str], RealNetwork]) -> RealNetwork:
    """Return the network of a real extract."""
    return real_networks(request.param)


@pytest.fixture(scope="session")
def distances() -> Callable[..., np.ndarray]:
    """Return a function that gives shortest distances from nodes to all nodes, by scipy; the lesser of parallels."""

    def found(n_nodes: int, arcs: pd.DataFrame, sources: np.ndarray) -> np.ndarray:
        least = arcs.groupby(["u", "v"], as_index=False)["cost"].min()
        matrix = coo_array((least["cost"], (least["u"], least["v"])), shape=(n_nodes, n_nodes)).tocsr()
        return dijkstra(matrix, indices=sources)

    return found
