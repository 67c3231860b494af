"""Table `route_use`: whose shortest walk to school leads over parts that are not settled, and over crossings."""

import numpy as np
import pandas as pd

from geodata.schemas import conform
from geodata.school_routes.routes.graph import LONGEST_MM, RouteGraph
from geodata.school_routes.routes.usable_parts import FINE, PartRatings


def route_use(graph: RouteGraph, ratings: PartRatings, pupil_routes: pd.DataFrame) -> pd.DataFrame:
    """Return table `route_use`, by school and part: pupils within the statutory limit, on their shortest walks.

    Of parts that are unavailable or undetermined, and of all crossings; the part that a home stands on is on its walk.
    Pupils of `pupil_routes`, which rests on the same graph; its shortest walks are walked again.
    """
    within = pupil_routes[pupil_routes["shortest_m"] <= pupil_routes["limit_m"]]
    pairs = within.groupby(["school_id", "home_id"], as_index=False)["pupils"].sum()
    school, home = graph.school_nodes(pairs["school_id"]), graph.home_nodes(pairs["home_id"])
    ways = graph.unrestricted.ways(school, home, LONGEST_MM)
    pupils = ways.loads(pairs[["pupils"]].to_numpy(dtype=float))[:, 0]
    is_crossing = (graph.parts["kind"] == "crossing").to_numpy(dtype=bool)
    part = graph.pieces.part[ways.edge]
    is_listed = graph.by_piece(is_crossing | (ratings.severity > FINE), of_gates=False)
    rows = np.flatnonzero(is_listed[ways.edge] & ways.is_last_on(graph.pieces.part) & (pupils > 0))
    table = pd.DataFrame(
        {
            "school_id": pd.Series(graph.school_id, dtype="string").array.take(ways.school[rows] - graph.first_school),
            "part_id": pd.Series(graph.parts["part_id"], dtype="string").array.take(part[rows]),
            "pupils": pupils[rows],
        }
    )
    return conform("route_use", table.groupby(["school_id", "part_id"], as_index=False).sum())
