"""Who would have an available route if one stretch alone were available: worked out anew for each, exactly."""

from itertools import pairwise
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
COLUMNS = ["stretch", "home_id", "age_group"]
_SCHOOLS_AT_A_TIME = 16
"""What so many schools reach within three miles stays far below a gigabyte."""


class _Bridge(NamedTuple):
    """A stretch that cannot be used: nodes where one comes to it, schools and homes on it among them."""

    nodes: Integers
    along: Floats
    """Millimetres between the nodes along the stretch alone."""


class _Waiting(NamedTuple):
    """Pupils within the distance who have no available route: a value for each row."""

    rows: pd.DataFrame
    school: Integers
    home: Integers
    limit_mm: Integers


def newly_served(
    graph: RouteGraph, ratings: PartRatings, mode: Mode, pupil_routes: pd.DataFrame, stretches: pd.Series
) -> pd.DataFrame:
    """Return the rows of `pupil_routes` that one stretch alone would give a route within the statutory distance.

    `stretches` has by `part_id` the stretch it is of. Columns `stretch, home_id, age_group`: under the evidence of
    `mode` they have no available route within the distance, but would have one if all parts of the stretch could be
    used too; a stretch that can be used anyway serves nobody anew. A walk over a stretch goes from the school to it,
    along it, and on to the home: one search from each school and one from each place where one comes to a stretch, on
    the network as it is, give all such walks.
    """
    usable, waiting = ratings.usable(mode), _waiting(graph, mode, pupil_routes)
    found = [waiting.rows.iloc[:0].assign(stretch=pd.Series(dtype="string"))]
    closed = stretches[~usable[graph.part_index.get_indexer(stretches.index)]]
    if len(waiting.rows) and len(closed):
        base = graph.walkable(usable).graph
        bridges = _bridges(graph, usable, closed)
        nodes = np.unique(np.concatenate([bridge.nodes for bridge in bridges.values()]))
        schools = np.unique(waiting.school)
        there = _from_schools(base, schools, nodes)
        for stretch, bridge in bridges.items():  # each is a case of its own
            to_bridge = there[:, np.searchsorted(nodes, bridge.nodes)]
            walk = _over(base, bridge, to_bridge, np.searchsorted(schools, waiting.school), waiting.home)
            found.append(waiting.rows[walk <= waiting.limit_mm].assign(stretch=stretch))
    return pd.concat(found, ignore_index=True)[COLUMNS].astype({"stretch": "string"})


def _waiting(graph: RouteGraph, mode: Mode, pupil_routes: pd.DataFrame) -> _Waiting:
    within = pupil_routes["shortest_m"] <= pupil_routes["limit_m"]
    has_route = pupil_routes[f"{mode}_m"] <= pupil_routes["limit_m"]
    rows = pupil_routes[within & ~has_route].sort_values(["home_id", "age_group"], ignore_index=True)
    school, home = graph.school_nodes(rows["school_id"]), graph.home_nodes(rows["home_id"])
    limit_mm = np.rint(rows["limit_m"].to_numpy(dtype=float) * 1000).astype(np.int64)
    return _Waiting(rows[COLUMNS[1:]], school, home, limit_mm)


def _bridges(graph: RouteGraph, usable: NDArray[np.bool_], closed: pd.Series) -> dict[str, _Bridge]:
    """Return the bridge of each stretch, of which only the closed parts are given."""
    pieces, name = graph.pieces, np.full(graph.n_parts, -1, dtype=np.int64)
    number, names = pd.factorize(closed, sort=True)
    name[graph.part_index.get_indexer(closed.index)] = number
    of_piece = graph.by_piece(name, of_gates=-1)
    is_open = np.zeros(len(graph.xy), dtype=bool)
    reached = graph.by_piece(usable, of_gates=True)
    is_open[pieces.u[reached]] = is_open[pieces.v[reached]] = True
    is_open[graph.first_home :] = True
    order = np.argsort(of_piece, kind="stable")
    begins = np.searchsorted(of_piece[order], np.arange(len(names) + 1))
    own = (order[low:high] for low, high in pairwise(begins))
    return {str(stretch): _bridge(graph, few, is_open) for stretch, few in zip(names, own, strict=True)}


def _bridge(graph: RouteGraph, own: Integers, is_open: NDArray[np.bool_]) -> _Bridge:
    pieces = graph.pieces
    nodes, ends = np.unique(np.stack([pieces.u[own], pieces.v[own]]), return_inverse=True)
    u, v = ends.reshape(2, -1)
    alone = WalkingGraph.build(len(nodes), u, v, pieces.forward[own], pieces.backward[own])
    gates = np.flatnonzero(is_open[nodes])
    return _Bridge(nodes[gates], _costs(alone, gates, gates))


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
    homes = np.unique(home[pairs])
    if not len(homes):
        return walk
    places = np.union1d(homes, bridge.nodes)
    onward = _costs(base, bridge.nodes, places)
    between = _closed(np.minimum(bridge.along, onward[:, np.searchsorted(places, bridge.nodes)]))
    over = np.full(to_bridge.shape, np.inf)
    for start in range(len(bridge.nodes)):  # all starts at once would be a cube of schools by nodes by nodes
        over = np.minimum(over, to_bridge[:, [start]] + between[start])
    at = np.searchsorted(places, home[pairs])
    for end in range(len(bridge.nodes)):
        walk[pairs] = np.minimum(walk[pairs], over[school[pairs], end] + onward[end, at])
    return walk


def _closed(between: Floats) -> Floats:
    """Return costs that may lead over other nodes too: a walk can leave a stretch and come back to it."""
    for node in range(len(between)):
        between = np.minimum(between, between[:, [node]] + between[node])
    return between
