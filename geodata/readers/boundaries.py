"""Boundaries of areas: any declared coordinate system in, EPSG:27700 and valid polygons out."""

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.authorities import within_study_area
from geodata.readers.file_format import text_head
from geodata.readers.headers import match_columns
from geodata.readers.layers import read_shapes
from geodata.schemas import CRS
from geodata.source_files import named
from geodata.study_area import StudyArea

_BRITISH_ISLES = (-300_000, -200_000, 900_000, 1_400_000)  # metres of the National Grid, generously


def read_boundaries(path: Path, source: Source, study_area: StudyArea) -> pd.DataFrame:
    """Return areas with their outlines in EPSG:27700; those of the study area if the file names authorities.

    Raises `SourceFileError` if the file is no readable GeoJSON, declares no coordinate system or one that does not
    fit its coordinates, or holds anything but polygons.
    """
    layer = _layer(path, source)
    places = match_columns(source, [str(name) for name in layer.columns], path)
    text = layer.iloc[:, list(places.values())].set_axis(list(places), axis=1).astype("string")
    areas = gpd.GeoDataFrame(text.apply(lambda column: column.str.strip()), geometry=layer.geometry)
    if "local_authority_code" in areas:
        areas = within_study_area(areas, "local_authority_code", study_area)
    outlined: pd.DataFrame = _mended(_in_national_grid(areas, source, path), source, path)
    return outlined


def _layer(path: Path, source: Source) -> gpd.GeoDataFrame:
    if re.search(rb'"crs"\s*:\s*null', text_head(path, source)):  # GDAL would take it for longitude and latitude
        raise _without_crs(path, source)
    layer = read_shapes(str(path), path, source)
    if layer.crs is None:
        raise _without_crs(path, source)
    return layer


def _without_crs(path: Path, source: Source) -> SourceFileError:
    return SourceFileError(
        f"{named(source, path)}: no coordinate system is declared; save the layer with one, such as EPSG:27700"
    )


def _in_national_grid(areas: gpd.GeoDataFrame, source: Source, path: Path) -> gpd.GeoDataFrame:
    _require_polygons(areas, source, path)
    projected = areas.to_crs(CRS)
    west, south, east, north = _BRITISH_ISLES
    bounds = projected.bounds
    is_inside = (bounds["minx"] > west) & (bounds["miny"] > south) & (bounds["maxx"] < east) & (bounds["maxy"] < north)
    if not is_inside.all():
        raise SourceFileError(
            f"{named(source, path)}: {_first(areas[~is_inside])} lies outside the British Isles; the coordinates "
            f"({', '.join(f'{value:.6g}' for value in areas[~is_inside].total_bounds)}) do not fit the declared "
            f"system {areas.crs.to_string()}. Save the layer with the right one"
        )
    return projected


def _require_polygons(areas: gpd.GeoDataFrame, source: Source, path: Path) -> None:
    is_polygon = areas.geom_type.isin(["Polygon", "MultiPolygon"]) & ~areas.is_empty
    if not is_polygon.all():
        raise SourceFileError(
            f"{named(source, path)}: {_first(areas[~is_polygon])} has no outline, but "
            f"{areas.geom_type[~is_polygon].iloc[0] or 'nothing'}; get the layer of polygons"
        )


def _mended(areas: gpd.GeoDataFrame, source: Source, path: Path) -> gpd.GeoDataFrame:
    is_invalid = ~areas.is_valid
    if not is_invalid.any():
        return areas
    # the structure method keeps polygons as polygons, without the lines that a crossing leaves behind
    valid = shapely.make_valid(areas.geometry.to_numpy(), method="structure", keep_collapsed=False)
    mended = areas.set_geometry(gpd.GeoSeries(np.where(is_invalid, valid, areas.geometry), areas.index, crs=areas.crs))
    _require_polygons(mended, source, path)
    mended.attrs["mended"] = f"{is_invalid.sum()} invalid outlines made valid"
    return mended


def _first(areas: gpd.GeoDataFrame) -> str:
    return f"{areas.columns[0]} {areas.iloc[0, 0]}"
