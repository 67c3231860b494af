"""Road casualties on a grid, one band a year."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import rasterio

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.file_format import require_content
from geodata.readers.rasters import RASTER_DAMAGE
from geodata.source_files import named
from geodata.study_area import StudyArea

_YEARS = tuple(range(2010, 2020))  # of a file whose bands have no names
_NATIONAL_GRID = {"proj": "tmerc", "lat_0": 49, "lon_0": -2, "k": 0.9996012717, "x_0": 400_000, "y_0": -100_000}


def read_casualties_raster(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return the cells with casualties by year: centre and side in metres (EPSG:27700).

    The publisher stores a cell without casualties as nodata; such cells are not listed. The file's own coordinate
    system lacks the datum: warping with it lands 93 m off, so it is read as EPSG:27700.
    """
    require_content(path, source)
    try:
        with rasterio.open(path) as raster:
            _require_national_grid(raster, source, path)
            years = _years(raster.descriptions, source, path)
            cells = raster.read(masked=True)
            transform = raster.transform
    except RASTER_DAMAGE as error:
        raise SourceFileError(f"{named(source, path)}: not a complete GeoTIFF ({error}); get the file again") from error
    side = _side(transform, source, path)
    counted = cells.filled(0)
    if (counted < 0).any():
        raise SourceFileError(f"{named(source, path)}: a cell counts {counted.min()} casualties; get the file again")
    band, row, column = np.nonzero(counted)
    return pd.DataFrame(
        {
            "easting_m": transform.c + (column + 0.5) * side,
            "northing_m": transform.f - (row + 0.5) * side,
            "cell_m": side,
            "year": np.asarray(years)[band],
            "casualties": counted[band, row, column].astype("float64"),
        }
    )


def _require_national_grid(raster: rasterio.DatasetReader, source: Source, path: Path) -> None:
    if raster.crs is not None and (raster.crs.to_epsg() == 27700 or _has_grid_parameters(raster.crs)):
        return
    raise SourceFileError(
        f"{named(source, path)}: the coordinate system is {raster.crs or 'not declared'}, not the British National "
        "Grid. Save the raster in EPSG:27700 without resampling its counts"
    )


def _has_grid_parameters(crs: rasterio.crs.CRS) -> bool:
    declared = crs.to_dict()
    ellipsoid = declared.get("ellps", "airy" if declared.get("a") == 6377563.396 else None)
    return ellipsoid == "airy" and all(declared.get(name) == value for name, value in _NATIONAL_GRID.items())


def _years(descriptions: tuple[str | None, ...], source: Source, path: Path) -> tuple[int, ...]:
    found = [re.search(r"(?:19|20)\d\d", text or "") for text in descriptions]
    named_years = tuple(int(match.group()) for match in found if match)
    if len(named_years) == len(descriptions) == len(set(named_years)):
        return named_years
    if len(descriptions) == len(_YEARS) and not any(descriptions):
        return _YEARS
    raise SourceFileError(
        f"{named(source, path)}: {len(descriptions)} bands whose names do not tell their years; "
        f"{len(_YEARS)} unnamed bands ({_YEARS[0]} to {_YEARS[-1]}) or bands named by year are wanted"
    )


def _side(transform: rasterio.Affine, source: Source, path: Path) -> float:
    if transform.b or transform.d or transform.a <= 0 or transform.a != -transform.e:
        raise SourceFileError(
            f"{named(source, path)}: cells of {transform.a:g} by {transform.e:g} m, or a turned grid; "
            "square cells with north at the top are wanted"
        )
    return float(transform.a)
