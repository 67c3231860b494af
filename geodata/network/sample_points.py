"""Points along the edges at which heights are read."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

SAMPLE_M = 20.0
"""Metres between samples at most: finer than the cells of open terrain models (30 to 50 m), so that none is passed."""
_APART = 1.0  # between two edges on the common axis, so that the end of one is not the start of the next


@dataclass(frozen=True)
class SamplePoints:
    """Points along edges, edge after edge, from start to end."""

    edge: NDArray[np.intp]
    """Position of the edge in its table."""
    along_m: NDArray[np.float64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]


def sample_points(edges: gpd.GeoDataFrame, spacing_m: float = SAMPLE_M) -> SamplePoints:
    """Return points at both ends of every edge and, evenly spaced, at most `spacing_m` apart between them.

    `edges` have `length_m` and lines as geometry. `along_m` counts in `length_m`: at the end it is the edge's length.
    Raises `ValueError` if the coordinates are not projected, for metres along an edge would then mean nothing.

    >>> street = gpd.GeoDataFrame({"length_m": [50.0]}, geometry=[shapely.LineString([(0, 0), (30, 0), (30, 20)])])
    >>> points = sample_points(street.set_crs("EPSG:27700"))
    >>> [float(along) for along in points.along_m.round(2)]
    [0.0, 16.67, 33.33, 50.0]
    >>> [(float(x), float(y)) for x, y in zip(points.x.round(2), points.y.round(2))]
    [(0.0, 0.0), (16.67, 0.0), (30.0, 3.33), (30.0, 20.0)]
    """
    if edges.crs is None or not edges.crs.is_projected:
        raise ValueError(f"edges must be in projected metres, such as EPSG:27700; found {edges.crs}: reproject them")
    length = edges["length_m"].to_numpy(dtype=float)
    intervals = np.maximum(np.ceil(length / spacing_m), 1).astype(np.intp)
    edge = np.repeat(np.arange(len(edges)), intervals + 1)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(intervals + 1) - intervals - 1, intervals + 1)
    # multiplied first: round distances stay round, and the last point is at the very end
    along = step * length[edge] / intervals[edge]
    x, y = _on_lines(shapely.get_coordinates(edges.geometry, return_index=True), edge, step / intervals[edge])
    return SamplePoints(edge, along, x, y)


def _on_lines(
    vertices: tuple[NDArray[np.float64], NDArray[np.intp]], edge: NDArray[np.intp], share: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the points at a share of each line's length: all lines laid end to end on one axis, and read off it."""
    xy, line = vertices
    is_same_line = line[1:] == line[:-1]
    steps = np.where(is_same_line, np.hypot(*np.diff(xy, axis=0).T), _APART)
    position = np.concatenate([[0.0], np.cumsum(steps)])[: len(line)]
    first = np.flatnonzero(np.concatenate([[True], ~is_same_line]))[: len(line)]
    last = np.concatenate([first[1:], [len(line)]]) - 1
    start, end = position[first][edge], position[last][edge]
    # share 1 must give the last vertex itself
    at = np.where(share == 1, end, start + share * (end - start))
    return np.interp(at, position, xy[:, 0]), np.interp(at, position, xy[:, 1])
