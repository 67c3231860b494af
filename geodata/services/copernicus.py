"""Copernicus GLO-30: the 1° tiles of a surface model that the study area needs; a tile of nothing but sea is not there.

Tiles are fetched whole, 20 to 45 MB each and nine at most for a sub-region: a window read by GDAL itself through
/vsicurl would save some of that, but goes past our retries, deadline and checks, and cannot be told complete.
"""

import math
from pathlib import Path

import shapely

from geodata.catalogue import Source
from geodata.download import Downloader
from geodata.errors import DownloadError, NotThereError
from geodata.services.declaration import declaration
from geodata.services.declared import TerrainFetch
from geodata.services.fetched import Fetched
from geodata.services.raster_checks import require_complete_raster
from geodata.services.reuse import known_freshness
from geodata.services.study_extent import in_degrees, study_extent
from geodata.study_area import StudyArea


def fetch(source: Source, study_area: StudyArea, downloader: Downloader, folder: Path) -> list[Fetched]:
    """Return the tiles that the study area and 5 km around it touch.

    Raises `DownloadError` if there is none of them, or one is not a complete raster of its square.
    """
    url = declaration(source, TerrainFetch).copernicus_url
    wanted = corners(in_degrees(study_extent(source, study_area, folder.parent)))
    found = [_tile(url, downloader, folder, *corner) for corner in wanted]
    tiles = [tile for tile in found if tile is not None]
    if not tiles:
        raise DownloadError(
            f"{url}: none of the {len(wanted)} tiles of {study_area.title} is there. Get the terrain from "
            f"{source.landing_page} and put it into {folder}"
        )
    return tiles


def corners(extent: shapely.Geometry) -> list[tuple[int, int]]:
    """Return the south-west corners (degrees east, degrees north) of the 1° squares that an extent touches.

    >>> corners(shapely.box(-3.1, 52.9, -2.5, 53.2))
    [(-4, 52), (-4, 53), (-3, 52), (-3, 53)]
    """
    west, south, east, north = (math.floor(side) for side in extent.bounds)
    squares = [(x, y) for x in range(west, east + 1) for y in range(south, north + 1)]
    return [(x, y) for x, y in squares if shapely.box(x, y, x + 1, y + 1).intersects(extent)]


def tile_name(east: int, north: int) -> str:
    """Return how the publisher calls the tile with this south-west corner.

    >>> tile_name(-3, 53), tile_name(0, 51)
    ('Copernicus_DSM_COG_10_N53_00_W003_00_DEM', 'Copernicus_DSM_COG_10_N51_00_E000_00_DEM')
    """
    latitude = f"{'N' if north >= 0 else 'S'}{abs(north):02d}"
    longitude = f"{'E' if east >= 0 else 'W'}{abs(east):03d}"
    return f"Copernicus_DSM_COG_10_{latitude}_00_{longitude}_00_DEM"


def _tile(address: str, downloader: Downloader, folder: Path, east: int, north: int) -> Fetched | None:
    """Return a tile, or nothing where all of it is sea."""
    name = tile_name(east, north)
    url, path = address.format(tile=name), folder / f"{name}.tif"

    def is_its_square(part: Path) -> None:
        require_complete_raster(part, url, inside=(east - 0.01, north - 0.01, east + 1.01, north + 1.01))

    try:
        received = downloader.fetch(url, path, check=is_its_square, known=known_freshness(path, url))
    except NotThereError:
        return None
    return Fetched(path, (url,), rows=None, freshness=received.freshness)
