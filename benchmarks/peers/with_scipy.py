"""scipy's compiled Dijkstra, with what has to be written around it."""

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from benchmarks.peers import Floats
from benchmarks.routing_tasks import FAR_MM, NEAR_MM, Tasks

TILE_M = 1000
SCHOOLS_AT_A_TIME = 50


class Scipy:
    """Sums tile by tile, so that its dense matrices stay small; flows by walking all pairs down the trees at once."""

    share = 1.0

    def build(self, tasks: Tasks) -> csr_array:
        """Return the symmetric matrix of millimetres, which are whole and therefore exact."""
        u, v, mm = tasks.streets.u, tasks.streets.v, tasks.mm.astype(float)
        both = (np.append(mm, mm), (np.append(u, v), np.append(v, u)))
        return coo_array(both, shape=(tasks.n_nodes, tasks.n_nodes)).tocsr()

    def nearest(self, graph: csr_array, tasks: Tasks) -> Floats:
        """Return metres from the nearest facility."""
        mm = dijkstra(graph, indices=tasks.facilities, min_only=True, limit=FAR_MM)
        return np.where(np.isinf(mm), np.nan, mm / 1000)

    def sums(self, graph: csr_array, tasks: Tasks, variables: int) -> Floats:
        """Return sums within 800 m: each tile with what lies 800 m around it."""
        xy, values = tasks.streets.xy, tasks.variables[:, :variables]
        made, (columns, rows) = np.zeros(values.shape), np.ceil(xy.max(axis=0) / TILE_M).astype(int)
        by_column = np.argsort(xy[:, 0])
        for column in range(-1, columns):  # some crossings lie a little outside the square
            west, east = np.array([column * TILE_M - NEAR_MM / 1000, (column + 1) * TILE_M + NEAR_MM / 1000])
            strip = by_column[slice(*np.searchsorted(xy[by_column, 0], [west, east]))]
            strip = strip[np.argsort(xy[strip, 1])]
            for row in range(-1, rows):
                south, north = row * TILE_M - NEAR_MM / 1000, (row + 1) * TILE_M + NEAR_MM / 1000
                around = strip[slice(*np.searchsorted(xy[strip, 1], [south, north]))]
                inside = np.flatnonzero((xy[around] // TILE_M == (column, row)).all(axis=1))
                if len(inside):
                    mm = dijkstra(graph[around][:, around], indices=inside, limit=NEAR_MM)
                    made[around[inside]] = np.isfinite(mm) @ values[around]
        return made

    def flows(self, graph: csr_array, tasks: Tasks) -> Floats:
        """Return the pupils on every edge."""
        on_edge = np.zeros(len(tasks.mm))
        for begin in range(0, len(tasks.facilities), SCHOOLS_AT_A_TIME):
            some = tasks.facilities[begin : begin + SCHOOLS_AT_A_TIME]
            _, before = dijkstra(graph, indices=some, limit=FAR_MM, return_predecessors=True)
            own = (tasks.school >= begin) & (tasks.school < begin + len(some))
            row, node, pupils = tasks.school[own] - begin, tasks.origin[own], tasks.pupils[own]
            while len(node):
                next_node = before[row, node]
                walks = next_node >= 0
                row, node, next_node, pupils = row[walks], node[walks], next_node[walks], pupils[walks]
                on_edge += np.bincount(tasks.edges_between(node, next_node), pupils, len(on_edge))
                node = next_node
        return on_edge


ENGINE = Scipy()
