"""The bounded search, and the loops around it that ask the same of many places.

The queue: costs are whole numbers, so that nodes wait in buckets by cost; bucket b holds the costs from b to b + 1
times 2**shift, and buckets are reused in a circle. As long as no node of the lowest bucket has an arc shorter than a
bucket, they can be settled as they come; else they are put in a heap first. Costs are exactly those of Dijkstra.
"""

import numpy as np

from geodata.routing.arcs import Arcs, Bounds, Floats, Ints, Space, Starts, Walks, Wide, compiled, integer

NEVER = 2**31 - 1
"""Cost of what was not reached."""
_NODE_BITS = 32
_LOW = 2**_NODE_BITS - 1


@compiled
def _space(arcs: Arcs, n_sources: int, bounds: Bounds) -> Space:
    n_nodes, n_keys = len(arcs.numbers), len(arcs.heads) + n_sources
    return Space(
        np.full(n_nodes, NEVER, np.int32),
        np.empty(n_nodes, np.int32),
        np.empty(n_nodes, np.int32),
        np.zeros(n_nodes, np.uint8),
        np.empty(n_keys, np.int64),
        np.empty(n_keys, np.int32),
        np.full(bounds.n_buckets, -1, np.int32),
        np.empty(n_keys, np.int64),
        bounds.shift,
    )


@compiled
def _clear(arcs: Arcs, space: Space, n_keys: int) -> None:
    cost, keys, buckets, by_rank = space.cost, space.keys, space.buckets, arcs.by_rank
    places, mask = _NODE_BITS + space.shift, len(buckets) - 1
    for i in range(n_keys):
        cost[by_rank[keys[i] & _LOW]] = NEVER
        buckets[(keys[i] >> places) & mask] = -1


@compiled
def _add(heap: Wide, size: int, key: int) -> int:
    at = size
    while at > 0 and heap[(at - 1) >> 1] > key:
        heap[at] = heap[(at - 1) >> 1]
        at = (at - 1) >> 1
    heap[at] = key
    return size + 1


@compiled
def _take(heap: Wide, size: int) -> int:
    least, last, at = heap[0], heap[size - 1], 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and heap[below + 1] < heap[below]:
            below += 1
        if heap[below] >= last:
            break
        heap[at] = heap[below]
        at = below
    heap[at] = last
    return integer(least)


@compiled
def _link(space: Space, bucket: int, entry: int) -> None:
    space.after[entry] = space.buckets[bucket]
    space.buckets[bucket] = entry


@compiled
def _begin(arcs: Arcs, space: Space, starts: Starts, place: int, limit: int) -> int:
    """Put the entrances of a place in the queue; return how many keys that makes."""
    n_keys = integer(0)
    for i in range(starts.begins[place], starts.begins[place + 1]):
        node, cost = starts.nodes[i], integer(starts.costs[i])
        if cost <= limit and cost < space.cost[node]:
            space.cost[node], space.via[node] = cost, -1
            space.keys[n_keys] = (cost << _NODE_BITS) | arcs.ranks[node]
            _link(space, (cost >> space.shift) & (len(space.buckets) - 1), n_keys)
            n_keys += 1
    return n_keys


@compiled
def _open(arcs: Arcs, space: Space, bucket: int) -> tuple[int, bool]:
    """Take the keys out of a bucket; return how many these are, and whether they are a heap."""
    after, keys, opened, by_rank = space.after, space.keys, space.opened, arcs.by_rank
    place, size, is_heap = bucket & (len(space.buckets) - 1), integer(0), False
    entry = integer(space.buckets[place])
    space.buckets[place] = -1
    while entry >= 0:
        this, entry = entry, integer(after[entry])
        if keys[this] >> (_NODE_BITS + space.shift) == bucket:
            opened[size] = keys[this]
            is_heap |= arcs.has_short_arc[by_rank[keys[this] & _LOW]]
            size += 1
        else:  # its turn comes when the circle has gone round
            _link(space, place, this)
    if is_heap:
        for i in range(1, size):
            _add(opened, i, opened[i])
    return size, is_heap


@compiled
def _search(arcs: Arcs, space: Space, starts: Starts, place: int, limit: int, n_wanted: int) -> tuple[int, int]:
    """Settle nodes, bucket by bucket, until `n_wanted` of the wanted ones are.

    Return how many were settled and how many keys were used. Of several arcs over which a node is reached at the same
    cost, `via` is the one from the lowest caller's number; an arc that costs nothing only if there is no other, and
    then the one from the first settled, in the order of (cost, rank).
    """
    cost, via, keys, first, heads, costs = space.cost, space.via, space.keys, arcs.first, arcs.heads, arcs.costs
    n_settled, bucket, size, is_heap, mask = integer(0), integer(0), integer(0), False, len(space.buckets) - 1
    n_keys = _begin(arcs, space, starts, place, limit)
    waiting = n_keys
    while n_wanted > 0 and size + waiting > 0:
        if size == 0:
            while space.buckets[bucket & mask] < 0:
                bucket += 1
            size, is_heap = _open(arcs, space, bucket)
            waiting -= size
            bucket += size == 0
            continue
        key = _take(space.opened, size) if is_heap else space.opened[size - 1]
        so_far, node, size = key >> _NODE_BITS, arcs.by_rank[key & _LOW], size - 1
        if so_far > cost[node]:
            continue
        space.settled[n_settled] = node
        n_settled, n_wanted = n_settled + 1, n_wanted - space.wanted[node]
        for arc in range(first[node], first[node + 1]):
            head, total = heads[arc], so_far + costs[arc]
            if total < cost[head] and total <= limit:
                cost[head], via[head], keys[n_keys] = total, arc, (total << _NODE_BITS) | arcs.ranks[head]
                if total >> space.shift == bucket:
                    size = _add(space.opened, size, keys[n_keys])
                else:
                    _link(space, (total >> space.shift) & mask, n_keys)
                    waiting += 1
                n_keys += 1
            elif total == cost[head] and so_far < total and _comes_first(arcs, via[head], node):
                via[head] = arc
    return n_settled, n_keys


@compiled
def _comes_first(arcs: Arcs, via: int, node: int) -> bool:
    return via >= 0 and arcs.numbers[node] < arcs.numbers[arcs.tails[via]]


@compiled
def nearest(arcs: Arcs, starts: Starts, bounds: Bounds) -> tuple[Ints, Ints]:
    """Return the cost from the first place to every node, and the nodes it reaches, each after those on the way."""
    space = _space(arcs, len(starts.nodes), bounds)
    n_settled, _ = _search(arcs, space, starts, integer(0), bounds.limit, integer(NEVER))
    return space.cost, space.settled[:n_settled]


@compiled
def reach(arcs: Arcs, starts: Starts, bounds: Bounds) -> tuple[Wide, Ints, Ints]:
    """Return where what each place reaches begins in the others: nodes, nearly in the order of cost, and costs."""
    space, begins = _space(arcs, len(starts.nodes), bounds), np.zeros(len(starts.begins), np.int64)
    nodes, costs = np.empty(1024, np.int32), np.empty(1024, np.int32)
    size = 0
    for place in range(len(starts.begins) - 1):
        n_settled, n_keys = _search(arcs, space, starts, place, bounds.limit, integer(NEVER))
        if size + n_settled > len(nodes):
            spare = np.empty(size + n_settled, np.int32)
            nodes, costs = np.concatenate((nodes, spare)), np.concatenate((costs, spare))
        for i in range(n_settled):
            nodes[size + i], costs[size + i] = space.settled[i], space.cost[space.settled[i]]
        size = begins[place + 1] = size + n_settled
        _clear(arcs, space, n_keys)
    return begins, nodes[:size], costs[:size]


@compiled
def _want(space: Space, walks: Walks, place: int) -> int:
    """Want all who walk to a place to be reached; return how many nodes that is."""
    wanted, n_wanted = space.wanted, integer(0)
    for node in walks.nodes[walks.begins[place] : walks.begins[place + 1]]:
        n_wanted, wanted[node] = n_wanted + 1 - wanted[node], 1
    return n_wanted


@compiled
def trees(arcs: Arcs, starts: Starts, walks: Walks, walkers: Floats, totals: Floats, bounds: Bounds) -> Ints:
    """Return the cost of each walk, -1 beyond the limit, and add its walkers to the totals of the edges on it.

    The search from a place stops when everybody who walks there is reached.
    """
    space, load = _space(arcs, len(starts.nodes), bounds), np.zeros(len(arcs.numbers))
    costs = np.full(len(walks.nodes), -1, np.int32)
    for place in range(len(starts.begins) - 1):
        n_settled, n_keys = _search(arcs, space, starts, place, bounds.limit, _want(space, walks, place))
        for walk in range(walks.begins[place], walks.begins[place + 1]):
            node = walks.nodes[walk]
            space.wanted[node] = 0
            if space.cost[node] != NEVER:
                costs[walk] = space.cost[node]
                load[node] += walkers[walk]
        _walk_back(arcs, space, n_settled, load, totals)
        _clear(arcs, space, n_keys)
    return costs


@compiled
def _walk_back(arcs: Arcs, space: Space, n_settled: int, load: Floats, totals: Floats) -> None:
    """Walk everybody from where they are to the source, the furthest first; empties `load`."""
    tails, edges = arcs.tails, arcs.edges
    for node in space.settled[:n_settled][::-1]:
        via = space.via[node]
        if load[node] != 0:
            if via >= 0:
                totals[edges[via]] += load[node]
                load[tails[via]] += load[node]
            load[node] = 0


@compiled
def ways(arcs: Arcs, starts: Starts, walks: Walks, bounds: Bounds) -> tuple[Ints, Ints, Wide, Ints, Ints]:
    """Return the cost and the first step of each walk, and all steps: where each place's begin, edges, and next steps.

    A step is an edge on somebody's way to the place; its next step, towards the place, comes before it; -1 at the end.
    """
    space, step_of = _space(arcs, len(starts.nodes), bounds), np.full(len(arcs.numbers), -1, np.int32)
    costs, first_steps = np.full(len(walks.nodes), -1, np.int32), np.full(len(walks.nodes), -1, np.int32)
    begins, edges, onward = np.zeros(len(starts.begins), np.int64), np.empty(1024, np.int32), np.empty(1024, np.int32)
    size = integer(0)
    for place in range(len(starts.begins) - 1):
        n_settled, n_keys = _search(arcs, space, starts, place, bounds.limit, _want(space, walks, place))
        passed = _passed(arcs, space, n_settled)
        if size + len(passed) > len(edges):
            spare = np.empty(size + len(passed), np.int32)
            edges, onward = np.concatenate((edges, spare)), np.concatenate((onward, spare))
        for node in passed:
            via = space.via[node]
            if via >= 0:
                edges[size], onward[size], step_of[node] = arcs.edges[via], step_of[arcs.tails[via]], size
                size += 1
        for walk in range(walks.begins[place], walks.begins[place + 1]):
            node = walks.nodes[walk]
            space.wanted[node], first_steps[walk] = 0, step_of[node]
            costs[walk] = -1 if space.cost[node] == NEVER else space.cost[node]
        for node in passed:
            space.wanted[node], step_of[node] = 0, -1
        begins[place + 1] = size
        _clear(arcs, space, n_keys)
    return costs, first_steps, begins, edges[:size], onward[:size]


@compiled
def _passed(arcs: Arcs, space: Space, n_settled: int) -> Ints:
    """Return the nodes that the wanted ones pass on their ways, in the order settled; all of these are wanted then."""
    settled, via, wanted, begin = space.settled, space.via, space.wanted, n_settled
    for i in range(n_settled - 1, -1, -1):
        node = settled[i]
        if wanted[node]:
            begin -= 1
            settled[begin] = node
            if via[node] >= 0:
                wanted[arcs.tails[via[node]]] = 1
    return settled[begin:n_settled]


@compiled
def batches(arcs: Arcs, origins: Ints, lanes: int, bounds: Bounds) -> Starts:
    """Return batches of neighbouring origins as if each were a place with as many entrances.

    With the first origin that is in no batch yet go those of the next ones that are within the limit, as many as there
    are lanes; none if they fill too few of them to be worth it.
    """
    alone = Starts(np.arange(len(origins) + 1), origins, np.zeros(len(origins), np.int32))
    space, is_placed = _space(arcs, integer(1), bounds), np.zeros(len(origins), np.uint8)
    begins, members, n_batches, n_members = np.zeros(len(origins) + 1, np.int64), np.empty_like(origins), 0, 0
    for begin in range(len(origins)):
        if is_placed[begin]:
            continue
        ahead, n_wanted = range(begin, min(begin + 2 * lanes, len(origins))), integer(0)
        for i in ahead:
            space.wanted[origins[i]] = not is_placed[i] and n_wanted < lanes
            n_wanted += space.wanted[origins[i]]
        _, n_keys = _search(arcs, space, alone, begin, bounds.limit, n_wanted)
        n_near = 0
        for i in ahead:
            space.wanted[origins[i]] &= space.cost[origins[i]] != NEVER
            n_near += space.wanted[origins[i]]
        for i in ahead:
            if i == begin or (space.wanted[origins[i]] and n_near >= lanes // 5):
                members[n_members], is_placed[i] = origins[i], 1
                n_members += 1
            space.wanted[origins[i]] = 0
        n_batches += 1
        begins[n_batches] = n_members
        _clear(arcs, space, n_keys)
    return Starts(begins[: n_batches + 1], members, alone.costs)
