"""Blocks of land between streets, and pieces of them for schools and greens."""

from functools import cache

import numpy as np
import shapely

from geodata.demo.streets.corridors import closed_to_streets
from geodata.demo.streets.drawing import Shapes
from geodata.demo.streets.network import street_pieces

SETBACK_M = 6.0


@cache
def blocks() -> Shapes:
    """Return the land between streets as polygons that keep 6 m off them, the largest first."""
    land = shapely.get_parts(shapely.polygonize(street_pieces().table.geometry.to_numpy()))
    open_land = shapely.difference(shapely.buffer(land, -SETBACK_M, quad_segs=2), closed_to_streets())
    inner = shapely.get_parts(open_land)
    inner = inner[shapely.area(inner) > 300]
    return np.asarray(inner[np.argsort(-shapely.area(inner), kind="stable")])


def grounds(place: shapely.Point, reach_m: float) -> shapely.Polygon:
    """Return a piece of the block at or nearest to the place, as far as the reach to each side."""
    nearest = blocks()[shapely.STRtree(blocks()).nearest(place)]
    corner = shapely.shortest_line(place, nearest).coords[-1]
    square = shapely.box(corner[0] - reach_m, corner[1] - reach_m, corner[0] + reach_m, corner[1] + reach_m)
    parts = shapely.get_parts(shapely.set_precision(nearest & square, 0.1))
    return max((part for part in parts if part.geom_type == "Polygon"), key=shapely.area)
