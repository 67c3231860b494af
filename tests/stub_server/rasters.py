"""Grids: Copernicus tiles with parts to be read, population tiles in archives, air pollution by cell."""

import re
from functools import cached_property

import numpy as np
import rasterio
from rasterio.io import MemoryFile
from rasterio.transform import from_bounds
from rasterio.warp import Resampling, reproject
from stub_server.demo_files import DemoFiles, zipped
from stub_server.messages import Reply, Request, as_file, as_html

_COPERNICUS = re.compile(r"/(Copernicus_DSM_COG_10_N(\d\d)_00_([EW])(\d{3})_00_DEM)/\1\.tif")
_LAND = frozenset({"N53_W003", "N52_W003"})
_SIDE = 400
_POPULATION = re.compile(
    r"/ftp/jrc-opendata/GHSL/GHS_POP_GLOBE_R2023A/GHS_POP_E2020_GLOBE_R2023A_54009_100/V1-0/tiles/"
    r"(GHS_POP_E2020_GLOBE_R2023A_54009_100_V1_0_R3_C18)\.zip"
)
_POLLUTION = re.compile(r"/datastore/pcm/map(no2|pm25|pm10)2024(g?)\.csv")
_ROBOTS = ("python-", "curl", "wget", "java")


class Copernicus:
    """Tiles of one degree; where there is nothing but sea there is none."""

    def __init__(self, demo: DemoFiles) -> None:
        self._demo = demo

    def answer(self, request: Request) -> Reply | None:
        """Answer with a tile."""
        found = _COPERNICUS.fullmatch(request.path)
        square = f"N{found.group(2)}_{found.group(3)}{found.group(4)}" if found else ""
        if square not in _LAND:
            key = "<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>"
            return Reply(key.encode(), 404, "application/xml")
        corner = int(square[1:3]), -int(square[5:])
        return as_file(self._demo.once(square, lambda: self._tile(*corner)), "image/tiff")

    def _tile(self, north: int, east: int) -> bytes:
        """Return the borough's terrain on a coarse grid of degrees, 0 where it ends."""
        heights = np.zeros((_SIDE, _SIDE), dtype="float32")
        transform = from_bounds(east, north, east + 1, north + 1, _SIDE, _SIDE)
        with rasterio.open(self._demo.path("elevation")) as raster:
            reproject(
                rasterio.band(raster, 1),
                heights,
                dst_transform=transform,
                dst_crs="EPSG:4326",
                dst_nodata=0,
                resampling=Resampling.bilinear,
            )
        shape = {"width": _SIDE, "height": _SIDE, "count": 1, "dtype": "float32", "crs": "EPSG:4326"}
        packing = {"tiled": True, "blockxsize": 128, "blockysize": 128, "compress": "deflate", "predictor": 3}
        with MemoryFile() as memory:
            with memory.open(driver="GTiff", transform=transform, **shape, **packing) as tile:
                tile.write(heights, 1)
            return bytes(memory.read())


class PopulationGrid:
    """The one tile that the borough lies in."""

    def __init__(self, demo: DemoFiles) -> None:
        self._demo = demo

    def answer(self, request: Request) -> Reply | None:
        """Answer with the tile's archive."""
        found = _POPULATION.fullmatch(request.path)
        if found is None:
            return None
        members = {f"{found.group(1)}.tif": self._demo.body("population_raster"), "GHSL_notes.pdf": b"%PDF-1.4\n"}
        return as_file(zipped(members), "application/zip")


class AirPollution:
    """Modelled concentrations by cell of 1 km over the borough, of 2024; made up."""

    def __init__(self, demo: DemoFiles) -> None:
        self._demo = demo

    @cached_property
    def _cells(self) -> list[tuple[int, int]]:
        with rasterio.open(self._demo.path("elevation")) as raster:
            west, south, east, north = (round(side / 1_000) * 1_000 for side in raster.bounds)
        return [(x + 500, y + 500) for x in range(west, east, 1_000) for y in range(south, north, 1_000)]

    def answer(self, request: Request) -> Reply | None:
        """Answer with a pollutant's table, below five lines that are none; clients that name no browser are refused."""
        if request.headers.get("user-agent", "").casefold().startswith(_ROBOTS):
            return as_html("403 Forbidden", 403)
        found = _POLLUTION.fullmatch(request.path)
        if found is None or (found.group(1) == "no2") == bool(found.group(2)):
            return None
        column = f"{found.group(1)}2024{found.group(2)}"
        rows = [f"{n},{x},{y},{_concentration(n)}" for n, (x, y) in enumerate(self._cells, 1)]
        junk = [f"{column} annual mean", "Defra", "ugm-3", "", "Modelled by PCM"]
        return as_file("\r\n".join([*junk, f"ukgridcode,x,y,{column}", *rows, ""]).encode(), "text/csv")


def _concentration(number: int) -> str:
    return "MISSING" if number % 17 == 0 else f"{6 + number % 11 / 2:.3f}"
