"""Products of Ordnance Survey: the list of files, size and MD5 sum, and the file wanted in the archive."""

import json

import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import DownloadError
from geodata.readers import load_source
from geodata.services import os_downloads

SOURCE = load_catalogue()["green_space"]
FORM, NAME = SOURCE.fetch.format, "opgrsp_gpkg_gb.zip"
LIST = "/downloads/v1/products/OpenGreenspace/downloads"


@pytest.fixture
def archive(demo, pack):
    return pack({"Data/opgrsp_gb.gpkg": (demo / "green_space" / "opgrsp_gb.gpkg").read_bytes(), "Doc/licence.txt": b""})


def test_green_space_is_read_as_that_of_a_person(publisher, archive, downloader, demo, fairbrook, tmp_path):
    publisher.put_product("OpenGreenspace", FORM, NAME, archive)
    (fetched,) = os_downloads.fetch(SOURCE, fairbrook, downloader, tmp_path / "green_space")
    assert fetched.vintage == "2025-10"
    assert load_source("green_space", tmp_path, fairbrook).equals(load_source("green_space", demo, fairbrook))
    assert [path.name for path in (tmp_path / "green_space").iterdir()] == ["opgrsp_gb.gpkg"]


def test_the_same_version_is_not_fetched_again_and_a_damaged_file_is(
    publisher, archive, downloader, fairbrook, tmp_path, record
):
    publisher.put_product("OpenGreenspace", FORM, NAME, archive)
    (first,) = record(os_downloads.fetch(SOURCE, fairbrook, downloader, tmp_path))
    assert os_downloads.fetch(SOURCE, fairbrook, downloader, tmp_path)[0].path == first.path
    assert publisher.bodies_sent(".zip") == 1
    first.path.write_bytes(b"damaged")
    os_downloads.fetch(SOURCE, fairbrook, downloader, tmp_path)
    assert publisher.bodies_sent(".zip") == 2
    assert len(first.path.read_bytes()) > 1000


@pytest.mark.parametrize("wrong", [{"size": 17}, {"md5": "0" * 32}])
def test_an_archive_that_is_not_what_the_list_says_is_refused(
    wrong, publisher, archive, downloader, fairbrook, tmp_path
):
    publisher.put_product("OpenGreenspace", FORM, NAME, archive, **wrong)
    with pytest.raises(DownloadError, match=NAME):
        os_downloads.fetch(SOURCE, fairbrook, downloader, tmp_path)
    assert not [path for path in tmp_path.iterdir() if not path.name.startswith(".")]


def test_a_format_that_is_gone_is_named_with_those_there_are(publisher, archive, downloader, fairbrook, tmp_path):
    publisher.put_product("OpenGreenspace", "Geopackage 2", NAME, archive)
    with pytest.raises(DownloadError, match=r"0 files of GB in the format 'GeoPackage'.*GML, Geopackage 2"):
        os_downloads.fetch(SOURCE, fairbrook, downloader, tmp_path)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>503</html>", "products/OpenGreenspace"),
        (b"{", "not JSON"),
        (json.dumps([{"area": "GB", "format": FORM}]).encode(), "not the list of files"),
        (json.dumps({"error": "no such product"}).encode(), "not the list of files"),
    ],
)
def test_a_list_that_is_none_is_an_error(body, words, publisher, archive, downloader, fairbrook, tmp_path):
    publisher.put_product("OpenGreenspace", FORM, NAME, archive)
    publisher.files[LIST] = body
    with pytest.raises(DownloadError, match=words):
        os_downloads.fetch(SOURCE, fairbrook, downloader, tmp_path)


@pytest.mark.parametrize("members", [{"Data/readme.txt": b"x"}, {"../../opgrsp_gb.gpkg": b"x"}])
def test_an_archive_without_the_file_or_with_one_that_climbs_out_is_refused(
    members, publisher, pack, downloader, fairbrook, tmp_path
):
    folder = tmp_path / "sources" / "green_space"
    publisher.put_product("OpenGreenspace", FORM, NAME, pack(members))
    with pytest.raises(DownloadError):
        os_downloads.fetch(SOURCE, fairbrook, downloader, folder)
    assert not list(tmp_path.rglob("*.gpkg"))
    assert not list(tmp_path.rglob("*.zip"))
