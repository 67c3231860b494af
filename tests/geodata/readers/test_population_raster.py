from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rasterio
import rasterio.warp
from rasterio.crs import CRS
from rasterio.transform import from_origin

from geodata.errors import SourceFileError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
GHS = "ESRI:54009"
CELLS = np.array([[-200, 12.5, 0], [0, 0, 3]], dtype="float64")
OAKHAM = rasterio.warp.transform("EPSG:27700", CRS.from_string(GHS), [486_000], [308_800])
CORNER = (round(OAKHAM[0][0], -2), round(OAKHAM[1][0], -2))


def raster(
    tmp_path: Path,
    cells: np.ndarray = CELLS,
    crs: str | None = GHS,
    corner: tuple[float, float] = CORNER,
    nodata: float | None = -200,
    bands: int = 1,
) -> Path:
    (tmp_path / "population_raster").mkdir(exist_ok=True)
    path = tmp_path / "population_raster" / "ghs_pop.tif"
    rows, columns = cells.shape
    options = {"dtype": "float64", "nodata": nodata, "transform": from_origin(*corner, 100, 100)}
    system = CRS.from_string(crs) if crs else None
    with rasterio.open(path, "w", "GTiff", columns, rows, bands, system, **options) as target:
        for band in range(1, bands + 1):
            target.write(cells, band)
    return tmp_path


def read(sources: Path, study_area: StudyArea) -> pd.DataFrame:
    return load_source("population_raster", sources, study_area)


def test_populated_cells_are_listed_at_their_centre(tmp_path: Path, study_area: StudyArea) -> None:
    table = read(raster(tmp_path, crs="EPSG:27700", corner=(486_000, 308_800)), study_area)
    assert table.to_numpy().tolist() == [[486_150, 308_750, 12.5], [486_250, 308_650, 3]]


@pytest.mark.parametrize("nodata", [-200, None])
def test_cells_of_another_system_are_moved_and_nobody_is_lost(
    tmp_path: Path, study_area: StudyArea, nodata: float | None
) -> None:
    table = read(raster(tmp_path, nodata=nodata), study_area)
    assert table["residents"].tolist() == [12.5, 3]
    x, y = rasterio.warp.transform("EPSG:27700", CRS.from_string(GHS), table["easting_m"], table["northing_m"])
    assert np.allclose(x, [CORNER[0] + 150, CORNER[0] + 250], atol=0.01)
    assert np.allclose(y, [CORNER[1] - 50, CORNER[1] - 150], atol=0.01)


def test_strips_of_a_tall_file_join_without_a_gap(tmp_path: Path, study_area: StudyArea) -> None:
    tall = np.ones((2500, 2))
    table = read(raster(tmp_path, tall, "EPSG:27700", (400_000, 600_000)), study_area)
    assert table["residents"].sum() == 5000
    assert table["northing_m"].agg(["min", "max"]).tolist() == [350_050, 599_950]


def test_only_britain_is_read_of_a_larger_file(tmp_path: Path, study_area: StudyArea) -> None:
    wide = np.ones((1, 100))
    assert len(read(raster(tmp_path, wide, "EPSG:27700", (-5000, 200_000)), study_area)) == 50


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"crs": None}, "no coordinate system"),
        ({"bands": 2}, "2 bands, where one of residents is wanted"),
        ({"corner": (5_000_000, 0)}, "nobody in it lives in Britain"),
        ({"cells": np.zeros((2, 2))}, "nobody in it lives in Britain"),
    ],
)
def test_file_that_does_not_serve_is_an_error(
    tmp_path: Path, study_area: StudyArea, changed: dict[str, object], said: str
) -> None:
    with pytest.raises(SourceFileError, match=said):
        read(raster(tmp_path, **changed), study_area)


def test_georeference_that_leads_nowhere_is_an_error(tmp_path: Path, study_area: StudyArea) -> None:
    folder = raster(tmp_path)
    with rasterio.open(folder / "population_raster" / "ghs_pop.tif", "r+") as target:
        target.transform = rasterio.Affine(0, 0, CORNER[0], 0, 0, CORNER[1])
    with pytest.raises(SourceFileError, match="not a complete GeoTIFF"):
        read(folder, study_area)


def test_damaged_file_is_an_error(put: Put, tmp_path: Path, study_area: StudyArea) -> None:
    whole = (raster(tmp_path) / "population_raster" / "ghs_pop.tif").read_bytes()
    for content in (whole[:120], b"", b"<html>", b"nothing like a raster"):
        with pytest.raises(SourceFileError, match=r"ghs_pop\.tif"):
            read(put("population_raster", "ghs_pop.tif", content), study_area)
