"""igraph: a search from each school; sums within a distance it has none."""

import igraph
import numpy as np

from benchmarks.peers import Floats
from benchmarks.routing_tasks import FAR_MM, Tasks


class Igraph:
    """Searches go without a limit, as igraph has none for them; they stop when all ends are reached."""

    share = 1.0

    def build(self, tasks: Tasks) -> igraph.Graph:
        """Return the graph with one more node, joined to all facilities at no cost: the source of the nearest."""
        streets, n_nodes = tasks.streets, tasks.n_nodes
        joins = np.stack([np.full(len(tasks.facilities), n_nodes), tasks.facilities], axis=1)
        edges = np.concatenate([np.stack([streets.u, streets.v], axis=1), joins])
        graph = igraph.Graph(n_nodes + 1, edges)
        graph.es["mm"] = np.append(tasks.mm.astype(float), np.zeros(len(joins)))
        graph.es["closed"] = np.append(tasks.mm.astype(float), np.full(len(joins), np.inf))
        return graph

    def nearest(self, graph: igraph.Graph, tasks: Tasks) -> Floats:
        """Return metres from the nearest facility."""
        mm = np.array(graph.distances(tasks.n_nodes, weights="mm")[0][: tasks.n_nodes])
        return np.where(mm > FAR_MM, np.nan, mm / 1000)

    def sums(self, graph: igraph.Graph, tasks: Tasks, variables: int) -> None:
        """Do nothing: a row of distances to all nodes for every node would take hours."""

    def flows(self, graph: igraph.Graph, tasks: Tasks) -> Floats:
        """Return the pupils on every edge."""
        on_edge = np.zeros(len(tasks.mm))
        for number, place in enumerate(tasks.facilities.tolist()):
            own = tasks.school == number
            paths = graph.get_shortest_paths(place, tasks.origin[own].tolist(), weights="closed", output="epath")
            for path, pupils in zip(paths, tasks.pupils[own], strict=True):
                if tasks.mm[path].sum() <= FAR_MM:
                    on_edge[path] += pupils
        return on_edge


ENGINE = Igraph()
