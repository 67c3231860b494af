"""Residents per cell of a grid, such as GHS-POP: where people live, in Britain."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import rasterio
import rasterio.warp
from rasterio.windows import Window

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.file_format import require_content
from geodata.readers.rasters import RASTER_DAMAGE
from geodata.schemas import CRS
from geodata.source_files import named
from geodata.study_area import StudyArea

Array = npt.NDArray[np.float64]
_BRITAIN = (0.0, 0.0, 700_000.0, 1_300_000.0)
"""West, south, east and north edge of the National Grid in metres."""
_STRIP_ROWS = 1000


def read_population_raster(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return the centre of each cell with residents in metres (EPSG:27700), and how many people they are.

    Cells are moved, never resampled, so that nobody is lost; empty and nodata cells are not listed. Of a larger file
    only the window that holds Britain is read. Raises `SourceFileError` if the file is no complete GeoTIFF of one band,
    declares no coordinate system, or holds nobody in Britain.
    """
    require_content(path, source)
    try:
        with rasterio.open(path) as raster:
            _require_one_band_with_crs(raster, source, path)
            strips = [_populated(raster, window) for window in _strips(raster)]
    except RASTER_DAMAGE as error:
        raise SourceFileError(f"{named(source, path)}: not a complete GeoTIFF ({error}); get the file again") from error
    cells = pd.concat([pd.DataFrame(columns=["easting_m", "northing_m", "residents"], dtype="float64"), *strips])
    is_inside = cells["easting_m"].between(_BRITAIN[0], _BRITAIN[2])
    is_inside &= cells["northing_m"].between(_BRITAIN[1], _BRITAIN[3])
    if not is_inside.any():
        raise SourceFileError(f"{named(source, path)}: nobody in it lives in Britain; get the tile that covers it")
    return cells[is_inside].reset_index(drop=True)


def _require_one_band_with_crs(raster: rasterio.DatasetReader, source: Source, path: Path) -> None:
    if raster.count != 1:
        raise SourceFileError(f"{named(source, path)}: {raster.count} bands, where one of residents is wanted")
    if raster.crs is None:
        raise SourceFileError(
            f"{named(source, path)}: no coordinate system is declared; save the raster with the one it is in"
        )


def _strips(raster: rasterio.DatasetReader) -> Iterator[Window]:
    """Yield windows that cover Britain, or nothing where the file lies elsewhere."""
    britain = raster.window(*rasterio.warp.transform_bounds(CRS, raster.crs, *_BRITAIN))
    left, right = max(0, math.floor(britain.col_off)), min(raster.width, math.ceil(britain.col_off + britain.width))
    top, bottom = max(0, math.floor(britain.row_off)), min(raster.height, math.ceil(britain.row_off + britain.height))
    if left < right:
        for row in range(top, bottom, _STRIP_ROWS):
            yield Window(left, row, right - left, min(_STRIP_ROWS, bottom - row))


def _populated(raster: rasterio.DatasetReader, window: Window) -> pd.DataFrame:
    cells = raster.read(1, window=window, masked=True).astype("float64").filled(0.0)
    row, column = np.nonzero(cells > 0)  # a nodata value of -200 may be undeclared
    x, y = raster.transform @ (window.col_off + column + 0.5, window.row_off + row + 0.5)
    easting, northing = _moved(np.atleast_1d(x), np.atleast_1d(y), raster.crs)
    return pd.DataFrame({"easting_m": easting, "northing_m": northing, "residents": cells[row, column]})


def _moved(x: Array, y: Array, crs: rasterio.crs.CRS) -> tuple[Array, Array]:
    if not len(x):
        return x, y
    easting, northing = rasterio.warp.transform(crs, CRS, x, y)
    return np.asarray(easting), np.asarray(northing)
