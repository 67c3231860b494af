"""Streets drawn by hand, with the network that the real builder makes of them, and real extracts."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.catalogue import load_catalogue
from geodata.network.building import walking_network
from geodata.openstreetmap.pbf import read_extracts
from geodata.schemas import conform, validate
from geodata.school_routes.sides.parts import route_parts

WEST, SOUTH = 340_000.0, 390_000.0
EXTRACTS = {
    "rutland": "rutland/openstreetmap/rutland_england.osm.pbf",
    "newport": "newport/openstreetmap/newport_wales_20230613.osm.pbf",
}


class Streets(NamedTuple):
    """A network and what it was made of."""

    edges: gpd.GeoDataFrame
    nodes: gpd.GeoDataFrame
    openstreetmap: gpd.GeoDataFrame

    def parts(self) -> gpd.GeoDataFrame:
        """Return its valid table `route_parts`."""
        return validate("route_parts", route_parts(self.edges, self.nodes, self.openstreetmap))

    def mirrored(self) -> "Streets":
        """Return it as in a mirror: east is west, and what was on the left is on the right."""
        swapped = {
            f"{start}sidewalk_{one}{end}": f"{start}sidewalk_{other}{end}"
            for start, end in (("", ""), ("is_", "_known"), ("", "_source"))
            for one, other in (("left", "right"), ("right", "left"))
        }
        flipped = (table.set_geometry(table.scale(-1, 1, origin=(0, 0))) for table in self)
        edges, nodes, openstreetmap = flipped
        return Streets(edges.rename(columns=swapped)[list(self.edges.columns)], nodes, openstreetmap)

    def with_generated_sides(self) -> "Streets":
        """Return it as if no footway were mapped as a way of its own."""
        said = {f"sidewalk_{side}": self.edges[f"sidewalk_{side}"].replace("separate", "yes") for side in SIDES}
        return Streets(self.edges.assign(**said), self.nodes, self.openstreetmap.assign(tags="{}"))


SIDES = ("left", "right")


@pytest.fixture(scope="session")
def streets() -> Callable[..., Streets]:
    """Return a function that builds a network from points and ways: number to class or tags, and nodes."""

    def made(
        points: dict[int, tuple[float, float]],
        ways: dict[int, tuple[str | dict[str, str], list[int]]],
        crossings: tuple[int, ...] = (),
    ) -> Streets:
        at = {node: (WEST + x, SOUTH + y) for node, (x, y) in points.items()}
        rows: list[dict[str, Any]] = [
            {"element": "way", "osm_id": way, "role": "walkable",
             "tags": json.dumps({"highway": said} if isinstance(said, str) else said),
             "node_ids": np.array(nodes, dtype=np.int64), "geometry": shapely.LineString([at[node] for node in nodes])}
            for way, (said, nodes) in ways.items()
        ]  # fmt: skip
        rows += [
            {"element": "node", "osm_id": node, "role": "crossing", "tags": '{"highway":"crossing"}',
             "node_ids": np.array([], dtype=np.int64), "geometry": shapely.Point(at[node])}
            for node in crossings
        ]  # fmt: skip
        table = gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:27700").assign(osm_version=1.0, part=0)
        openstreetmap = validate("source_openstreetmap", conform("source_openstreetmap", table))
        nodes, edges = walking_network(openstreetmap, None)
        return Streets(edges, nodes, openstreetmap)

    return made


@pytest.fixture(scope="session")
def meeting() -> Callable[[pd.DataFrame], dict[int, set[str]]]:
    """Return a function that gives what meets at each place, as part id with < for its start and > for its end."""

    def found(parts: pd.DataFrame) -> dict[int, set[str]]:
        links = parts[parts["kind"] != "crossing"]
        ends = pd.concat([links.set_index("u")["part_id"] + "<", links.set_index("v")["part_id"] + ">"])
        return {int(place): set(names) for place, names in ends.groupby(level=0)}

    return found


@pytest.fixture(scope="session")
def point() -> Callable[[float, float], shapely.Point]:
    """Return a function that makes a point from metres east and north of the corner of the drawing."""
    return lambda x, y: shapely.Point(WEST + x, SOUTH + y)


@pytest.fixture(scope="session", params=list(EXTRACTS))
def real_streets(request: pytest.FixtureRequest, real_extract: Callable[[str], Streets]) -> Streets:
    """Return the network of a real extract."""
    return real_extract(request.param)


@pytest.fixture(scope="session")
def real_extract(real_data: Path) -> Callable[[str], Streets]:
    """Return a function that gives the network of a real extract by name."""

    @cache
    def made(name: str) -> Streets:
        openstreetmap = read_extracts(
            [real_data / EXTRACTS[name]], load_catalogue()["openstreetmap"], None, "EPSG:27700"
        )
        nodes, edges = walking_network(openstreetmap, None)
        return Streets(edges, nodes, openstreetmap)

    return made


@pytest.fixture(scope="session")
def real_parts(real_streets: Streets) -> gpd.GeoDataFrame:
    """Return the parts of a real extract."""
    return real_streets.parts()


@pytest.fixture(scope="session")
def generated_parts(real_streets: Streets) -> gpd.GeoDataFrame:
    """Return the parts of a real extract if no footway were mapped as a way of its own."""
    return real_streets.with_generated_sides().parts()
