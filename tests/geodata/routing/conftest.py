"""Toytown, random streets of every awkward kind, and textbook answers in plain Python."""

import heapq
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from geodata.routing.graph import WalkingGraph

Streets = dict[str, Any]
Tree = tuple[dict[int, int], dict[int, tuple[int, int]]]


def grid(side: int, cost: int = 100) -> Streets:
    """Node 6 * row + column; eastward edges first, then northward ones."""
    at = np.arange(side * side).reshape(side, side)
    u = np.concatenate([at[:, :-1].ravel(), at[:-1].ravel()])
    v = np.concatenate([at[:, 1:].ravel(), at[1:].ravel()])
    return {"n_nodes": side * side, "u": u, "v": v, "forward": np.full(len(u), cost)}


@st.composite
def streets(draw: st.DrawFn) -> Streets:
    """Draw streets with self-loops, parallel edges, edges that cost nothing, ties, parts, and costs by direction."""
    n_nodes = draw(st.integers(1, 14))
    n_edges = draw(st.integers(0, 30))
    node, most = st.integers(0, n_nodes - 1), draw(st.sampled_from([1, 3, 400, 200_000]))
    row = st.tuples(node, node, st.integers(0, most), st.integers(0, most))
    rows = np.array(draw(st.lists(row, min_size=n_edges, max_size=n_edges)), dtype=np.int64).reshape(-1, 4)
    least = draw(st.sampled_from([0, 1]))
    forward, backward = np.maximum(rows[:, 2:].T, least)
    if draw(st.booleans()):
        backward = forward
    return {"n_nodes": n_nodes, "u": rows[:, 0], "v": rows[:, 1], "forward": forward, "backward": backward}


@pytest.fixture(scope="session")
def awkward_streets() -> st.SearchStrategy[Streets]:
    return streets()


@pytest.fixture(scope="session")
def toytown() -> WalkingGraph:
    """6 x 6 crossings, 100 apart."""
    return WalkingGraph.build(**grid(6))


@pytest.fixture(scope="session")
def square_grid() -> Callable[..., Streets]:
    return grid


@pytest.fixture(scope="session")
def scattered() -> Callable[[Streets], WalkingGraph]:
    """Build the same graph stored in another order: coordinates at random."""

    def build(raw: Streets) -> WalkingGraph:
        xy = np.random.default_rng(5).uniform(0, 1000, (raw["n_nodes"], 2))
        return WalkingGraph.build(**raw, xy=xy)

    return build


@pytest.fixture(scope="session")
def textbook() -> Callable[[Streets, int, int], Tree]:
    """Dijkstra as in the textbook, from one node: costs, and the node and edge before each node."""
    return _textbook


def _textbook(raw: Streets, source: int, limit: int) -> Tree:
    cost, before, settled, queue = {source: 0}, {source: (-1, -1)}, set(), [(0, source)]
    backward = raw.get("backward", raw["forward"])
    edges = list(zip(*(column.tolist() for column in (raw["u"], raw["v"], raw["forward"], backward)), strict=True))
    while queue:
        so_far, node = heapq.heappop(queue)
        if node in settled:
            continue
        settled.add(node)
        for edge, (u, v, there, back) in enumerate(edges):
            for tail, head, step in ((u, v, there), (v, u, back)):
                total = so_far + step
                if tail != node or total > limit or total > cost.get(head, limit):
                    continue
                if head not in cost or total < cost[head]:
                    cost[head], before[head] = total, (node, edge)
                    heapq.heappush(queue, (total, head))
                elif step > 0 and before[head][0] >= 0 and node < before[head][0]:
                    before[head] = node, edge
    return cost, before
