"""Walks from homes to places under one profile: every home and every entrance built into the network."""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.network.splicing import Spliced, splice
from geodata.network.walking_time import EdgeCosts, minutes
from geodata.routing.graph import UNREACHED, WalkingGraph
from geodata.routing.nearest import nearest
from geodata.routing.reach import Reached, reach

Integers = NDArray[np.int64]
MS_A_MINUTE = 60_000


@dataclass(frozen=True)
class HomeWalks:
    """The network as walked towards places, each home a node of its own at the end of its way to the street."""

    network: Spliced
    """Streets and paths, whether usable or not; homes are beyond its nodes."""
    graph: WalkingGraph
    entrances: pd.DataFrame
    """The entrances that the network has, with their `node` and the cost from there to the place, `start_ms`."""

    @classmethod
    def build(
        cls, homes: gpd.GeoDataFrame, entrances: pd.DataFrame, edges: gpd.GeoDataFrame, costs: EdgeCosts
    ) -> "HomeWalks":
        """Return the walks over the usable edges; `entrances` has `destination`, a number by place."""
        joints = ["edge_id", "along_m"]
        points = pd.concat([homes[joints], entrances[joints]], ignore_index=True)
        network = splice(edges, points, costs.forward_ms, costs.backward_ms)
        usable = costs.usable[network.edge]
        of_home, of_entrance = np.split(network.node_of_point, [len(homes)])
        (placed,) = np.nonzero(of_home >= 0)
        to_street = milliseconds(homes["snap_m"].to_numpy(float)[placed])
        graph = WalkingGraph.build(
            network.n_nodes + len(homes),
            np.concatenate([network.u[usable], of_home[placed]]),
            np.concatenate([network.v[usable], network.n_nodes + placed]),
            np.concatenate([network.forward[usable], to_street]),
            np.concatenate([network.backward[usable], to_street]),
            np.concatenate([network.xy, np.nan_to_num(homes.get_coordinates().to_numpy())]),
        )
        on_network = entrances.assign(node=of_entrance, start_ms=milliseconds(entrances["snap_m"].to_numpy(float)))
        return cls(network, graph.reversed(), on_network[of_entrance >= 0])

    def nearest_minutes(self, entrances: pd.DataFrame) -> NDArray[np.float64]:
        """Return the walk of each home to the nearest of the entrances in minutes, missing where none is reached."""
        cost = nearest(self.graph, entrances["node"], entrances["start_ms"]).cost[self.network.n_nodes :]
        return np.where(cost == UNREACHED, np.nan, cost / MS_A_MINUTE)

    def within(self, entrances: pd.DataFrame, limit_minutes: int) -> tuple[Reached, Reached]:
        """Return all pairs of a place (`destination`) with a home, by position, and with a node of the network.

        The cost is the walk to the place in milliseconds, at most the limit.
        """
        found = reach(
            self.graph, entrances["destination"], entrances["node"], entrances["start_ms"], limit_minutes * MS_A_MINUTE
        )
        is_home = found.node >= self.network.n_nodes
        return (
            Reached(found.group[is_home], found.node[is_home] - self.network.n_nodes, found.cost[is_home]),
            Reached(found.group[~is_home], found.node[~is_home], found.cost[~is_home]),
        )


def milliseconds(length_m: NDArray[np.float64]) -> Integers:
    """Return the time of a level walk, as whole milliseconds."""
    return np.rint(minutes(length_m) * MS_A_MINUTE).astype(np.int64)


def few_at_a_time(entrances: pd.DataFrame, n_places: int) -> Iterator[pd.DataFrame]:
    """Yield the entrances of so many places after others: what all of them reach at once would not fit in memory."""
    number = pd.factorize(entrances["destination"], sort=True)[0]
    for first in range(0, number.max(initial=-1) + 1, n_places):
        yield entrances[(number >= first) & (number < first + n_places)]
