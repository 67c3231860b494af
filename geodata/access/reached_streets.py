"""Which parts of streets are within a walk: pieces of edges reached from one end or from both, cut at the limit."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.network.splicing import Spliced
from geodata.routing.reach import Reached

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Reach:
    """A row for each pair of a place and a piece of street that is reached in whole or in part, by place."""

    place: Integers
    piece: Integers
    from_start: Numbers
    """How much of the piece is reached from its start, 0 to 1."""
    from_end: Numbers

    @property
    def share(self) -> Numbers:
        """How much of the piece is reached."""
        return np.minimum(self.from_start + self.from_end, 1.0)


@dataclass(frozen=True)
class _Lists:
    """Lists one after the other: list k is `items[first[k]:first[k + 1]]`."""

    items: Integers
    first: Integers

    @classmethod
    def by(cls, keys: Integers, n_lists: int) -> "_Lists":
        """Return the positions of each key."""
        order = np.argsort(keys, kind="stable")
        return cls(order, np.searchsorted(keys[order], np.arange(n_lists + 1)))

    def of(self, chosen: Integers) -> tuple[Integers, Integers]:
        """Return the items of the lists chosen, and for each the position of its list in `chosen`."""
        counts = self.first[chosen + 1] - self.first[chosen]
        owner = np.repeat(np.arange(len(chosen)), counts)
        within = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
        return self.items[self.first[chosen][owner] + within], owner


@dataclass(frozen=True)
class Streets:
    """Pieces of streets with their shape, laid out so that what many places reach is found in a few steps."""

    network: Spliced
    lines: NDArray[np.object_]
    """Geometry of each edge."""
    first_m: Numbers
    """Where on its edge each piece begins."""
    length_m: Numbers
    ends: _Lists
    """Ends of pieces at each node: 2 piece for a start, 2 piece + 1 for an end."""
    bends: _Lists
    """Vertices inside each piece."""
    bend_xy: Numbers
    bend_at: Numbers
    """Where on its piece each vertex is, 0 to 1."""

    @classmethod
    def of(cls, network: Spliced, edges: gpd.GeoDataFrame) -> "Streets":
        """Return the streets of a network made of these edges, at costs in proportion to length."""
        lines = edges.geometry.to_numpy()
        first, length = _measures(network, edges["length_m"].to_numpy(float))
        ends = _Lists.by(np.stack([network.u, network.v], axis=1).ravel(), network.n_nodes)
        edge, along, xy = _bends(lines)
        piece = _piece_at(network.edge, first, edge, along)
        at = (along - first[piece]) / np.maximum(length[piece], 1e-9)
        return cls(network, lines, first, length, ends, _Lists.by(piece, len(first)), xy, at)

    def reach(self, found: Reached, limit: int) -> Reach:
        """Return which parts of which pieces each place reaches; `found` are the nodes within the limit of it."""
        end, owner = self.ends.of(found.node)
        piece, is_end = end // 2, end % 2 == 1
        left, cost = (limit - found.cost)[owner], self.network.forward[piece]
        share = np.where(cost > 0, np.minimum(left / np.maximum(cost, 1), 1.0), 1.0)
        keys, row = np.unique(found.group[owner] * len(self.first_m) + piece, return_inverse=True)
        place, piece = np.divmod(keys, len(self.first_m))
        from_start, from_end = np.zeros((2, len(keys)))
        from_start[row[~is_end]], from_end[row[is_end]] = share[~is_end], share[is_end]
        return Reach(place, piece, from_start, from_end)

    def metres(self, reach: Reach) -> Numbers:
        """Return the metres of each row that are reached."""
        return reach.share * self.length_m[reach.piece]

    def points(self, found: Reached, reach: Reach) -> tuple[Integers, Numbers]:
        """Return what spans each place's reach: nodes (`found`), vertices between them, cuts; place and coordinates.

        Nodes that homes and entrances made lie on the line between others, and are left out.
        """
        is_own = found.node < len(self.network.node_ids)
        bend, row = self.bends.of(reach.piece)
        at = self.bend_at[bend]
        is_in = (at <= reach.from_start[row]) | (at >= 1 - reach.from_end[row])
        parts = [
            (found.group[is_own], self.network.xy[found.node[is_own]]),
            (reach.place[row[is_in]], self.bend_xy[bend[is_in]]),
        ]
        for reached, share in ((reach.from_start, reach.from_start), (reach.from_end, 1 - reach.from_end)):
            is_cut = (reached > 0) & (reach.share < 1)
            parts.append((reach.place[is_cut], self._at(reach.piece[is_cut], share[is_cut])))
        place, xy = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        order = np.argsort(place, kind="stable")
        return place[order], xy[order]

    def _at(self, piece: Integers, share: Numbers) -> Numbers:
        along = self.first_m[piece] + share * self.length_m[piece]
        spots = shapely.line_interpolate_point(self.lines[self.network.edge[piece]], along)
        xy: Numbers = shapely.get_coordinates(spots)
        return xy


def _measures(network: Spliced, edge_length_m: Numbers) -> tuple[Numbers, Numbers]:
    """Return where on its edge each piece begins, and its length, from costs in proportion to length."""
    before = np.cumsum(network.forward) - network.forward
    is_first = np.append(True, network.edge[1:] != network.edge[:-1])[: len(network.edge)]
    begun = before[is_first][np.cumsum(is_first) - 1]
    whole = np.bincount(network.edge, network.forward, len(edge_length_m))[network.edge]
    metre: Numbers = np.divide(edge_length_m[network.edge], whole, out=np.zeros(len(whole)), where=whole > 0)
    return (before - begun) * metre, network.forward * metre


def _bends(lines: NDArray[np.object_]) -> tuple[Integers, Numbers, Numbers]:
    """Return the vertices between the ends of lines: position of the line, metres along it, and coordinates."""
    xy, line = shapely.get_coordinates(lines, return_index=True)
    steps = np.append(0.0, np.hypot(*np.diff(xy, axis=0).T))
    is_first = np.append(True, line[1:] != line[:-1])[: len(line)]
    is_last = np.append(line[1:] != line[:-1], True)[: len(line)]
    walked = np.cumsum(np.where(is_first, 0.0, steps))
    along = walked - walked[is_first][np.cumsum(is_first) - 1]
    is_bend = ~(is_first | is_last)
    return line[is_bend], along[is_bend], xy[is_bend]


def _piece_at(edges: Integers, first_m: Numbers, edge: Integers, along_m: Numbers) -> Integers:
    """Return the piece that each spot of an edge is on; pieces are in the order of edges and along them."""
    furthest = max(first_m.max(initial=0.0), along_m.max(initial=0.0)) + 1.0
    piece: Integers = np.searchsorted(edges * furthest + first_m, edge * furthest + along_m, side="right") - 1
    return piece
