"""From a folder to the table: an extract, nothing at all, or a service that does not answer."""

import shutil
import socket

import geopandas as gpd
import pytest
import shapely

from geodata.errors import SourceFileError
from geodata.openstreetmap.loading import Overpass, load_openstreetmap, load_openstreetmap_or_gap, overpass_url
from geodata.readers.elevation import load_elevation_or_gap
from geodata.schemas import empty

EXTRACT = "its_leeds_example.osm.pbf"


@pytest.fixture
def sources(real_data, tmp_path):
    (tmp_path / "openstreetmap").mkdir()
    shutil.copyfile(real_data / "snippets" / "openstreetmap" / EXTRACT, tmp_path / "openstreetmap" / EXTRACT)
    return tmp_path


def ward(west, south, east, north):
    return gpd.GeoDataFrame({"ward_code": ["E05999001"]}, geometry=[shapely.box(west, south, east, north)], crs=27700)


LEEDS = ward(429_000, 434_000, 431_000, 436_000)
ELSEWHERE = ward(340_000, 390_000, 341_000, 391_000)


def test_the_report_names_file_hash_and_date(sources):
    table = load_openstreetmap(sources, LEEDS, None)
    report = table.attrs["source"]
    assert report["files"] == [EXTRACT]
    assert len(report["sha256"][0]) == 64
    assert report["rows"] == len(table) > 100
    assert report["vintage"]
    assert table.attrs["openstreetmap"]["nodes"] == 1678


def test_without_wards_everything_is_taken(sources):
    assert len(load_openstreetmap(sources, None, None)) >= len(load_openstreetmap(sources, LEEDS, None))


def test_an_extract_of_elsewhere_is_an_error_and_then_a_gap(sources):
    with pytest.raises(SourceFileError, match="the study area lies outside the extract"):
        load_openstreetmap(sources, ELSEWHERE, None)
    gap = load_openstreetmap_or_gap(sources, ELSEWHERE, None)
    assert gap.empty
    assert gap.attrs["source"]["state"] == "invalid"


def test_offline_without_a_file_it_is_missing(tmp_path):
    gap = load_openstreetmap_or_gap(tmp_path, LEEDS, None)
    assert gap.attrs["source"]["state"] == "missing"
    assert "<sources>" in gap.attrs["source"]["message"]


def test_a_service_that_is_not_there_is_a_gap_that_says_what_to_do(tmp_path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/api"
    service = Overpass(address, tmp_path / "cache", deadline_s=5)
    gap = load_openstreetmap_or_gap(tmp_path, ward(429_900, 434_900, 430_000, 435_000), service)
    assert gap.attrs["source"]["state"] == "missing"
    assert "openstreetmap" in gap.attrs["source"]["message"].lower()


def test_the_catalogue_declares_the_service():
    assert overpass_url().startswith("https://")


def test_without_a_terrain_model_there_is_a_gap(tmp_path):
    gap = load_elevation_or_gap(tmp_path, empty("walking_edges"))
    assert gap.empty
    assert gap.attrs["source"]["state"] == "missing"
