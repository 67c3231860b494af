import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geodata.errors import ConflictError, SourceFileError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
SQUARE = shapely.box(340_000, 390_000, 341_000, 391_000)
BOW_TIE = shapely.Polygon([(340_000, 390_000), (341_000, 391_000), (341_000, 390_000), (340_000, 391_000)])


def geojson(
    *outlines: shapely.Geometry, crs: str | None = "EPSG:27700", names: tuple[str, ...] = ("LSOA21CD", "LSOA21NM")
) -> str:
    """Write outlines with codes E01000001, ... in an old-style GeoJSON that declares its coordinate system."""
    features = [
        {
            "type": "Feature",
            "properties": {"FID": number, names[0]: f"E0100000{number}", names[1]: f"Name {number}"},
            "geometry": None if outline is None else json.loads(shapely.to_geojson(outline)),
        }
        for number, outline in enumerate(outlines, 1)
    ]
    declared = {"type": "name", "properties": {"name": crs}} if crs else None
    return json.dumps({"type": "FeatureCollection", "crs": declared, "features": features})


def test_national_grid_stays_as_it_is(put: Put, study_area: StudyArea) -> None:
    table = load_source("lsoas", put("lsoas", "l.geojson", geojson(SQUARE)), study_area)
    assert table["lsoa_code"].tolist() == ["E01000001"]
    assert table.crs == "EPSG:27700"
    assert table.area.tolist() == [1_000_000]
    assert table.attrs["source"]["message"] == ""


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_other_systems_are_reprojected(put: Put, study_area: StudyArea, crs: str) -> None:
    outline = gpd.GeoSeries([SQUARE], crs="EPSG:27700").to_crs(crs).iloc[0]
    table = load_source("lsoas", put("lsoas", "l.geojson", geojson(outline, crs=crs)), study_area)
    assert table.crs == "EPSG:27700"
    assert table.geometry.iloc[0].centroid.distance(SQUARE.centroid) < 0.01


def test_columns_in_lower_case_are_found(put: Put, study_area: StudyArea) -> None:
    folder = put("lsoas", "l.geojson", geojson(SQUARE, names=("lsoa21cd", "lsoa21nm")))
    assert load_source("lsoas", folder, study_area)["lsoa_name"].tolist() == ["Name 1"]


def test_invalid_outlines_are_made_valid_and_counted(put: Put, study_area: StudyArea) -> None:
    table = load_source("lsoas", put("lsoas", "l.geojson", geojson(SQUARE, BOW_TIE)), study_area)
    assert table.is_valid.all()
    assert table.area.tolist() == [1_000_000, 500_000]
    assert table.attrs["source"]["message"] == "1 invalid outlines made valid (l.geojson)"


def test_no_declared_system_is_an_error(put: Put, study_area: StudyArea) -> None:
    with pytest.raises(SourceFileError, match=r"l\.geojson: no coordinate system is declared"):
        load_source("lsoas", put("lsoas", "l.geojson", geojson(SQUARE, crs=None)), study_area)


def test_answer_of_an_arcgis_server_without_a_system_is_an_error(put: Put, study_area: StudyArea) -> None:
    feature = {
        "attributes": {"LSOA21CD": "E01000001", "LSOA21NM": "One"},
        "geometry": {"rings": [list(SQUARE.exterior.coords)]},
    }
    answer = {
        "geometryType": "esriGeometryPolygon",
        "fields": [{"name": name, "type": "esriFieldTypeString"} for name in feature["attributes"]],
        "features": [feature],
    }
    with pytest.raises(SourceFileError, match=r"l\.geojson: no coordinate system is declared"):
        load_source("lsoas", put("lsoas", "l.geojson", json.dumps(answer)), study_area)


@pytest.mark.parametrize("crs", ["EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84"])
def test_metres_declared_as_degrees_are_an_error(put: Put, study_area: StudyArea, crs: str) -> None:
    with pytest.raises(SourceFileError, match=r"E01000001 lies outside the British Isles.*340000, 390000"):
        load_source("lsoas", put("lsoas", "l.geojson", geojson(SQUARE, crs=crs)), study_area)


@pytest.mark.parametrize("shape", [shapely.Point(340_000, 390_000), shapely.LineString([(0, 0), (1, 1)]), None])
def test_anything_but_polygons_is_an_error(put: Put, study_area: StudyArea, shape: shapely.Geometry) -> None:
    with pytest.raises(SourceFileError, match="E01000002 has no outline"):
        load_source("lsoas", put("lsoas", "l.geojson", geojson(SQUARE, shape)), study_area)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"error":{"code":400,"message":"Invalid URL"}}', "not a complete layer"),
        ('{"type":"FeatureCollection","features":[]}', "holds no shapes"),
        ("<html>", "web page"),
        (geojson(SQUARE)[:-40], "not a complete layer"),
        (geojson(SQUARE).encode("utf-16"), "UTF-16"),
        (geojson(SQUARE).encode().replace(b"E01000001", b"E010\xff0001"), "not a complete layer"),
        (geojson(SQUARE).replace('"LSOA21CD"', '"seen": "22025-01-01", "LSOA21CD"'), "not a complete layer"),
    ],
)
def test_what_is_no_layer_is_named(put: Put, study_area: StudyArea, content: str | bytes, said: str) -> None:
    with pytest.raises(SourceFileError, match=said):
        load_source("lsoas", put("lsoas", "l.geojson", content), study_area)


def test_lsoas_of_2011_are_not_taken_for_those_of_2021(put: Put, study_area: StudyArea) -> None:
    folder = put("lsoas", "l.geojson", geojson(SQUARE, names=("LSOA11CD", "LSOA11NM")))
    with pytest.raises(KeyError, match="this looks like LSOA 2011"):
        load_source("lsoas", folder, study_area)


def test_same_outline_in_two_files_comes_once(put: Put, study_area: StudyArea) -> None:
    put("lsoas", "a.geojson", geojson(SQUARE))
    table = load_source("lsoas", put("lsoas", "b.geojson", geojson(SQUARE, BOW_TIE)), study_area)
    assert table["lsoa_code"].tolist() == ["E01000001", "E01000002"]
    assert table.crs == "EPSG:27700"


def test_two_outlines_of_one_area_are_a_conflict(put: Put, study_area: StudyArea) -> None:
    put("lsoas", "a.geojson", geojson(SQUARE))
    with pytest.raises(ConflictError, match=r"a\.geojson, b\.geojson.*E01000001 \(two outlines\)"):
        load_source("lsoas", put("lsoas", "b.geojson", geojson(SQUARE.buffer(10))), study_area)
