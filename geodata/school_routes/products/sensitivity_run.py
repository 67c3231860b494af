"""Rates and routes anew with one assumption changed: what table `route_sensitivity` is made of."""

import hashlib
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.school_routes.products.sensitivity import Outcome, route_sensitivity
from geodata.school_routes.products.tried_assumptions import evidence_with, thresholds_with, tried_assumptions
from geodata.school_routes.routes.graph import LONGEST_MM, RouteGraph
from geodata.school_routes.routes.usable_parts import Mode, PartRatings
from geodata.school_routes.rules.ratings import rate_crossings, rate_links
from geodata.school_routes.rules.route_check_limits import NAME as ROUTE_CHECK
from geodata.school_routes.rules.walked_route import ALONG_THE_ROAD
from geodata.school_routes.rules.walked_route import NAME as WALKED_ROUTE
from geodata.study_area import Declared

_ALONG = {WALKED_ROUTE: [ALONG_THE_ROAD]}
"""The factors that are the test along the road; all of those of links in other rule-sets."""


def rated_and_routed(
    graph: RouteGraph,
    parts: gpd.GeoDataFrame,
    link_evidence: pd.DataFrame,
    crossing_evidence: pd.DataFrame,
    pupil_routes: pd.DataFrame,
    ruleset: str,
) -> pd.DataFrame:
    """Return table `route_sensitivity` for the assumptions of `tried_assumptions`, each changed alone.

    First those that the verdicts of `ruleset` hang on, then those of Active Travel England's route check that they do
    not, since its thresholds of speed lie where limits do.

    Kilometres are those of streets and paths, each once, of a main road half on either side; a part is settled if its
    test along the road is not undetermined. Shares of pupils are of those within the statutory distance, whose nearest
    school and shortest walk no assumption changes.
    """
    tables = []
    for each in dict.fromkeys((ruleset, ROUTE_CHECK)):
        rerun = Rerun(graph, parts, link_evidence, crossing_evidence, pupil_routes, each)
        tried = tried_assumptions(parts, link_evidence, each, beside=None if each == ruleset else ruleset)
        tables.append(route_sensitivity(rerun.outcome, tried, each))
    return pd.concat(tables, ignore_index=True)


@dataclass(frozen=True)
class Rerun:
    """The tables that verdicts rest on, to be rated and routed again."""

    graph: RouteGraph
    parts: gpd.GeoDataFrame
    link_evidence: pd.DataFrame
    crossing_evidence: pd.DataFrame
    pupil_routes: pd.DataFrame
    ruleset: str
    _shares: dict[bytes, float] = field(default_factory=dict, repr=False)
    """Share of pupils served by which usable parts: most assumptions leave most of them as they are."""

    def outcome(self, assumption: str, value: float) -> Outcome:
        """Return what verdicts come out as with the assumption at that value."""
        links = evidence_with(assumption, value, self.parts, self.link_evidence)
        crossings = evidence_with(assumption, value, self.parts, self.crossing_evidence)
        thresholds = thresholds_with(assumption, value)
        across = rate_crossings(self.parts, crossings, self.ruleset, thresholds)
        ratings = self._ratings(links, crossings, across, thresholds)
        along = rate_links(self.parts, links, self.ruleset, thresholds, _ALONG.get(self.ruleset))
        km = self._km(links)
        open_km = float(km[(along["verdict"] == "undetermined").to_numpy(dtype=bool)].sum())
        settled = 100 * (1 - open_km / km.sum()) if km.sum() else np.nan
        best, strict = (self._served_pct("best", ratings), self._served_pct("strict", ratings))
        barred = 100 * float((across["verdict"] == "unavailable").mean()) if len(across) else np.nan
        return Outcome(settled, strict, best, open_km, barred)

    def _km(self, links: pd.DataFrame) -> NDArray[np.float64]:
        """Return kilometres of each part; those of an edge are shared by its parts."""
        of_part = self.parts.set_index("part_id")[["edge_id", "length_m"]].reindex(links["part_id"])
        n_parts = of_part.groupby("edge_id")["length_m"].transform("size")
        km: NDArray[np.float64] = (of_part["length_m"] / n_parts / 1000).to_numpy(dtype=float)
        return km

    def _ratings(
        self, links: pd.DataFrame, crossings: pd.DataFrame, across: pd.DataFrame, thresholds: Declared | None
    ) -> PartRatings:
        along = rate_links(self.parts, links, self.ruleset, thresholds)
        named = along.add_prefix(f"{self.ruleset}_"), across.add_prefix(f"{self.ruleset}_")
        rated = (named[0].assign(part_id=links["part_id"]), named[1].assign(part_id=crossings["part_id"]))
        return PartRatings.of(self.graph, *rated, self.ruleset)

    def _served_pct(self, mode: Mode, ratings: PartRatings) -> float:
        usable = ratings.usable(mode)
        key = hashlib.sha256(usable.tobytes()).digest()
        if key not in self._shares:
            self._shares[key] = self._walked_pct(usable)
        return self._shares[key]

    def _walked_pct(self, usable: NDArray[np.bool_]) -> float:
        """Return the per cent of pupils within the distance who have a route of at most the distance."""
        rows = self.pupil_routes[self.pupil_routes["shortest_m"] <= self.pupil_routes["limit_m"]]
        pupils = rows["pupils"].to_numpy(dtype=float)
        if not pupils.sum():
            return np.nan
        pairs = rows[["school_id", "home_id"]].drop_duplicates()
        school, home = self.graph.school_nodes(pairs["school_id"]), self.graph.home_nodes(pairs["home_id"])
        walk_mm = self.graph.walkable(usable).walk_mm(school, home, LONGEST_MM)
        position = pd.MultiIndex.from_frame(pairs).get_indexer(pd.MultiIndex.from_frame(rows[["school_id", "home_id"]]))
        mm, limit_mm = walk_mm[position], np.rint(rows["limit_m"].to_numpy(dtype=float) * 1000)
        return float(100 * pupils[(mm >= 0) & (mm <= limit_mm)].sum() / pupils.sum())
