"""Footways along the ring road, mapped as ways of their own, and where they cross the road."""

import geopandas as gpd
import numpy as np
import shapely
from shapely import LineString

from geodata.demo import geography
from geodata.demo.streets.drawing import drawn, together

APART_M = 11.0
"""Metres from the middle of the road to each footway."""
CROSSINGS = 28


def ring_footways() -> gpd.GeoDataFrame:
    """Return a footway on each side of the ring road and the crossings between them."""
    ring = geography.ring_road()
    land = shapely.Polygon(ring)
    sides = [land.buffer(APART_M).exterior, land.buffer(-APART_M).exterior]
    along = np.arange(CROSSINGS) / CROSSINGS * ring.length + 70
    crossings = [_across(ring, place) for place in along]
    return together(drawn("ring_footway", [LineString(side) for side in sides]), drawn("ring_crossing", crossings))


def _across(ring: LineString, along_m: float) -> LineString:
    middle, ahead = ring.interpolate([along_m, along_m + 1])
    east, north = (ahead.x - middle.x) * APART_M, (ahead.y - middle.y) * APART_M
    reach = 1.02  # a little further, so that it meets both footways
    return LineString(
        [
            (middle.x - reach * north, middle.y + reach * east),
            (middle.x, middle.y),
            (middle.x + reach * north, middle.y - reach * east),
        ]
    )
