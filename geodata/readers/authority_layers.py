"""Layers of an authority's own: GeoPackage, GeoJSON or zipped shapefile in, EPSG:27700 and our columns out."""

import re
from collections.abc import Collection
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.authority_values import GREAT_BRITAIN
from geodata.readers.file_format import require_content, text_head
from geodata.readers.headers import match_columns
from geodata.readers.layers import dataset_of, layer_names, read_shapes
from geodata.schemas import CRS
from geodata.source_files import named

_LAYERS = (".gpkg", ".geojson", ".json", ".shp")


def read_layer(path: Path, source: Source, shapes: Collection[str]) -> gpd.GeoDataFrame:
    """Return the only layer's columns as trimmed text under our names, indexed by row from 1, flat, in EPSG:27700.

    Every column of the source is there, null where the file has none; `row_id` is the file's own, or the file's name
    and the row. Rows without a place are left out and counted in `attrs["mended"]`. Raises `SourceFileError` if the
    file is no complete layer, holds several, declares no coordinate system or one that does not fit, or a shape that
    is none of `shapes` (names of shapely's types), or two rows of the same id.
    """
    layer = _layer(path, source)
    places = match_columns(source, [str(name) for name in layer.columns], path)
    text = {
        ours: layer.iloc[:, places[ours]].astype("string").str.strip() if ours in places else _blank(layer)
        for ours in source.columns | source.optional_columns
    }
    numbered = gpd.GeoDataFrame(text, geometry=layer.geometry.to_numpy(), crs=layer.crs)
    numbered["row_id"] = numbered["row_id"].where(numbered["row_id"].fillna("") != "", _numbers(layer, path))
    numbered.index = pd.RangeIndex(1, len(numbered) + 1)
    # what the file calls the columns: some names say more than ours
    called = {ours: str(layer.columns[place]) for ours, place in places.items()}
    is_placed = ~(numbered.geometry.isna() | numbered.geometry.is_empty)
    placed = _in_national_grid(numbered[is_placed], source, path)
    _require(placed, shapes, source, path)
    placed.attrs["named"] = called
    if lost := int((~is_placed).sum()):
        placed.attrs["mended"] = f"{lost} rows without a place left out"
    return placed


def _blank(layer: gpd.GeoDataFrame) -> pd.Series:
    return pd.Series(pd.NA, index=layer.index, dtype="string")


def _numbers(layer: gpd.GeoDataFrame, path: Path) -> pd.Series:
    return pd.Series([f"{path.stem}.{row}" for row in range(1, len(layer) + 1)], index=layer.index, dtype="string")


def _layer(path: Path, source: Source) -> gpd.GeoDataFrame:
    require_content(path, source)
    # GDAL would take coordinates without a system for longitude and latitude
    if path.suffix.lower().endswith("json") and re.search(rb'"crs"\s*:\s*null', text_head(path, source)):
        raise _without_crs(source, path)
    dataset = dataset_of(path, source, _LAYERS)
    names = layer_names(dataset, path, source)
    if len(names) != 1:
        raise SourceFileError(
            f"{named(source, path)}: {len(names)} layers ({', '.join(names) or 'none'}); one is wanted"
        )
    layer = read_shapes(dataset, path, source)
    if layer.crs is None:
        raise _without_crs(source, path)
    return layer


def _without_crs(source: Source, path: Path) -> SourceFileError:
    return SourceFileError(
        f"{named(source, path)}: no coordinate system is declared; save the layer with one, such as {CRS}"
    )


def _in_national_grid(layer: gpd.GeoDataFrame, source: Source, path: Path) -> gpd.GeoDataFrame:
    projected = layer.to_crs(CRS)
    flat = projected.set_geometry(gpd.GeoSeries(shapely.force_2d(projected.geometry), projected.index, crs=CRS))
    bounds = flat.bounds
    east, north = GREAT_BRITAIN["easting_m"], GREAT_BRITAIN["northing_m"]
    is_inside = bounds["minx"].ge(east[0]) & bounds["maxx"].le(east[1])
    is_inside &= bounds["miny"].ge(north[0]) & bounds["maxy"].le(north[1])
    if not is_inside.all():
        raise SourceFileError(
            f"{named(source, path)}: row {flat.index[~is_inside][0]} lies outside Great Britain: its coordinates do "
            f"not fit the declared system {layer.crs.to_string()}. Save the layer with the right one"
        )
    return flat


def _require(layer: gpd.GeoDataFrame, shapes: Collection[str], source: Source, path: Path) -> None:
    is_other = ~layer.geom_type.isin([*shapes, *(f"Multi{shape}" for shape in shapes)])
    if is_other.any():
        raise SourceFileError(
            f"{named(source, path)}: row {layer.index[is_other][0]} is a {layer.geom_type[is_other].iloc[0]}; "
            f"wanted is a {' or '.join(shapes)}"
        )
    is_again = layer["row_id"].duplicated()
    if is_again.any():
        raise SourceFileError(
            f"{named(source, path)}: two rows have the id {layer['row_id'][is_again].iloc[0]!r} (row "
            f"{layer.index[is_again][0]}); give each its own, or leave the column out"
        )
