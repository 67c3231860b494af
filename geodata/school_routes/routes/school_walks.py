"""Table `school_walks`: pupils of each school along each part of their shortest walks."""

import numpy as np
import pandas as pd

from geodata.schemas import conform
from geodata.school_routes.routes.graph import LONGEST_MM, RouteGraph


def school_walks(graph: RouteGraph, pupil_routes: pd.DataFrame) -> pd.DataFrame:
    """Return table `school_walks`, by school and part: pupils within the statutory limit, on their shortest walks.

    Whatever the evidence says of the part; the part that a home stands on is on its walk. Pupils are those of
    `pupil_routes`, which rests on the same graph; its shortest walks are walked again.
    """
    within = pupil_routes[pupil_routes["shortest_m"] <= pupil_routes["limit_m"]]
    pairs = within.groupby(["school_id", "home_id"], as_index=False)["pupils"].sum()
    school, home = graph.school_nodes(pairs["school_id"]), graph.home_nodes(pairs["home_id"])
    ways = graph.unrestricted.ways(school, home, LONGEST_MM)
    pupils = ways.loads(pairs[["pupils"]].to_numpy(dtype=float))[:, 0]
    part = graph.pieces.part[ways.edge]
    is_street = graph.by_piece(np.ones(graph.n_parts, dtype=bool), of_gates=False)[ways.edge]
    rows = np.flatnonzero(is_street & ways.is_last_on(graph.pieces.part) & (pupils > 0))
    table = pd.DataFrame(
        {
            "school_id": pd.Series(graph.school_id, dtype="string").array.take(ways.school[rows] - graph.first_school),
            "part_id": pd.Series(graph.parts["part_id"], dtype="string").array.take(part[rows]),
            "pupils": pupils[rows],
        }
    )
    return conform("school_walks", table.groupby(["school_id", "part_id"], as_index=False).sum())
