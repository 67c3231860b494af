"""The land of Fairbrook, a borough that does not exist: outline, river, bridges, ring road, railway, hill, centre.

Everything else is placed on this land. All coordinates are metres in EPSG:27700; nothing here is drawn at random.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from shapely import LineString, Point, Polygon
from shapely.ops import split

CRS = "EPSG:27700"
AUTHORITY_CODE = "E06999001"
AUTHORITY_NAME = "Fairbrook"
RIVER_NAME = "River Sorrel"
HILL_NAME = "Gorsendale Beacon"
ORIGIN_M = (350_000.0, 380_000.0)

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Settlement:
    """A place where homes are dense: `share` of the borough's homes, spread normally with `spread_m`."""

    name: str
    centre: Point
    share: float
    spread_m: float


def _at(east_km: float, north_km: float) -> Point:
    return Point(ORIGIN_M[0] + 1000 * east_km, ORIGIN_M[1] + 1000 * north_km)


TOWN_CENTRE = _at(0.2, 0.5)
QUAYS = _at(-0.5, 0.05)
EDGE_ESTATE = _at(-3.9, 2.0)
HILL_TOP = _at(3.4, 2.9)
SETTLEMENTS = (
    Settlement("town", TOWN_CENTRE, 0.46, 1500.0),
    Settlement("edge estate", EDGE_ESTATE, 0.09, 600.0),
    Settlement("eastern suburb", _at(3.3, -0.6), 0.09, 900.0),
    Settlement("southern suburb", _at(-1.4, -2.9), 0.10, 900.0),
    Settlement("hillside", _at(2.8, 2.3), 0.06, 900.0),
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
def ring_road() -> LineString:
    """Return the ring road's centre line, a closed loop about 2.4 km from the town centre."""
    angle = np.linspace(0, 2 * np.pi, 73)
    east = TOWN_CENTRE.x + 2500 * np.cos(angle)
    north = TOWN_CENTRE.y + 2150 * np.sin(angle) + 180 * np.sin(2 * angle)
    return LineString(np.column_stack([east, north]).round())


@cache
def railway() -> LineString:
    """Return the railway line, from the south-west over the river to the north-east."""
    km = np.arange(-7.0, 7.01, 0.25)
    north = 0.15 + 0.62 * km + 0.35 * np.sin(0.6 * km)
    track = LineString((np.column_stack([km, north]) * 1000 + np.array(ORIGIN_M)).round())
    return track.intersection(outline())


@cache
def bridges() -> dict[str, Point]:
    """Return the places where the river can be crossed, name to point."""
    road = {"Packhorse Bridge": -2.9, "Quays Footbridge": -0.7, "Old Toll Bridge": 0.3, "Mill Bridge": 4.1}
    east = np.array([ORIGIN_M[0] + 1000 * km for km in road.values()])
    places = dict(zip(road, map(Point, east, _river_north_m(east)), strict=True))
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
