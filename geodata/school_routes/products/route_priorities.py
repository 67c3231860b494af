"""Table `route_priorities`: where one change would give the most pupils an available route."""

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array

from geodata.schemas import CRS, conform, empty
from geodata.school_routes.products.deciding_attributes import measures
from geodata.school_routes.products.newly_served import newly_served
from geodata.school_routes.products.open_walks import barred_walks
from geodata.school_routes.products.part_ratings import part_ratings
from geodata.school_routes.products.priority_ranks import Gains, rank_interval, ranks
from geodata.school_routes.products.pupil_weights import EquityWeight, pupil_weights
from geodata.school_routes.routes.graph import RouteGraph
from geodata.school_routes.routes.usable_parts import MODES, PartRatings
from geodata.school_routes.rules.verdicts import FAILS

Floats = NDArray[np.float64]
CANDIDATES = 200
"""So many parts are worked out: a search of the network for each."""
EQUITY_WEIGHTS: tuple[EquityWeight, ...] = ("none", "imd_decile")


def route_priorities(  # noqa: PLR0913 (one argument per table)
    graph: RouteGraph,
    parts: gpd.GeoDataFrame,
    edge_ratings: pd.DataFrame,
    crossing_ratings: pd.DataFrame,
    pupil_routes: pd.DataFrame,
    route_use: pd.DataFrame,
    homes: pd.DataFrame,
    imd_deciles: pd.DataFrame,
    *,
    ruleset: str,
    equity_weight: EquityWeight,
    kind: str,
) -> gpd.GeoDataFrame:
    """Return table `route_priorities`, by rank and part: the parts of `candidates`, of all of which it says who gains.

    `pupils_newly_served` is exact: the walks of all who have no route under likely evidence are sought again with that
    one part available. Ranks are by score, and their interval is over scenarios: other parts as under best, likely and
    strict evidence, each with and without equity weights, and draws of homes (`priority_ranks.rank_interval`). Which
    rolls are assumed changes nothing: the test is of the nearest school.
    """
    ratings = part_ratings(edge_ratings, crossing_ratings, ruleset)
    routes = pupil_routes.sort_values(["home_id", "age_group"], ignore_index=True)
    of_parts = PartRatings.of(graph, edge_ratings, crossing_ratings, ruleset)
    chosen = candidates(route_use, ratings, barred_walks(graph, of_parts, routes))
    if chosen.empty:
        return empty("route_priorities")
    served = {mode: newly_served(graph, of_parts, mode, routes, chosen["part_id"]) for mode in MODES}
    weights: dict[str, Floats] = {
        name: pupil_weights(routes, homes, imd_deciles, name).to_numpy(dtype=float) for name in EQUITY_WEIGHTS
    }
    gains: dict[tuple[str, str], Gains] = {
        (mode, name): _gains(served[mode], chosen, routes, route_use, weights[name])
        for mode in MODES
        for name in weights
    }
    table = _ranked(chosen, gains, weights, routes, ("likely", equity_weight)).merge(
        parts[["part_id", "kind", "osm_way_id", "name", "ref", "local_authority_code", "geometry"]], on="part_id"
    )
    named = measures(table["kind"], table["part_id"].map(ratings["deciding_factor"]), ruleset)
    ordered = table.join(named).assign(kind=kind).sort_values(["rank", "part_id"])
    return conform("route_priorities", gpd.GeoDataFrame(ordered, geometry="geometry", crs=CRS))


def candidates(route_use: pd.DataFrame, ratings: pd.DataFrame, barred: pd.DataFrame) -> pd.DataFrame:
    """Return the parts that a change is worked out for, by part: `part_id, pupils_affected, schools`.

    They are 200 of those that fail under likely evidence, the unavailable among them: first those that bar the most
    pupils without a likely route (`barred`, as `barred_walks` gives it), then those that the most pupils meet on their
    shortest walks (table `route_use`). `ratings` are those of `part_ratings`.
    """
    failing = ratings.index[ratings["rating_likely"] >= FAILS]
    met = route_use[route_use["part_id"].isin(failing) & (route_use["pupils"] > 0)]
    by_part = (
        met.sort_values(["part_id", "school_id"])
        .groupby("part_id", as_index=False)
        .agg(pupils_affected=("pupils", "sum"), schools=("school_id", "|".join))
    )
    waiting = by_part["part_id"].map(barred.set_index("part_id")["pupils"]).fillna(0.0)
    order = ["waiting", "pupils_affected", "part_id"]
    most = by_part.assign(waiting=waiting).sort_values(order, ascending=[False, False, True]).head(CANDIDATES)
    return most.drop(columns="waiting").sort_values("part_id", ignore_index=True)


def _ranked(
    chosen: pd.DataFrame,
    gains: dict[tuple[str, str], Gains],
    weights: dict[str, Floats],
    routes: pd.DataFrame,
    base: tuple[str, str],
) -> pd.DataFrame:
    pupils = routes["pupils"].to_numpy(dtype=float)
    scores = gains[base].scores(pupils, weights[base[1]])
    lower, upper = rank_interval(gains, weights, pupils, routes["home_id"], base)
    return chosen.assign(
        pupils_newly_served=gains[base].newly_served(pupils),
        equity_weight=gains[base].weights(pupils, weights[base[1]]),
        score=scores,
        rank=ranks(scores),
        rank_lower=lower,
        rank_upper=upper,
    )


def _gains(
    served: pd.DataFrame, chosen: pd.DataFrame, routes: pd.DataFrame, route_use: pd.DataFrame, weights: Floats
) -> Gains:
    rows = pd.MultiIndex.from_frame(routes[["home_id", "age_group"]])
    at = rows.get_indexer(pd.MultiIndex.from_frame(served[["home_id", "age_group"]]))
    part = pd.Index(chosen["part_id"]).get_indexer(pd.Index(served["part_id"]))
    shape = (len(chosen), len(routes))
    matrix = coo_array((np.ones(len(served)), (part, at)), shape=shape).tocsr()
    by_school = (routes["pupils"] * weights).groupby(routes["school_id"]).sum()
    mean = by_school / routes["pupils"].groupby(routes["school_id"]).sum().replace(0.0, np.nan)
    use = route_use[route_use["part_id"].isin(chosen["part_id"])].sort_values(["part_id", "school_id"])
    weighted = (use["pupils"] * use["school_id"].map(mean).fillna(1.0)).groupby(use["part_id"]).sum()
    affected = chosen["pupils_affected"].to_numpy(dtype=float)
    return Gains(matrix, affected, chosen["part_id"].map(weighted).to_numpy(dtype=float) / affected)
