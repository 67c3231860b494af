"""Directions: in which one leaves a node, and in which a road runs at a spot."""

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]
_EITHER_WAY_M = 0.01


def bearing(from_points: Shapes, to_points: Shapes) -> Floats:
    """Return the direction from one point to another in degrees clockwise from north, 0 to 360; 0 for the same point.

    >>> bearing(shapely.points([(0, 0), (0, 0)]), shapely.points([(5, 5), (-3, 0)])).tolist()
    [45.0, 270.0]
    """
    east = shapely.get_x(to_points) - shapely.get_x(from_points)
    north = shapely.get_y(to_points) - shapely.get_y(from_points)
    degrees: Floats = np.degrees(np.arctan2(east, north)) % 360.0
    return degrees


def spots_along(lines: Shapes, along_m: Floats) -> tuple[Floats, Floats]:
    """Return the coordinates of a spot on each line and the line's direction there as a unit vector, two columns each.

    At a vertex it is the direction half way between those before and after, by which left and right are told apart.

    >>> spot, ahead = spots_along(shapely.linestrings([[(0, 0), (0, 10), (10, 10)]] * 2), np.array([5.0, 10.0]))
    >>> spot.tolist(), ahead.round(3).tolist()
    ([[0.0, 5.0], [0.0, 10.0]], [[0.0, 1.0], [0.707, 0.707]])
    """
    steps = (-_EITHER_WAY_M, 0.0, _EITHER_WAY_M)
    points = [shapely.line_interpolate_point(lines, np.maximum(along_m + step, 0.0)) for step in steps]
    before, here, after = (shapely.get_coordinates(point) for point in points)
    ahead = after - before
    norm = np.hypot(*ahead.T)
    return here, ahead / np.where(norm > 0, norm, 1.0)[:, None]
