"""Where a place joins the side-aware network: on its own side of a main road, never across the carriageway."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.school_routes.sides.across import nearest_on_this_side
from geodata.school_routes.sides.directions import bearing, spots_along
from geodata.school_routes.sides.kinds import is_main_road
from geodata.school_routes.sides.sectors import Sectors, sectors

AT_NODE_M = 0.001
"""So near to an edge's end a place joins at the node."""
ON_LINE_M = 0.01
"""A place that comes so near to a centreline is on both sides of it."""
ASIDE_M = 0.1
"""How far beside the centreline one stands who looks for the nearest way on this side."""
JOINED = ["place", "part_id", "along_m", "snap_m"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class _Joints:
    """Spots on edges of the undivided network from which places are reached, one row for each."""

    place: Integers
    """Which of the places asked about it is."""
    shape: Shapes
    edge: Integers
    """Position of the edge."""
    along_m: Floats
    node: Integers
    """Position of the node in `Sectors.node_id` where the spot is one, otherwise -1."""

    def only(self, chosen: Flags) -> "_Joints":
        """Return some of the joints."""
        return _Joints(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


def joined(places: gpd.GeoDataFrame, edges: gpd.GeoDataFrame, parts: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return every part of `route_parts` from which each place is entered, as `JOINED`, in no particular order.

    `places` join the edges (`walking_edges`) at `edge_id` and `along_m`; column `place` is their position.

    - On a street or path that stays as it is.
    - On a main road it is the side where the place's nearest point lies, both where the place touches the centreline.
    - At a node where arms of main roads meet it is every part that begins or ends on the piece of land in the direction
      of the place, whatever edge it was joined to; on all pieces of land if the place touches the node.
    - Where that side, or all there is on that land, was left out for a mapped footway, it is the nearest part that one
      reaches without crossing a main road's centreline (`nearest_on_this_side`); if there is none, there is no row.

    `snap_m` is from the place to the spot on the part.
    """
    ordered = edges.sort_values("edge_id", ignore_index=True)
    made = sectors(ordered)
    joints = _joints(places, ordered, made)
    at_node = joints.node >= 0
    on_main = ~at_node & is_main_road(ordered)[joints.edge]
    found = [
        _on_land(joints.only(at_node), ordered, made, parts),
        _on_sides(joints.only(on_main), ordered, parts),
        _unmoved(joints.only(~at_node & ~on_main), ordered),
    ]
    together = pd.concat(found, ignore_index=True)
    line = parts.geometry.to_numpy()[pd.Index(parts["part_id"]).get_indexer(together["part_id"])]
    spot = shapely.line_interpolate_point(line, together["along_m"].to_numpy(dtype=float))
    shape = places.geometry.to_numpy()[together["place"]]
    return together.assign(snap_m=shapely.distance(shape, spot))[JOINED]


def _joints(places: gpd.GeoDataFrame, edges: gpd.GeoDataFrame, made: Sectors) -> _Joints:
    """Return where places join, and at which node if it has sectors; one place may have several rows."""
    edge = pd.Index(edges["edge_id"]).get_indexer(places["edge_id"])
    along = places["along_m"].to_numpy(dtype=float)
    is_start = along <= AT_NODE_M
    is_end = along >= edges["length_m"].to_numpy(dtype=float)[edge] - AT_NODE_M
    node = made.node[np.where(is_start, 0, 1), edge]
    has_sectors = (is_start | is_end) & (made.places[node] >= 2)
    return _Joints(np.arange(len(places)), places.geometry.to_numpy(), edge, along, np.where(has_sectors, node, -1))


def _unmoved(joints: _Joints, edges: gpd.GeoDataFrame) -> pd.DataFrame:
    part_id = edges["edge_id"].astype("string").array[joints.edge]
    return pd.DataFrame({"place": joints.place, "part_id": part_id, "along_m": joints.along_m})


def _on_sides(joints: _Joints, edges: gpd.GeoDataFrame, parts: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the sides of main roads on which places lie, or what is nearest on that side."""
    line = edges.geometry.to_numpy()[joints.edge]
    here, ahead = spots_along(line, joints.along_m)
    to_left = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    goal = _nearest_point(shapely.points(here), joints.shape)
    leftwards = ((shapely.get_coordinates(goal) - here) * to_left).sum(axis=1)
    is_both = shapely.dwithin(line, joints.shape, ON_LINE_M)
    known = pd.Index(parts["part_id"])
    found: list[pd.DataFrame] = []
    for side, is_chosen, sign in (("left", is_both | (leftwards >= 0), 1), ("right", is_both | (leftwards <= 0), -1)):
        on_side = _unmoved(joints, edges)
        on_side["part_id"] += f".{side}"
        is_there = known.get_indexer(on_side["part_id"]) >= 0
        moves = is_chosen & ~is_there
        found.append(on_side[is_chosen & is_there])
        aside = shapely.points(here[moves] + sign * ASIDE_M * to_left[moves])
        found.append(nearest_on_this_side(joints.place[moves], aside, edges, parts))
    return pd.concat(found, ignore_index=True)


def _on_land(joints: _Joints, edges: gpd.GeoDataFrame, made: Sectors, parts: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the parts that meet on the land around a node where places lie, or what is nearest there."""
    at_end = made.node[0, joints.edge] != joints.node
    spot = shapely.get_point(edges.geometry.to_numpy()[joints.edge], np.where(at_end, -1, 0))
    goal = _nearest_point(spot, joints.shape)
    meeting = _land(joints, spot, goal, made).merge(_ends(parts), on="land")
    is_bare = ~np.isin(joints.place, meeting["place"])
    away = shapely.get_coordinates(goal) - shapely.get_coordinates(spot)
    step = away * (ASIDE_M / np.maximum(np.hypot(*away.T), ASIDE_M))[:, None]
    aside = shapely.points(shapely.get_coordinates(spot) + step)
    nearest = nearest_on_this_side(joints.place[is_bare], aside[is_bare], edges, parts)
    return pd.concat([meeting[["place", "part_id", "along_m"]], nearest], ignore_index=True)


def _land(joints: _Joints, spot: Shapes, goal: Shapes, made: Sectors) -> pd.DataFrame:
    """Return the piece of land around its node on which each place lies; all of them for one that touches the node."""
    towards = made.around(joints.node, bearing(spot, goal))
    is_all = shapely.dwithin(spot, joints.shape, ON_LINE_M)
    pieces = np.where(is_all, made.places[joints.node], 1)
    row = np.repeat(np.arange(len(pieces)), pieces)
    number = np.arange(len(row)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    land = np.where(is_all[row], made.first[joints.node][row] + number, towards[row])
    return pd.DataFrame({"place": joints.place[row], "land": land})


def _ends(parts: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return every end of a side, street or path: the place there, and where on the part that is."""
    links = pd.DataFrame(parts[parts["kind"] != "crossing"])
    starts = pd.DataFrame({"land": links["u"], "part_id": links["part_id"], "along_m": 0.0})
    ends = pd.DataFrame({"land": links["v"], "part_id": links["part_id"], "along_m": links["length_m"]})
    return pd.concat([starts, ends], ignore_index=True)


def _nearest_point(spots: Shapes, shapes: Shapes) -> Shapes:
    """Return the point of each shape that is nearest to the spot."""
    points: Shapes = shapely.get_point(shapely.shortest_line(spots, shapes), 1)
    return points
