"""Whether traffic has to stop where an arm of a main road may be crossed: crossings and signals on that arm's road."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.school_routes.evidence.bounds import NOT_MAPPED, OSM, Bounds, usual
from geodata.school_routes.evidence.crossing_points import FIRST_CONTROLLED, FIRST_WITH_SIGNALS, UNCONTROLLED
from geodata.school_routes.evidence.crossing_roads import Integers, MainRoads

REACH_M = 20.0
"""So far along the road from where one wants to cross, a crossing counts as being there."""
_BOUNDS = ("lo", "hi", "likely")
_FIRST = {"controlled": FIRST_CONTROLLED, "signals": FIRST_WITH_SIGNALS}

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Control:
    """What stands on main roads, and what each arm reaches of it within 20 m."""

    points: pd.DataFrame
    """`crossing_points` on main roads by position, with `controlled_lo`, `_hi`, `_likely`, the same of `signals` and
    `island`, and `node`, the position in the roads' nodes. Signals without a crossing that is known have bounds 0..1.
    """
    crossings: pd.DataFrame
    """Crossings within reach of each arm: `arm`, `point` (position), `distance_m` and the points' bounds."""
    open_arms: Flags
    """Which arms have signals, and no crossing of known class, so that nobody knows whether there is a green figure."""

    def bounds(self, attribute: str, arms: Integers) -> Bounds:
        """Return the greatest of each bound over the crossings that arms reach; 0, not known, where none is mapped.

        `attribute` is controlled, signals or island; the first two are anything where signals leave it open.
        """
        columns = [f"{attribute}_{bound}" for bound in _BOUNDS]
        best = self.crossings.groupby("arm")[columns].max().reindex(arms)
        lo, hi, likely = best.fillna(0.0).to_numpy(dtype=float).T
        if attribute in _FIRST:
            hi = np.where(self.open_arms[arms], 1.0, hi)
        return from_map(lo, hi, likely, best[columns[0]].notna().to_numpy())

    def figure_missing(self, arms: Integers) -> Bounds:
        """Return whether arms are of signals without a green figure: perhaps, where signals leave it open."""
        none = np.zeros(len(arms))
        return from_map(none, self.open_arms[arms].astype(float), none, np.ones(len(arms), dtype=bool))

    def nearest_best(self, arms: Integers) -> pd.DataFrame:
        """Return the point of the most controlled crossing that each arm reaches, of equals the nearest; or nulls."""
        rank = ["controlled_lo", "controlled_likely", "controlled_hi"]
        ranked = self.crossings.sort_values(
            ["arm", *rank, "distance_m", "point"], ascending=[True, *(False for _ in rank), True, True]
        )
        return self.points.reindex(ranked.drop_duplicates("arm").set_index("arm")["point"].reindex(arms))


def from_map(lo: Floats, hi: Floats, likely: Floats, is_mapped: Flags) -> Bounds:
    """Return bounds that OpenStreetMap settles where they are equal, and leaves open elsewhere.

    Where nothing is mapped the value is taken, not known.
    """
    is_known: Flags = (lo == hi) & is_mapped
    source = np.select([is_known, lo == hi], [OSM, NOT_MAPPED], default="unknown")
    return Bounds(lo, hi, likely, is_known, source.astype(object))


def control(roads: MainRoads, points: gpd.GeoDataFrame) -> Control:
    """Return crossings and signals (`crossing_points`) on the main roads, and what each arm reaches of them.

    A crossing tagged `uncontrolled` has no signals, but older tags mean a zebra by it: whether traffic has to stop is
    open. A crossing of unknown class is controlled or not; the likely answer is that of the commonest known class on
    that class of road in the authority, where at least 30 are known, else not. Signals are perhaps a crossing, unless
    one of known class is within 20 m: then they are its own.
    """
    node = roads.positions(points["node_id"])
    here = _with_bounds(pd.DataFrame(points.drop(columns="geometry"))[node >= 0].reset_index(drop=True), roads)
    at_node = pd.Series(here.index, index=here["node"])
    within = roads.within(REACH_M)
    hits = within.assign(point=within["node"].map(at_node)).dropna(subset="point").astype({"point": "int64"})
    hits = hits.drop(columns="node").merge(here, left_on="point", right_index=True)
    n = len(roads.node)
    is_settled = _holds(n, hits["arm"][hits["code"].notna()])
    near_own = _own_signals(roads, is_settled)[here["node"]]
    is_open = hits["is_signals"] & ~near_own[hits["point"]]
    open_arms = _holds(n, hits["arm"][is_open]) & ~is_settled
    crossings = hits[hits["is_crossing"]].reset_index(drop=True)
    return Control(here[here["is_crossing"] | ~near_own], crossings, open_arms)


def _with_bounds(points: pd.DataFrame, roads: MainRoads) -> pd.DataFrame:
    node = roads.positions(points["node_id"])
    first_arm = np.full(len(roads.node_id), -1)
    first_arm[roads.node[::-1]] = np.arange(len(roads.node))[::-1]
    edge = roads.edge[first_arm[node] % max(len(roads.edge), 1)]
    of_road = roads.edges[["highway", "local_authority_code"]].iloc[edge].reset_index(drop=True)
    code = points["code"].to_numpy(dtype=float)
    is_mapped = points["is_crossing"].to_numpy(dtype=bool)
    likely = np.where(np.isnan(code), np.where(is_mapped, usual(code, of_road), np.nan), code)
    bounds: dict[str, Floats] = {}
    for name, first in _FIRST.items():
        is_open = np.isnan(code) | ((name == "controlled") & (code == UNCONTROLLED))
        said, guessed = np.where(is_open, np.nan, code >= first), (likely >= first).astype(float)
        bounds |= _open_unless(name, said, guessed)
    island = points["island"].to_numpy(dtype=float)
    return points.assign(node=node, **bounds, **_open_unless("island", island, np.zeros(len(points))))


def _open_unless(name: str, said: Floats, likely: Floats) -> dict[str, Floats]:
    """Return the bounds of a yes or no that is anything where nothing is said (nan)."""
    is_open = np.isnan(said)
    values = (np.where(is_open, 0.0, said), np.where(is_open, 1.0, said), np.where(is_open, likely, said))
    return {f"{name}_{bound}": value for bound, value in zip(_BOUNDS, values, strict=True)}


def _holds(n: int, arms: pd.Series) -> Flags:
    flags = np.zeros(n, dtype=bool)
    flags[arms] = True
    return flags


def _own_signals(roads: MainRoads, is_settled: Flags) -> Flags:
    """Tell at which nodes signals would be those of a crossing of known class.

    Along a road such a crossing lies ahead or behind; at a junction each arm needs one.
    """
    settled = np.bincount(roads.node[is_settled], minlength=len(roads.node_id))
    own: Flags = (settled > 0) & ((settled == roads.arms_at) | (roads.arms_at == 2))
    return own
