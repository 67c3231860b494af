"""Ways for walkers only: towpaths, greenways, footbridges, paths in parks, between closes and across fields."""

import geopandas as gpd
import numpy as np
import shapely
from shapely import LineString, Point

from geodata.demo import geography
from geodata.demo.geography import Array, at_km, smooth
from geodata.demo.seed import random_stream
from geodata.demo.streets.corridors import CANAL_HALF_M, RAILWAY_HALF_M, RIVER_HALF_M, WALL_HALF_M, crosses
from geodata.demo.streets.drawing import Shapes, drawn, together
from geodata.demo.streets.noding import Pieces, triangle_sides
from geodata.demo.streets.parks import parks

TOWPATH_KM = ((-2.96, 1.58), (2.78, 4.14))
"""Stretches of the river with a towpath on its northern bank, from west to east; none leads into the cut-off land."""
GREENWAYS = {
    "Fairbrook Greenway": ((-0.1, 1.5), (-1.0, 2.2), (-2.4, 2.5), (-3.4, 2.4), (-4.1, 2.6)),
    "Southern Greenway": ((0.45, -1.75), (1.2, -2.3), (2.3, -2.5), (3.3, -1.7), (3.6, -0.9)),
}
OVER_RAILWAY_KM = ((-2.4, -1.7), (2.55, 2.1), (3.45, 2.55), (4.1, 2.9))
LOCK_KM = (1.93, -0.3)
SNICKET_M = 85.0
SNICKETS = 0.4
"""Share of dead ends from where a path leads on."""
STEPS_PCT = 3.5
"""Gradient from which such a path has steps; nowhere does the ground rise by more than 7 per cent."""
COUNTRY_ROLES = ("lane", "farm_lane", "farm_track", "farm_drive")
FIELD_PATHS = 0.5
FIELD_PATH_M = (150.0, 900.0)


def fixed_paths() -> gpd.GeoDataFrame:
    """Return towpaths, greenways and paths in parks, which do not depend on the streets."""
    greenways = [smooth([at_km(*place) for place in places]) for places in GREENWAYS.values()]
    lawns = parks().geometry
    return together(
        drawn("towpath", [*_river_towpaths(), _canal_towpath()], "Towpath"),
        drawn("cycleway", greenways, list(GREENWAYS)),
        drawn("park_path", lawns.exterior),
        drawn("park_path", [_across(lawn, turn) for lawn in lawns for turn in (0.3, 1.9)]),
    )


def paths_between(streets: Pieces, last: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the footbridge and the paths between closes and across fields."""
    lines = streets.table.geometry.to_numpy()
    return together(_footbridges(lines), _snickets(streets), _field_paths(together(streets.table, last)))


def _river_towpaths() -> list[LineString]:
    bank = geography.river_course().parallel_offset(RIVER_HALF_M + 6, "left")
    west, east = geography.ORIGIN_M[0] + 1000 * np.array(TOWPATH_KM).T
    return [shapely.clip_by_rect(bank, a, -1e9, b, 1e9) for a, b in zip(west, east, strict=True)]


def _canal_towpath() -> LineString:
    """Return the path on the canal's outer side, from a little after its beginning to a little before its end."""
    outer = geography.canal().parallel_offset(CANAL_HALF_M + 11, "right")
    return shapely.ops.substring(outer, 60, outer.length - 60)


def _across(lawn: shapely.Polygon, angle: float) -> LineString:
    middle, reach = lawn.centroid, 500.0
    east, north = reach * np.cos(angle), reach * np.sin(angle)
    line = LineString([(middle.x - east, middle.y - north), (middle.x + east, middle.y + north)])
    return max(shapely.get_parts(line.intersection(lawn)), key=shapely.length)


def _footbridges(lines: Shapes) -> gpd.GeoDataFrame:
    """Return footbridges with the ways to the nearest street or path on each side."""
    river = {name: place for name, place in geography.bridges().items() if "Footbridge" in name}
    spans = [_span(geography.river_course(), place, RIVER_HALF_M + 14) for place in river.values()]
    spans += [_span(geography.railway_course(), at_km(*place), RAILWAY_HALF_M + 8) for place in OVER_RAILWAY_KM]
    spans.append(_span(geography.canal(), at_km(*LOCK_KM), WALL_HALF_M + 2))
    names = [*river, *[""] * len(OVER_RAILWAY_KM), "Foundry Lock"]
    approaches = [_nearest_open(Point(end), lines) for span in spans for end in span.coords]
    bridges = drawn("footbridge", spans, names).assign(is_bridge=True)
    return together(bridges, drawn("snicket", [way for way in approaches if way.length > 1]))


def _span(barrier: LineString, place: Point, half_m: float) -> LineString:
    """Return the line straight across a barrier at the point on it nearest to the place."""
    along = barrier.project(place)
    before, middle, after = (np.array(barrier.interpolate(along + step).coords[0]) for step in (-5, 0, 5))
    east, north = (after - before) / np.hypot(*(after - before)) * half_m
    return LineString([middle + np.array([-north, east]), middle + np.array([north, -east])])


def _nearest_open(point: Point, lines: Shapes) -> LineString:
    near = lines[shapely.dwithin(lines, point, 800)]
    links = shapely.shortest_line(point, near)
    links = links[~crosses(links)]
    return links[np.argmin(shapely.length(links))]


def _snickets(pieces: Pieces) -> gpd.GeoDataFrame:
    """Return paths from dead ends to a street nearby, with steps where it is steep."""
    lines = pieces.table.geometry.to_numpy()
    dead_end = np.flatnonzero(pieces.ends_met() == 1)
    corner = np.empty(pieces.places, dtype=object)
    corner[pieces.start], corner[pieces.end] = shapely.get_point(lines, 0), shapely.get_point(lines, -1)
    dead_end = dead_end[random_stream("snickets").uniform(0, 1, len(dead_end)) < SNICKETS]
    end, line = shapely.STRtree(lines).query(corner[dead_end], predicate="dwithin", distance=SNICKET_M)
    is_other = (pieces.start[line] != dead_end[end]) & (pieces.end[line] != dead_end[end])
    end, line = end[is_other], line[is_other]
    links = shapely.shortest_line(corner[dead_end[end]], lines[line])
    order = np.lexsort([shapely.length(links), end])
    links = links[order[np.unique(end[order], return_index=True)[1]]]
    links = links[(shapely.length(links) > 8) & ~crosses(links)]
    return drawn("", links).assign(role=np.where(_gradient_pct(links) > STEPS_PCT, "steps", "snicket"))


def _gradient_pct(lines: Shapes) -> Array:
    ends = shapely.get_coordinates([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    height = geography.height_m(ends[:, 0], ends[:, 1]).reshape(2, -1)
    return np.asarray(np.abs(height[1] - height[0]) / shapely.length(lines) * 100)


def _field_paths(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return public paths between lanes and farms: some of the sides of the triangles between them."""
    lines = streets.geometry.to_numpy()
    is_country = streets["role"].isin(COUNTRY_ROLES).to_numpy() & shapely.intersects(geography.outline(), lines)
    places = np.unique(shapely.get_coordinates(shapely.get_point(lines[is_country], 0)), axis=0)
    sides = shapely.linestrings(places[triangle_sides(places)])
    length = shapely.length(sides)
    chance = random_stream("field paths").uniform(0, 1, len(sides))
    sides = sides[(length > FIELD_PATH_M[0]) & (length < FIELD_PATH_M[1]) & (chance < FIELD_PATHS)]
    over, _ = shapely.STRtree(lines).query(sides, predicate="crosses")
    is_open = ~crosses(sides)
    is_open[over] = False
    return drawn("field_path", sides[is_open])
