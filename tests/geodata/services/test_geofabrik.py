"""Extracts of OpenStreetMap by county: MD5 sums, the day's copy, and what has not changed."""

import datetime
import hashlib

import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import DownloadError
from geodata.openstreetmap.loading import load_openstreetmap
from geodata.services import geofabrik
from geodata.study_area import Streets

SOURCE = load_catalogue()["openstreetmap"]


def url(day="latest"):
    return SOURCE.fetch.url.format(extract="england/fairbrook", date=day)


@pytest.fixture
def area(fairbrook):
    return fairbrook.model_copy(update={"openstreetmap": Streets(extracts=("england/fairbrook",))})


@pytest.fixture
def pbf(demo):
    return next((demo / "openstreetmap").iterdir()).read_bytes()


@pytest.fixture
def put(publisher):
    def _put(body, day="latest", md5=None):
        publisher.put(url(day), body)
        sum_line = f"{md5 or hashlib.md5(body, usedforsecurity=False).hexdigest()}  fairbrook-{day}.osm.pbf\n"
        publisher.put(f"{url(day)}.md5", sum_line.encode())

    return _put


def test_the_extract_is_read_as_that_of_a_person_and_dated_by_its_header(put, pbf, downloader, area, demo, tmp_path):
    put(pbf)
    (fetched,) = geofabrik.fetch(SOURCE, area, downloader, tmp_path / "openstreetmap")
    assert fetched.path.name == "fairbrook.osm.pbf"
    assert fetched.vintage == "2026-03-01"
    assert load_openstreetmap(tmp_path, None, None).equals(load_openstreetmap(demo, None, None))


def test_an_extract_with_the_published_sum_is_not_fetched_again(put, pbf, publisher, downloader, area, tmp_path):
    put(pbf)
    first = geofabrik.fetch(SOURCE, area, downloader, tmp_path)
    assert geofabrik.fetch(SOURCE, area, downloader, tmp_path) == first
    assert publisher.bodies_sent(".osm.pbf") == 1
    first[0].path.write_bytes(b"damaged")
    assert geofabrik.fetch(SOURCE, area, downloader, tmp_path)[0].path.read_bytes() == pbf


def test_an_extract_that_is_not_what_its_sum_says_is_refused_and_the_one_of_before_stays(
    put, pbf, downloader, area, tmp_path
):
    put(pbf)
    geofabrik.fetch(SOURCE, area, downloader, tmp_path)
    put(pbf[:-1] + b"\0", md5="0" * 32)
    with pytest.raises(DownloadError, match="fairbrook-latest"):
        geofabrik.fetch(SOURCE, area, downloader, tmp_path)
    assert (tmp_path / "fairbrook.osm.pbf").read_bytes() == pbf


def test_an_extract_replaced_between_its_sum_and_itself_is_asked_for_once_more(
    put, pbf, publisher, downloader, area, tmp_path, monkeypatch
):
    put(pbf, md5="0" * 32)
    sums = iter(["0" * 32, hashlib.md5(pbf, usedforsecurity=False).hexdigest()])
    monkeypatch.setattr(geofabrik, "_published_md5", lambda *_: next(sums))
    (fetched,) = geofabrik.fetch(SOURCE, area, downloader, tmp_path)
    assert fetched.path.read_bytes() == pbf
    assert publisher.bodies_sent(".osm.pbf") == 2


def test_a_dated_copy_takes_the_place_of_the_latest(put, pbf, downloader, area, tmp_path):
    put(b"not asked for")
    put(pbf, day="260301")
    dated = Streets(extracts=("england/fairbrook",), date=datetime.date(2026, 3, 1))
    (fetched,) = geofabrik.fetch(SOURCE, area.model_copy(update={"openstreetmap": dated}), downloader, tmp_path)
    assert fetched.urls == (url("260301"),)
    assert fetched.path.name == "fairbrook.osm.pbf"


@pytest.mark.parametrize("body", [b"<html>403 Forbidden</html>", b"", b"no sum today"])
def test_a_sum_that_is_none_is_an_error(body, put, pbf, publisher, downloader, area, tmp_path):
    put(pbf)
    publisher.put(f"{url()}.md5", body)
    with pytest.raises(DownloadError):
        geofabrik.fetch(SOURCE, area, downloader, tmp_path)
    assert publisher.bodies_sent(".osm.pbf") == 0


def test_a_web_page_with_a_right_sum_is_still_no_extract(put, downloader, area, tmp_path):
    put(b"<html>guest network</html>")
    with pytest.raises(DownloadError):
        geofabrik.fetch(SOURCE, area, downloader, tmp_path)
    assert not list(tmp_path.glob("*.pbf"))


def test_a_study_area_without_extracts_says_where_to_name_them(downloader, fairbrook, tmp_path):
    with pytest.raises(DownloadError, match=r"\[openstreetmap\] extracts"):
        geofabrik.fetch(SOURCE, fairbrook, downloader, tmp_path)
