"""Parts in the way of pupils: that leave them undetermined, or that bar their shortest walk."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.school_routes.routes.graph import LONGEST_MM, RouteGraph
from geodata.school_routes.routes.usable_parts import UNDETERMINED, PartRatings
from geodata.school_routes.routes.walkable import Walkable


def open_walks(graph: RouteGraph, ratings: PartRatings, pupil_routes: pd.DataFrame) -> pd.DataFrame:
    """Return by `part_id`, sorted, the undetermined `pupils` whose shortest walk under best evidence uses it.

    Only undetermined parts. If all of them on a pupil's walk turn out well the pupil has an available route, so that
    looking at them settles the case, or shows which detour to look at next; the shortest walk whatever the evidence may
    lead over a part that no survey can change. Pupils are those of `pupil_routes`, which rests on the same graph.
    """
    undecided = pupil_routes[pupil_routes["verdict"] == "undetermined"]
    best = graph.walkable(ratings.usable("best"))
    return _on_parts(graph, best, undecided, ratings.severity == UNDETERMINED)


def barred_walks(graph: RouteGraph, ratings: PartRatings, pupil_routes: pd.DataFrame) -> pd.DataFrame:
    """Return by `part_id`, sorted, the `pupils` without a likely route whose shortest walk uses it.

    Only parts that fail under likely evidence: those that bar the walk.
    """
    waiting = pupil_routes[pupil_routes["likely_verdict"] == "unavailable"]
    return _on_parts(graph, graph.unrestricted, waiting, ~ratings.usable("likely"))


def _on_parts(graph: RouteGraph, walkable: Walkable, routes: pd.DataFrame, is_asked: NDArray[np.bool_]) -> pd.DataFrame:
    """Return how many pupils of the rows walk along each of the parts asked about, where they walk the shortest way."""
    pairs = routes.groupby(["school_id", "home_id"], as_index=False)["pupils"].sum()
    school, home = graph.school_nodes(pairs["school_id"]), graph.home_nodes(pairs["home_id"])
    ways = walkable.ways(school, home, LONGEST_MM)
    pupils = ways.loads(pairs[["pupils"]].to_numpy(dtype=float))[:, 0]
    is_on_it = graph.by_piece(is_asked, of_gates=False)[ways.edge]
    steps = np.flatnonzero(is_on_it & ways.is_last_on(graph.pieces.part) & (pupils > 0))
    part_id = pd.Series(graph.parts["part_id"], dtype="string").array.take(graph.pieces.part[ways.edge[steps]])
    uses = pd.DataFrame({"part_id": part_id, "pupils": pupils[steps]})
    return uses.groupby("part_id", as_index=False, sort=True).sum()
