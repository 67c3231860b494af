"""pandana: contraction hierarchies; its build is dear, its queries are quick."""

import numpy as np
import pandana
import pandas as pd

from benchmarks.peers import Floats
from benchmarks.routing_tasks import FAR_MM, NEAR_MM, Tasks


class Pandana:
    """Without `precompute`, which makes one distance quicker to ask for (4.6 s of work for 250,000 nodes)."""

    share = 1.0

    def build(self, tasks: Tasks) -> pandana.Network:
        """Return the network with its hierarchy."""
        xy = pd.DataFrame(tasks.streets.xy, columns=["x", "y"])
        edges = pd.DataFrame({"u": tasks.streets.u, "v": tasks.streets.v, "metres": tasks.mm / 1000})
        return pandana.Network(xy["x"], xy["y"], edges["u"], edges["v"], edges[["metres"]])

    def nearest(self, graph: pandana.Network, tasks: Tasks) -> Floats:
        """Return metres from the nearest facility."""
        places = pd.DataFrame(tasks.streets.xy[tasks.facilities], columns=["x", "y"])
        graph.set_pois("facility", FAR_MM / 1000, 1, places["x"], places["y"])
        metres = graph.nearest_pois(FAR_MM / 1000, "facility", num_pois=1).sort_index()[1].to_numpy()
        return np.where(metres >= FAR_MM / 1000, np.nan, metres)

    def sums(self, graph: pandana.Network, tasks: Tasks, variables: int) -> Floats:
        """Return sums within 800 m."""
        made = np.empty((tasks.n_nodes, variables))
        nodes = pd.Series(np.arange(tasks.n_nodes))
        for variable in range(variables):
            graph.set(nodes, pd.Series(tasks.variables[:, variable].copy()), name="people")
            made[:, variable] = graph.aggregate(NEAR_MM / 1000, type="sum", decay="flat", name="people").sort_index()
        return made

    def flows(self, graph: pandana.Network, tasks: Tasks) -> Floats:
        """Return the pupils on every edge; of pairs beyond 3.2 km none."""
        paths = graph.shortest_paths(tasks.origin, tasks.facilities[tasks.school])
        steps = np.array([max(len(path) - 1, 0) for path in paths])
        start = np.concatenate([path[:-1] for path in paths])
        end = np.concatenate([path[1:] for path in paths])
        edge, pair = tasks.edges_between(start, end), np.repeat(np.arange(len(paths)), steps)
        mm = np.bincount(pair, tasks.mm[edge], len(paths))
        pupils = np.where(mm <= FAR_MM, tasks.pupils, 0.0)
        return np.bincount(edge, pupils[pair], len(tasks.mm))


ENGINE = Pandana()
