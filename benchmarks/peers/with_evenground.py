"""Our own engine."""

import numpy as np

from benchmarks.peers import Floats
from benchmarks.routing_tasks import FAR_MM, NEAR_MM, Tasks
from geodata.routing.flows import flows
from geodata.routing.graph import WalkingGraph
from geodata.routing.nearest import nearest
from geodata.routing.within import sums_within


class Evenground:
    """The engine of this project."""

    share = 1.0

    def build(self, tasks: Tasks) -> WalkingGraph:
        """Return the graph along a Hilbert curve."""
        streets = tasks.streets
        return WalkingGraph.build(tasks.n_nodes, streets.u, streets.v, tasks.mm, xy=streets.xy)

    def nearest(self, graph: WalkingGraph, tasks: Tasks) -> Floats:
        """Return metres from the nearest facility."""
        cost = nearest(graph, tasks.facilities, 0, FAR_MM).cost
        return np.where(cost < 0, np.nan, cost / 1000)

    def sums(self, graph: WalkingGraph, tasks: Tasks, variables: int) -> Floats:
        """Return sums within 800 m."""
        return sums_within(graph, NEAR_MM, tasks.variables[:, :variables])

    def flows(self, graph: WalkingGraph, tasks: Tasks) -> Floats:
        """Return the pupils on every edge."""
        schools = np.arange(len(tasks.facilities))
        return flows(
            graph, schools, tasks.facilities, 0, tasks.school, tasks.origin, tasks.pupils, FAR_MM
        ).on_edge  # fmt: skip


ENGINE = Evenground()
