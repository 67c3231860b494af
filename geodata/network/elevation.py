"""Heights along the walking network, read from a terrain model."""

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pyproj.exceptions
from numpy.typing import NDArray

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.network.sample_points import SamplePoints, sample_points
from geodata.network.terrain import NATIONAL_GRID, Tile, open_tile, shown
from geodata.network.terrain_files import Box, raster_files
from geodata.network.terrain_grid import grids, heights
from geodata.schemas import conform, empty

TABLE = "source_elevation"
_NAMED_AT_MOST = 3
_MARGIN_M = 100.0  # around the edges: heights next to a tile's rim need the cells beyond it
Floats = NDArray[np.float64]


def read_elevation(paths: Sequence[Path], source: Source, edges: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return table `source_elevation`: heights in metres at both ends of every edge and at most 20 m apart along it.

    `edges` is `walking_edges` in any projected coordinate system; `paths` are the files of the terrain model in any
    format that GDAL reads, in any coordinate system, packed or not (see `raster_files`). The points are brought into
    the model's coordinate system, the model is not warped. Heights are bilinear between the centres of cells, across
    tiles of one grid too; of several models that overlap, the one whose file comes first by name counts, point by
    point. Where there is no data the height is null. Between datums a shift of a few metres may remain where PROJ's
    correction grids are not installed: less than any cell of an open terrain model.
    `attrs["mended"]` says in words what was assumed and how many of the points have no data; it is absent where there
    is nothing to say.
    Raises `SourceFileError` if a file is damaged, does not tell where it lies, or none has heights for any edge.
    """
    if edges.empty:
        return empty(TABLE)
    points = sample_points(edges)
    tiles = [open_tile(file) for file in raster_files(paths, source, _area(edges))]
    found, is_met = _heights(tiles, edges.crs, points)
    if np.isnan(found).all():
        raise SourceFileError(_not_covering(tiles, is_met, edges))
    table = pd.DataFrame(
        {
            "edge_id": edges["edge_id"].array.take(points.edge),
            "along_m": points.along_m,
            "elevation_m": found,
        }
    )
    table = conform(TABLE, table)
    if remarks := _remarks(tiles, is_met, np.isnan(found)):
        table.attrs["mended"] = "; ".join(remarks)
    return table


def _area(edges: gpd.GeoDataFrame) -> Box:
    """Return where in the national grid tiles are needed."""
    to_national_grid = pyproj.Transformer.from_crs(edges.crs, NATIONAL_GRID, always_xy=True)
    west, south, east, north = to_national_grid.transform_bounds(*edges.total_bounds)
    return west - _MARGIN_M, south - _MARGIN_M, east + _MARGIN_M, north + _MARGIN_M


def _heights(tiles: list[Tile], crs: pyproj.CRS, points: SamplePoints) -> tuple[Floats, dict[Tile, bool]]:
    """Return the heights and, for every tile that was needed, whether it holds any point."""
    found = np.full(len(points.x), np.nan)
    is_met = dict.fromkeys(tiles, False)
    placed: dict[pyproj.CRS, tuple[Floats, Floats]] = {}
    for grid in grids(tiles):
        if grid[0].crs not in placed:
            placed[grid[0].crs] = _in_coordinates_of(grid[0], crs, points.x, points.y)
        x, y = placed[grid[0].crs]
        is_open = np.isnan(found) & np.isfinite(x) & np.isfinite(y)
        found[is_open], met = heights(grid, x[is_open], y[is_open])
        is_met.update(zip(grid, met, strict=True))
    return found, is_met


def _in_coordinates_of(tile: Tile, crs: pyproj.CRS, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the points in the tile's coordinate system; infinite where it does not reach."""
    if crs == tile.crs:
        return x, y
    try:
        transformed = pyproj.Transformer.from_crs(crs, tile.crs, always_xy=True).transform(x, y)
    except pyproj.exceptions.ProjError as error:
        raise SourceFileError(
            f"{tile.file.called}: nothing can be placed in its coordinate system {tile.crs.name} ({error}). Assign the "
            "right one (gdal_edit.py -a_srs) or get the file again"
        ) from error
    return transformed[0], transformed[1]


def _not_covering(tiles: list[Tile], is_met: dict[Tile, bool], edges: gpd.GeoDataFrame) -> str:
    tile = next((tile for tile, met in is_met.items() if met), tiles[0])
    more = f" (nor in {len(tiles) - 1} more)" if len(tiles) > 1 else ""
    if is_met[tile]:
        return f"{tile.file.called}: no data under any of the edges{more}; get the tiles of the study area again"
    bounds = edges.total_bounds
    x, y = _in_coordinates_of(tile, edges.crs, bounds[[0, 0, 2, 2]], bounds[[1, 3, 1, 3]])
    return (
        f"{tile.file.called}: none of the edges lies in it{more}. Its box in {tile.crs.name} is {shown(tile.box)}, "
        f"that of the edges is {shown((min(x), min(y), max(x), max(y)))}. Get the tiles that cover the study area; if "
        "this is one of them, its coordinate system is wrong: assign the right one (gdal_edit.py -a_srs)"
    )


def _remarks(tiles: list[Tile], is_met: dict[Tile, bool], is_missing: NDArray[np.bool_]) -> list[str]:
    remarks = []
    if assumed := sum(tile.is_crs_assumed for tile in tiles):
        remarks.append(f"{NATIONAL_GRID} assumed for {_count(assumed, 'raster')} without a coordinate system")
    met_files = {tile.file.file_name for tile in tiles if is_met[tile]}
    if unused := sorted({tile.file.file_name for tile in tiles} - met_files):
        more = f" and {len(unused) - _NAMED_AT_MOST} more" if len(unused) > _NAMED_AT_MOST else ""
        remarks.append(f"no edge needs {_count(len(unused), 'file')}: {', '.join(unused[:_NAMED_AT_MOST])}{more}")
    if missing := int(is_missing.sum()):
        remarks.append(f"no height at {missing:,} of {len(is_missing):,} points ({missing / len(is_missing):.2%})")
    return remarks


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
