"""Lines joined to a network: split wherever they meet, every meeting place one node."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree
from scipy.spatial import Delaunay

from geodata.demo.geography import CRS, Array
from geodata.demo.streets.drawing import Mask, together

GRID_M = 0.1
KEY = 100_000_000
"""Grid steps are so many at most, so that east and north fit in one number."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Pieces:
    """Lines between meeting places: `role`, `name`, `is_bridge`, `source` (line they are cut from); `start`, `end`.

    `start` and `end` number the places where pieces end, from 0 to `places` - 1.
    """

    table: gpd.GeoDataFrame
    start: Numbers
    end: Numbers
    places: int

    def only(self, mask: Mask) -> "Pieces":
        """Return some of the pieces."""
        return numbered(self.table[mask].reset_index(drop=True))

    def components(self) -> Numbers:
        """Return which connected part each piece belongs to."""
        labels = connected_components(self._matrix(np.ones(len(self.table))), directed=False)[1]
        return np.asarray(labels[self.start], dtype=np.int64)

    def in_largest_component(self) -> Mask:
        """Return whether each piece belongs to the connected part with most pieces."""
        component = self.components()
        return np.asarray(component == np.bincount(component).argmax())

    def holding_together(self, weight: Array) -> Mask:
        """Return pieces, the lighter ones first, without which something would come apart (a spanning tree)."""
        keys = self._keys()
        order = np.argsort(weight, kind="stable")
        lightest = np.zeros(len(keys), dtype=bool)  # of those that join the same two places
        lightest[order[np.unique(keys[order], return_index=True)[1]]] = True
        tree = minimum_spanning_tree(self._matrix(np.where(lightest, weight, 0.0))).tocoo()
        low, high = np.minimum(tree.row, tree.col), np.maximum(tree.row, tree.col)
        return np.asarray(lightest & np.isin(keys, low.astype(np.int64) * self.places + high))

    def ends_met(self) -> Numbers:
        """Return how many pieces meet at each place."""
        return np.bincount(np.concatenate([self.start, self.end]), minlength=self.places)

    def _keys(self) -> Numbers:
        return np.minimum(self.start, self.end) * self.places + np.maximum(self.start, self.end)

    def _matrix(self, weight: Array) -> coo_matrix:
        return coo_matrix((weight, (self.start, self.end)), shape=(self.places, self.places)).tocsr()


def noded(lines: gpd.GeoDataFrame) -> Pieces:
    """Split lines at each meeting place; each piece has the columns of the line it lies on."""
    pieces = shapely.get_parts(shapely.union_all(lines.geometry.to_numpy(), grid_size=GRID_M))
    middle = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    _, line = shapely.STRtree(lines.geometry.to_numpy()).query_nearest(middle, all_matches=False)
    table = lines.drop(columns="geometry").iloc[line].reset_index(drop=True)
    return numbered(gpd.GeoDataFrame(table, geometry=pieces, crs=CRS))


def with_lines(pieces: Pieces, lines: gpd.GeoDataFrame) -> Pieces:
    """Join more lines to a network; only the pieces that they meet are split anew."""
    lines = lines.assign(source=pieces.table["source"].max() + 1 + np.arange(len(lines)))
    tree = shapely.STRtree(pieces.table.geometry.to_numpy())
    met = np.zeros(len(pieces.table), dtype=bool)
    met[tree.query(lines.geometry.to_numpy(), predicate="dwithin", distance=2 * GRID_M)[1]] = True
    split = noded(together(pieces.table[met], lines))
    return numbered(together(pieces.table[~met], split.table))


def numbered(table: gpd.GeoDataFrame) -> Pieces:
    """Number the places where pieces end."""
    corners, line = shapely.get_coordinates(table.geometry.to_numpy(), return_index=True)
    first = np.flatnonzero(np.diff(line, prepend=-1))
    last = np.append(first[1:], len(line)) - 1
    place, places = place_numbers(corners[np.concatenate([first, last])])
    return Pieces(table, place[: len(table)], place[len(table) :], len(places))


def place_numbers(coordinates: Array) -> tuple[Numbers, Array]:
    """Return the number of each corner's place, and the places, ordered from west to east."""
    east, north = np.round(coordinates / GRID_M).astype(np.int64).T
    keys, number = np.unique(east * KEY + north, return_inverse=True)
    return number, np.column_stack([keys // KEY, keys % KEY]) * GRID_M


def triangle_sides(places: Array) -> Numbers:
    """Return the pairs of places that neighbour each other (Delaunay), each once."""
    corners = Delaunay(places).simplices
    sides = np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    return np.unique(np.sort(sides), axis=0).astype(np.int64)
