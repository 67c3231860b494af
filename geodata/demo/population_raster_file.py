"""People of the demo borough on a grid of 100 m cells, as the JRC would estimate them: from where homes are."""

from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin

from geodata.demo import geography
from geodata.demo.areas import RESIDENTS, build_borough

CELL_M = 100.0
NOBODY_KNOWS = -200.0


def write_population_raster(path: Path) -> None:
    """Write the grid as a GeoTIFF in EPSG:27700: people per cell, the same number for every home."""
    homes = build_borough().homes
    west, south, east, north = geography.outline().bounds
    shape = int((north - south) // CELL_M) + 1, int((east - west) // CELL_M) + 1
    column, row = (homes["easting_m"] - west) // CELL_M, (north - homes["northing_m"]) // CELL_M
    people = np.zeros(shape, dtype="float32")
    np.add.at(people, (row.to_numpy(int), column.to_numpy(int)), RESIDENTS / len(homes))
    form = {"driver": "GTiff", "height": shape[0], "width": shape[1], "count": 1, "dtype": "float32"}
    place = {"crs": geography.CRS, "transform": from_origin(west, north, CELL_M, CELL_M), "nodata": NOBODY_KNOWS}
    with rasterio.open(path, "w", **form, **place, compress="deflate") as raster:
        raster.write(people, 1)
