"""Sums around many neighbouring origins at once, each in a lane of its own.

Neighbours see nearly the same nodes. Their search has found these, in the order of cost from the nearest of them; here
the costs from all of them are shortened together, node by node, until none becomes shorter. The processor's vectors do
many lanes at a time, so that this takes less than half the time of a search from each origin.
"""

from typing import NamedTuple

import numpy as np

from geodata.routing.arcs import Arcs, Flags, Floats, Ints, Starts, Wide, compiled, integer, short

LANES = 32
"""Origins in a batch; more would lie too far apart, fewer would not fill the vectors."""
_FAR = 2**30
_WINDOW = 64
"""Nodes whose costs are settled before the next ones are looked at; of 16 to 256 the quickest."""


class _Around(NamedTuple):
    """What lies around the origins of a batch, by position in the order in which the search settled it."""

    position: Ints
    """Of each node of the graph; -1 if it lies elsewhere."""
    first: Ints
    """First group of four arcs into each position."""
    tails: Ints
    """Positions these arcs come from; what is left of four comes from a position that nobody reaches."""
    costs: Ints
    by_lane: Ints
    """Cost of each position from each lane's origin."""
    is_stale: Flags
    """Whether a position is to be looked at again."""


@compiled
def _around(arcs: Arcs, n_positions: int, lanes: int) -> _Around:
    n_nodes = len(arcs.numbers)
    n_fours = min(len(arcs.heads) // 4 + n_nodes, len(arcs.heads))
    return _Around(
        np.full(n_nodes, -1, np.int32),
        np.empty(n_positions + 1, np.int32),
        np.empty((n_fours, 4), np.int32),
        np.empty((n_fours, 4), np.int32),
        np.empty((n_positions + 1, lanes), np.int32),
        np.zeros(n_positions + 1, np.uint8),
    )


@compiled
def _lay_out(arcs: Arcs, around: _Around, nodes: Ints, origins: Ints) -> None:
    """Lay out the arcs between the nodes; each lane has reached its own origin and nothing else."""
    arcs_from, heads, costs_back = arcs.first, arcs.heads, arcs.costs_back
    position, first, tails, costs, by_lane, _ = around
    nowhere, four = len(nodes), 0
    for i in range(nowhere + 1):
        for lane in range(by_lane.shape[1]):
            by_lane[i, lane] = _FAR
    for i in range(len(nodes)):
        position[nodes[i]] = i
    for i in range(len(nodes)):
        first[i], filled = four, 4
        for arc in range(arcs_from[nodes[i]], arcs_from[nodes[i] + 1]):
            tail = position[heads[arc]]
            if tail < 0:
                continue
            if filled == 4:
                tails[four, 0] = tails[four, 1] = tails[four, 2] = tails[four, 3] = nowhere
                costs[four, 0] = costs[four, 1] = costs[four, 2] = costs[four, 3] = 0
                four, filled = four + 1, 0
            tails[four - 1, filled], costs[four - 1, filled] = tail, costs_back[arc]
            filled += 1
    first[nowhere] = four
    for lane in range(len(origins)):
        at = integer(position[origins[lane]])
        by_lane[at, lane] = 0
        _mark_neighbours(around, at)
    for i in range(len(nodes)):
        position[nodes[i]] = -1


@compiled
def _mark_neighbours(around: _Around, at: int) -> int:
    """Mark what is next to a position, as arcs lead both ways; return the lowest."""
    _, first, tails, _, _, is_stale = around
    lowest = integer(at)
    for four in range(first[at], first[at + 1]):
        for i in range(4):
            is_stale[tails[four, i]] = 1
            lowest = min(lowest, integer(tails[four, i]))
    return lowest


@compiled
def _shorten(around: _Around, at: int) -> bool:
    """Shorten the ways of all lanes to a position over the arcs into it; tell whether any became shorter."""
    _, first, tails, costs, by_lane, _ = around
    changed = short(0)
    for four in range(first[at], first[at + 1]):
        a, b, c, d = tails[four, 0], tails[four, 1], tails[four, 2], tails[four, 3]
        cost_a, cost_b, cost_c, cost_d = costs[four, 0], costs[four, 1], costs[four, 2], costs[four, 3]
        for lane in range(by_lane.shape[1]):  # in 32 bits and without branches: becomes vector instructions
            over_a, over_b = short(by_lane[a, lane] + cost_a), short(by_lane[b, lane] + cost_b)
            over_c, over_d = short(by_lane[c, lane] + cost_c), short(by_lane[d, lane] + cost_d)
            least_ab = over_a if over_a < over_b else over_b
            least_cd = over_c if over_c < over_d else over_d
            least, before = least_ab if least_ab < least_cd else least_cd, by_lane[at, lane]
            after = least if least < before else before
            changed = short(changed | (after ^ before))
            by_lane[at, lane] = after
    return changed != 0


@compiled
def _shorten_window(around: _Around, low: int, high: int) -> int:
    """Shorten the ways to positions `low` to `high` until none changes; return the lowest position to look at again."""
    is_stale = around.is_stale
    lowest, is_changed, is_downwards = high, True, False
    while is_changed:
        is_changed = False
        for step in range(high - low):
            at = high - 1 - step if is_downwards else low + step
            if is_stale[at]:
                is_stale[at] = 0
                if _shorten(around, at):
                    is_changed = True
                    lowest = min(lowest, _mark_neighbours(around, at))
        is_downwards = not is_downwards
    return lowest


@compiled
def _shorten_all(around: _Around, n_positions: int) -> None:
    low = integer(0)
    while low < n_positions:
        high = min(low + _WINDOW, n_positions)
        lowest = _shorten_window(around, low, high)
        low = lowest // _WINDOW * _WINDOW if lowest < low else high


@compiled
def _add_up(by_lane: Ints, nodes: Ints, values: Floats, limit: int, totals: Floats) -> None:
    for variable in range(values.shape[1]):
        for lane in range(by_lane.shape[1]):
            totals[variable, lane] = 0.0
    for i in range(len(nodes)):
        for variable in range(values.shape[1]):
            value = values[nodes[i], variable]
            for lane in range(by_lane.shape[1]):
                totals[variable, lane] += value if by_lane[i, lane] <= limit else 0.0


@compiled
def sums(
    arcs: Arcs, batches: Starts, begins: Wide, nodes: Ints, costs: Ints, values: Floats, limit: int, sums_of: Floats
) -> None:
    """Set the sums of each variable over the nodes within the limit of each origin.

    What batch k reaches is at `begins[k]` to `begins[k + 1]` in `nodes` and `costs`.
    """
    most = integer(0)
    for batch in range(len(begins) - 1):
        most = max(most, begins[batch + 1] - begins[batch])
    around, totals = _around(arcs, most, LANES), np.empty((values.shape[1], LANES))
    for batch in range(len(begins) - 1):
        origins = batches.nodes[batches.begins[batch] : batches.begins[batch + 1]]
        there = nodes[begins[batch] : begins[batch + 1]]
        if len(origins) == 1:
            for i in range(len(there)):
                around.by_lane[i, 0] = costs[begins[batch] + i]
        else:
            _lay_out(arcs, around, there, origins)
            _shorten_all(around, len(there))
        _add_up(around.by_lane, there, values, limit, totals)
        for lane in range(len(origins)):
            for variable in range(values.shape[1]):
                sums_of[origins[lane], variable] = totals[variable, lane]
