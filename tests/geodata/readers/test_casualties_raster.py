from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rasterio
from rasterio.crs import CRS
from rasterio.transform import from_origin

from geodata.errors import SourceFileError
from geodata.readers import load_source
from geodata.study_area import StudyArea

GRID_WITHOUT_DATUM = (
    "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +units=m +no_defs"
)
SQUARE = from_origin(340_000, 391_000, 500, 500)


def raster(
    tmp_path: Path,
    bands: int = 10,
    crs: str | None = "EPSG:27700",
    transform: rasterio.Affine = SQUARE,
    names: tuple[str, ...] = (),
    value: int = 3,
) -> Path:
    """Write 2 x 2 cells of nodata, but `value` in the lower left cell of the first band; return the sources folder."""
    cells = np.full((bands, 2, 2), -9999, dtype="int32")
    cells[0, 1, 0] = value
    (tmp_path / "collisions_raster").mkdir()
    path = tmp_path / "collisions_raster" / "casualties.tif"
    system = CRS.from_string(crs) if crs else None
    with rasterio.open(path, "w", "GTiff", 2, 2, bands, system, transform, dtype="int32", nodata=-9999) as target:
        target.write(cells)
        for band, name in enumerate(names, 1):
            target.set_band_description(band, name)
    return tmp_path


def read(sources: Path, study_area: StudyArea) -> pd.DataFrame:
    return load_source("collisions_raster", sources, study_area)


@pytest.mark.parametrize("crs", ["EPSG:27700", GRID_WITHOUT_DATUM])
def test_cells_with_casualties_are_listed_at_their_centre(tmp_path: Path, study_area: StudyArea, crs: str) -> None:
    table = read(raster(tmp_path, crs=crs), study_area)
    assert table.to_dict("records") == [
        {"easting_m": 340_250, "northing_m": 390_250, "cell_m": 500, "year": 2010, "casualties": 3}
    ]


def test_nodata_and_zero_both_mean_none(tmp_path: Path, study_area: StudyArea) -> None:
    assert read(raster(tmp_path, value=0), study_area).empty


def test_band_names_tell_the_years(tmp_path: Path, study_area: StudyArea) -> None:
    assert read(raster(tmp_path, bands=2, names=("casualties 2021", "2022")), study_area)["year"].tolist() == [2021]


@pytest.mark.parametrize("names", [(), ("2021",), ("2021", "2021"), ("first", "second")])
def test_bands_without_a_year_are_an_error(tmp_path: Path, study_area: StudyArea, names: tuple[str, ...]) -> None:
    with pytest.raises(SourceFileError, match="2 bands whose names do not tell their years"):
        read(raster(tmp_path, bands=2, names=names), study_area)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32630", GRID_WITHOUT_DATUM.replace("lon_0=-2", "lon_0=-3"), None])
def test_other_systems_are_an_error(tmp_path: Path, study_area: StudyArea, crs: str | None) -> None:
    with pytest.raises(SourceFileError, match="not the British National Grid"):
        read(raster(tmp_path, crs=crs), study_area)


@pytest.mark.parametrize(
    "transform",
    [
        from_origin(340_000, 391_000, 500, 250),
        SQUARE @ rasterio.Affine.rotation(10),
        rasterio.Affine(500, 0, 0, 0, 500, 0),
    ],
)
def test_cells_that_are_not_square_are_an_error(
    tmp_path: Path, study_area: StudyArea, transform: rasterio.Affine
) -> None:
    with pytest.raises(SourceFileError, match="square cells with north at the top"):
        read(raster(tmp_path, transform=transform), study_area)


def test_negative_count_is_an_error(tmp_path: Path, study_area: StudyArea) -> None:
    with pytest.raises(SourceFileError, match="a cell counts -3 casualties"):
        read(raster(tmp_path, value=-3), study_area)


def test_damaged_header_is_an_error(tmp_path: Path, study_area: StudyArea) -> None:
    sources = raster(tmp_path, crs=GRID_WITHOUT_DATUM)
    path = sources / "collisions_raster" / "casualties.tif"
    path.write_bytes(path.read_bytes().replace(b"unknown", b"\xc2nknown"))
    with pytest.raises(SourceFileError, match=r"casualties\.tif"):
        read(sources, study_area)
