"""Table `route_priorities`: where one change would give the most pupils an available route."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from shapely.geometry.base import BaseGeometry

from geodata.schemas import CRS, conform, empty
from geodata.school_routes.products.deciding_attributes import measures
from geodata.school_routes.products.newly_served import newly_served
from geodata.school_routes.products.part_ratings import part_ratings
from geodata.school_routes.products.priority_ranks import Gains, rank_interval, ranks
from geodata.school_routes.products.pupil_weights import EquityWeight, pupil_weights
from geodata.school_routes.products.stretch_walks import stretch_walks
from geodata.school_routes.products.stretches import stretches
from geodata.school_routes.routes.graph import RouteGraph
from geodata.school_routes.routes.usable_parts import MODES, PartRatings

Floats = NDArray[np.float64]
CANDIDATES = 200
"""So many stretches are worked out: a search of the network for each of their ends."""
EQUITY_WEIGHTS: tuple[EquityWeight, ...] = ("none", "imd_decile")


def route_priorities(  # noqa: PLR0913 (one argument per table)
    graph: RouteGraph,
    parts: gpd.GeoDataFrame,
    edge_ratings: pd.DataFrame,
    crossing_ratings: pd.DataFrame,
    pupil_routes: pd.DataFrame,
    homes: pd.DataFrame,
    imd_deciles: pd.DataFrame,
    *,
    ruleset: str,
    equity_weight: EquityWeight,
    kind: str,
) -> gpd.GeoDataFrame:
    """Return table `route_priorities`, by rank: stretches that alone would give somebody a route if available.

    Worked out are the 200 stretches (`stretches`) on the shortest walks of the most pupils without a likely route.
    `pupils_newly_served` is exact: the walks of all who have no route under likely evidence are sought again with that
    one stretch available; a stretch that alone serves nobody is left out, since something else bars the same walks.
    Ranks are by score, and their interval is over scenarios: other parts as under best, likely and strict evidence,
    each with and without equity weights, and draws of homes (`priority_ranks.rank_interval`). Which rolls are assumed
    changes nothing: the test is of the nearest school.
    """
    ratings = part_ratings(edge_ratings, crossing_ratings, ruleset)
    routes = pupil_routes.sort_values(["home_id", "age_group"], ignore_index=True)
    of_parts = PartRatings.of(graph, edge_ratings, crossing_ratings, ruleset)
    members = stretches(parts, ratings)
    walks = stretch_walks(graph, routes, members).head(CANDIDATES).sort_values("stretch", ignore_index=True)
    tried = members[members.isin(walks["stretch"])]
    served = {mode: newly_served(graph, of_parts, mode, routes, tried) for mode in MODES}
    chosen = walks[walks["stretch"].isin(served["likely"]["stretch"])].reset_index(drop=True)
    if chosen.empty:
        return empty("route_priorities")
    weights: dict[str, Floats] = {
        name: pupil_weights(routes, homes, imd_deciles, name).to_numpy(dtype=float) for name in EQUITY_WEIGHTS
    }
    gains: dict[tuple[str, str], Gains] = {
        (mode, name): _gains(served[mode], chosen["stretch"], routes) for mode in MODES for name in weights
    }
    ranked = _ranked(chosen, gains, weights, routes, ("likely", equity_weight))
    table = ranked.merge(_described(parts, members, ratings, ruleset), on="stretch").assign(kind=kind)
    unit = routes["unit"].iloc[0]
    table = table.assign(unit=unit).rename(columns={"stretch": "part_id"}).sort_values(["rank", "part_id"])
    return conform("route_priorities", gpd.GeoDataFrame(table, geometry="geometry", crs=CRS))


def _described(parts: gpd.GeoDataFrame, members: pd.Series, ratings: pd.DataFrame, ruleset: str) -> pd.DataFrame:
    """Return by `stretch` what it is made of: way of its first part, all parts, metres, and why it fails."""
    own = pd.DataFrame(parts[parts["part_id"].isin(members.index)]).sort_values("part_id")
    own = own.assign(stretch=own["part_id"].map(members))
    by_stretch = own.groupby("stretch")
    listed = pd.DataFrame(
        {
            "parts": by_stretch["part_id"].agg("|".join),
            "length_m": by_stretch["length_m"].sum(),
            "geometry": by_stretch["geometry"].agg(_merged),
        }
    )
    first = own[own["part_id"] == own["stretch"]].set_index("stretch")
    names = ["kind", "side", "osm_way_id", "osm_version", "name", "ref", "local_authority_code"]
    why = ratings.loc[first.index, ["verdict", "deciding_factor", "threshold"]].set_axis(first.index)
    described = first[names].join(listed).join(why)
    described["length_m"] = described["length_m"].where(described["kind"] != "crossing", 0.0)
    of_kind = measures(described["kind"], described["deciding_factor"], ruleset)
    step = described["verdict"].map({"undetermined": "survey", "unavailable": "change"})
    return described.join(of_kind).assign(first_step=step).drop(columns="kind").reset_index()


def _merged(shapes: pd.Series) -> BaseGeometry:
    whole = shapely.union_all(shapes.to_numpy())
    return whole if whole.geom_type == "Point" else shapely.line_merge(whole)


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


def _gains(served: pd.DataFrame, chosen: pd.Series, routes: pd.DataFrame) -> Gains:
    own = served[served["stretch"].isin(chosen)]
    rows = pd.MultiIndex.from_frame(routes[["home_id", "age_group"]])
    at = rows.get_indexer(pd.MultiIndex.from_frame(own[["home_id", "age_group"]]))
    stretch = pd.Index(chosen).get_indexer(pd.Index(own["stretch"]))
    shape = (len(chosen), len(routes))
    return Gains(coo_array((np.ones(len(own)), (stretch, at)), shape=shape).tocsr())
