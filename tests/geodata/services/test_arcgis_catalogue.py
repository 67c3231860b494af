"""The latest postcode directory: found by its title, taken out of its archive, cut to the study area."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.errors import DownloadError, EvengroundError
from geodata.readers import load_source
from geodata.services import arcgis_catalogue

TITLES = [
    "ONS Postcode Directory (August 2025) for the UK",
    "ONS Postcode Directory (November 2025) for the UK (V2)",
    "ONS Postcode Directory (November 2024) for the UK",
    "ONS Postcode Directory User Guide (February 2026)",
]
GUIDE = {"id": "guide", "title": "ONS Postcode Directory (February 2026)", "type": "PDF", "modified": 1_800_000_000_000}
ELSEWHERE = b"ZZ1 1AA,,0,E06000099,400000,400000,E01000001\r\n"
MEMBER = "Data/ONSPD_NOV_2025_UK.csv"


def packed(members: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, body in members.items():
            opened.writestr(name, body)
    return archive.getvalue()


class Portal:
    """A search with several months of the directory, and the archive of one of them."""

    def __init__(self, demo: Path) -> None:
        (path,) = (demo / "postcodes").iterdir()
        header, _, rows = gzip.decompress(path.read_bytes()).partition(b"\r\n")
        whole = b"\xef\xbb\xbf" + header + b"\r\n" + ELSEWHERE + rows + ELSEWHERE
        self.members = {
            MEMBER: whole,
            "Data/multi_csv/ONSPD_NOV_2025_UK_AB.csv": ELSEWHERE,
            "User Guide/x.pdf": b"%PDF",
        }
        self.results = [
            {"id": f"item{n}", "title": title, "type": "CSV Collection", "modified": 1_700_000_000_000 - n}
            for n, title in enumerate(TITLES)
        ] + [GUIDE]

    def __call__(self, path: str, _asked: dict[str, str]) -> tuple[int, bytes]:
        if path.endswith("/search"):
            return 200, json.dumps({"total": len(self.results), "results": self.results}).encode()
        return (200, packed(self.members)) if path == "/sharing/rest/content/items/item1/data" else (404, b"")


@pytest.fixture
def portal(publisher, demo) -> Portal:
    publisher.respond = Portal(demo)
    return publisher.respond


@pytest.fixture
def fetch(downloader, source, fairbrook, tmp_path) -> Callable[[], arcgis_catalogue.Fetched]:
    def get() -> arcgis_catalogue.Fetched:
        folder = tmp_path / "sources" / "postcodes"
        folder.mkdir(parents=True, exist_ok=True)
        (fetched,) = arcgis_catalogue.fetch(source("postcodes"), fairbrook, downloader, folder)
        return fetched

    return get


def test_the_latest_month_is_read_as_the_file_is(portal, fetch, demo, fairbrook):
    fetched = fetch()
    assert fetched.vintage == "November 2025"
    assert list(fetched.path.parent.iterdir()) == [fetched.path]
    assert b"ZZ1 1AA" not in fetched.path.read_bytes()
    assert fetched.rows == fetched.path.read_bytes().count(b"\n") - 1
    pd.testing.assert_frame_equal(
        load_source("postcodes", fetched.path.parent.parent, fairbrook),
        load_source("postcodes", demo, fairbrook),
    )


BROKEN = {
    "finds no item called like": lambda portal: portal.results.__delitem__(slice(0, 3)),
    "but nothing": lambda portal: portal.results.clear(),
    "no file named like": lambda portal: portal.members.pop(MEMBER),
    "has no row for E06999001": lambda portal: portal.members.update(
        {MEMBER: portal.members[MEMBER].replace(b"E06999001", b"E06999002")}
    ),
    "missing 'laua'|missing .*laua": lambda portal: portal.members.update(
        {MEMBER: portal.members[MEMBER].replace(b"laua", b"oslaua", 1)}
    ),
    "cells where the header has": lambda portal: portal.members.update({MEMBER: portal.members[MEMBER][:-20]}),
}


@pytest.mark.parametrize("message", BROKEN)
def test_what_is_not_the_directory_is_refused_and_no_table_is_left(message, portal, fetch, tmp_path):
    BROKEN[message](portal)
    with pytest.raises(EvengroundError, match=message):
        fetch()
    assert not [path for path in (tmp_path / "sources" / "postcodes").iterdir() if not path.name.startswith(".")]


@pytest.mark.parametrize("body", [b"<!doctype html><title>403</title>", b"PK\x03\x04 cut", b'{"error": {"code": 403}}'])
def test_an_archive_that_is_none_never_stays(body, portal, publisher, fetch, tmp_path):
    publisher.respond = lambda path, asked: portal(path, asked) if path.endswith("/search") else (200, body)
    with pytest.raises(DownloadError):
        fetch()
    assert list((tmp_path / "sources" / "postcodes").iterdir()) == []


def test_a_search_that_fails_says_so(publisher, fetch):
    publisher.respond = lambda _path, _asked: (200, b'{"error": {"code": 500, "message": "Try later", "details": []}}')
    with pytest.raises(DownloadError, match="'Try later'"):
        fetch()
