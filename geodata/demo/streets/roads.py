"""The main roads: radial roads from the town to the edge of the map, the ring road, a trunk road to a motorway."""

from functools import cache

import geopandas as gpd
import numpy as np
import shapely
from shapely import LineString

from geodata.demo import geography
from geodata.demo.geography import at_km, smooth
from geodata.demo.streets.drawing import drawn, frame, together

RING_ROAD_NAME = "Sorrel Ring"
CENTRE_KM = (0.2, 0.5)
OLD_TOLL_KM = ((0.2, 0.5), (0.28, 0.3), (0.3, 0.08), (0.28, -0.2))
PRIMARY = {
    "Netherwold Road": (CENTRE_KM, (0.1, 1.3), (0.25, 2.6), (-0.1, 4.7), (-0.4, 7.5), (0.2, 11)),
    "Larkenmoor Road": (CENTRE_KM, (-0.9, 1.0), (-2.2, 1.4), (-3.9, 1.9), (-6.0, 2.6), (-11.5, 4.2)),
    "Beacon Road": (CENTRE_KM, (0.8, 1.2), (1.6, 2.1), (2.4, 2.6), (3.0, 2.1), (4.4, 3.6), (7, 5.6), (11, 7.2)),
    "Kelderholme Road": ((1.98, -1.1), (2.6, -1.0), (3.4, -0.7), (4.5, -1.5), (6.0, -2.2), (11.5, -3.6)),
    "Heronsfold Road": (*OLD_TOLL_KM, (-0.1, -0.8), (-0.7, -1.8), (-1.4, -2.9), (-2.0, -4.4), (-3.2, -10.5)),
}
SECONDARY = {
    "Packhorse Lane": (CENTRE_KM, (-0.9, 0.5), (-2.3, 0.45), (-2.86, 0.25), (-2.94, -0.2), (-4.0, -1.2), (-11.5, -2.8)),
    "Foxenby Road": ((0.28, -0.2), (0.38, -0.8), (0.4, -1.75), (0.3, -3.4), (0.7, -5.2), (1.2, -11)),
    "Marlcroft Road": ((2.7, 0.45), (3.5, 0.55), (4.2, 0.65), (5.9, 0.4), (11.5, 1.0)),
    "Mill Lane": ((4.2, 0.65), (4.08, 0.0), (4.1, -0.7), (4.12, -1.0), (3.7, -2.4), (4.6, -5.0), (5.5, -10)),
    "Wrenshaw Road": (CENTRE_KM, (0.9, 0.62), (1.6, 0.78), (1.8, 0.73), (2.0, 0.68), (2.35, 0.9)),
    "Cut Street": ((0.38, -0.9), (0.6, -1.0), (0.86, -1.0), (1.1, -0.98), (1.5, -0.8)),
    "Beacon Lane": ((3.0, 2.1), (3.6, 1.6), (4.2, 0.65)),
    "Hill Road": ((2.4, 2.6), (3.0, 3.1), (3.4, 3.0), (4.0, 2.5), (3.6, 1.6)),
    "Sallow Lane": ((-3.9, 1.9), (-3.2, 3.2), (-1.6, 3.9), (-0.1, 4.4), (2.2, 3.9), (2.4, 2.6)),
    "Tilder Lane": ((-4.0, -1.2), (-3.2, -2.3), (-1.4, -2.9), (0.3, -3.2), (2.4, -3.0), (3.7, -2.4)),
}
MOTORWAY_KM = ((-11.5, 6.2), (-6.0, 6.0), (0.9, 7.0), (6.0, 7.6), (11.5, 8.8))
TRUNK_KM = ((0.9, 2.62), (1.0, 3.6), (0.9, 5.0), (0.9, 7.0))
CARRIAGEWAY_M = 9.0
"""How far each carriageway of a dual road lies from its middle."""


@cache
def main_roads() -> gpd.GeoDataFrame:
    """Return radial roads, ring road and the roads between them."""
    ring = drawn("ring", [geography.ring_road()], RING_ROAD_NAME)
    link = dual_roads().query("role == 'trunk_link'")
    return together(ring, link, _named("primary", PRIMARY), _named("secondary", SECONDARY))


def dual_roads() -> gpd.GeoDataFrame:
    """Return the motorway and the trunk road to it; they meet the other roads at the trunk road's southern end only."""
    motorway, trunk = (smooth([at_km(*place) for place in places]) for places in (MOTORWAY_KM, TRUNK_KM))
    end = trunk.interpolate(30)
    roundabout = shapely.shortest_line(end, geography.ring_road())
    apart = [trunk.parallel_offset(CARRIAGEWAY_M, side) for side in ("left", "right")]
    lanes = [_from_point(lane, end) for lane in apart]
    return together(
        drawn("motorway", [motorway.intersection(frame())], "M699"),
        drawn("trunk", lanes, "Beacon Way"),
        drawn("trunk_link", [roundabout], "Beacon Way"),
    )


def _named(role: str, roads: dict[str, tuple[tuple[float, float], ...]]) -> gpd.GeoDataFrame:
    lines = [smooth([at_km(*place) for place in places]) for places in roads.values()]
    return drawn(role, shapely.intersection(np.array(lines), frame()), list(roads))


def _from_point(lane: LineString, point: shapely.Point) -> LineString:
    """Return the carriageway begun at the point where both part."""
    corners = shapely.get_coordinates(lane)
    nearest = int(np.argmin(shapely.distance(shapely.points(corners), point)))
    rest = corners[max(nearest, 1) :] if nearest < len(corners) / 2 else corners[: nearest - 1][::-1]
    return LineString(np.vstack([shapely.get_coordinates(point), rest]))
