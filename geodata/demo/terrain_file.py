"""The demo borough's heights as a terrain model on a 50 m grid, like OS Terrain 50 made into one GeoTIFF."""

from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin

from geodata.demo import geography

CELL_M = 50
MARGIN_M = 5200
NO_DATA = -9999.0


def write_terrain(path: Path) -> None:
    """Write the height of each cell's middle in metres (float32) for the borough and 5.2 km around it."""
    west, south, east, north = np.array(geography.outline().bounds) + MARGIN_M * np.array([-1, -1, 1, 1])
    west, south = (np.floor(side / CELL_M) * CELL_M for side in (west, south))
    columns, rows = (int(np.ceil(size / CELL_M)) for size in (east - west, north - south))
    north = south + rows * CELL_M
    eastings = west + CELL_M * (np.arange(columns) + 0.5)
    northings = north - CELL_M * (np.arange(rows) + 0.5)
    heights = geography.height_m(*np.meshgrid(eastings, northings)).round(1).astype("float32")
    with rasterio.open(
        path, "w", driver="GTiff", width=columns, height=rows, count=1, dtype="float32", nodata=NO_DATA,
        crs=geography.CRS, transform=from_origin(west, north, CELL_M, CELL_M), compress="deflate",
    ) as grid:  # fmt: skip
        grid.write(heights, 1)
