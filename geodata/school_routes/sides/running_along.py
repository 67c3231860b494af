"""Which streets lines run along: near them, in their direction."""

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.school_routes.sides.directions import spots_along

REACH_M = 15.0
"""How far from the centreline a line may lie to be of that street (SCHOOL_ROUTES, footway presence)."""
PARALLEL_DEG = 20.0
"""How far its direction may differ from the street's."""
STEP_M = 5.0
"""Lines are looked at every 5 m."""

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]
Positions = NDArray[np.intp]


class Spots(NamedTuple):
    """Pieces of lines, 5 m long at most, each with the edge that it runs along."""

    line: Positions
    edge: Positions
    length_m: Floats
    to_left_m: Floats
    """How far left of the edge, in its direction; negative on its right."""
    is_with: NDArray[np.bool_]
    """Whether it has the edge's direction rather than the opposite one."""


def runs_along(lines: Shapes, edges: Shapes) -> Spots:
    """Return the pieces of the lines that run along an edge: the nearest one within 15 m, parallel within 20 degrees.

    A line of several parts counts as one. Of two edges as near the first is taken.

    >>> road = shapely.linestrings([[(0, 0), (10, 0)]])
    >>> spots = runs_along(shapely.linestrings([[(10, -4), (0, -4)], [(5, 2), (5, 9)]]), road)
    >>> spots.line.tolist(), spots.length_m.tolist(), spots.to_left_m.tolist(), spots.is_with.tolist()
    ([0, 0], [5.0, 5.0], [-4.0, -4.0], [False, False])
    """
    singles, of_line = shapely.get_parts(lines, return_index=True)
    whole = shapely.length(singles)
    steps = np.ceil(whole / STEP_M).astype(np.intp)
    single = np.repeat(np.arange(len(singles)), steps)
    number = np.arange(len(single)) - np.repeat(np.cumsum(steps) - steps, steps)
    length = whole[single] / steps[single]
    xy, ahead = spots_along(singles[single], (number + 0.5) * length)
    return _nearest(xy, ahead, of_line[single], length, edges)


def _nearest(xy: Floats, ahead: Floats, line: Positions, length: Floats, edges: Shapes) -> Spots:
    points = shapely.points(xy)
    spot, edge = shapely.STRtree(edges).query(points, predicate="dwithin", distance=REACH_M)
    foot, tangent = spots_along(edges[edge], shapely.line_locate_point(edges[edge], points[spot]))
    agreement = (ahead[spot] * tangent).sum(axis=1)
    away = xy[spot] - foot
    distance = np.hypot(away[:, 0], away[:, 1])
    order = np.lexsort((edge, distance, spot))
    order = order[np.abs(agreement[order]) >= np.cos(np.radians(PARALLEL_DEG))]
    order = order[np.unique(spot[order], return_index=True)[1]]
    left = tangent[:, 0] * away[:, 1] - tangent[:, 1] * away[:, 0]
    is_with = agreement[order] > 0
    return Spots(line[spot[order]], edge[order], length[spot[order]], left[order], is_with)
