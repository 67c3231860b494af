import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, MultiLineString, Point

from geodata.errors import MissingColumnError, SourceFileError
from geodata.readers import load_source, load_source_or_gap
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
LINES = [LineString([(350_000, 390_000), (350_100, 390_000)]), LineString([(350_000, 390_009), (350_100, 390_009)])]
WIDTHS: dict[str, list[Any]] = {"id": ["F1", "F2"], "width_m": [1.8, 0.0]}


def layer(
    folder: Path,
    columns: dict[str, list[Any]],
    name: str = "widths.gpkg",
    crs: str | None = "EPSG:27700",
    lines: Any = LINES,
) -> Path:
    """Write a layer into the source's folder; return the sources folder."""
    (folder / "footway_widths").mkdir(exist_ok=True)
    frame = gpd.GeoDataFrame(columns, geometry=lines, crs="EPSG:27700")
    (frame.to_crs(crs) if crs else frame.set_crs(None, allow_override=True)).to_file(folder / "footway_widths" / name)
    return folder


def read(sources: Path, study_area: StudyArea) -> pd.DataFrame:
    return load_source("footway_widths", sources, study_area)


@pytest.mark.parametrize("name", ["widths.gpkg", "widths.geojson"])
def test_widths_are_read_in_any_system_and_imply_presence(tmp_path: Path, study_area: StudyArea, name: str) -> None:
    table = read(layer(tmp_path, WIDTHS, name, crs="EPSG:4326"), study_area)
    assert table["row_id"].tolist() == ["F1", "F2"]
    assert table["width_m"].tolist() == [1.8, 0.0]
    assert table["presence"].tolist() == ["yes", "no"]
    assert table["surveyed_on"].tolist() == ["", ""]
    assert table.geometry.iloc[0].hausdorff_distance(LINES[0]) < 0.5


def test_names_of_os_ngd_and_presence_alone_are_read(tmp_path: Path, study_area: StudyArea) -> None:
    columns = {
        "osid": ["a", "b"],
        "averagewidth_m": [2.4, None],
        "MinimumWidth_m": [1.1, None],
        "presence": [None, "Y"],
    }
    table = read(layer(tmp_path, columns), study_area)
    assert table["minimum_width_m"].dropna().tolist() == [1.1]
    assert table["presence"].tolist() == ["yes", "yes"]


def test_zipped_shapefile_with_several_parts_and_dates_is_read(tmp_path: Path, study_area: StudyArea) -> None:
    columns = {"width_m": [1.2, 1.4], "surveyed_o": ["2024-05-06", "2023"]}
    layer(tmp_path, columns, "pavements.shp", lines=[MultiLineString(LINES), LINES[1]])
    parts = sorted((tmp_path / "footway_widths").iterdir())
    with zipfile.ZipFile(tmp_path / "footway_widths" / "pavements.zip", "w") as archive:
        for part in parts:
            archive.write(part, f"layer/{part.name}")
            part.unlink()
    table = read(tmp_path, study_area)
    assert table["row_id"].tolist() == ["pavements.1", "pavements.2"]
    assert table["surveyed_on"].tolist() == ["2024-05-06", "2023"]
    assert table.geometry.iloc[0].equals(MultiLineString(LINES))


def test_width_of_both_footways_together_needs_a_side(tmp_path: Path, study_area: StudyArea) -> None:
    columns: dict[str, list[Any]] = {"osid": ["a", "b"], "presenceofpavement_averagewidth_m": [3.6, 3.0]}
    with pytest.raises(SourceFileError, match="row 1 has the width of a road's footways together, but no side"):
        read(layer(tmp_path, columns), study_area)
    columns["presenceofpavement_sideofroad"] = ["Left", "Right"]
    assert read(layer(tmp_path, columns), study_area)["side"].tolist() == ["left", "right"]


def test_rows_without_a_place_are_left_out_and_counted(tmp_path: Path, study_area: StudyArea) -> None:
    table = read(layer(tmp_path, WIDTHS, lines=[LINES[0], None]), study_area)
    assert table["row_id"].tolist() == ["F1"]
    assert table.attrs["source"]["message"] == "1 rows without a place left out (widths.gpkg)"


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"width_m": [1.8, -1.0]}, r"width_m, line 2: '-1\.0' is not within 0 to 50"),
        ({"width_m": [1.8, 180.0]}, "line 2"),
        ({"width_m": ["1.8", "wide"]}, r"width_m, line 2, is not a number \('wide'\)"),
        ({"presence": ["yes", "maybe"]}, "presence, line 2: 'maybe' is none of yes"),
        ({"width_m": [1.8, 1.9], "side": ["left", "both"]}, "side, line 2: 'both'"),
        ({"width_m": [1.8, 1.9], "surveyed_on": ["6 May 2024", ""]}, "line 1: '6 May 2024' is not a date"),
        ({"width_m": [1.8, 1.9], "surveyed_on": ["2999-01-01", ""]}, "in the future"),
        ({"id": ["a", "a"], "width_m": [1.8, 1.9]}, "two rows have the id 'a'"),
    ],
)
def test_what_cannot_be_is_refused_by_row(
    tmp_path: Path, study_area: StudyArea, columns: dict[str, list[Any]], message: str
) -> None:
    with pytest.raises(SourceFileError, match=message):
        read(layer(tmp_path, columns), study_area)


def test_a_layer_without_widths_lines_or_system_is_an_error(tmp_path: Path, put: Put, study_area: StudyArea) -> None:
    with pytest.raises(MissingColumnError, match="no row has a width or a presence"):
        read(layer(tmp_path, {"id": ["a", "b"]}), study_area)
    with pytest.raises(SourceFileError, match="row 1 is a Point; wanted is a LineString"):
        read(layer(tmp_path, WIDTHS, lines=[Point(350_000, 390_000)] * 2), study_area)
    with pytest.raises(SourceFileError, match="no coordinate system is declared"):
        read(layer(tmp_path, WIDTHS, crs=None), study_area)
    (tmp_path / "footway_widths" / "widths.gpkg").unlink()
    metres = '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"width_m": 1}, "geometry": '
    metres += '{"type": "LineString", "coordinates": [[350000, 390000], [350100, 390000]]}}]%s}'
    for crs, message in (("", "do not fit the declared system"), (', "crs": null', "no coordinate system")):
        with pytest.raises(SourceFileError, match=message):
            read(put("footway_widths", "widths.geojson", metres % crs), study_area)


def test_damaged_file_is_a_gap_with_the_reason(put: Put, study_area: StudyArea) -> None:
    for content in (b"<html>", b"no layer", b"PK\x03\x04 cut"):
        gap = load_source_or_gap("footway_widths", put("footway_widths", "widths.gpkg", content), study_area)
        assert (len(gap), gap.attrs["source"]["state"]) == (0, "invalid")
