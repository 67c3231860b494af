import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, Polygon, box

from geodata.errors import MissingColumnError, SourceFileError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
PARK = box(485_000, 308_000, 485_200, 308_100)
SITES = {
    "id": ["S1", "S2"],
    "function": ["Public Park Or Garden", "Golf Course"],
    "distinctive_name_1": ["Cutts Close", None],
}
POINTS = {"id": ["P1", "P2"], "access_type": ["Pedestrian", "Motor Vehicle"], "ref_to_greenspace_site": ["S1", "S2"]}


def package(
    folder: Path,
    sites: dict[str, list[str | None]] = SITES,
    points: dict[str, list[str]] = POINTS,
    layers: tuple[str, str] = ("greenspace_site", "access_point"),
    crs: str | None = "EPSG:27700",
    park: Polygon = PARK,
) -> Path:
    """Write a GeoPackage of two sites and two access points into the source's folder; return the sources folder."""
    (folder / "green_space").mkdir(exist_ok=True)
    path = folder / "green_space" / "opgrsp_gb.gpkg"
    outlines = [park, box(486_000, 308_000, 486_500, 308_500)]
    places = [Point(485_000, 308_050), Point(486_000, 308_250)]
    for layer, columns, shapes in zip(layers, (sites, points), (outlines, places), strict=True):
        frame = gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:27700")
        (frame.to_crs(crs) if crs else frame.set_crs(None, allow_override=True)).to_file(path, layer=layer)
    return folder


def read(sources: Path, study_area: StudyArea) -> pd.DataFrame:
    return load_source("green_space", sources, study_area)


def test_sites_and_access_points_are_read(tmp_path: Path, study_area: StudyArea) -> None:
    table = read(package(tmp_path), study_area)
    assert table.drop(columns="geometry").fillna("-").to_numpy().tolist() == [
        ["S1", "site", "S1", "Public Park Or Garden", "Cutts Close", "-"],
        ["S2", "site", "S2", "Golf Course", "-", "-"],
        ["P1", "access_point", "S1", "Public Park Or Garden", "Cutts Close", "Pedestrian"],
        ["P2", "access_point", "S2", "Golf Course", "-", "Motor Vehicle"],
    ]
    assert table.geometry.iloc[0].equals(PARK)
    assert table.geometry.iloc[2] == Point(485_000, 308_050)


def test_archive_and_other_spellings_are_read(tmp_path: Path, study_area: StudyArea) -> None:
    points = {"ID": POINTS["id"], "accessType": POINTS["access_type"], "refToGreenspaceSite": ["S1", "S2"]}
    sites = {"ID": SITES["id"], "Function": SITES["function"], "distinctiveName1": SITES["distinctive_name_1"]}
    folder = package(tmp_path, sites, points, ("GreenspaceSite", "AccessPoint")) / "green_space"
    with zipfile.ZipFile(folder / "opgrsp_gpkg_gb.zip", "w") as archive:
        archive.write(folder / "opgrsp_gb.gpkg", "Data/opgrsp_gb.gpkg")
    (folder / "opgrsp_gb.gpkg").unlink()
    assert read(tmp_path, study_area)["access_type"].dropna().tolist() == ["Pedestrian", "Motor Vehicle"]


def test_other_system_is_projected_and_crossed_outline_mended(tmp_path: Path, study_area: StudyArea) -> None:
    bow = Polygon([(485_000, 308_000), (485_200, 308_100), (485_200, 308_000), (485_000, 308_100)])
    table = read(package(tmp_path, crs="EPSG:4326", park=bow), study_area)
    assert table.geometry.is_valid.all()
    assert table.geometry.iloc[0].area == pytest.approx(10_000, rel=1e-3)  # two triangles of 100 m by 100 m


def test_access_points_of_unknown_sites_are_left_out_and_counted(tmp_path: Path, study_area: StudyArea) -> None:
    table = read(package(tmp_path, points=POINTS | {"ref_to_greenspace_site": ["S1", "S9"]}), study_area)
    assert table["feature_id"].tolist() == ["S1", "S2", "P1"]
    assert table.attrs["source"]["message"] == "1 access points of unknown sites left out (opgrsp_gb.gpkg)"


def test_missing_layer_column_or_system_is_an_error(tmp_path: Path, study_area: StudyArea) -> None:
    with pytest.raises(SourceFileError, match="no layer access_point; found greenspace_site, entrances"):
        read(package(tmp_path, layers=("greenspace_site", "entrances")), study_area)
    (tmp_path / "green_space" / "opgrsp_gb.gpkg").unlink()
    with pytest.raises(MissingColumnError, match="missing 'function'"):
        read(package(tmp_path, sites={"id": ["S1", "S2"], "distinctive_name_1": ["a", "b"]}), study_area)
    (tmp_path / "green_space" / "opgrsp_gb.gpkg").unlink()
    with pytest.raises(SourceFileError, match="layer greenspace_site declares no coordinate system"):
        read(package(tmp_path, crs=None), study_area)


def test_damaged_package_is_an_error(put: Put, tmp_path: Path, study_area: StudyArea) -> None:
    whole = (package(tmp_path) / "green_space" / "opgrsp_gb.gpkg").read_bytes()
    for content in (whole[:5000], b"", b"<html>", b"not a package"):
        with pytest.raises(SourceFileError, match=r"opgrsp_gb\.gpkg"):
            read(put("green_space", "opgrsp_gb.gpkg", content), study_area)


def test_archive_without_a_package_is_an_error(put: Put, tmp_path: Path, study_area: StudyArea) -> None:
    sources = put("green_space", "opgrsp_essh_gb.zip", b"")
    with zipfile.ZipFile(sources / "green_space" / "opgrsp_essh_gb.zip", "w") as archive:
        archive.writestr("data/GB_GreenspaceSite.shp", "")
    with pytest.raises(SourceFileError, match="holds 0 layers"):
        read(sources, study_area)
