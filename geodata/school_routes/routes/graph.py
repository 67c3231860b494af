"""The side-aware network as a graph for routing: schools and homes are nodes of their own, beyond gates and doors."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.network.splicing import Spliced, millimetres, splice
from geodata.routing.arcs import MAX_COST
from geodata.routing.graph import WalkingGraph
from geodata.routing.reach import reach
from geodata.school_routes.routes.walkable import Walkable
from geodata.school_routes.statutory import LONGEST_M

Integers = NDArray[np.int64]
Value = TypeVar("Value", bound=np.generic)
JOINTS = ["part_id", "along_m", "snap_m"]
LONGEST_MM = round(LONGEST_M * 1000)
_SCHOOLS_AT_A_TIME = 16
"""What so many schools reach within three miles stays far below a gigabyte."""


class Pieces(NamedTuple):
    """What is walked, between two nodes each: pieces of parts, and the ways between them and schools or homes."""

    u: Integers
    v: Integers
    forward: Integers
    """Millimetres from u to v."""
    backward: Integers
    """Millimetres from v to u; of the ways from gates and to doors more than any walk has."""
    part: Integers
    """Position of the part it belongs to; of a way to a door that of the part the home stands on, which is always on
    its walk; -1 of a way to a gate, which any part that is usable and leads there will do for."""
    along_mm: Integers
    """Millimetres along the part: 0 for ways to gates and doors."""


@dataclass(frozen=True)
class RouteGraph:
    """Places, gates and doors of the side-aware network as nodes, then homes, then schools; walks start at schools.

    Nobody walks through a home or a school: a school is only left by its gates, a home only entered by its doors. As
    all costs else are alike both ways, walks from school are those to school.
    """

    parts: pd.DataFrame
    """`part_id`, `kind`, `edge_id`, `beside_edge_id` and `osm_way_id` of all parts, by part_id."""
    home_id: pd.Index
    """Homes with a door, rising."""
    school_id: pd.Index
    """Schools with a gate, rising."""
    pieces: Pieces
    xy: NDArray[np.float64]
    """Coordinates of nodes."""

    @classmethod
    def build(cls, parts: gpd.GeoDataFrame, doors: pd.DataFrame, gates: pd.DataFrame) -> Self:
        """Return the graph of tables `route_parts`, `home_doors` and `school_gates`, in whole millimetres.

        The way from a gate or door to the place itself is as long as its `snap_m`. A home or school may have several.
        Raises `ValueError` if one stands on a part that is not there, or on a crossing.
        """
        ordered = parts.sort_values("part_id", ignore_index=True)
        gates = gates.sort_values(["school_id", *JOINTS], ignore_index=True)
        doors = doors.sort_values(["home_id", *JOINTS], ignore_index=True)
        joints = pd.concat([gates[JOINTS], doors[JOINTS]], ignore_index=True)
        part_of = _links_of(ordered, joints["part_id"])
        streets = splice(_as_edges(ordered), joints.rename(columns={"part_id": "edge_id"}))
        (school, schools), (home, homes) = _numbered(gates["school_id"]), _numbered(doors["home_id"])
        beyond = np.concatenate([len(homes) + school, home]) + streets.n_nodes
        xy = np.empty((streets.n_nodes + len(homes) + len(schools), 2))
        xy[: streets.n_nodes], xy[beyond] = streets.xy, streets.xy[streets.node_of_point]
        pieces = _pieces(streets, beyond, len(gates), millimetres(joints["snap_m"]), part_of)
        return cls(ordered[["part_id", "kind", "edge_id", "beside_edge_id", "osm_way_id"]], homes, schools, pieces, xy)

    @property
    def n_parts(self) -> int:
        """How many parts there are."""
        return len(self.parts)

    @property
    def first_home(self) -> int:
        """Node of the first home; the others follow it in order."""
        return self.first_school - len(self.home_id)

    @property
    def first_school(self) -> int:
        """Node of the first school; the others follow it in order."""
        return len(self.xy) - len(self.school_id)

    @cached_property
    def part_index(self) -> pd.Index:
        """Ids of `parts`, to find positions by."""
        ids: pd.Index = pd.Index(self.parts["part_id"])
        return ids

    @cached_property
    def unrestricted(self) -> Walkable:
        """All that can be walked, whatever the evidence; edges are the pieces."""
        u, v, forward, backward, *_ = self.pieces
        return Walkable.of(WalkingGraph.build(len(self.xy), u, v, forward, backward, self.xy))

    def walkable(self, usable: NDArray[np.bool_]) -> Walkable:
        """Return what can be walked of the parts told to be usable, a value for each of `parts`."""
        return Walkable.of(self.unrestricted.graph.only(self.by_piece(usable, of_gates=True)))

    def by_piece(self, by_part: NDArray[Value], of_gates: object) -> NDArray[Value]:
        """Return for each piece the value of its part, or that of ways to gates."""
        values: NDArray[Value] = np.append(by_part, np.array([of_gates], dtype=by_part.dtype))[self.pieces.part]
        return values

    def home_nodes(self, home_ids: pd.Series) -> Integers:
        """Return the nodes of homes; -1 of those without a door."""
        return _nodes(self.home_id, home_ids, self.first_home)

    def school_nodes(self, school_ids: pd.Series) -> Integers:
        """Return the nodes of schools; -1 of those without a gate."""
        return _nodes(self.school_id, school_ids, self.first_school)

    def distances(self, limit_m: float = LONGEST_M) -> pd.DataFrame:
        """Return the shortest walk between every home and school within the limit, whatever the evidence.

        Columns `home_id`, `school_id`, `distance_m`; by home and school.
        """
        graph, schools = self.unrestricted.graph, np.arange(len(self.school_id))
        found = [np.empty((3, 0), dtype=np.int32)]
        for low in range(0, len(schools), _SCHOOLS_AT_A_TIME):  # all they reach at once would not fit in memory
            some = schools[low : low + _SCHOOLS_AT_A_TIME]
            school, node, mm = reach(graph, some, self.first_school + some, 0, round(limit_m * 1000))
            is_home = (node >= self.first_home) & (node < self.first_school)
            order = np.lexsort((node[is_home], school[is_home]))
            few = np.stack([node[is_home] - self.first_home, school[is_home], mm[is_home]])[:, order]
            found.append(few.astype(np.int32))
        home, school, mm = np.concatenate(found, axis=1)
        order = np.argsort(home, kind="stable")
        ids = pd.Series(self.school_id, dtype="string").array
        return pd.DataFrame(
            {
                "home_id": self.home_id.to_numpy(dtype=np.int64)[home[order]],
                "school_id": ids.take(school[order]),
                "distance_m": mm[order] / 1000,
            }
        )


def _links_of(parts: pd.DataFrame, part_ids: pd.Series) -> Integers:
    """Return the position of each part among `parts`. Raises `ValueError` if one is none of them, or a crossing."""
    found: Integers = pd.Index(parts["part_id"]).get_indexer(pd.Index(part_ids)).astype(np.int64)
    is_lost = np.append((parts["kind"] == "crossing").to_numpy(dtype=bool), True)[found]
    if is_lost.any():
        lost = part_ids[is_lost]
        raise ValueError(f"gates and doors: {lost.iloc[0]!r} is no side, street or path ({len(lost)} such)")
    return found


def _as_edges(parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return parts as `splice` reads edges; a crossing leads from its point to its point."""
    is_crossing = (parts["kind"] == "crossing").to_numpy(dtype=bool)
    lines = parts.geometry.to_numpy().copy()
    at = shapely.get_coordinates(lines[is_crossing])
    lines[is_crossing] = shapely.linestrings(np.stack([at, at], axis=1)) if len(at) else []
    columns = {"edge_id": parts["part_id"], "u": parts["u"], "v": parts["v"], "length_m": parts["length_m"]}
    return gpd.GeoDataFrame(columns, geometry=lines, crs=parts.crs)


def _pieces(streets: Spliced, beyond: Integers, n_gates: int, snap_mm: Integers, part: Integers) -> Pieces:
    """Return the pieces of parts, then the ways from schools to their gates and from doors to homes (`beyond`)."""
    at, is_gate = streets.node_of_point, np.arange(len(beyond)) < n_gates
    return Pieces(
        np.concatenate([streets.u, np.where(is_gate, beyond, at)]),
        np.concatenate([streets.v, np.where(is_gate, at, beyond)]),
        np.concatenate([streets.forward, snap_mm]),
        np.concatenate([streets.backward, np.full_like(snap_mm, MAX_COST)]),
        np.concatenate([streets.edge, np.where(is_gate, -1, part)]),
        np.concatenate([streets.forward, np.zeros_like(snap_mm)]),
    )


def _numbered(ids: pd.Series) -> tuple[Integers, pd.Index]:
    """Return the position of each of the ids, which are sorted, among the distinct ones."""
    positions, distinct = pd.factorize(ids)
    return positions.astype(np.int64), pd.Index(distinct)


def _nodes(known: pd.Index, ids: pd.Series, first: int) -> Integers:
    positions = known.get_indexer(pd.Index(ids)).astype(np.int64)
    return np.where(positions >= 0, positions + first, -1)
