"""Whom each stretch bars: those who would walk along it, and have no likely route."""

import numpy as np
import pandas as pd

from geodata.school_routes.routes.graph import LONGEST_MM, RouteGraph


def stretch_walks(graph: RouteGraph, pupil_routes: pd.DataFrame, stretches: pd.Series) -> pd.DataFrame:
    """Return who walks along each stretch the shortest way, a row a stretch: those with most pupils waiting first.

    Columns `stretch`, `pupils_affected` within the statutory distance who walk along any of its parts,
    `pupils_waiting`, those of them without a route under likely evidence, and `schools`, ids separated by |.
    `stretches` has by `part_id` the stretch it is of; those that bar nobody are left out.
    """
    within = pupil_routes[pupil_routes["shortest_m"] <= pupil_routes["limit_m"]]
    waiting = within["pupils"].where(within["likely_verdict"] == "unavailable", 0.0)
    pairs = (
        within.assign(waiting=waiting).groupby(["school_id", "home_id"], as_index=False)[["pupils", "waiting"]].sum()
    )
    school, home = graph.school_nodes(pairs["school_id"]), graph.home_nodes(pairs["home_id"])
    ways = graph.unrestricted.ways(school, home, LONGEST_MM)
    names, of_piece = _of_pieces(graph, stretches)
    counts, here = ways.loads(pairs[["pupils", "waiting"]].to_numpy(dtype=float)), of_piece[ways.edge]
    steps = np.flatnonzero((here >= 0) & ways.is_last_on(of_piece) & (counts[:, 0] > 0))
    table = pd.DataFrame(counts[steps], columns=["pupils_affected", "pupils_waiting"]).assign(
        stretch=names.take(here[steps]), school_id=graph.school_id[ways.school[steps] - graph.first_school]
    )
    sums = table.sort_values(["stretch", "school_id"]).groupby("stretch", as_index=False, sort=True)
    found = sums.agg(
        pupils_affected=("pupils_affected", "sum"),
        pupils_waiting=("pupils_waiting", "sum"),
        schools=("school_id", lambda ids: "|".join(ids.unique())),
    )
    found = found[found["pupils_waiting"] > 0]
    return found.sort_values(["pupils_waiting", "stretch"], ascending=[False, True], ignore_index=True)


def _of_pieces(graph: RouteGraph, stretches: pd.Series) -> tuple[pd.Index, np.ndarray]:
    """Return the names of stretches, and for each piece of the graph the position of its stretch, -1 for none."""
    number, names = pd.factorize(stretches, sort=True)
    of_part = np.full(graph.n_parts, -1, dtype=np.int64)
    of_part[graph.part_index.get_indexer(stretches.index)] = number
    return pd.Index(names), graph.by_piece(of_part, of_gates=-1)
