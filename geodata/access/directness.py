"""How far round people walk to their neighbours: the walk between two homes against the straight line."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.access.home_pairs import FURTHEST_M, home_pairs
from geodata.network.splicing import millimetres, splice
from geodata.routing.graph import UNREACHED, WalkingGraph
from geodata.routing.pairs import costs_to

LONGEST_DETOUR = 5.0


def walked_pairs(homes: gpd.GeoDataFrame, edges: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return `home_pairs` with the walk between each two: `origin`, `destination`, `straight_m`, `walk_m`.

    The walk is the way to the street, along streets and paths, and from the street; null where it is more than five
    times the straight line or there is none. It is the same both ways.
    """
    main = edges[edges["is_in_main_component"]]
    pairs = home_pairs(homes)
    network = splice(main, homes[["edge_id", "along_m"]])
    graph = WalkingGraph.build(network.n_nodes, network.u, network.v, network.forward, xy=network.xy)
    ends = network.node_of_point[pairs[["origin", "destination"]].to_numpy()]
    is_placed = (ends >= 0).all(axis=1)
    between, back = np.unique(np.sort(ends[is_placed], axis=1), axis=0, return_inverse=True)
    cost = costs_to(graph, between[:, 0], between[:, 1], limit=int(1000 * LONGEST_DETOUR * FURTHEST_M))[back.ravel()]
    to_street = millimetres(homes["snap_m"].fillna(0.0))
    walk = np.full(len(pairs), np.nan)
    walk[is_placed] = np.where(cost == UNREACHED, np.nan, cost / 1000)
    walk += (to_street[pairs["origin"]] + to_street[pairs["destination"]]) / 1000
    return pairs.assign(walk_m=np.where(walk <= LONGEST_DETOUR * pairs["straight_m"], walk, np.nan))


def walk_directness(pairs: pd.DataFrame, codes: pd.Series) -> pd.DataFrame:
    """Return by area the metres walked (`numerator`) and the straight metres (`denominator`), of pairs with a walk.

    `codes` is the area of each pair. Sums, so that areas add up: long walks count for more than short ones.

    >>> pairs = pd.DataFrame({"straight_m": [300.0, 500.0, 400.0], "walk_m": [400.0, 800.0, None]})
    >>> walk_directness(pairs, pd.Series(["A", "A", "A"])).loc["A"].to_list()
    [1200.0, 800.0]
    """
    walked = pairs["walk_m"].notna()
    sums = pairs.loc[walked, ["walk_m", "straight_m"]].groupby(codes[walked]).sum()
    return sums.set_axis(["numerator", "denominator"], axis=1)
