"""The terrain model: the 10 km tiles of OS Terrain 50 that the study area touches, or the tiles of Copernicus."""

import math
from pathlib import Path

import shapely

from geodata.catalogue import Source
from geodata.download import Downloader
from geodata.network.terrain_files import TILE_M, square_name
from geodata.safe_archives import unpack
from geodata.services import copernicus
from geodata.services.declaration import declaration
from geodata.services.declared import TerrainFetch
from geodata.services.fetched import Fetched
from geodata.services.os_downloads import current_release
from geodata.services.study_extent import study_extent
from geodata.services.unpacking import moved_into, scratch_folder
from geodata.study_area import StudyArea

BEYOND_M = 1000.0
"""Streets that begin within the 5 km go on a little."""
MOST_BYTES = 64 * 1024**2
"""A tile of 200 by 200 heights has less than 1 MB as text."""


def fetch(source: Source, study_area: StudyArea, downloader: Downloader, folder: Path) -> list[Fetched]:
    """Return the tiles of the study area as files of the model that it names, Ordnance Survey's by default.

    The archive of Great Britain (160 MB) is not kept. Raises `DownloadError` if it is damaged or has no tile of the
    study area.
    """
    if study_area.terrain == "copernicus":
        return copernicus.fetch(source, study_area, downloader, folder)
    declared = declaration(source, TerrainFetch)
    wanted = squares(study_extent(source, study_area, folder.parent).buffer(BEYOND_M))
    release = current_release(declared.url, declared.format, downloader)
    with release.archive(downloader, folder) as packed, scratch_folder(folder) as scratch:
        tiles = moved_into(folder, _tiles(packed, declared, wanted, scratch))
    return [Fetched(path, (release.url,), rows=None, vintage=release.version) for path in tiles]


def squares(extent: shapely.Geometry) -> list[str]:
    """Return the names of the 10 km squares of the national grid that an extent (EPSG:27700) touches.

    >>> squares(shapely.box(339_000, 385_000, 341_000, 395_000))
    ['sj38', 'sj39', 'sj48', 'sj49']
    """
    west, south, east, north = (math.floor(side / TILE_M) for side in extent.bounds)
    corners = [(x * TILE_M, y * TILE_M) for x in range(west, east + 1) for y in range(south, north + 1)]
    touched = [(x, y) for x, y in corners if shapely.box(x, y, x + TILE_M, y + TILE_M).intersects(extent)]
    return [square_name(x, y).lower() for x, y in touched]


def _tiles(packed: Path, declared: TerrainFetch, wanted: list[str], scratch: Path) -> list[Path]:
    """Return the rasters of the squares, each out of its own archive within the archive.

    A square of nothing but sea has none.
    """
    patterns = [declared.tile.format(square=square) for square in wanted]
    tiles = unpack(packed, patterns, scratch / "tiles", MOST_BYTES)
    return [path for tile in tiles for path in unpack(tile, declared.member, scratch, MOST_BYTES)]
