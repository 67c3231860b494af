"""Whether a raster that was received is complete: every block is read once, so that a damaged one is found."""

from pathlib import Path

import rasterio

from geodata.download_checks import check_magic
from geodata.errors import DownloadError
from geodata.readers.rasters import RASTER_DAMAGE

Box = tuple[float, float, float, float]


def require_complete_raster(path: Path, url: str, inside: Box | None = None) -> None:
    """Raise `DownloadError` unless the file is a GeoTIFF of one band, readable to its last block.

    With `inside` it must lie there: west, south, east and north in its own coordinates.
    """
    check_magic(path, "tif")
    try:
        with rasterio.open(path) as raster:
            box, bands = tuple(raster.bounds), raster.count
            for _, window in raster.block_windows(1):
                raster.read(1, window=window)
    except (*RASTER_DAMAGE, ValueError) as error:
        raise DownloadError(f"{url}: the raster is cut short or damaged ({error}); get it again") from error
    if bands != 1:
        raise DownloadError(f"{url}: {bands} bands, where one is wanted; the publisher may have changed the file")
    if inside is not None and not _is_inside(box, inside):
        raise DownloadError(f"{url}: the raster covers {box}, which is not the square asked for; get it again")


def _is_inside(box: Box, outer: Box) -> bool:
    return box[0] >= outer[0] and box[1] >= outer[1] and box[2] <= outer[2] and box[3] <= outer[3]
