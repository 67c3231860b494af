"""Table `school_walks`: pupils of each school along each part of their shortest walks."""

import numpy as np
import pandas as pd

from geodata.schemas import conform
from geodata.school_routes.routes.graph import LONGEST_MM, RouteGraph

_COUNTS = {"pupils": None, "pupils_undetermined": "undetermined", "pupils_unavailable": "unavailable"}
"""Columns, and the verdict of those who count in them."""


def school_walks(graph: RouteGraph, pupil_routes: pd.DataFrame) -> pd.DataFrame:
    """Return table `school_walks`, by school and part: pupils within the statutory limit, on their shortest walks.

    Whatever the evidence says of the part; the part that a home stands on is on its walk. Pupils and their verdicts
    are those of `pupil_routes`, which rests on the same graph; its shortest walks are walked again.
    """
    within = pupil_routes[pupil_routes["shortest_m"] <= pupil_routes["limit_m"]]
    pairs = _counted(within).groupby(["school_id", "home_id"], as_index=False)[list(_COUNTS)].sum()
    school, home = graph.school_nodes(pairs["school_id"]), graph.home_nodes(pairs["home_id"])
    ways = graph.unrestricted.ways(school, home, LONGEST_MM)
    counts = ways.loads(pairs[list(_COUNTS)].to_numpy(dtype=float))
    part = graph.pieces.part[ways.edge]
    is_street = graph.by_piece(np.ones(graph.n_parts, dtype=bool), of_gates=False)[ways.edge]
    rows = np.flatnonzero(is_street & ways.is_last_on(graph.pieces.part) & (counts[:, 0] > 0))
    table = pd.DataFrame(counts[rows], columns=list(_COUNTS)).assign(
        school_id=pd.Series(graph.school_id, dtype="string").array.take(ways.school[rows] - graph.first_school),
        part_id=pd.Series(graph.parts["part_id"], dtype="string").array.take(part[rows]),
    )
    sums = table.groupby(["school_id", "part_id"], as_index=False).sum()
    return conform("school_walks", sums.assign(unit=within["unit"].iloc[0] if len(within) else "pupils"))


def _counted(routes: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a column for each of the counts."""
    counts = {name: routes["pupils"].where(routes["verdict"] == of, 0.0) for name, of in _COUNTS.items() if of}
    return routes.assign(**counts)
