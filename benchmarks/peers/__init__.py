"""Routing engines under one interface; each is loaded only where it is asked for."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.routing_tasks import Tasks

Floats = NDArray[np.float64]
ENGINES = ("evenground", "scipy", "pandana", "igraph", "networkx")


class Engine(Protocol):
    """The tasks on a graph that is built once; None where the engine has no way to do one in bearable time."""

    share: float
    """Share of the origins for which sums are made, the seconds being multiplied by the rest."""

    def build(self, tasks: Tasks) -> Any:
        """Return the engine's graph."""

    def nearest(self, graph: Any, tasks: Tasks) -> Floats | None:
        """Return metres from the nearest facility to every node, NaN beyond 3.2 km."""

    def sums(self, graph: Any, tasks: Tasks, variables: int) -> Floats | None:
        """Return sums within 800 m of the first nodes (by number), as many as the share says."""

    def flows(self, graph: Any, tasks: Tasks) -> Floats | None:
        """Return the pupils on every edge."""
