from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, Point, Polygon, box

from geodata.errors import SourceFileError
from geodata.readers import load_source
from geodata.study_area import StudyArea

ZONE = box(350_000, 390_000, 350_500, 390_500)
STREET = LineString([(351_000, 390_000), (351_100, 390_000)])


def zones(folder: Path, shapes: list[Any], **columns: list[str]) -> Path:
    (folder / "zones_20mph").mkdir(exist_ok=True)
    gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:27700").to_file(folder / "zones_20mph" / "zones.gpkg")
    return folder


def read(sources: Path, study_area: StudyArea) -> pd.DataFrame:
    return load_source("zones_20mph", sources, study_area)


def test_areas_and_streets_are_read(tmp_path: Path, study_area: StudyArea) -> None:
    table = read(
        zones(tmp_path, [ZONE, STREET], Name=["Old Town", "Mill Lane"], start_date=["2021-09-01", ""]), study_area
    )
    assert table["row_id"].tolist() == ["zones.1", "zones.2"]
    assert table["name"].tolist() == ["Old Town", "Mill Lane"]
    assert table["in_force_from"].tolist() == ["2021-09-01", ""]
    assert table.geometry.iloc[0].equals(ZONE)


def test_zones_not_yet_in_force_are_left_out_and_counted(tmp_path: Path, study_area: StudyArea) -> None:
    table = read(zones(tmp_path, [ZONE, STREET], id=["A", "B"], in_force_from=["2999-01-01", "2020"]), study_area)
    assert table["row_id"].tolist() == ["B"]
    assert table.attrs["source"]["message"] == "1 zones not yet in force left out (zones.gpkg)"


def test_crossed_outline_is_mended(tmp_path: Path, study_area: StudyArea) -> None:
    bow = Polygon([(350_000, 390_000), (350_200, 390_100), (350_200, 390_000), (350_000, 390_100)])
    table = read(zones(tmp_path, [bow], id=["A"]), study_area)
    assert table.geometry.is_valid.all()
    assert table.geometry.area.item() == pytest.approx(10_000)


def test_points_and_dates_that_are_none_are_refused(tmp_path: Path, study_area: StudyArea) -> None:
    with pytest.raises(SourceFileError, match="row 1 is a Point; wanted is a Polygon or LineString"):
        read(zones(tmp_path, [Point(350_000, 390_000)], id=["A"]), study_area)
    with pytest.raises(SourceFileError, match="in_force_from, line 1: '2021-02-30' is not a date"):
        read(zones(tmp_path, [ZONE], in_force_from=["2021-02-30"]), study_area)
