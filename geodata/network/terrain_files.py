"""The rasters in the files of a terrain model, also those packed in archives."""

import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.file_format import require_content
from geodata.source_files import named

Box = tuple[float, float, float, float]
_RASTERS = (".asc", ".tif", ".tiff", ".hgt", ".img")
_COMPANIONS = frozenset((".prj", ".xml", ".gml", ".tfw", ".wld", ".ovr", ".qml", ".txt", ".md", ".pdf", ".vrt"))
"""Files that lie beside rasters and hold no heights of their own; a .vrt only points to others."""
_TILE = re.compile(r"([a-hj-z]{2}\d{2})_OST50GRID_", re.IGNORECASE)
TILE_M = 10_000.0
_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # the national grid has no I


@dataclass(frozen=True)
class RasterFile:
    """A raster: how GDAL opens it, how messages call it, and the name of the file that holds it."""

    address: str
    called: str
    file_name: str


def raster_files(paths: Sequence[Path], source: Source, area: Box) -> list[RasterFile]:
    """Return the rasters of a terrain model's files, sorted by file name.

    Files that only accompany rasters (.prj, .xml, .gml ...) are passed over. Archives are read without unpacking,
    archives within an archive too, as in Ordnance Survey's `terr50_gagg_gb.zip`; of its 2,858 tiles only those are
    returned whose name is that of a square of the national grid within `area` (EPSG:27700: west, south, east, north),
    or the first if there is none.
    Raises `SourceFileError` if a file is empty or a web page, an archive is damaged, or there is no raster at all.
    """
    wanted = sorted((path for path in paths if path.suffix.lower() not in _COMPANIONS), key=lambda path: path.name)
    found = [raster for path in wanted for raster in _in_file(path, source, area)]
    if not found:
        listed = ", ".join(path.name for path in paths[:3]) or "nothing"
        raise SourceFileError(
            f"{source.title} ({source.key}): no terrain raster among the files ({listed}). Put GeoTIFF (.tif) or ESRI "
            f"ASCII grid (.asc) files there, or Ordnance Survey's archive as it is; get them from {source.landing_page}"
        )
    return found


def _in_file(path: Path, source: Source, area: Box) -> list[RasterFile]:
    require_content(path, source)
    called = named(source, path)
    if path.suffix.lower() != ".zip":
        return [RasterFile(str(path), called, path.name)]
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive, f"/vsizip/{{{path.resolve()}}}", area)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise SourceFileError(f"{called}: the archive is damaged ({error}); get the file again") from error
    return [RasterFile(address, f"{called}, member {address.rpartition('/')[2]}", path.name) for address in members]


def _members(archive: zipfile.ZipFile, address: str, area: Box) -> list[str]:
    names = sorted(archive.namelist())
    rasters = [f"{address}/{name}" for name in names if name.lower().endswith(_RASTERS)]
    inner = [name for name in names if name.lower().endswith(".zip")]
    for name in [name for name in inner if _may_meet(name, area)] or inner[:1]:
        with archive.open(name) as stream, zipfile.ZipFile(stream) as packed:
            rasters += _members(packed, f"/vsizip/{{{address}/{name}}}", area)
    return rasters


def _may_meet(name: str, area: Box) -> bool:
    """Tell whether a tile may lie in the area: by its name, or always if that does not name a square."""
    tile = _TILE.match(name.rpartition("/")[2])
    if tile is None:
        return True
    west, south = grid_square(tile.group(1))
    return area[0] - TILE_M <= west <= area[2] and area[1] - TILE_M <= south <= area[3]


def grid_square(name: str) -> tuple[float, float]:
    """Return easting and northing of the south-west corner of a 10 km square of the British national grid.

    The first letter is a square of 500 km, the second one of 100 km in it, both counted from the north-west.
    Source: Ordnance Survey, A guide to coordinate systems in Great Britain.

    >>> grid_square("SJ38"), grid_square("tq28")
    ((330000.0, 380000.0), (520000.0, 180000.0))
    """
    large, small = (_LETTERS.index(letter) for letter in name[:2].upper())
    east = (large % 5 - 2) * 500_000 + small % 5 * 100_000 + int(name[2]) * 10_000
    north = (3 - large // 5) * 500_000 + (4 - small // 5) * 100_000 + int(name[3]) * 10_000
    return float(east), float(north)


def square_name(east: float, north: float) -> str:
    """Return the name of the 10 km square of the national grid with this south-west corner.

    >>> square_name(330_000, 380_000), square_name(520_000, 180_000), grid_square(square_name(400_000, 0))
    ('SJ38', 'TQ28', (400000.0, 0.0))
    """
    hundreds_east, hundreds_north = int(east // 100_000), int(north // 100_000)
    large = (3 - hundreds_north // 5) * 5 + hundreds_east // 5 + 2
    small = (4 - hundreds_north % 5) * 5 + hundreds_east % 5
    return f"{_LETTERS[large]}{_LETTERS[small]}{int(east // 10_000) % 10}{int(north // 10_000) % 10}"
