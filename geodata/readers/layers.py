"""Layers of shapes as GDAL reads them, also out of a ZIP archive; damage is one error, found at once."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import pyarrow
import pyogrio
import pyogrio.errors
import shapely.errors

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.source_files import named

_DAMAGE = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyarrow.ArrowException,
    shapely.errors.ShapelyError,
    zipfile.BadZipFile,
    NotImplementedError,  # a ZIP archive of a kind that nobody writes
    OSError,
    ValueError,  # text that is none, a date in the year 22025
)


def dataset_of(path: Path, source: Source, suffixes: tuple[str, ...]) -> str:
    """Return what GDAL calls the layer in a file, or in a ZIP archive that holds one file with one of the suffixes.

    Raises `SourceFileError` if the archive is damaged or holds none or several.
    """
    if not zipfile.is_zipfile(path):
        return str(path)
    with _one_error(path, source), zipfile.ZipFile(path) as archive:
        inside = sorted(name for name in archive.namelist() if name.lower().endswith(suffixes))
    if len(inside) != 1:
        raise SourceFileError(
            f"{named(source, path)}: the archive holds {len(inside)} layers ({', '.join(inside) or 'none'}); one is "
            f"wanted, as {', '.join(suffixes)}. It is to be had from {source.landing_page}"
        )
    return f"/vsizip/{path}/{inside[0]}"


def layer_names(dataset: str, path: Path, source: Source) -> list[str]:
    """Return the names of the layers; `SourceFileError` if the file is damaged."""
    with _one_error(path, source):
        return [str(name) for name in pyogrio.list_layers(dataset)[:, 0]]


def read_shapes(dataset: str, path: Path, source: Source, layer: str | None = None) -> gpd.GeoDataFrame:
    """Return a layer with all its columns; `SourceFileError` if the file is damaged or the layer holds no shapes."""
    with _one_error(path, source):
        shapes = gpd.read_file(dataset, layer=layer, use_arrow=True)
        for name in shapes.columns.drop("geometry", errors="ignore"):
            shapes[name].to_numpy()  # text that is no text is found now, not when it is looked at
    if not isinstance(shapes, gpd.GeoDataFrame) or shapes.empty:
        raise SourceFileError(f"{named(source, path)}: {layer or 'the file'} holds no shapes; get it again")
    return shapes


@contextmanager
def _one_error(path: Path, source: Source) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise SourceFileError(
            f"{named(source, path)}: not a complete layer ({error}); get it again from {source.landing_page}"
        ) from error
