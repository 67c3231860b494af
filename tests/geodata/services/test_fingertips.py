"""Fingertips: the file as published, and an answer without rows is an error that says what may be wrong."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.errors import DownloadError
from geodata.readers import load_source
from geodata.services import fingertips


@pytest.fixture
def fetch(downloader, source, fairbrook, tmp_path) -> Callable[[str], Path]:
    def get(key: str) -> Path:
        folder = tmp_path / "sources" / key
        folder.mkdir(parents=True, exist_ok=True)
        (fetched,) = fingertips.fetch(source(key), fairbrook, downloader, folder)
        assert fetched.rows == fetched.path.read_bytes().count(b"\n") - 1
        return fetched.path

    return get


@pytest.fixture
def published(publisher, demo) -> Callable[[str], bytes]:
    """Let the service answer with a demo file, and return it."""

    def publish(key: str) -> bytes:
        (path,) = (demo / key).iterdir()
        publisher.respond = lambda _path, _asked: (200, path.read_bytes())
        return path.read_bytes()

    return publish


@pytest.mark.parametrize("key", ["adult_activity", "child_activity"])
def test_the_file_is_as_published_with_its_categories_and_repeats(key, published, publisher, fetch, demo, fairbrook):
    body = published(key)
    path = fetch(key)
    assert path.read_bytes() == body
    pd.testing.assert_frame_equal(load_source(key, path.parent.parent, fairbrook), load_source(key, demo, fairbrook))
    ((_, _, asked),) = publisher.requests
    assert asked["indicator_ids"] == {"adult_activity": "93014,93015", "child_activity": "93570"}[key]
    assert (asked["child_area_type_id"], asked["parent_area_type_id"]) == ("502", "6")


def refused(fetch, folder: Path) -> str:
    with pytest.raises(DownloadError) as error:
        fetch("adult_activity")
    assert list((folder / "sources" / "adult_activity").iterdir()) == []
    return str(error.value)


def test_a_header_alone_is_refused_with_a_hint_at_the_area_type(published, publisher, fetch, tmp_path):
    header = published("adult_activity").splitlines(keepends=True)[0]
    publisher.respond = lambda _path, _asked: (200, header)
    said = refused(fetch, tmp_path)
    assert "there is a header, but no rows" in said
    assert "Area type 502" in said


def test_damage_in_a_column_that_is_not_read_is_refused_too(published, publisher, fetch, tmp_path):
    body = published("adult_activity")
    place = body.index(b"inactive")  # in the indicator's name
    publisher.respond = lambda _path, _asked: (200, body[:place] + b"\x81" + body[place + 1 :])
    assert "the text is not in utf-8" in refused(fetch, tmp_path)


def test_rows_of_other_areas_or_indicators_alone_are_refused(published, publisher, fetch, tmp_path):
    body = published("adult_activity")
    publisher.respond = lambda _path, _asked: (200, body.replace(b"E06999001", b"E06999002"))
    assert "no row for E06999001" in refused(fetch, tmp_path)
    publisher.respond = lambda _path, _asked: (200, body.replace(b"\n93015,", b"\n93016,"))
    assert "no row of indicator 93015" in refused(fetch, tmp_path)


@pytest.mark.parametrize(
    "body", [b"<!DOCTYPE html><title>Error</title>", b"", b"Indicator ID,Area Code\r\n93014,E06\r\n"]
)
def test_what_is_no_such_table_is_refused(body, publisher, fetch, tmp_path):
    publisher.respond = lambda _path, _asked: (200, body)
    refused(fetch, tmp_path)


def test_a_table_cut_in_a_line_is_refused(published, publisher, fetch, tmp_path):
    body = published("adult_activity")
    publisher.respond = lambda _path, _asked: (200, body[:-40])
    assert "cut short" in refused(fetch, tmp_path)


def test_a_file_that_has_not_changed_is_not_sent_again(
    publisher, downloader, demo, source, fairbrook, tmp_path, record
):
    (path,) = (demo / "child_activity").iterdir()
    publisher.put("https://fingertips.phe.org.uk/api/all_data/csv/by_indicator_id", path.read_bytes())
    (first,) = record(fingertips.fetch(source("child_activity"), fairbrook, downloader, tmp_path))
    (again,) = fingertips.fetch(source("child_activity"), fairbrook, downloader, tmp_path)
    assert again == first
    assert publisher.bodies_sent("by_indicator_id") == 1
