"""The rasters of a terrain model: where each lies, in which coordinate system, and its heights."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyproj
import pyproj.exceptions
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window

from geodata.errors import SourceFileError
from geodata.network.terrain_files import Box, RasterFile
from geodata.readers.rasters import RASTER_DAMAGE

NATIONAL_GRID = "EPSG:27700"
_BRITAIN: Box = (-10_000, -10_000, 710_000, 1_310_000)  # the national grid, with a tile's breadth around it
_HEIGHTS_M = (-500.0, 9000.0)
"""No ground is lower or higher; values beyond stand for missing data that the file does not declare."""
_METRES = {"", "m", "metre", "metres", "meter", "meters"}


@dataclass(frozen=True)
class Tile:
    """A raster of heights: its grid and coordinate system, its cells still unread."""

    file: RasterFile
    crs: pyproj.CRS
    is_crs_assumed: bool
    transform: rasterio.Affine
    """From column and row, counted from the corner of the raster, to coordinates."""
    width: int
    height: int

    @property
    def box(self) -> Box:
        """West, south, east and north in its own coordinates."""
        corners = np.array([[0, self.width, 0, self.width], [0, 0, self.height, self.height]])
        xs, ys = moved(self.transform, *corners)
        return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())


def open_tile(file: RasterFile) -> Tile:
    """Return where a raster lies, from its header alone.

    A raster without a coordinate system, as the ESRI ASCII grids of Ordnance Survey, is taken to be in EPSG:27700
    where its box lies in Britain. Raises `SourceFileError` if it cannot be opened, is not one band of metres, or does
    not tell where it lies.
    """
    with _opened(file) as raster:
        _require_one_band_of_metres(raster, file)
        grid = raster.transform, raster.width, raster.height
        declared = _horizontal(raster.crs.to_wkt()) if raster.crs else None
    tile = Tile(file, declared or pyproj.CRS(NATIONAL_GRID), declared is None, *grid)
    if not _leads_there_and_back(tile):
        said = ", ".join(f"{number:g}" for number in tile.transform[:6])
        raise SourceFileError(f"{file.called}: its georeference ({said}) leads nowhere; get the file again")
    if tile.is_crs_assumed and not _is_in_britain(tile.box):
        raise SourceFileError(
            f"{file.called}: no coordinate system is declared and the box {shown(tile.box)} is not one of the British "
            "National Grid. Assign the right coordinate system (gdal_edit.py -a_srs) or get the file again"
        )
    if tile.crs.is_geographic and not _is_on_earth(tile.box):
        raise SourceFileError(
            f"{file.called}: the box {shown(tile.box)} is not in degrees, although the coordinate system "
            f"{tile.crs.name} is. Assign the right coordinate system (gdal_edit.py -a_srs) or get the file again"
        )
    return tile


def read_heights(tile: Tile, window: Window) -> NDArray[np.float64]:
    """Return the heights of a window in metres, NaN where there is no data.

    Raises `SourceFileError` if the cells cannot be read: a file cut short, or damaged.
    """
    with _opened(tile.file) as raster:
        cells = _cells(raster, window)
        heights: NDArray[np.float64] = cells * raster.scales[0] + raster.offsets[0]
    heights[~((heights >= _HEIGHTS_M[0]) & (heights <= _HEIGHTS_M[1]))] = np.nan
    return heights


def moved(
    transform: rasterio.Affine, x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return points as an affine transform moves them."""
    return transform.a * x + transform.b * y + transform.c, transform.d * x + transform.e * y + transform.f


def shown(box: Box) -> str:
    """Return a box in words, for messages.

    >>> shown((330000.0, 380000.0, 340000.0, 390000.0))
    'x 330000 to 340000, y 380000 to 390000'
    """
    west, south, east, north = (f"{round(value, 5):.10g}" for value in box)
    return f"x {west} to {east}, y {south} to {north}"


@contextmanager
def _opened(file: RasterFile) -> Iterator[rasterio.DatasetReader]:
    try:
        with rasterio.open(file.address) as raster:
            yield raster
    except RASTER_DAMAGE as error:
        raise SourceFileError(
            f"{file.called}: not a complete raster that GDAL can read ({error}). Get the file again; if it is packed, "
            "unpack it"
        ) from error


def _cells(raster: rasterio.DatasetReader, window: Window) -> NDArray[np.float64]:
    # GDAL finds each row of a text grid from the one before; in a file cut short it never comes back from a later row,
    # but stops at the first that is missing when it reads from the top
    top = 0 if raster.driver == "AAIGrid" else window.row_off
    skipped = window.row_off - top
    taken = Window(window.col_off, top, window.width, window.height + skipped)
    cells = raster.read(1, window=taken, masked=True).astype("float64").filled(np.nan)
    return np.asarray(cells[skipped:])


def _require_one_band_of_metres(raster: rasterio.DatasetReader, file: RasterFile) -> None:
    if raster.count != 1:
        raise SourceFileError(f"{file.called}: {raster.count} bands; a terrain model has one, of heights")
    unit = (raster.units[0] or "").strip()
    if unit.lower() not in _METRES:
        raise SourceFileError(f"{file.called}: the heights are in {unit}; convert them to metres")


@cache
def _horizontal(wkt: str) -> pyproj.CRS:
    """Return the coordinate system without its heights, which concern no point's place; one object for each text."""
    crs = pyproj.CRS.from_wkt(wkt)
    return crs.sub_crs_list[0] if crs.is_compound else crs.to_2d()


def _leads_there_and_back(tile: Tile) -> bool:
    """Tell whether cells have places, and places cells."""
    if tile.transform.is_degenerate:
        return False
    back = moved(~tile.transform, *np.array(tile.box).reshape(2, 2).T)
    return bool(np.isfinite([*tile.box, *np.concatenate(back)]).all())


def _is_in_britain(box: Box) -> bool:
    west, south, east, north = box
    # a raster in degrees would fit too: its box is tiny
    is_metres = east - west > 1 and max(east, north) > 360
    return is_metres and west >= _BRITAIN[0] and south >= _BRITAIN[1] and east <= _BRITAIN[2] and north <= _BRITAIN[3]


def _is_on_earth(box: Box) -> bool:
    west, south, east, north = box
    return west >= -361 and east <= 361 and south >= -91 and north <= 91
