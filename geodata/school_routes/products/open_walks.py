"""Parts that leave pupils undetermined, and after which of them a pupil's case is settled."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.routing.ways import Ways
from geodata.school_routes.routes.graph import LONGEST_MM, RouteGraph
from geodata.school_routes.routes.usable_parts import UNDETERMINED, PartRatings
from geodata.school_routes.routes.walkable import Walkable


def open_walks(graph: RouteGraph, ratings: PartRatings, pupil_routes: pd.DataFrame) -> pd.DataFrame:
    """Return what leaves undetermined pupils undetermined, a row a part, those that most of them walk along first.

    Columns `part_id`, `pupils` whose shortest walk under best evidence uses it, `pupils_settled`, those of them for
    whom no other undetermined part of that walk comes further down, and `unit`. If all of them on a pupil's walk turn
    out well the pupil has an available route, so that looking at them settles the case, or shows which detour to look
    at next; the shortest walk whatever the evidence may lead over a part that no survey can change. Pupils are those of
    `pupil_routes`, which rests on the same graph.
    """
    undecided = pupil_routes[pupil_routes["verdict"] == "undetermined"]
    pairs = undecided.groupby(["school_id", "home_id"], as_index=False)[["pupils"]].sum()
    ways = _ways(graph, graph.walkable(ratings.usable("best")), pairs)
    uses = _uses(graph, ways, pairs, ratings.severity == UNDETERMINED)
    ordered = uses.sort_values(["pupils", "part_id"], ascending=[False, True], ignore_index=True)
    rank = np.zeros(graph.n_parts, dtype=np.int64)
    rank[graph.part_index.get_indexer(pd.Index(ordered["part_id"]))] = np.arange(1, len(ordered) + 1)
    of_piece = graph.by_piece(rank, of_gates=0)
    last = np.append(of_piece, 0)[ways.worst(of_piece)]
    settled = np.bincount(last, weights=pairs["pupils"], minlength=len(ordered) + 1)[1:]
    unit = undecided["unit"].iloc[0] if len(undecided) else "pupils"
    return ordered.assign(pupils_settled=settled, unit=pd.Series(unit, ordered.index, dtype="string"))


def _ways(graph: RouteGraph, walkable: Walkable, pairs: pd.DataFrame) -> Ways:
    school, home = graph.school_nodes(pairs["school_id"]), graph.home_nodes(pairs["home_id"])
    return walkable.ways(school, home, LONGEST_MM)


def _uses(graph: RouteGraph, ways: Ways, pairs: pd.DataFrame, is_asked: NDArray[np.bool_]) -> pd.DataFrame:
    """Return how many pupils walk along each of the parts asked about, by part."""
    pupils = ways.loads(pairs[["pupils"]].to_numpy(dtype=float))[:, 0]
    is_on_it = graph.by_piece(is_asked, of_gates=False)[ways.edge]
    steps = np.flatnonzero(is_on_it & ways.is_last_on(graph.pieces.part) & (pupils > 0))
    part_id = pd.Series(graph.parts["part_id"], dtype="string").array.take(graph.pieces.part[ways.edge[steps]])
    uses = pd.DataFrame({"part_id": part_id, "pupils": pupils[steps]})
    return uses.groupby("part_id", as_index=False, sort=True).sum()
