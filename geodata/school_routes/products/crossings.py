"""Table `crossings`: where main roads may be crossed, who would, and where an available crossing is missing."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.routing.graph import UNREACHED, WalkingGraph
from geodata.routing.nearest import nearest
from geodata.schemas import CRS, conform, empty
from geodata.school_routes.attributes import MAIN_ROADS
from geodata.school_routes.products.part_ratings import part_ratings

NEAR_M = 50.0
"""A crossing is missing where none that is available lies so near; ATE's SA06 is green with one every 50 to 100 m."""
FURTHEST_M = 1000.0
RATINGS = "rsgb_walked_route"
COMPARATOR = "ate_route_check"
_MM = 1000


def crossings(
    parts: gpd.GeoDataFrame,
    edges: gpd.GeoDataFrame,
    crossing_evidence: pd.DataFrame,
    crossing_ratings: pd.DataFrame,
    route_use: pd.DataFrame,
    ruleset: str,
) -> gpd.GeoDataFrame:
    """Return table `crossings`, sorted by part: the crossings of table `route_parts`.

    `pupils` are those of `route_use`, all schools together, `node_pupils` those of all arms at the node. By the
    verdicts of `ruleset`, `available_crossing_m` is the way along main roads (table `walking_edges`) from the node to
    the nearest node with an available crossing, 0 where there is one at the node itself, null beyond 1 km; it does not
    matter which main road that crosses. A crossing is missing where pupils would cross, it is unavailable, and none
    that is available lies within 50 m; it may be where it is undetermined. Each node is told of once, at the arm that
    most would cross. `detour_m` is then twice the way, as one has to walk back on the other side, and null elsewhere.
    Ratings, verdict and factors are those of `rsgb_walked_route`; where it has no rule they are 0 and available.
    """
    own = parts[parts["kind"] == "crossing"].sort_values("part_id").reset_index(drop=True)
    if own.empty:
        return empty("crossings")
    ratings = part_ratings(crossing_ratings.iloc[:0], crossing_ratings, RATINGS).reindex(own["part_id"])
    verdict, compared = (_verdicts(own, crossing_ratings, of) for of in (ruleset, COMPARATOR))
    mapped = crossing_evidence.set_index("part_id")[["crossing", "osm_node_id", "osm_node_version"]]
    pupils = own["part_id"].map(route_use.groupby("part_id", sort=True)["pupils"].sum()).fillna(0.0).astype(float)
    away = _available_m(own, edges, is_available=verdict == "available")
    is_wanted = _is_most_used(own, pupils) & ~(away <= NEAR_M)
    table = own.join(ratings.reset_index(drop=True)).join(mapped, on="part_id")
    table = table.assign(
        factors=own["part_id"].map(crossing_ratings.set_index("part_id")[f"{RATINGS}_factors"]).fillna("[]"),
        ate_route_check_verdict=compared,
        unit=route_use["unit"].iloc[0] if len(route_use) else "pupils",
        pupils=pupils,
        node_pupils=pupils.groupby(_node(own)).transform("sum"),
        available_crossing_m=away,
        is_missing=is_wanted & (verdict == "unavailable"),
        may_be_missing=is_wanted & (verdict == "undetermined"),
        detour_m=(2 * away).where(is_wanted),
    )
    points = gpd.GeoSeries(shapely.point_on_surface(own.geometry.to_numpy()), crs=CRS)
    return conform("crossings", gpd.GeoDataFrame(table, geometry=points, crs=CRS))


def _node(own: pd.DataFrame) -> pd.Series:
    """Return what arms of one node share; an arm without a node stands alone."""
    return own["node_id"].astype("Int64").astype("string").fillna(own["part_id"])


def _is_most_used(own: pd.DataFrame, pupils: pd.Series) -> pd.Series:
    """Tell which arm of each node most pupils would cross, the first of equals; none where nobody does."""
    ordered = pupils.sort_values(ascending=False, kind="stable")
    first = ~_node(own).loc[ordered.index].duplicated()
    return first.reindex(own.index) & (pupils > 0)


def _verdicts(own: pd.DataFrame, crossing_ratings: pd.DataFrame, ruleset: str) -> pd.Series:
    rated = part_ratings(crossing_ratings.iloc[:0], crossing_ratings, ruleset)["verdict"]
    return own["part_id"].map(rated).fillna("available")


def _available_m(own: pd.DataFrame, edges: gpd.GeoDataFrame, is_available: pd.Series) -> pd.Series:
    """Return metres along main roads from each crossing's node to the nearest node with an available crossing."""
    main = edges[edges["highway"].isin(MAIN_ROADS)]
    nodes = pd.Index(np.unique(np.concatenate([main["u"], main["v"], own["node_id"].dropna().astype("int64")])))
    lengths = np.rint(main["length_m"].to_numpy() * _MM).astype(np.int64)
    graph = WalkingGraph.build(len(nodes), nodes.get_indexer(main["u"]), nodes.get_indexer(main["v"]), lengths)
    at = nodes.get_indexer(own["node_id"])
    has_available = np.unique(at[is_available & (at >= 0)])
    cost = nearest(graph, has_available, limit=int(FURTHEST_M * _MM)).cost[at].astype(float)
    return pd.Series(cost, own.index).mask((cost == UNREACHED) | (at < 0)) / _MM
