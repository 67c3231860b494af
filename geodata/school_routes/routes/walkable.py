"""What can be walked if some parts of the network cannot be used, and the walks between schools and homes on it."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from geodata.routing.flows import flows
from geodata.routing.graph import UNREACHED, WalkingGraph
from geodata.routing.ways import Ways, ways

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Walkable:
    """A walking graph, and which of its nodes hang together."""

    graph: WalkingGraph
    component: NDArray[np.int32]
    """Number of the connected piece of network that each node is in."""

    @classmethod
    def of(cls, graph: WalkingGraph) -> Self:
        """Return the graph with its components, whichever way edges can be walked."""
        arcs, shape = graph.arcs, (graph.n_nodes, graph.n_nodes)
        joined = csr_array((np.ones(len(arcs.heads)), arcs.heads, arcs.first), shape=shape, copy=True)  # scipy sorts it
        _, component = connected_components(joined, connection="weak")
        return cls(graph, component[arcs.nodes])

    def walk_mm(self, school: Integers, home: Integers, limit_mm: int) -> Integers:
        """Return the shortest walk of each pair of a school and a home node in millimetres; -1 beyond the limit.

        A school is not searched for homes that nothing connects it with: such a search would go on to the limit.
        """
        joined, mm = self.component[school] == self.component[home], np.full(len(school), UNREACHED, dtype=np.int64)
        nodes = np.unique(school[joined])
        nobody = np.zeros(np.count_nonzero(joined))
        mm[joined] = flows(self.graph, nodes, nodes, 0, school[joined], home[joined], nobody, limit_mm).cost
        return mm

    def ways(self, school: Integers, home: Integers, limit_mm: int) -> Ways:
        """Return the shortest ways of the same pairs, step by step."""
        nodes = np.unique(school)
        return ways(self.graph, nodes, nodes, 0, school, home, limit_mm)
