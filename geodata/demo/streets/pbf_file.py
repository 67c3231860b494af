"""The map as an OpenStreetMap PBF file, the same bytes every time: sorted numbers, fixed dates, nobody's name."""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import pyproj
import shapely
from osmium.osm.mutable import Node, Relation, Way

from geodata.demo import geography
from geodata.demo.geography import Array
from geodata.demo.seed import random_stream
from geodata.demo.streets import planted_school
from geodata.demo.streets.crossings import crossings
from geodata.demo.streets.drawing import Shapes, frame
from geodata.demo.streets.noding import Numbers, place_numbers
from geodata.demo.streets.places import green_areas, points, school_grounds
from geodata.demo.streets.tagging import Tags, way_tags
from geodata.demo.streets.ways import ways

FIRST_ID = 1_000_001
WRITTEN = "2026-03-01T00:00:00Z"


@dataclass(frozen=True)
class _Contents:
    """Lines (closed ones are areas), points and relations before they have numbers.

    A relation is its tags and, for each member, the line and its role.
    """

    lines: Shapes
    line_tags: list[Tags]
    points: Shapes
    point_tags: list[Tags]
    relations: list[tuple[Tags, list[tuple[int, str]]]]


def write_openstreetmap(path: Path) -> None:
    """Write streets, barriers, crossings and places."""
    contents = _contents()
    corners, line = shapely.get_coordinates(contents.lines, return_index=True)
    number, places = place_numbers(np.vstack([corners, shapely.get_coordinates(contents.points)]))
    with osmium.SimpleWriter(str(path), overwrite=True, header=_header()) as writer:
        _write_nodes(writer, places, dict(zip(number[len(corners) :].tolist(), contents.point_tags, strict=True)))
        _write_ways(writer, contents, number[: len(corners)], line)
        for identifier, (tags, members) in enumerate(contents.relations, FIRST_ID):
            references = [("w", FIRST_ID + member, role) for member, role in members]
            writer.add_relation(Relation(id=identifier, version=1, timestamp=WRITTEN, tags=tags, members=references))


def _contents() -> _Contents:
    streets = ways()
    crossing_points, crossing_tags = crossings(streets)
    others = points(streets)
    areas = [school_grounds(), green_areas()]
    barriers, barrier_tags = _barriers()
    lines, tags = [*streets.geometry, *barriers], [*way_tags(streets), *barrier_tags]
    relations: list[tuple[Tags, list[tuple[int, str]]]] = []
    for table in areas:
        for area_tags, area in zip(table["tags"], table.geometry, strict=True):
            rings = [area.exterior, *area.interiors]
            if len(rings) > 1:
                members = [(len(lines) + place, "inner" if place else "outer") for place in range(len(rings))]
                relations.append((area_tags | {"type": "multipolygon"}, members))
            lines += [shapely.LineString(ring) for ring in rings]
            tags += [{} for _ in rings] if len(rings) > 1 else [area_tags]
    planted, planted_tags = planted_school.lines()
    kerb, kerb_tags = planted_school.crossing()
    return _Contents(
        np.array([*lines, *planted]), [*tags, *planted_tags],
        np.concatenate([crossing_points, others.geometry.to_numpy(), kerb]),
        [*crossing_tags, *others["tags"], *kerb_tags], relations,
    )  # fmt: skip


def _barriers() -> tuple[list[shapely.LineString], list[Tags]]:
    """Return what cuts the town: river, canal and railways."""
    water = {"name": geography.RIVER_NAME, "waterway": "river"}
    rail = {"railway": "rail", "gauge": "1435"}
    lines = [geography.river_course(), geography.canal(), geography.railway_course(), geography.branch_railway()]
    tags = [water, {"name": "Foundry Cut", "waterway": "canal"}, rail, rail | {"service": "spur"}]
    inside = shapely.intersection(np.array(lines), frame())
    return list(inside), tags


def _header() -> osmium.io.Header:
    header = osmium.io.Header()
    header.set("generator", "evenground demo")
    header.set("osmosis_replication_timestamp", WRITTEN)  # the date of the data
    degrees = gpd.GeoSeries([frame()], crs=geography.CRS).to_crs("EPSG:4326").total_bounds.round(7)
    header.add_box(osmium.osm.Box(*map(float, degrees)))
    return header


def _write_nodes(writer: osmium.SimpleWriter, places: Array, tags: dict[int, Tags]) -> None:
    to_degrees = pyproj.Transformer.from_crs(geography.CRS, "EPSG:4326", always_xy=True)
    longitude, latitude = (np.round(axis, 7).tolist() for axis in to_degrees.transform(places[:, 0], places[:, 1]))
    version = _versions("nodes", len(places))
    for number, location in enumerate(zip(longitude, latitude, strict=True)):
        writer.add_node(
            Node(
                id=FIRST_ID + number, version=version[number], timestamp=WRITTEN, location=location,
                tags=tags.get(number),
            )
        )  # fmt: skip


def _write_ways(writer: osmium.SimpleWriter, contents: _Contents, number: Numbers, line: Numbers) -> None:
    version = _versions("ways", len(contents.lines))
    references = np.split(number + FIRST_ID, np.flatnonzero(np.diff(line)) + 1)
    for place, nodes in enumerate(references):
        writer.add_way(
            Way(
                id=FIRST_ID + place, version=version[place], timestamp=WRITTEN, nodes=_without_repeats(nodes),
                tags=contents.line_tags[place],
            )
        )  # fmt: skip


def _without_repeats(nodes: Numbers) -> list[int]:
    """Return the nodes of a way, a corner that rounding doubled once only."""
    return [int(node) for node in nodes[np.append(True, np.diff(nodes) != 0)]]


def _versions(subject: str, count: int) -> list[int]:
    return [int(number) for number in random_stream(f"versions of {subject}").geometric(0.4, count)]
