"""Nomis: the wide table of the publisher, whatever pages it came in; nothing cut or empty passes for a table."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.errors import DownloadError
from geodata.readers import load_source
from geodata.services import nomis

TABLES = ("population", "population_by_age", "travel_to_work", "car_availability")


class Nomis:
    """Answers with the demo borough's tables, a cell a row, `cap` rows an answer."""

    def __init__(self, demo: Path, source: Callable) -> None:
        self.cap = 500
        self.total: Callable[[int], str] = str
        self.cells = {}
        for key in TABLES:
            declared = source(key).fetch
            (path,) = (demo / key).iterdir()
            wide = pd.read_csv(path, dtype=str)
            dimension = declared.dimension
            self.cells[declared.url.rpartition("/")[2]] = [
                {
                    "GEOGRAPHY_CODE": row[declared.code_column],
                    "GEOGRAPHY_NAME": row[declared.name_column],
                    dimension: category,
                    f"{dimension}_NAME": column.partition(": ")[2] or f"Age {column}",
                    "OBS_VALUE": row[column],
                }
                for category, column in nomis.columns_of(declared).items()
                for row in wide.to_dict("records")
            ]

    def __call__(self, path: str, asked: dict[str, str]) -> tuple[int, bytes]:
        cells = self.cells[path.rpartition("/")[2]]
        if not re.fullmatch(r"E06999001TYPE(151|298)", asked["geography"]):
            return 200, b""
        start = int(asked["RecordOffset"])
        page = [cell | {"RECORD_COUNT": self.total(len(cells))} for cell in cells[start : start + self.cap]]
        return 200, self.body(page)

    def body(self, page: list[dict[str, str]]) -> bytes:
        text = io.StringIO()
        writer = csv.DictWriter(text, list(page[0]) if page else ["OBS_VALUE"], quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(page)
        return text.getvalue().encode("utf-8-sig")


@pytest.fixture
def server(publisher, demo, source) -> Nomis:
    publisher.respond = Nomis(demo, source)
    return publisher.respond


@pytest.fixture
def fetch(downloader, source, fairbrook, tmp_path) -> Callable[..., Path]:
    def get(key: str, user: str = "") -> Path:
        folder = tmp_path / "sources" / key
        folder.mkdir(parents=True, exist_ok=True)
        (fetched,) = nomis.fetch(source(key), fairbrook, downloader, folder, key=user)
        return fetched.path

    return get


@pytest.mark.parametrize("key", TABLES)
def test_what_is_fetched_reads_as_the_file_does(key, server, fetch, demo, fairbrook):
    path = fetch(key)
    pd.testing.assert_frame_equal(load_source(key, path.parent.parent, fairbrook), load_source(key, demo, fairbrook))


def test_the_file_is_the_same_whatever_the_pages_are(server, fetch):
    files = set()
    for server.cap in (97, 1_000, 25_000):
        files.add(fetch("travel_to_work").read_bytes())
    assert len(files) == 1


def test_a_key_is_sent_and_told_to_nobody(server, publisher, fetch, tmp_path, source, fairbrook, downloader, caplog):
    caplog.set_level(0)
    fetch("population", "0xsecret")
    assert {asked["uid"] for _, _, asked in publisher.requests} == {"0xsecret"}
    server.total = lambda _count: "many"
    with pytest.raises(DownloadError) as error:
        nomis.fetch(source("population"), fairbrook, downloader, tmp_path, key="0xsecret")
    publisher.respond = lambda _path, _asked: (500, b"")
    with pytest.raises(DownloadError) as busy:
        nomis.fetch(source("population"), fairbrook, downloader, tmp_path, key="0xsecret")
    assert "0xsecret" not in f"{error.value} {busy.value} {caplog.text}"


def test_without_a_key_none_is_sent(server, publisher, fetch):
    fetch("population")
    assert not any("uid" in asked for _, _, asked in publisher.requests)


def refused(fetch, folder: Path, key: str = "travel_to_work") -> str:
    with pytest.raises(DownloadError) as error:
        fetch(key)
    assert list((folder / "sources" / key).iterdir()) == []
    assert f"({key})" in str(error.value)
    return str(error.value)


def test_an_empty_answer_is_an_error_that_says_what_it_means(publisher, fetch, tmp_path):
    publisher.respond = lambda _path, _asked: (200, b"\r\n")
    assert "nothing came for E06999001, as when Nomis does not understand" in refused(fetch, tmp_path)


def test_a_page_cut_without_a_word_is_noticed(server, publisher, fetch, tmp_path):
    def respond(path: str, asked: dict[str, str]) -> tuple[int, bytes]:
        return (200, b"") if int(asked["RecordOffset"]) else server(path, asked)

    publisher.respond = respond
    assert "after 500 rows of E06999001" in refused(fetch, tmp_path)


def test_an_answer_without_the_number_of_rows_is_refused(server, fetch, tmp_path, monkeypatch):
    body = server.body
    monkeypatch.setattr(
        server,
        "body",
        lambda page: body([{name: value for name, value in cell.items() if name != "RECORD_COUNT"} for cell in page]),
    )
    assert "a row lacks RECORD_COUNT" in refused(fetch, tmp_path)


def test_a_number_of_rows_that_changes_is_noticed(server, fetch, tmp_path):
    counts = iter(range(1_000, 100_000))
    server.total = lambda _count: str(next(counts))
    assert "the number of rows is" in refused(fetch, tmp_path)


WRONG = {
    "is called 'Bicycle'": {"C2021_TTWMETH_12_NAME": "Bicycle"},
    "is called ''": {"C2021_TTWMETH_12_NAME": ""},
    "which was not asked for": {"C2021_TTWMETH_12": "99"},
}


@pytest.mark.parametrize("message", WRONG)
def test_cells_that_do_not_make_the_table_are_refused(message, server, fetch, tmp_path):
    for cell in server.cells["NM_2078_1.data.csv"]:
        cell.update(WRONG[message])
    assert message in refused(fetch, tmp_path)


def test_an_area_without_a_category_is_named(server, fetch, tmp_path):
    gone = server.cells["NM_2078_1.data.csv"].pop(3)
    said = refused(fetch, tmp_path)
    assert "has no row of" in said
    assert gone["GEOGRAPHY_CODE"] in said


def test_a_row_that_comes_twice_in_place_of_another_is_noticed(server, fetch, tmp_path):
    cells = server.cells["NM_2041_1.data.csv"]
    cells[5] = cells[0]
    assert "but 119 different ones" in refused(fetch, tmp_path, "population")


def test_two_values_of_one_cell_are_refused(server, fetch, tmp_path):
    cells = server.cells["NM_2078_1.data.csv"]
    cells.append(cells[0] | {"OBS_VALUE": "7"})
    assert "differ" in refused(fetch, tmp_path)


@pytest.mark.parametrize(
    "body", [b"<!DOCTYPE html><title>Sign in</title>", b"\xff\xfe\x00", b'"GEOGRAPHY_CODE"\r\n"E0']
)
def test_what_is_no_table_is_refused(body, publisher, fetch, tmp_path):
    publisher.respond = lambda _path, _asked: (200, body)
    with pytest.raises(DownloadError):
        fetch("population")
    assert list((tmp_path / "sources" / "population").iterdir()) == []


def test_an_authority_that_nomis_knows_under_its_former_code_is_asked_for_under_it(
    server, downloader, source, fairbrook, tmp_path
):
    renamed = fairbrook.model_copy(
        update={"local_authorities": {"renamed": "E06999777"}, "former_codes": {"E06999001": "E06999777"}}
    )
    (fetched,) = nomis.fetch(source("population"), renamed, downloader, tmp_path)
    assert fetched.rows == len(server.cells["NM_2041_1.data.csv"])
