"""networkx: plain Python, what osmnx routes with."""

import networkx as nx
import numpy as np

from benchmarks.peers import Floats
from benchmarks.routing_tasks import FAR_MM, NEAR_MM, Tasks


class Networkx:
    """Flows by tree; by pair, as is usual, they take a hundred times as long."""

    share = 0.01

    def build(self, tasks: Tasks) -> nx.Graph:
        """Return the graph."""
        graph = nx.Graph()
        graph.add_nodes_from(range(tasks.n_nodes))
        rows = zip(tasks.streets.u.tolist(), tasks.streets.v.tolist(), tasks.mm.tolist(), strict=True)
        graph.add_edges_from((u, v, {"mm": mm, "edge": edge}) for edge, (u, v, mm) in enumerate(rows))
        return graph

    def nearest(self, graph: nx.Graph, tasks: Tasks) -> Floats:
        """Return metres from the nearest facility."""
        found = nx.multi_source_dijkstra_path_length(graph, set(tasks.facilities.tolist()), FAR_MM, "mm")
        metres = np.full(tasks.n_nodes, np.nan)
        metres[list(found)] = np.array(list(found.values())) / 1000
        return metres

    def sums(self, graph: nx.Graph, tasks: Tasks, variables: int) -> Floats:
        """Return sums within 800 m of a hundredth of the nodes."""
        some = range(round(tasks.n_nodes * self.share))
        around = (nx.single_source_dijkstra_path_length(graph, node, NEAR_MM, "mm") for node in some)
        return np.array([tasks.variables[list(found), :variables].sum(axis=0) for found in around])

    def flows(self, graph: nx.Graph, tasks: Tasks) -> Floats:
        """Return the pupils on every edge: a tree for each school, each pair's path walked by itself."""
        on_edge = np.zeros(len(tasks.mm))
        for number, place in enumerate(tasks.facilities.tolist()):
            own = tasks.school == number
            before, cost = nx.dijkstra_predecessor_and_distance(graph, place, FAR_MM, "mm")
            for origin, pupils in zip(tasks.origin[own].tolist(), tasks.pupils[own].tolist(), strict=True):
                node = origin if origin in cost else place
                while node != place:
                    on_edge[graph[node][before[node][0]]["edge"]] += pupils
                    node = before[node][0]
        return on_edge


ENGINE = Networkx()
