"""Heights between the cells of a terrain model, whose tiles lie side by side on one grid."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rasterio.windows import Window

from geodata.network.terrain import Tile, moved, read_heights

Floats = NDArray[np.float64]
_SAME_CELL = 1e-6  # relative difference of cell sizes on one grid; files round them
_SAME_LINES = 0.01  # cells by which the lines of two tiles may differ
_CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))  # row and column of the four cells around a point


@dataclass(frozen=True)
class Between:
    """Points on a grid: the cell above and left of each, and how far it is on to the next row and column."""

    row: NDArray[np.intp]
    column: NDArray[np.intp]
    down: Floats
    right: Floats

    @classmethod
    def of(cls, first: Tile, x: Floats, y: Floats) -> "Between":
        """Place points, given in the tile's coordinates, between the centres of the grid's cells."""
        column, row = moved(~first.transform, x, y)
        above, left = np.floor(row - 0.5), np.floor(column - 0.5)
        return cls(above.astype(np.intp), left.astype(np.intp), row - 0.5 - above, column - 0.5 - left)


def grids(tiles: Sequence[Tile]) -> list[list[Tile]]:
    """Return the tiles by grid: those whose cells continue each other's; grids and tiles keep their order."""
    found: list[list[Tile]] = []
    for tile in tiles:
        own = next((grid for grid in found if _continues(grid[0], tile)), None)
        if own is None:
            found.append([tile])
        else:
            own.append(tile)
    return found


def heights(grid: Sequence[Tile], x: Floats, y: Floats) -> tuple[Floats, list[bool]]:
    """Return the height at every point, and for every tile whether any point lies in it.

    Points are given in the coordinates of the grid's tiles. Between the centres of four cells the height is bilinear,
    across the seam of two tiles as well; where tiles overlap the first with data counts. A point in a cell without
    data has no height (NaN); next to such a cell, or at the rim of the model, the height is that of the cells that
    have data, in proportion to their bilinear weights, so that no more than the model's own cells are left blank.
    Every tile is read once, and of it the window that the points need.
    """
    points = Between.of(grid[0], x, y)
    corners = np.full((4, len(x)), np.nan)
    by_column = np.argsort(points.column, kind="stable")
    is_met = [_fill(corners, tile, points, _origin(grid[0], tile), by_column) for tile in grid]
    return _bilinear(corners, points), is_met


def _continues(first: Tile, tile: Tile) -> bool:
    if first.crs is not tile.crs and first.crs != tile.crs:
        return False
    ours, theirs = first.transform, tile.transform
    cell = max(abs(ours.a), abs(ours.b), abs(ours.d), abs(ours.e))
    pairs = ((ours.a, theirs.a), (ours.b, theirs.b), (ours.d, theirs.d), (ours.e, theirs.e))
    if any(abs(mine - other) > _SAME_CELL * cell for mine, other in pairs):
        return False
    offset = np.array(moved(~ours, theirs.c, theirs.f))
    return bool((np.abs(offset - offset.round()) < _SAME_LINES).all())


def _origin(first: Tile, tile: Tile) -> tuple[int, int]:
    """Return row and column of a tile's first cell, counted from the first tile's."""
    column, row = moved(~first.transform, tile.transform.c, tile.transform.f)
    return int(np.rint(row)), int(np.rint(column))


def _fill(corners: Floats, tile: Tile, points: Between, origin: tuple[int, int], by_column: NDArray[np.intp]) -> bool:
    """Write the tile's cells into the corners that no tile has filled; tell whether any point lies in the tile."""
    top, left = origin
    ends = np.searchsorted(points.column, [left - 1, left + tile.width], sorter=by_column)
    near = np.sort(by_column[slice(*ends)])  # in the points' own order: neighbours in memory
    near = near[(points.row[near] >= top - 1) & (points.row[near] < top + tile.height)]
    row, column = points.row[near] - top, points.column[near] - left
    if not len(near):
        return False
    window = _window(tile, row, column)
    cells = read_heights(tile, window)
    for number, (below, right) in enumerate(_CORNERS):
        is_here = (row + below >= 0) & (row + below < tile.height) & (column + right >= 0)
        is_here &= (column + right < tile.width) & np.isnan(corners[number, near])
        at_row, at_column = row[is_here] + below - window.row_off, column[is_here] + right - window.col_off
        corners[number, near[is_here]] = cells[at_row, at_column]
    own_row, own_column = row + (points.down[near] >= 0.5), column + (points.right[near] >= 0.5)
    is_in = (own_row >= 0) & (own_row < tile.height) & (own_column >= 0) & (own_column < tile.width)
    return bool(is_in.any())


def _window(tile: Tile, row: NDArray[np.intp], column: NDArray[np.intp]) -> Window:
    top, left = max(int(row.min()), 0), max(int(column.min()), 0)
    bottom, right = min(int(row.max()) + 2, tile.height), min(int(column.max()) + 2, tile.width)
    return Window(left, top, right - left, bottom - top)


def _bilinear(corners: Floats, points: Between) -> Floats:
    down, right = points.down, points.right
    own = np.where(down >= 0.5, 2, 0) + (right >= 0.5)
    weights = np.stack([(1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right])
    is_filled = ~np.isnan(corners)
    weights[~is_filled] = 0.0
    total = weights.sum(axis=0)
    weighted = (weights * np.where(is_filled, corners, 0.0)).sum(axis=0)
    is_known = is_filled[own, np.arange(len(own))]
    return np.asarray(np.divide(weighted, total, out=np.full(len(own), np.nan), where=is_known))
