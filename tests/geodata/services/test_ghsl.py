"""Population tiles: those that the study area touches, each in an archive."""

import shutil

import geopandas as gpd
import pytest
import shapely

from geodata.catalogue import load_catalogue
from geodata.errors import DownloadError
from geodata.readers import load_source
from geodata.services import ghsl
from geodata.services.ghsl import MOLLWEIDE, tiles

SOURCE = load_catalogue()["population_raster"]


def url(row, column):
    return SOURCE.fetch.url.format(row=row, column=column)


@pytest.fixture
def sources(demo, tmp_path):
    shutil.copytree(demo / "wards", tmp_path / "wards")
    return tmp_path


@pytest.fixture
def archive(demo, pack):
    return pack({"GHS_POP_R3_C18.tif": next((demo / "population_raster").iterdir()).read_bytes(), "readme.pdf": b"x"})


def test_people_are_read_as_those_of_a_person(publisher, archive, downloader, sources, demo, fairbrook):
    publisher.put(url(3, 18), archive)
    (fetched,) = ghsl.fetch(SOURCE, fairbrook, downloader, sources / "population_raster")
    assert fetched.path.name == "GHS_POP_R3_C18.tif"
    key = "population_raster"
    assert load_source(key, sources, fairbrook).equals(load_source(key, demo, fairbrook))
    assert [path.name for path in (sources / key).iterdir()] == ["GHS_POP_R3_C18.tif"]


def test_an_archive_that_has_not_changed_is_not_sent_again(publisher, archive, downloader, sources, fairbrook, record):
    publisher.put(url(3, 18), archive)
    first = record(ghsl.fetch(SOURCE, fairbrook, downloader, sources / "population_raster"))
    assert ghsl.fetch(SOURCE, fairbrook, downloader, sources / "population_raster") == first
    assert publisher.bodies_sent(".zip") == 1


@pytest.mark.parametrize("body", [b"<html>403 Forbidden</html>", b"PK\x03\x04 torn"])
def test_what_is_no_archive_is_refused(body, publisher, downloader, sources, fairbrook):
    publisher.put(url(3, 18), body)
    with pytest.raises(DownloadError):
        ghsl.fetch(SOURCE, fairbrook, downloader, sources / "population_raster")
    assert not list((sources / "population_raster").glob("*"))


def test_where_no_tile_is_there_the_landing_page_is_named(downloader, sources, fairbrook):
    with pytest.raises(DownloadError, match=SOURCE.landing_page):
        ghsl.fetch(SOURCE, fairbrook, downloader, sources / "population_raster")


@pytest.mark.parametrize(
    ("outline", "wanted"),
    [
        (shapely.box(330_000, 350_000, 400_000, 420_000), [(3, 18)]),  # Cheshire and Merseyside
        (shapely.box(480_000, 298_000, 507_000, 318_000), [(3, 18), (3, 19)]),  # Rutland
        (shapely.box(180_000, 20_000, 240_000, 60_000), [(4, 18)]),  # Cornwall
    ],
)
def test_a_study_area_may_lie_in_two_tiles(outline, wanted):
    moved = gpd.GeoSeries([outline], crs="EPSG:27700").to_crs(MOLLWEIDE).iloc[0]
    assert tiles(moved) == wanted
