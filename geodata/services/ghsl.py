"""GHS-POP: the tiles of 1,000 km that the study area needs, each a GeoTIFF in a ZIP archive."""

import math
from pathlib import Path

import shapely

from geodata.catalogue import Source
from geodata.download import Downloader
from geodata.errors import DownloadError, NotThereError
from geodata.openstreetmap.coverage import projected
from geodata.safe_archives import unpack
from geodata.schemas import CRS
from geodata.services.declaration import declaration
from geodata.services.declared import GhslFetch
from geodata.services.fetched import Fetched
from geodata.services.reuse import kept_from
from geodata.services.study_extent import study_extent
from geodata.services.unpacking import MOST_BYTES, fetched_archive, moved_into, scratch_folder
from geodata.study_area import StudyArea

MOLLWEIDE = "ESRI:54009"
NORTH_WEST_M, TILE_M = (-18_041_000.0, 9_000_000.0), 1_000_000.0
"""Corner of the publisher's grid and size of its tiles, in metres of the Mollweide projection."""


def fetch(source: Source, study_area: StudyArea, downloader: Downloader, folder: Path) -> list[Fetched]:
    """Return the tiles that the study area and 5 km around it touch; a tile of nothing but sea is not there.

    Raises `DownloadError` if there is none of them, or an archive is damaged.
    """
    url = declaration(source, GhslFetch).url
    wanted = tiles(projected(study_extent(source, study_area, folder.parent), CRS, MOLLWEIDE))
    kept = [
        raster for row, column in wanted for raster in _tile(url.format(row=row, column=column), downloader, folder)
    ]
    if not kept:
        raise DownloadError(
            f"{url}: none of the {len(wanted)} tiles of {study_area.title} is there. Get it from {source.landing_page} "
            f"and put it into {folder}"
        )
    return kept


def tiles(extent: shapely.Geometry) -> list[tuple[int, int]]:
    """Return row and column of the tiles that an extent (in metres of the Mollweide projection) touches.

    >>> tiles(shapely.box(-60_000, 6_100_000, -33_000, 6_150_000))  # Rutland lies in two
    [(3, 18), (3, 19)]
    """
    west, south, east, north = extent.bounds
    rows = range(_number(NORTH_WEST_M[1] - north), _number(NORTH_WEST_M[1] - south) + 1)
    columns = range(_number(west - NORTH_WEST_M[0]), _number(east - NORTH_WEST_M[0]) + 1)
    return [(row, column) for row in rows for column in columns if _square(row, column).intersects(extent)]


def _number(metres: float) -> int:
    return math.floor(metres / TILE_M) + 1


def _square(row: int, column: int) -> shapely.Polygon:
    west, north = NORTH_WEST_M[0] + (column - 1) * TILE_M, NORTH_WEST_M[1] - (row - 1) * TILE_M
    return shapely.box(west, north - TILE_M, west + TILE_M, north)


def _tile(url: str, downloader: Downloader, folder: Path) -> list[Fetched]:
    """Return the rasters of a tile; a release never changes, so that those of the folder are left as they are."""
    paths = kept_from(url, folder)
    try:
        paths = paths or _unpacked(url, downloader, folder)
    except NotThereError:
        return []
    return [Fetched(path, (url,), rows=None) for path in paths]


def _unpacked(url: str, downloader: Downloader, folder: Path) -> list[Path]:
    with fetched_archive(url, url.rpartition("/")[2], downloader, folder) as archive, scratch_folder(folder) as scratch:
        return moved_into(folder, unpack(archive, "*.tif", scratch, MOST_BYTES))
