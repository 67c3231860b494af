"""The finest pieces of the borough: homes drawn from their density, and output areas that hold about as many each.

Output areas cover the land without gap or overlap and never cross the river; everything larger is a union of them.
"""

from dataclasses import dataclass
from functools import cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import coo_matrix
from scipy.spatial import cKDTree
from shapely import MultiPoint, Polygon

from geodata.demo import geography
from geodata.demo.geography import Array
from geodata.demo.seed import random_stream

Labels = npt.NDArray[np.int64]

HOMES = 24_000
OUTPUT_AREAS = 600
GRID_M = 1.0  # corners lie on whole metres, so that neighbours share every one of them


@dataclass(frozen=True)
class Mosaic:
    """Output areas and the homes in them.

    `output_areas` has `bank` (0 north of the river, 1 south), `homes` (count) and geometry, indexed by number;
    `homes` has `easting_m`, `northing_m` and `output_area`; `neighbours` is the symmetric matrix of shared boundary in
    metres.
    """

    output_areas: gpd.GeoDataFrame
    homes: pd.DataFrame
    neighbours: npt.NDArray[np.float64]


@cache
def build_mosaic() -> Mosaic:
    """Return the borough's output areas, always the same."""
    points = _homes()
    seeds, owner, bank = _seeds(points)
    geometry = _coverage(seeds, bank)
    frame = gpd.GeoDataFrame(
        {"bank": bank, "homes": np.bincount(owner, minlength=len(seeds))}, geometry=geometry, crs=geography.CRS
    )
    homes = pd.DataFrame({"easting_m": points[:, 0], "northing_m": points[:, 1], "output_area": owner})
    return Mosaic(frame, homes, _shared_boundary(geometry))


def cluster(points: Array, count: int, random: np.random.Generator, weights: Array | None = None) -> Labels:
    """Return a cluster number from 0 for each point: Lloyd's k-means, with clusters of similar weight.

    Forty times each centre moves to the weighted mean of its points. As long as one cluster weighs more than twice as
    much as another, the lighter one's centre is first sent to a point of the heavier one.
    """
    weights = np.ones(len(points)) if weights is None else weights
    centres = points[random.choice(len(points), count, replace=False, p=weights / weights.sum())]
    for step in range(40):
        owner = cKDTree(centres).query(points)[1]
        total = np.bincount(owner, weights, minlength=count)
        centres = np.where(total[:, None] > 0, _means(points, owner, weights, count), centres)
        if step < 30 and total.max() > 2 * total.min():
            centres[total.argmin()] = random.choice(points[owner == total.argmax()])
    labels: Labels = cKDTree(centres).query(points)[1]
    return np.unique(labels, return_inverse=True)[1]


def shares(total: int, weights: Array) -> list[int]:
    """Return whole numbers in proportion to the weights that add up to the total.

    >>> shares(10, np.array([1.0, 2.0]))
    [3, 7]
    """
    upper = np.round(np.cumsum(weights) / weights.sum() * total).astype(int)
    return [int(count) for count in np.diff(upper, prepend=0)]


def _means(points: Array, owner: Labels, weights: Array, count: int) -> Array:
    total = np.maximum(np.bincount(owner, weights, minlength=count), 1e-9)
    return np.column_stack([np.bincount(owner, weights * axis, minlength=count) / total for axis in points.T])


def _homes() -> Array:
    """Draw places of homes by density (rejection sampling in the outline's box)."""
    random = random_stream("homes")
    west, south, east, north = geography.outline().bounds
    candidates = random.uniform((west, south), (east, north), (40 * HOMES, 2))
    density = geography.homes_density(candidates[:, 0], candidates[:, 1])
    accepted = candidates[random.uniform(0, density.max(), len(density)) < density]
    is_inside: npt.NDArray[np.bool_] = shapely.contains_xy(geography.outline(), accepted[:, 0], accepted[:, 1])
    return accepted[is_inside][:HOMES]


def _seeds(points: Array) -> tuple[Array, Labels, Labels]:
    """Cluster the homes of each bank; return the clusters' means, the homes' clusters and the clusters' banks."""
    side = np.where(shapely.contains_xy(geography.banks()[0], points[:, 0], points[:, 1]), 0, 1)
    owner = np.zeros(len(points), dtype=np.int64)
    bank: list[int] = []
    for number, count in enumerate(shares(OUTPUT_AREAS, np.bincount(side).astype(float))):
        here = side == number
        labels = cluster(points[here], count, random_stream(f"output areas {number}"))
        owner[here] = labels + len(bank)
        bank += [number] * (int(labels.max()) + 1)
    return _means(points, owner, np.ones(len(points)), len(bank)), owner, np.array(bank)


def _coverage(seeds: Array, bank: Labels) -> list[Polygon]:
    """Return one polygon per seed: Voronoi cells of each bank, snapped to the grid so that all corners are shared."""
    cells = [cell for number in (0, 1) for cell in _cells(seeds[bank == number], geography.banks()[number])]
    lines = shapely.union_all([cell.boundary for cell in cells], grid_size=GRID_M)
    faces = np.array(shapely.get_parts(shapely.polygonize([lines])))
    face, cell = shapely.STRtree(cells).query_nearest(shapely.point_on_surface(faces), all_matches=False)
    return [shapely.union_all(faces[face[cell == number]], grid_size=GRID_M) for number in range(len(cells))]


def _cells(seeds: Array, land: Polygon) -> list[Polygon]:
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(seeds), extend_to=land.envelope, ordered=True))
    return list(shapely.intersection(cells, land))


def _shared_boundary(geometry: list[Polygon]) -> npt.NDArray[np.float64]:
    """Return the length of boundary that each two polygons share, in metres."""
    areas = np.array(geometry)
    left, right = shapely.STRtree(areas).query(areas, predicate="touches")
    length = shapely.length(shapely.intersection(shapely.boundary(areas[left]), shapely.boundary(areas[right])))
    return np.asarray(coo_matrix((length, (left, right)), shape=(len(areas), len(areas))).toarray())
