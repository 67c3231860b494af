"""The register of schools: the latest extract there is, and nobody's name or number on the disk."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.catalogue import load_catalogue
from geodata.demo.school_columns import GIAS_COLUMNS
from geodata.errors import EvengroundError, NotThereError, SourceMissingError
from geodata.readers import load_source
from geodata.services import gias
from geodata.source_files import find_files

TODAY = date(2026, 11, 24)
PERSONS = {
    "HeadTitle (name)": "Ms",
    "HeadFirstName": "Zoë-Secret",
    "HeadLastName": "O'Secret",
    "HeadPreferredJobTitle": "Secret Headteacher",
    "TelephoneNum": "01514960000",
    "PropsName": "Secret & Sons",
}


@pytest.fixture
def extract(demo) -> bytes:
    """The demo borough's register with persons in it, and a name of a school that spans two lines."""
    (path,) = (demo / "schools").iterdir()
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("cp1252"), newline="")))
    text = io.StringIO()
    writer = csv.DictWriter(text, GIAS_COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(row | PERSONS | {"Street": 'The "Old" Road,\r\nsecond line'} for row in rows)
    return text.getvalue().encode("cp1252")


@pytest.fixture
def fetch(downloader, source, fairbrook, tmp_path) -> Callable[[], gias.Fetched]:
    def get() -> gias.Fetched:
        folder = tmp_path / "sources" / "schools"
        folder.mkdir(parents=True, exist_ok=True)
        (fetched,) = gias.fetch(source("schools"), fairbrook, downloader, folder, today=TODAY)
        return fetched

    return get


def published(publisher, days: dict[str, bytes]) -> None:
    publisher.respond = lambda path, _asked: (200, days[path[-12:-4]]) if path[-12:-4] in days else (404, b"")


def test_what_is_fetched_reads_as_the_file_does(publisher, extract, fetch, demo, fairbrook):
    published(publisher, {"20261124": extract})
    fetched = fetch()
    here = load_source("schools", fetched.path.parent.parent, fairbrook)
    pd.testing.assert_frame_equal(here, load_source("schools", demo, fairbrook))
    assert any("â" in name or "é" in name or "ô" in name for name in here["school_name"]), "no accent was read"


def test_the_latest_of_the_last_eight_days_is_taken(publisher, extract, fetch):
    published(publisher, {"20261122": extract, "20261120": b"of no use"})
    assert fetch().vintage == "2026-11-22"
    assert [path[-12:-4] for _, path, _ in publisher.requests] == ["20261124", "20261123", "20261122"]


def test_an_extract_of_nine_days_ago_is_not_looked_for(publisher, extract, fetch):
    published(publisher, {"20261115": extract})
    with pytest.raises(NotThereError, match="no extract of 2026-11-24 or of the 8 days before"):
        fetch()
    assert len(publisher.requests) == 9
    published(publisher, {"20261116": extract})
    assert fetch().vintage == "2026-11-16"


def test_nothing_about_a_person_reaches_the_disk_not_even_on_the_way(publisher, extract, fetch, tmp_path, monkeypatch):
    seen: list[bytes] = []

    class Look(gias.RowCount):
        def __call__(self, part: Path) -> None:
            seen.extend(path.read_bytes() for path in part.parent.iterdir())
            super().__call__(part)

    monkeypatch.setattr(gias, "RowCount", Look)
    published(publisher, {"20261124": extract})
    seen.append(fetch().path.read_bytes())
    assert len(seen) >= 2
    for value in PERSONS.values():
        assert value.encode("cp1252") in extract
        assert not any(value.encode("cp1252") in body for body in seen if len(value) > 2)
    assert not any(b"Head" in body or b"Telephone" in body for body in seen)


BROKEN = {
    "a web page": lambda _extract: b"<!DOCTYPE html><title>Service unavailable</title>",
    "missing 'URN'": lambda _extract: b"Name,HeadLastName\r\nA,Secret\r\n",
    "cells where the header has": lambda extract: extract + b'"1","2"\r\n',
    "more than 1048576 characters": lambda _extract: b"x" * (3 << 20),
    "unexpected end of data": lambda extract: extract.rstrip(b"\r\n")[:-1],
}


@pytest.mark.parametrize("message", BROKEN)
def test_a_broken_extract_is_refused_and_nothing_is_there_to_be_read(
    message, publisher, extract, fetch, tmp_path, source
):
    published(publisher, {"20261124": BROKEN[message](extract)})
    with pytest.raises(EvengroundError, match=message):
        fetch()
    with pytest.raises(SourceMissingError):
        find_files(source("schools"), tmp_path / "sources")
    assert not any(b"Secret" in path.read_bytes() for path in (tmp_path / "sources" / "schools").iterdir())


def chunks(body: bytes, sizes: list[int]) -> Iterator[bytes]:
    start = 0
    for size in sizes:
        yield body[start : start + size]
        start += size
    yield body[start:]


CELL = st.text(st.sampled_from('ab",\r\n é€'), max_size=6)


@given(st.lists(st.lists(CELL, min_size=13, max_size=13), max_size=5), st.lists(st.integers(0, 40), max_size=20))
def test_chunks_may_cut_a_row_anywhere(rows, sizes):
    source = load_catalogue()["schools"]
    kept = [names[0] for names in source.columns.values()]
    header = ["HeadLastName", *kept, "TelephoneNum"]
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([header, *rows])
    body = text.getvalue().encode("cp1252")
    got = b"".join(gias.without_persons(chunks(body, sizes), source, "here", Path("schools.csv")))
    found = list(csv.reader(io.StringIO(got.decode("cp1252"), newline="")))
    assert found == [kept, *(row[1:-1] for row in rows)]
