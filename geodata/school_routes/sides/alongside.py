"""Footways mapped as ways of their own: along which sides of main roads one runs."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.openstreetmap.tags import tag_columns
from geodata.school_routes.sides.directions import spots_along
from geodata.school_routes.sides.kinds import TRAFFIC_FREE, is_main_road
from geodata.school_routes.sides.running_along import PARALLEL_DEG, REACH_M, STEP_M

MOST = 0.8
"""Share of an edge along which it must run where no tag says that it is mapped."""
LEAST_SPOTS = 5
"""The road is looked at every 5 m, at least at so many spots."""
SIDES = ("left", "right")

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class _Probes:
    """Short lines square to the road, from its centreline to its left and right."""

    edge: Positions
    side: Positions
    direction: Floats
    line: NDArray[np.object_]


def is_separately_mapped(edges: gpd.GeoDataFrame, openstreetmap: gpd.GeoDataFrame) -> Flags:
    """Tell of which edges' sides, left and right (two columns), the footway is mapped as a way of its own.

    `edges` are those of the whole network, `openstreetmap` gives the tag `footway` of their ways. Of main roads only:
    where the side's tag is `separate` and any way without motor traffic runs along somewhere; and where no tag says
    anything, but a way tagged footway=sidewalk does so along at least 80 % of the edge. To run along is to lie within
    15 m on that side, parallel within 20 degrees, with no other main road between.
    """
    tagged = edges[[f"sidewalk_{side}" for side in SIDES]].astype("string")
    is_main = is_main_road(edges)[:, None]
    is_unsaid = tagged.isna().to_numpy(dtype=bool) & is_main
    is_separate = tagged.eq("separate").to_numpy(dtype=bool, na_value=False) & is_main
    wanted = np.flatnonzero((is_unsaid | is_separate).any(axis=1))
    roads = edges.geometry.to_numpy()[np.flatnonzero(is_main)]
    by_any, by_sidewalk = np.zeros((2, len(edges), 2))
    ways, is_sidewalk = _mapped_ways(edges, openstreetmap)
    by_any[wanted] = _shares(edges.geometry.to_numpy()[wanted], ways, roads)
    by_sidewalk[wanted] = _shares(edges.geometry.to_numpy()[wanted], ways[is_sidewalk], roads)
    is_mapped: Flags = (is_separate & (by_any > 0)) | (is_unsaid & (by_sidewalk >= MOST))
    return is_mapped


def _mapped_ways(edges: gpd.GeoDataFrame, openstreetmap: gpd.GeoDataFrame) -> tuple[NDArray[np.object_], Flags]:
    """Return lines that may be the footway of a road, and which of them are tagged so; none that crosses a road."""
    ways = openstreetmap[openstreetmap["role"] == "walkable"].drop_duplicates("osm_id")
    said = tag_columns(ways["tags"], ["footway"])["footway"]
    footway = edges["osm_way_id"].map(pd.Series(said.array, index=ways["osm_id"]))
    footway = footway.astype("string").fillna("")
    is_candidate = edges["highway"].isin(TRAFFIC_FREE) & edges["is_in_main_component"] & (footway != "crossing")
    chosen = is_candidate.to_numpy(dtype=bool)
    return edges.geometry.to_numpy()[chosen], (footway[chosen] == "sidewalk").to_numpy(dtype=bool)


def _shares(lines: NDArray[np.object_], ways: NDArray[np.object_], roads: NDArray[np.object_]) -> Floats:
    """Return along what share of each line's left and right one of the ways runs."""
    shares = np.zeros((len(lines), 2))
    near = np.unique(shapely.STRtree(ways).query(lines, predicate="dwithin", distance=REACH_M)[0])
    probes = _probes(lines, near)
    is_met = _are_met(probes, _segments(ways), roads)
    np.add.at(shares, (probes.edge[is_met], probes.side[is_met]), 1.0)
    spots = np.bincount(probes.edge[probes.side == 0], minlength=len(lines))
    result: Floats = shares / np.maximum(spots, 1)[:, None]
    return result


def _probes(lines: NDArray[np.object_], chosen: Positions) -> _Probes:
    length = shapely.length(lines[chosen])
    spots = np.maximum(np.ceil(length / STEP_M), LEAST_SPOTS).astype(np.intp)
    edge = np.repeat(chosen, spots)
    number = np.arange(len(edge)) - np.repeat(np.cumsum(spots) - spots, spots)
    along = (number + 0.5) * np.repeat(length / spots, spots)
    here, tangent = spots_along(lines[edge], along)
    to_left = REACH_M * np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    reach = np.concatenate([np.stack([here, here + to_left], axis=1), np.stack([here, here - to_left], axis=1)])
    direction = np.tile(np.degrees(np.arctan2(tangent[:, 1], tangent[:, 0])), 2)
    return _Probes(np.tile(edge, 2), np.repeat([0, 1], len(edge)), direction, shapely.linestrings(reach))


def _segments(ways: NDArray[np.object_]) -> NDArray[np.object_]:
    xy, way = shapely.get_coordinates(ways, return_index=True)
    inner = way[1:] == way[:-1]
    pieces: NDArray[np.object_] = shapely.linestrings(np.stack([xy[:-1][inner], xy[1:][inner]], axis=1))
    return pieces


def _are_met(probes: _Probes, segments: NDArray[np.object_], roads: NDArray[np.object_]) -> Flags:
    """Tell which probes meet a parallel segment before they meet another main road."""
    probe, segment = shapely.STRtree(segments).query(probes.line, predicate="intersects")
    ends = shapely.get_coordinates(segments[segment]).reshape(-1, 2, 2)
    ahead = ends[:, 1] - ends[:, 0]
    turn = (np.degrees(np.arctan2(ahead[:, 1], ahead[:, 0])) - probes.direction[probe]) % 180.0
    is_parallel = np.minimum(turn, 180.0 - turn) <= PARALLEL_DEG
    way_m = _nearest_meeting(probes.line, probe[is_parallel], segments[segment[is_parallel]])
    met = np.flatnonzero(np.isfinite(way_m))
    found, road = shapely.STRtree(roads).query(probes.line[met], predicate="intersects")
    road_m = _nearest_meeting(probes.line, met[found], roads[road])
    nearer: Flags = np.isfinite(way_m) & (way_m < road_m)
    return nearer


def _nearest_meeting(probes: NDArray[np.object_], probe: Positions, others: NDArray[np.object_]) -> Floats:
    """Return how far along each probe the first of the others is met, beyond its own road; infinite if none is."""
    away = shapely.distance(shapely.get_point(probes[probe], 0), shapely.intersection(probes[probe], others))
    is_beyond = away > 0.01
    least = np.full(len(probes), np.inf)
    np.minimum.at(least, probe[is_beyond], away[is_beyond])
    return least
