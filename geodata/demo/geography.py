"""The land of Fairbrook, a borough that does not exist: outline, water, bridges, ring road, railways, hill, centre.

Everything else is placed on this land. All coordinates are metres in EPSG:27700; nothing here is drawn at random.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import shapely
from shapely import LineString, Point, Polygon
from shapely.ops import split

CRS = "EPSG:27700"
AUTHORITY_CODE = "E06999001"
AUTHORITY_NAME = "Fairbrook"
RIVER_NAME = "River Sorrel"
HILL_NAME = "Gorsendale Beacon"
ORIGIN_M = (350_000.0, 380_000.0)
BRIDGES_KM = {
    "Packhorse Bridge": -2.9, "Quays Footbridge": -0.7, "Old Toll Bridge": 0.3, "Mill Bridge": 4.1,
    "Tilder Footbridge": -4.3, "Weir Footbridge": 3.3,
}  # fmt: skip
"""Bridges over the river besides those of the ring road and the railway: kilometres east of the origin."""

BEYOND_KM = 11.5
"""How far the land is drawn to the west and east of the origin: the borough and a little over 5 km."""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Settlement:
    """A place where homes are dense: `share` of the borough's homes, spread normally with `spread_m`."""

    name: str
    centre: Point
    share: float
    spread_m: float


def at_km(east_km: float, north_km: float) -> Point:
    """Return the place so many kilometres east and north of the origin."""
    return Point(ORIGIN_M[0] + 1000 * east_km, ORIGIN_M[1] + 1000 * north_km)


TOWN_CENTRE = at_km(0.2, 0.5)
QUAYS = at_km(-0.5, 0.05)
EDGE_ESTATE = at_km(-3.9, 2.0)
HILL_TOP = at_km(3.4, 2.9)
SETTLEMENTS = (
    Settlement("town", TOWN_CENTRE, 0.46, 1500.0),
    Settlement("edge estate", EDGE_ESTATE, 0.09, 600.0),
    Settlement("eastern suburb", at_km(3.3, -0.6), 0.09, 900.0),
    Settlement("southern suburb", at_km(-1.4, -2.9), 0.10, 900.0),
    Settlement("hillside", at_km(2.8, 2.3), 0.06, 900.0),
)


@cache
def outline() -> Polygon:
    """Return the borough's boundary, about 12 km from west to east and 10 km from south to north."""
    angle = np.linspace(0, 2 * np.pi, 144, endpoint=False)
    bumps = 1 + 0.045 * np.sin(3 * angle + 0.4) + 0.03 * np.sin(5 * angle + 1.9) + 0.015 * np.sin(11 * angle)
    east = ORIGIN_M[0] + 5900 * bumps * np.cos(angle)
    north = ORIGIN_M[1] + 4900 * bumps * np.sin(angle)
    return Polygon(np.column_stack([east, north]).round())


def _river_north_m(east_m: Array) -> Array:
    km = (east_m - ORIGIN_M[0]) / 1000
    return ORIGIN_M[1] + 1000 * (-0.05 - 0.12 * km + 0.33 * np.sin(0.85 * km + 0.3))


@cache
def _river_beyond_the_borough() -> LineString:
    east = ORIGIN_M[0] + np.arange(-8000.0, 8001.0, 200.0)
    return LineString(np.column_stack([east, _river_north_m(east)]).round())


@cache
def river() -> LineString:
    """Return the river's centre line inside the borough, from west to east."""
    return _river_beyond_the_borough().intersection(outline())


@cache
def banks() -> tuple[Polygon, Polygon]:
    """Return the land north of the river and the land south of it."""
    north, south = sorted(split(outline(), _river_beyond_the_borough()).geoms, key=lambda land: -land.centroid.y)
    return north, south


@cache
def river_course() -> LineString:
    """Return the river's centre line from west to east, as far as the land is drawn."""
    east = ORIGIN_M[0] + np.arange(-BEYOND_KM, BEYOND_KM + 0.01, 0.1) * 1000
    return LineString(np.column_stack([east, _river_north_m(east)]).round(1))


@cache
def canal() -> LineString:
    """Return the Foundry Cut, an arm of the river through the south of the town: out of it and back into it."""
    course = [(0.98, -0.3), (0.95, -0.6), (0.84, -1.0), (0.88, -1.42), (1.2, -1.52), (1.52, -1.36), (1.8, -0.98)]
    return smooth([at_km(1.0, 0.14), *(at_km(*place) for place in course), at_km(1.93, -0.5), at_km(1.88, 0.05)])


@cache
def ring_road() -> LineString:
    """Return the ring road's centre line, a closed loop about 2.4 km from the town centre."""
    angle = np.linspace(0, 2 * np.pi, 73)
    east = TOWN_CENTRE.x + 2500 * np.cos(angle)
    north = TOWN_CENTRE.y + 2150 * np.sin(angle) + 180 * np.sin(2 * angle)
    return LineString(np.column_stack([east, north]).round())


@cache
def railway() -> LineString:
    """Return the railway line, from the south-west over the river to the north-east."""
    return _railway_track(np.arange(-7.0, 7.01, 0.25)).intersection(outline())


def _railway_track(km: Array) -> LineString:
    north = 0.15 + 0.62 * km + 0.35 * np.sin(0.6 * km)
    return LineString((np.column_stack([km, north]) * 1000 + np.array(ORIGIN_M)).round())


@cache
def railway_course() -> LineString:
    """Return the railway line as far as the land is drawn."""
    return _railway_track(np.arange(-BEYOND_KM, BEYOND_KM + 0.01, 0.25))


@cache
def branch_railway() -> LineString:
    """Return the goods line that leaves the railway in the north-east of the town and ends at the river."""
    course = [(1.61, 1.445), (1.74, 1.3), (1.79, 1.0), (1.8, 0.73), (1.8, 0.5), (1.72, 0.25), (1.68, 0.065)]
    return smooth([at_km(*place) for place in course])


@cache
def cut_off_land() -> dict[str, Polygon]:
    """Return the land with one way out, cause to polygon: within river and canal; within railways, ring road, river."""
    barriers = {
        "river": ([river_course(), canal()], at_km(1.4, -0.6)),
        "railway": ([river_course(), railway_course(), branch_railway(), ring_road()], at_km(2.2, 0.8)),
    }
    return {cause: _face(lines, inside) for cause, (lines, inside) in barriers.items()}


def _face(lines: list[LineString], inside: Point) -> Polygon:
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines, grid_size=0.1)]))
    return next(face for face in faces if face.contains(inside))


def smooth(places: list[Point]) -> LineString:
    """Return a smooth line from the first place to the last one near the others (Chaikin's corner cutting, thrice)."""
    corners = shapely.get_coordinates(places)
    for _ in range(3):
        cuts = np.stack([0.75 * corners[:-1] + 0.25 * corners[1:], 0.25 * corners[:-1] + 0.75 * corners[1:]], axis=1)
        corners = np.vstack([corners[:1], cuts.reshape(-1, 2)[1:-1], corners[-1:]])
    return LineString(corners.round(1))


@cache
def bridges() -> dict[str, Point]:
    """Return the places where the river can be crossed, name to point."""
    east = np.array([ORIGIN_M[0] + 1000 * km for km in BRIDGES_KM.values()])
    places = dict(zip(BRIDGES_KM, map(Point, east, _river_north_m(east)), strict=True))
    west_ring, east_ring = sorted(ring_road().intersection(river()).geoms, key=lambda point: point.x)
    track = railway().intersection(river())
    return places | {"West Ring Bridge": west_ring, "East Ring Bridge": east_ring, "Sorrel Viaduct": track}


def height_m(easting_m: Array, northing_m: Array) -> Array:
    """Return the height of the ground in metres: gently rising land, a river valley 12 m deep and one hill of 120 m."""
    east, north = easting_m - HILL_TOP.x, northing_m - HILL_TOP.y
    hill = 120 * np.exp(-((east / 1500) ** 2 + (north / 1100) ** 2) / 2)
    valley = 12 * np.exp(-(((northing_m - _river_north_m(easting_m)) / 400) ** 2) / 2)
    height: Array = 28 + (northing_m - ORIGIN_M[1]) / 1000 + hill - valley
    return height


def homes_density(easting_m: Array, northing_m: Array) -> Array:
    """Return the density of homes, in shares of all homes per square metre, scattered homes included."""
    scattered = 1 - sum(settlement.share for settlement in SETTLEMENTS)
    density = np.full(np.shape(easting_m), scattered / outline().area)
    for place in SETTLEMENTS:
        distance = np.hypot(easting_m - place.centre.x, northing_m - place.centre.y)
        density += place.share * np.exp(-((distance / place.spread_m) ** 2) / 2) / (2 * np.pi * place.spread_m**2)
    return density
