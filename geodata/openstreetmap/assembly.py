"""From elements to rows of the table: points, lines and areas, one row per element and role."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from geodata.openstreetmap.lines import Lines, Mask, Shapes, cut_lines, polygonal, polygons
from geodata.openstreetmap.merging import Merged
from geodata.openstreetmap.opl import parsed_members, parsed_tags
from geodata.openstreetmap.roles import ON_WAYS, Tags, node_roles, relation_roles, way_roles
from geodata.openstreetmap.tags import kept
from geodata.openstreetmap.vertices import Integers

LARGE_WATER_M2 = 10_000.0
"""A lake of a hectare or more is a barrier; smaller ones are walked round in two minutes."""
_NO_NODES = np.empty(0, np.int64)


@dataclass(frozen=True)
class Ways:
    """Ways by id with their lines; `is_whole` unless a node is missing; the kept tags of each role by position."""

    rows: pd.DataFrame
    lines: Lines
    is_whole: Mask
    tags: dict[str, pd.Series]

    def having(self, role: str) -> Integers:
        """Return the positions of the ways that have a role and a line."""
        return np.intersect1d(self.tags[role].index, self.lines.way)

    def are_rings(self, ways: Integers) -> Mask:
        """Tell which of these ways are known in full and closed."""
        nodes = self.lines.nodes[self.lines.first(ways)]
        closed = np.fromiter((len(each) > 3 and each[0] == each[-1] for each in nodes), dtype=bool, count=len(nodes))
        return closed & self.is_whole[ways]

    def polygons(self, rings: Integers) -> Shapes:
        """Return the areas of closed ways."""
        return polygons(self.lines.geometry[self.lines.first(rings)])


def assemble(elements: Merged, crs: str) -> tuple[gpd.GeoDataFrame, int]:
    """Return the rows of table `source_openstreetmap` in `crs`, and how many places are areas known in part only.

    A way whose nodes are missing becomes several pieces. What is walked to is a polygon where every node is known; an
    open line (a platform) and an area of which the extract holds a part stand as the middle of the longest line. The
    outlines of large waters are barriers.
    """
    transformer = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    lines = cut_lines(elements.vertices, transformer)
    tags = _tags_by_role(elements.ways["tags"], way_roles, ("walkable", "barrier", "water", "destination"))
    ways = Ways(elements.ways, lines, elements.vertices.missing == 0, tags)
    places, cut = _places(ways)
    areas, broken = _areas(elements.relations, ways)
    parts = [
        _points(elements.nodes, transformer),
        _pieces(ways, "walkable", ways.having("walkable")),
        _pieces(ways, "barrier", ways.having("barrier")),
        _pieces(ways, "water", _large_waters(ways)),
        places,
        areas,
    ]
    rows = pd.concat(parts, ignore_index=True)
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=crs), cut + broken


def _tags_by_role(
    fields: Iterable[str], roles_of: Callable[[Tags], list[str]], roles: tuple[str, ...]
) -> dict[str, pd.Series]:
    """Return for each role the kept tags (JSON) of the elements that have it, by their positions."""
    found: dict[str, dict[int, str]] = {role: {} for role in roles}
    for position, field in enumerate(fields):
        tags = parsed_tags(field)
        for role in roles_of(tags):
            found[role][position] = kept(tags, role)
    return {role: pd.Series(texts, dtype="object") for role, texts in found.items()}


def _rows(element: str, of: pd.DataFrame, role: str, tags: pd.Series, geometry: Shapes) -> pd.DataFrame:
    """Return rows of one role; a version of 0 is an unknown one."""
    return pd.DataFrame(
        {
            "element": element,
            "osm_id": of["id"].to_numpy(),
            "osm_version": of["version"].where(of["version"] > 0).to_numpy(dtype="float64"),
            "role": "barrier" if role == "water" else role,
            "part": 0,
            "tags": tags.to_numpy(),
            "node_ids": pd.Series([_NO_NODES] * len(of), dtype="object"),
            "geometry": geometry,
        }
    )


def _points(nodes: pd.DataFrame, transformer: Transformer) -> pd.DataFrame:
    points = shapely.points(np.column_stack(transformer.transform(nodes["lon"], nodes["lat"])))
    tags = _tags_by_role(nodes["tags"], node_roles, (*ON_WAYS, "destination"))
    return pd.concat(
        [_rows("node", nodes.iloc[of.index], role, of, points[of.index.to_numpy()]) for role, of in tags.items()]
    )


def _pieces(ways: Ways, role: str, chosen: Integers) -> pd.DataFrame:
    """Return a row for each piece of these ways, with nodes where they are walked along."""
    pieces = np.flatnonzero(np.isin(ways.lines.way, chosen))
    of = ways.lines.way[pieces]
    rows = _rows("way", ways.rows.iloc[of], role, ways.tags[role].reindex(of), ways.lines.geometry[pieces])
    rows["part"] = ways.lines.part[pieces]
    if role == "walkable":
        rows["node_ids"] = ways.lines.nodes[pieces]
    return rows


def _large_waters(ways: Ways) -> Integers:
    waters = ways.having("water")
    rings = waters[ways.are_rings(waters)]
    is_large: Mask = shapely.area(ways.polygons(rings)) >= LARGE_WATER_M2
    return rings[is_large]


def _places(ways: Ways) -> tuple[pd.DataFrame, int]:
    """Return what is walked to as polygons and middles of lines, and how many of them lack nodes."""
    places = ways.having("destination")
    are_rings = ways.are_rings(places)
    geometry = np.full(len(places), shapely.Polygon(), dtype="object")
    geometry[are_rings] = ways.polygons(places[are_rings])
    for at in np.flatnonzero(shapely.is_empty(geometry)):
        geometry[at] = _middle(ways.lines.of(places[at]))
    rows = _rows("way", ways.rows.iloc[places], "destination", ways.tags["destination"].reindex(places), geometry)
    return rows, int((~ways.is_whole[places]).sum())


def _middle(lines: Shapes) -> shapely.Point:
    """Return the middle of the longest of some lines."""
    return shapely.line_interpolate_point(lines[shapely.length(lines).argmax()], 0.5, normalized=True)


def _areas(relations: pd.DataFrame, ways: Ways) -> tuple[pd.DataFrame, int]:
    """Return outlines of large waters and polygons of what is walked to, and how many of these lack ways or nodes."""
    tags = _tags_by_role(relations["tags"], relation_roles, ("water", "destination"))
    edges, areas = _members(relations, ways)
    is_drawn, is_filled = ~shapely.is_empty(edges), ~shapely.is_empty(areas)
    # a lake too large for the extract, of which it holds a part, is large
    is_barrier = is_drawn & (~is_filled | (shapely.area(areas) >= LARGE_WATER_M2))
    for at in np.flatnonzero(is_drawn & ~is_filled):
        areas[at] = _middle(shapely.get_parts(edges[at]))
    waters = tags["water"][is_barrier[tags["water"].index]]
    places = tags["destination"][is_drawn[tags["destination"].index]]
    rows = [
        _rows("relation", relations.iloc[of.index], role, of, shapes[of.index.to_numpy()])
        for role, of, shapes in (("water", waters, edges), ("destination", places, areas))
    ]
    return pd.concat(rows), int((~is_filled[places.index]).sum())


def _members(relations: pd.DataFrame, ways: Ways) -> tuple[Shapes, Shapes]:
    """Return the known lines of each relation and its area, empty unless all of its ways are known in full."""
    position = pd.Series(np.arange(len(ways.rows)), index=ways.rows["id"])
    edges, areas = np.empty((2, len(relations)), dtype="object")
    for at, field in enumerate(relations["members"]):
        members = parsed_members(field)
        present = position[position.index.intersection(members)].to_numpy()
        pieces = [piece for way in present for piece in ways.lines.of(way)]
        is_complete = len(present) == len(set(members)) and ways.is_whole[present].all()
        edges[at] = shapely.MultiLineString(pieces)  # empty where none of its ways is in the extract
        # rings inside rings are holes, whatever the members' roles say
        areas[at] = shapely.build_area(edges[at]) if is_complete and pieces else shapely.Polygon()
    return edges, polygonal(areas)
