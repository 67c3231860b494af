"""Terrain models spoilt at random are read or refused in our own words, as GeoTIFF and as text."""

import random

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from shapely import LineString
from spoiling import read_or_refused, spoilt

from geodata.catalogue import load_catalogue
from geodata.network.elevation import read_elevation

SOURCE = load_catalogue()["elevation"]
WEST, NORTH, CELL, SIDE = 340_000, 391_000, 50, 20


@pytest.fixture
def street():
    line = LineString([(WEST + 100, NORTH - 500), (WEST + 900, NORTH - 500)])
    return gpd.GeoDataFrame({"edge_id": ["w1.0.0"], "length_m": [line.length]}, geometry=[line], crs="EPSG:27700")


@pytest.mark.parametrize("name", ["dem.tif", "SJ49.asc"])
def test_a_spoilt_terrain_model_is_read_or_refused_in_our_own_words(name, street, tmp_path, request):
    heights = np.arange(SIDE * SIDE, dtype="float32").reshape(SIDE, SIDE) / 10
    path = tmp_path / name
    form = {"driver": "GTiff" if name == "dem.tif" else "AAIGrid", "count": 1, "dtype": "float32"}
    with rasterio.open(
        path, "w", width=SIDE, height=SIDE, crs="EPSG:27700", transform=from_origin(WEST, NORTH, CELL, CELL), **form
    ) as target:
        target.write(heights, 1)
    whole = path.read_bytes()
    for number in range(int(request.config.getoption("--spoilt-inputs"))):
        path.write_bytes(spoilt(whole, random.Random(f"{name} {number}")))  # noqa: S311 (a seeded mishap)
        with read_or_refused(number):
            read_elevation([path], SOURCE, street)
