"""Main roads cut at every crossing and signal on them, and what lies along each of their arms."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.school_routes.sides.kinds import is_main_road

ON_IT_M = 0.01
"""A node of a road lies on its line; so much for arithmetic."""

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class MainRoads:
    """Pieces of main roads between nodes and crossing points, edge after edge in the order of their ids.

    An arm is one end of a piece as one looks along it from there: first the starts of all pieces, then their ends.
    """

    edges: pd.DataFrame
    """The main roads of `walking_edges`, by edge id."""
    edge: Integers
    """Edge of each piece, as its position in `edges`."""
    node_id: Integers
    """OpenStreetMap nodes, ascending."""
    ends: Integers
    """Nodes at the starts and ends of the pieces (two rows), as positions in `node_id`."""
    length_m: Floats

    @property
    def node(self) -> Integers:
        """Node of each arm."""
        return self.ends.ravel()

    @property
    def far(self) -> Integers:
        """Arm at the other end of each arm's piece."""
        n = len(self.length_m)
        return (np.arange(2 * n) + n) % max(2 * n, 1)

    @property
    def arms_at(self) -> Integers:
        """How many arms each node has."""
        return np.bincount(self.node, minlength=len(self.node_id))

    def arm_of(self, edge_id: pd.Series, is_end: Flags) -> Integers:
        """Return the arms at the starts of these edges, or at their ends."""
        position = pd.Index(self.edges["edge_id"]).get_indexer(pd.Index(edge_id))
        last = np.searchsorted(self.edge, position, side="right") - 1
        arm: Integers = np.where(is_end, last + len(self.length_m), np.searchsorted(self.edge, position))
        return arm

    def positions(self, node_id: pd.Series) -> Integers:
        """Return where nodes are in `node_id`; -1 for those that lie on no main road."""
        return pd.Index(self.node_id).get_indexer(pd.Index(node_id))

    def within(self, limit_m: float) -> pd.DataFrame:
        """Return the nodes that each arm leads to: `arm`, `node`, `distance_m`, the arm's own node among them.

        One goes on through nodes where two arms meet and stops at others, where other roads begin.
        """
        arm, n = np.arange(2 * len(self.length_m)), len(self.length_m)
        found = [pd.DataFrame({"arm": arm, "node": self.node, "distance_m": 0.0})]
        at, gone, following = arm, np.zeros(len(arm)), self._following()
        while len(arm):  # as often as the greatest number of pieces within the limit
            gone = gone + self.length_m[at % n]
            reaches = pd.DataFrame({"arm": arm, "node": self.node[self.far[at]], "distance_m": gone})
            found.append(reaches[gone <= limit_m])
            on = following[at]
            goes_on = (gone <= limit_m) & (on >= 0) & (on != arm)
            arm, at, gone = arm[goes_on], on[goes_on], gone[goes_on]
        every = pd.concat(found, ignore_index=True).sort_values(["arm", "node", "distance_m"])
        return every.drop_duplicates(["arm", "node"], ignore_index=True)

    def _following(self) -> Integers:
        """Return the arm on which each arm goes on beyond its piece; -1 where a road ends or others begin."""
        order = np.argsort(self.node, kind="stable")
        first = np.cumsum(self.arms_at) - self.arms_at
        of_two = first[self.arms_at == 2]
        one, other = order[of_two], order[of_two + 1]
        opposite = np.full(len(order), -1)
        opposite[one], opposite[other] = other, one
        return opposite[self.far]


def main_roads(edges: gpd.GeoDataFrame, points: gpd.GeoDataFrame) -> MainRoads:
    """Return the main roads of `walking_edges`, cut at points (`node_id`) that lie on them between their nodes."""
    roads = edges[is_main_road(edges)].sort_values("edge_id", ignore_index=True)
    u, v = roads["u"].to_numpy(dtype=np.int64), roads["v"].to_numpy(dtype=np.int64)
    between = points[~points["node_id"].isin(np.concatenate([u, v]))]
    point, on = _on(roads, between)
    along = shapely.line_locate_point(roads.geometry.to_numpy()[on], between.geometry.to_numpy()[point])
    every, length = np.arange(len(roads)), roads["length_m"].to_numpy(dtype=float)
    edge = np.concatenate([every, on, every])
    at = np.concatenate([np.zeros(len(roads)), np.minimum(along, length[on]), length])
    node = np.concatenate([u, between["node_id"].to_numpy(dtype=np.int64)[point], v])
    order = np.lexsort([np.repeat([0, 1, 2], [len(roads), len(on), len(roads)]), at, edge])
    is_piece = np.diff(edge[order]) == 0
    starts, ends = order[:-1][is_piece], order[1:][is_piece]
    node_id, flat = np.unique(np.stack([node[starts], node[ends]]), return_inverse=True)
    positions = np.asarray(flat, dtype=np.int64).reshape(2, len(starts))
    length_m = at[ends] - at[starts]
    return MainRoads(pd.DataFrame(roads.drop(columns="geometry")), edge[starts], node_id, positions, length_m)


def _on(roads: gpd.GeoDataFrame, points: gpd.GeoDataFrame) -> tuple[Integers, Integers]:
    """Return pairs of a point and a road on which it lies."""
    tree = shapely.STRtree(roads.geometry.to_numpy())
    point, road = tree.query(points.geometry.to_numpy(), predicate="dwithin", distance=ON_IT_M)
    return point.astype(np.int64), road.astype(np.int64)
