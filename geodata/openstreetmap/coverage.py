"""Which ground an extract covers: what its header says if that is tight, else where its streets are."""

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from geodata.openstreetmap.opl import Extract, is_highway

Degrees = NDArray[np.float64]
WGS84 = "EPSG:4326"
TIGHT = 0.9
"""Share of the header's box that streets must fill; a county's own box holds much that is not in its extract."""
CONCAVITY = 0.15
"""How far the hull follows the streets inwards: 0 as far as possible, 1 is the convex hull."""
CELLS = 200
"""The hull is drawn round one vertex for each cell of the extent divided by this number."""


def covered(extract: Extract, crs: str) -> shapely.Geometry:
    """Return the area that the extract covers, in `crs`; empty if it has no streets at all.

    The box in the header is believed if the streets fill nine tenths of it. Otherwise (no header, or a county whose box
    holds parts of its neighbours) it is the concave hull of the streets' vertices, good to 0.5 % of its width.
    """
    streets = np.fromiter((is_highway(tags) for tags in extract.ways["tags"]), dtype=bool, count=len(extract.ways))
    vertices = extract.vertices
    is_used = streets[vertices.way] & ~np.isnan(vertices.lon)
    if not is_used.any():
        return shapely.Polygon()
    lon, lat = vertices.lon[is_used], vertices.lat[is_used]
    size = max(np.ptp(lon), np.ptp(lat), 1e-6) / CELLS
    hull = _hull(lon, lat, size)
    if extract.box:
        box = shapely.box(*extract.box)
        if shapely.intersection(hull, box).area >= TIGHT * box.area:
            hull = box
    return projected(hull, WGS84, crs)


def projected(shape: shapely.Geometry, source: str, target: str) -> shapely.Geometry:
    """Return the shape in another reference system; its edges are divided, as straight lines do not stay straight."""
    transformer = Transformer.from_crs(source, target, always_xy=True)
    west, south, east, north = shape.bounds
    divided = shapely.segmentize(shape, max(east - west, north - south) / CELLS)
    return shapely.transform(divided, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))


def _hull(lon: Degrees, lat: Degrees, size: float) -> shapely.Geometry:
    """Return the concave hull of one vertex per cell, widened by half a cell."""
    columns, rows = (np.floor((values - values.min()) / size).astype(np.int64) for values in (lon, lat))
    first = ~pd.Series(columns * (2 * CELLS) + rows).duplicated().to_numpy()
    points = shapely.multipoints(np.column_stack([lon[first], lat[first]]))
    return shapely.concave_hull(points, ratio=CONCAVITY).buffer(size / 2)
