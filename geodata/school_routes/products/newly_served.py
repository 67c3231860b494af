"""Who would have an available route if one part alone were available: worked out anew for each part, exactly."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.routing.graph import WalkingGraph
from geodata.routing.reach import reach
from geodata.school_routes.routes.graph import LONGEST_MM, RouteGraph
from geodata.school_routes.routes.usable_parts import Mode, PartRatings

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
COLUMNS = ["part_id", "home_id", "age_group"]
_SCHOOLS_AT_A_TIME = 16
"""What so many schools reach within three miles stays far below a gigabyte."""


class _Bridge(NamedTuple):
    """A part that cannot be used: its nodes, schools and homes on it among them, and millimetres along it alone."""

    nodes: Integers
    along: Floats


class _Waiting(NamedTuple):
    """Pupils within the distance who have no available route: a value for each row."""

    rows: pd.DataFrame
    school: Integers
    home: Integers
    limit_mm: Integers


def newly_served(
    graph: RouteGraph, ratings: PartRatings, mode: Mode, pupil_routes: pd.DataFrame, part_ids: pd.Series
) -> pd.DataFrame:
    """Return the rows of `pupil_routes` that one part alone would give a route within the statutory distance.

    Columns `part_id, home_id, age_group`, by part: under the evidence of `mode` they have no available route within the
    distance, but would have one if that part could be used too; `part_ids` which can be used anyway serve nobody anew.
    A walk over a part goes from the school to it, along it, and on to the home: one search from each school and one
    from each end of each part, on the network as it is, give all such walks.
    """
    usable, waiting = ratings.usable(mode), _waiting(graph, mode, pupil_routes)
    position = pd.Index(graph.parts["part_id"]).get_indexer(pd.Index(part_ids))
    closed = np.unique(position[~usable[position]])
    found = [waiting.rows.iloc[:0].assign(part_id=pd.Series(dtype="string"))]
    if len(waiting.rows) and len(closed):
        base = graph.walkable(usable).graph
        bridges = [_bridge(graph, part) for part in closed]
        nodes = np.unique(np.concatenate([bridge.nodes for bridge in bridges]))
        schools = np.unique(waiting.school)
        there = _from_schools(base, schools, nodes)
        for part, bridge in zip(closed, bridges, strict=True):  # each part is a case of its own
            to_bridge = there[:, np.searchsorted(nodes, bridge.nodes)]
            walk = _over(base, bridge, to_bridge, np.searchsorted(schools, waiting.school), waiting.home)
            found.append(waiting.rows[walk <= waiting.limit_mm].assign(part_id=graph.parts["part_id"].iloc[part]))
    return pd.concat(found, ignore_index=True)[COLUMNS].astype({"part_id": "string"})


def _waiting(graph: RouteGraph, mode: Mode, pupil_routes: pd.DataFrame) -> _Waiting:
    within = pupil_routes["shortest_m"] <= pupil_routes["limit_m"]
    has_route = pupil_routes[f"{mode}_m"] <= pupil_routes["limit_m"]
    rows = pupil_routes[within & ~has_route].sort_values(["home_id", "age_group"], ignore_index=True)
    school, home = graph.school_nodes(rows["school_id"]), graph.home_nodes(rows["home_id"])
    limit_mm = np.rint(rows["limit_m"].to_numpy(dtype=float) * 1000).astype(np.int64)
    return _Waiting(rows[COLUMNS[1:]], school, home, limit_mm)


def _bridge(graph: RouteGraph, part: int) -> _Bridge:
    pieces, own = graph.pieces, np.flatnonzero(graph.pieces.part == part)
    nodes, ends = np.unique(np.stack([pieces.u[own], pieces.v[own]]), return_inverse=True)
    u, v = ends.reshape(2, -1)
    alone = WalkingGraph.build(len(nodes), u, v, pieces.forward[own], pieces.backward[own])
    every = np.arange(len(nodes))
    return _Bridge(nodes, _costs(alone, every, every))


def _from_schools(base: WalkingGraph, schools: Integers, nodes: Integers) -> Floats:
    """Return millimetres from each school (rows) to each node (columns), infinite beyond three miles."""
    few = range(0, len(schools), _SCHOOLS_AT_A_TIME)
    return np.concatenate([_costs(base, schools[low : low + _SCHOOLS_AT_A_TIME], nodes) for low in few])


def _costs(graph: WalkingGraph, sources: Integers, nodes: Integers) -> Floats:
    """Return the cost from each source (rows) to each of the nodes, which rise; infinite beyond three miles."""
    source, node, cost = reach(graph, np.arange(len(sources)), sources, 0, LONGEST_MM)
    column = np.searchsorted(nodes, node).clip(max=len(nodes) - 1)
    is_asked = nodes[column] == node
    table = np.full((len(sources), len(nodes)), np.inf)
    table[source[is_asked], column[is_asked]] = cost[is_asked]
    return table


def _over(base: WalkingGraph, bridge: _Bridge, to_bridge: Floats, school: Integers, home: Integers) -> Floats:
    """Return each pair's shortest walk over the bridge; `school` numbers the rows of `to_bridge`."""
    walk = np.full(len(school), np.inf)
    pairs = np.flatnonzero(np.isfinite(to_bridge[school]).any(axis=1))
    over = np.full(to_bridge.shape, np.inf)
    for start in range(len(bridge.nodes)):  # all starts at once would be a cube of schools by nodes by nodes
        over = np.minimum(over, to_bridge[:, [start]] + bridge.along[start])
    homes, at = np.unique(home[pairs], return_inverse=True)
    if len(homes):
        onward = _costs(base, bridge.nodes, homes)
        for end in range(len(bridge.nodes)):
            walk[pairs] = np.minimum(walk[pairs], over[school[pairs], end] + onward[end, at])
    return walk
