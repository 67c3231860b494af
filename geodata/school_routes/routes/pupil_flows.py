"""Table `pupil_flows`: pupils along each part, if all took their shortest walk."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.schemas import conform
from geodata.school_routes.demand.journeys import MEASURED, MODELLED
from geodata.school_routes.routes.graph import LONGEST_MM, RouteGraph
from geodata.study_area import Suppression
from geodata.suppression.rounding import rounded

COUNTS = ("pupils", "pupils_lower", "pupils_upper", "walkers_baseline", "walkers_go_active")
BOUNDS = ["pupils_lower", "pupils_upper"]
NO_BOUNDS = "no roll is known, so that nobody can tell how far off the numbers are"
_SCHOOLS_AT_A_TIME = 16


def pupil_flows(graph: RouteGraph, journeys: pd.DataFrame, kind: str, suppression: Suppression) -> pd.DataFrame:
    """Return table `pupil_flows`, by part: those parts that anybody of `school_journeys` walks along.

    Everybody takes the shortest walk of at most three miles, available or not: pupils go where a route fails too, and
    what they meet there is what one has to know. A part counts all who walk along any piece of it, once; the part that
    a home stands on is on its walk. Bounds are null where the journeys have none. Where pupils of some school were
    counted, all counts are rounded and small ones missing, by `suppression`: whatever is made of them can tell no more.
    """
    school, home = graph.school_nodes(journeys["school_id"]), graph.home_nodes(journeys["home_id"])
    by_part = np.zeros((graph.n_parts + 1, len(COUNTS)))  # the last one takes those on the ways to gates
    (rows,) = np.nonzero((school >= 0) & (home >= 0))
    rows = rows[np.lexsort((home[rows], school[rows]))]
    for few in _by_schools(rows, school):  # the steps of all ways at once would not fit in memory
        ways = graph.unrestricted.ways(school[few], home[few], LONGEST_MM)
        last = ways.is_last_on(graph.pieces.part)
        np.add.at(by_part, graph.pieces.part[ways.edge[last]], ways.loads(_counts(journeys.iloc[few]))[last])
    flows = _table(graph, by_part[:-1], kind)
    has_bounds = journeys[BOUNDS].notna().all(axis=None)
    if not has_bounds:
        flows[BOUNDS] = np.nan
    if journeys["method"].eq(MEASURED).any():
        return _rounded(flows, suppression, journeys)
    return flows.assign(note=MODELLED if has_bounds else f"{MODELLED}; {NO_BOUNDS}")


def _by_schools(rows: NDArray[np.int64], school: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return the rows, which are sorted by school, in batches of some schools."""
    begins = np.flatnonzero(np.diff(school[rows], prepend=-1))[_SCHOOLS_AT_A_TIME::_SCHOOLS_AT_A_TIME]
    return [batch for batch in np.split(rows, begins) if len(batch)]


def _counts(journeys: pd.DataFrame) -> NDArray[np.float64]:
    """Return the columns of `COUNTS`; 0 for bounds that are null."""
    pupils = journeys[["pupils", *BOUNDS]].fillna(0.0).to_numpy(dtype=float)
    shares = journeys[["walk_share_baseline", "walk_share_go_active"]].to_numpy(dtype=float)
    return np.concatenate([pupils, pupils[:, :1] * shares], axis=1)


def _table(graph: RouteGraph, by_part: NDArray[np.float64], kind: str) -> pd.DataFrame:
    (used,) = np.nonzero(by_part.any(axis=1))
    counts = dict(zip(COUNTS, by_part[used].T, strict=True))
    table = graph.parts.iloc[used][["part_id", "edge_id", "osm_way_id"]].assign(**counts, kind=kind, note="")
    return conform("pupil_flows", table)


def _rounded(flows: pd.DataFrame, rule: Suppression, journeys: pd.DataFrame) -> pd.DataFrame:
    """Return the flows without what would tell of single pupils."""
    methods = " and ".join(sorted(journeys["method"].unique()))
    note = f"{methods}; counts to the nearest {rule.high + 1}, withheld from {rule.low} to {rule.high}"
    return flows.assign(**{count: rounded(rule, flows[count]) for count in COUNTS}, note=note)
