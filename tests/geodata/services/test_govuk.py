"""GOV.UK: a file is found by its name on the page, wherever it lies today."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.errors import DownloadError, NotThereError
from geodata.readers import load_source
from geodata.services import govuk

KEYS = ("deprivation_2025", "deprivation_2019", "deprivation_2019_lad", "walking_cycling")
ASSETS = "https://assets.publishing.service.gov.uk"


class Govuk:
    """Pages with the demo borough's files as attachments, among others, under addresses of today."""

    def __init__(self, demo: Path) -> None:
        self.files = {
            f"/media/{number:024x}/{path.name}": path.read_bytes()
            for number, path in enumerate(sorted(path for key in KEYS for path in (demo / key).iterdir()))
        }
        self.names = {path: path for path in self.files}

    def __call__(self, path: str, _asked: dict[str, str]) -> tuple[int, bytes]:
        if path.startswith("/api/content/"):
            return 200, json.dumps(self.page()).encode()
        return (200, self.files[path]) if path in self.files else (404, b"")

    def page(self) -> dict:
        attachments = [
            {"url": f"{ASSETS}{path}", "title": path[-20:], "content_type": "application/octet-stream"}
            for path in (*self.files, "/media/0/File_1_-_IMD2019_Index_of_Multiple_Deprivation.xlsx")
        ]
        return {"public_updated_at": "2026-08-26T09:30:00+01:00", "details": {"attachments": attachments}}

    def rename(self, old: str, new: str) -> None:
        self.files = {path.replace(old, new): body for path, body in self.files.items()}


@pytest.fixture
def server(publisher, demo) -> Govuk:
    publisher.respond = Govuk(demo)
    return publisher.respond


@pytest.fixture
def fetch(downloader, source, fairbrook, tmp_path) -> Callable[[str], list[govuk.Fetched]]:
    def get(key: str) -> list[govuk.Fetched]:
        folder = tmp_path / "sources" / key
        folder.mkdir(parents=True, exist_ok=True)
        return govuk.fetch(source(key), fairbrook, downloader, folder)

    return get


@pytest.mark.parametrize("key", KEYS)
def test_what_is_fetched_reads_as_the_files_do(key, server, fetch, demo, fairbrook, tmp_path):
    server.files = {path: body for path, body in server.files.items() if ("2019" in path) is ("2019" in key)}
    fetched = fetch(key)
    assert [each.path.name for each in fetched] == sorted(path.name for path in (demo / key).iterdir())
    assert {each.vintage for each in fetched} == {"published 2026-08-26"}
    pd.testing.assert_frame_equal(load_source(key, tmp_path / "sources", fairbrook), load_source(key, demo, fairbrook))


@pytest.mark.parametrize("name", ["CW0302.ods", "cw0302-proportion-of-adults-that-cycle.ods"])
def test_a_name_that_varies_is_recognised_and_written_under_the_same(name, server, fetch):
    server.rename("cw0302.ods", name)
    assert [each.path.name for each in fetch("walking_cycling")] == ["cw0302.ods", "cw0303.ods"]


@pytest.mark.parametrize("key", ["deprivation_2025", "walking_cycling"])
def test_a_page_without_the_file_names_what_it_has_and_where_to_look(key, server, fetch, source, publisher, tmp_path):
    server.files.clear()
    with pytest.raises(DownloadError) as error:
        fetch(key)
    assert source(key).landing_page in str(error.value)
    assert list((tmp_path / "sources" / key).iterdir()) == []


def test_where_the_page_does_not_name_the_file_the_address_known_is_asked(server, publisher, fetch, demo):
    (path,) = (demo / "deprivation_2025").iterdir()
    known = "/media/691ded56d140bbbaa59a2a7d/File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv"

    def respond(asked_path: str, _asked: dict[str, str]) -> tuple[int, bytes]:
        return (200, path.read_bytes()) if asked_path == known else (404, b"")

    publisher.respond = respond
    (fetched,) = fetch("deprivation_2025")
    assert fetched.path.read_bytes() == path.read_bytes()
    assert fetched.urls[-1].endswith(known)


def test_an_address_of_the_page_that_leads_nowhere_says_so(server, publisher, fetch):
    publisher.respond = lambda path, asked: server(path, asked) if path.startswith("/api/") else (404, b"")
    with pytest.raises(NotThereError, match="has changed: look for it on https"):
        fetch("walking_cycling")


@pytest.mark.parametrize(
    "page", [b"<html>", b"[]", b"{", b'{"details": {"attachments": [{"title": "x"}, 3]}}', b'{"details": 3}']
)
def test_a_page_that_is_none_is_refused(page, publisher, fetch):
    publisher.respond = lambda _path, _asked: (200, page)
    with pytest.raises(DownloadError):
        fetch("walking_cycling")


def damaged(demo: Path) -> bytes:
    """Return a workbook with one wrong byte, in the middle of its cells."""
    whole = bytearray((demo / "walking_cycling" / "cw0302.ods").read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    return bytes(whole)


def test_a_file_of_another_kind_or_a_damaged_one_is_refused(server, publisher, fetch, tmp_path, demo):
    for body in (b"<!doctype html><title>Blocked</title>", b"a,b\r\n1,2\r\n", b"PK\x03\x04 cut short", damaged(demo)):
        server.files = dict.fromkeys(server.files, body)
        for key in ("walking_cycling", "deprivation_2025"):
            with pytest.raises(DownloadError):
                fetch(key)
            assert list((tmp_path / "sources" / key).iterdir()) == []


def test_of_several_files_all_are_written_or_none(server, publisher, fetch, tmp_path):
    second = next(path for path in server.files if path.endswith("cw0303.ods"))
    server.files[second] = b"PK\x03\x04 cut short"
    with pytest.raises(DownloadError, match=r"cw0303\.ods: not the workbook"):
        fetch("walking_cycling")
    assert list((tmp_path / "sources" / "walking_cycling").iterdir()) == []


def test_a_file_that_has_not_changed_is_not_sent_again(
    publisher, downloader, server, source, fairbrook, tmp_path, record
):
    for path, body in server.files.items():
        publisher.put(f"{ASSETS}{path}", body)
    publisher.put(source("deprivation_2025").fetch.url, json.dumps(server.page()).encode())
    publisher.respond = None
    (first,) = record(govuk.fetch(source("deprivation_2025"), fairbrook, downloader, tmp_path))
    before = first.path.read_bytes()
    (again,) = govuk.fetch(source("deprivation_2025"), fairbrook, downloader, tmp_path)
    assert again == first
    assert first.path.read_bytes() == before
    assert publisher.bodies_sent("Denominators.csv") == 1
