"""Table `pupil_flows`: pupils along each part, if all took their shortest likely route."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.schemas import conform
from geodata.school_routes.demand.journeys import MEASURED
from geodata.school_routes.routes.graph import LONGEST_MM, RouteGraph
from geodata.school_routes.routes.usable_parts import PartRatings
from geodata.study_area import Suppression
from geodata.suppression.rounding import rounded

COUNTS = ("pupils", "pupils_lower", "pupils_upper", "walkers_baseline", "walkers_go_active")
_SCHOOLS_AT_A_TIME = 16


def pupil_flows(
    graph: RouteGraph, ratings: PartRatings, journeys: pd.DataFrame, kind: str, suppression: Suppression
) -> pd.DataFrame:
    """Return table `pupil_flows`, by part: those parts that anybody of `school_journeys` walks along.

    Everybody takes the shortest walk of at most three miles over parts usable under likely evidence. A part counts all
    who walk along any piece of it, once; the part that a home stands on is on its walk. Who has no such walk is on no
    part: `note` says how many. Where pupils of some school were counted, all counts are rounded and small ones missing,
    by `suppression`: whatever is made of them can tell no more.
    """
    school, home = graph.school_nodes(journeys["school_id"]), graph.home_nodes(journeys["home_id"])
    by_part = np.zeros((graph.n_parts + 1, len(COUNTS)))  # the last one takes those on the ways to gates
    on_no_part = float(journeys["pupils"][(school < 0) | (home < 0)].sum())
    likely = graph.walkable(ratings.usable("likely"))
    (rows,) = np.nonzero((school >= 0) & (home >= 0))
    rows = rows[np.lexsort((home[rows], school[rows]))]
    for few in _by_schools(rows, school):  # the steps of all ways at once would not fit in memory
        counts = _counts(journeys.iloc[few])
        ways = likely.ways(school[few], home[few], LONGEST_MM)
        last = ways.is_last_on(graph.pieces.part)
        np.add.at(by_part, graph.pieces.part[ways.edge[last]], ways.loads(counts)[last])
        on_no_part += float(counts[~ways.is_served, 0].sum())
    flows = _table(graph, by_part[:-1], kind)
    if journeys["method"].eq(MEASURED).any():
        return _rounded(flows, suppression, journeys)
    lost = f"{on_no_part:,.0f} of {journeys['pupils'].sum():,.0f} pupils"
    return flows.assign(note=f"gravity model; {lost} have no likely route within three miles and are on no part")


def _by_schools(rows: NDArray[np.int64], school: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return the rows, which are sorted by school, in batches of some schools."""
    begins = np.flatnonzero(np.diff(school[rows], prepend=-1))[_SCHOOLS_AT_A_TIME::_SCHOOLS_AT_A_TIME]
    return [batch for batch in np.split(rows, begins) if len(batch)]


def _counts(journeys: pd.DataFrame) -> NDArray[np.float64]:
    """Return the columns of `COUNTS`."""
    pupils = journeys[["pupils", "pupils_lower", "pupils_upper"]].to_numpy(dtype=float)
    shares = journeys[["walk_share_baseline", "walk_share_go_active"]].to_numpy(dtype=float)
    return np.concatenate([pupils, pupils[:, :1] * shares], axis=1)


def _table(graph: RouteGraph, by_part: NDArray[np.float64], kind: str) -> pd.DataFrame:
    (used,) = np.nonzero(by_part.any(axis=1))
    counts = dict(zip(COUNTS, by_part[used].T, strict=True))
    table = graph.parts.iloc[used][["part_id", "edge_id", "osm_way_id"]].assign(**counts, kind=kind, note="")
    return conform("pupil_flows", table)


def _rounded(flows: pd.DataFrame, rule: Suppression, journeys: pd.DataFrame) -> pd.DataFrame:
    """Return the flows without what would tell of single pupils; a count of those on no part would."""
    methods = " and ".join(sorted(journeys["method"].unique()))
    note = f"{methods}; counts to the nearest {rule.high + 1}, withheld from {rule.low} to {rule.high}"
    return flows.assign(**{count: rounded(rule, flows[count]) for count in COUNTS}, note=note)
