"""How far it is along the main roads to the nearest controlled crossing."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.routing.graph import UNREACHED, WalkingGraph
from geodata.routing.nearest import nearest
from geodata.school_routes.evidence.bounds import Bounds
from geodata.school_routes.evidence.crossing_roads import MainRoads

FARTHEST_M = 1000.0
"""What is farther counts as this far: more than twice the greatest distance that any rule asks about."""
_MM = 1000

Floats = NDArray[np.float64]


def spacing_m(roads: MainRoads, points: pd.DataFrame, node: NDArray[np.int64]) -> Bounds:
    """Return the distance from nodes (positions in `roads.node_id`) to the nearest controlled crossing, at most 1 km.

    `points` are those of `crossing_control.Control`. The least distance is that to what may be controlled, the
    greatest that to what certainly is.
    """
    graph = WalkingGraph.build(
        len(roads.node_id), roads.ends[0], roads.ends[1], np.rint(roads.length_m * _MM).astype(np.int64)
    )

    def to(bound: str) -> Floats:
        sources = points["node"][points[f"controlled_{bound}"] == 1].to_numpy(dtype=np.int64)
        cost = nearest(graph, sources, limit=int(FARTHEST_M * _MM)).cost[node]
        metres: Floats = np.where(cost == UNREACHED, FARTHEST_M, cost / _MM)
        return metres

    lo, hi, likely = to("hi"), to("lo"), to("likely")
    return Bounds(lo, hi, likely, lo == hi, np.full(len(node), "openstreetmap", dtype=object))
