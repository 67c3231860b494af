"""Tables and boundaries from all services at once: they read as the files do, and no fault lets a wrong one in."""

import importlib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from stub_server.fault_kinds import HTML, CaptivePortal, Instead, Quirk, Reset, Status, Truncate
from stub_server.gias import PERSONAL_DATA
from stub_server.random_faults import random_faults
from stub_server.server import StubServer

from geodata.catalogue import load_catalogue
from geodata.download import Downloader, Patience
from geodata.errors import DownloadError, SourceMissingError
from geodata.readers import load_source
from geodata.readers.loading import READERS
from geodata.services.fetched import Fetched
from geodata.source_files import find_files
from geodata.study_area import load_study_area

CLIENTS = {"arcgis", "arcgis_catalogue", "nomis", "fingertips", "govuk", "gias"}
KEYS = [key for key, source in load_catalogue().items() if source.fetch and source.fetch.client in CLIENTS]
FAIRBROOK = load_study_area("demo")
HASTE = Patience(attempts=4, total_s=20, first_wait_s=0.001, longest_wait_s=0.01, pause_s=0, read_s=3)


def fetch(key: str, stub: StubServer, sources: Path) -> list[Fetched]:
    source = load_catalogue()[key]
    client = importlib.import_module(f"geodata.services.{source.fetch.client}")
    (sources / key).mkdir(parents=True, exist_ok=True)
    more = {"today": stub.gias.today} if source.fetch.client == "gias" else {}
    with Downloader(base_urls=stub.prefixes(), patience=HASTE) as downloader:
        return client.fetch(source, FAIRBROOK, downloader, sources / key, **more)


def table(key: str, sources: Path) -> pd.DataFrame:
    """Return a table in the order of its keys: Fingertips may give its rows in another one."""
    read = pd.DataFrame(load_source(key, sources, FAIRBROOK))
    return read.sort_values(list(READERS[key].keys), ignore_index=True)


@pytest.fixture(scope="module")
def by_hand(demo_sources: Path) -> dict[str, pd.DataFrame]:
    return {key: table(key, demo_sources) for key in KEYS}


def test_no_source_of_these_services_is_passed_over():
    assert len(KEYS) >= 19


@pytest.mark.parametrize("key", KEYS)
def test_a_table_reads_as_the_file_does_though_pages_are_short(key, stub, by_hand, tmp_path):
    stub.arcgis.set_cap(17)
    stub.nomis.cap = 1_000
    assert fetch(key, stub, tmp_path)
    pd.testing.assert_frame_equal(table(key, tmp_path), by_hand[key])


@pytest.mark.parametrize("key", ["wards", "travel_to_work", "adult_activity", "deprivation_2025", "schools"])
def test_a_busy_or_broken_connection_is_tried_again(key, stub, by_hand, tmp_path):
    stub.faults.add("/*", [Status(429, "0"), Status(503), Reset(), None, Truncate(0.5)])
    fetch(key, stub, tmp_path)
    pd.testing.assert_frame_equal(table(key, tmp_path), by_hand[key])


WRONG = {
    "html": HTML,
    "portal": CaptivePortal(),
    "empty": Instead(b"", "text/csv"),
    "other table": Instead(b"id,value\r\n1,2\r\n", "text/csv"),
    "down": Status(500),
}


@pytest.mark.parametrize("fault", WRONG)
@pytest.mark.parametrize("key", ["wards", "lsoas", "travel_to_work", "adult_activity", "deprivation_2025", "schools"])
def test_what_is_not_the_table_leaves_nothing_to_be_read(key, fault, stub, tmp_path):
    stub.faults.add("/*", [WRONG[fault]], forever=True)
    with pytest.raises(DownloadError, match="http"):
        fetch(key, stub, tmp_path)
    with pytest.raises(SourceMissingError):
        find_files(load_catalogue()[key], tmp_path)


@pytest.mark.parametrize("quirk", ["unordered", "twice"])
@pytest.mark.parametrize("key", ["wards", "lsoa_ward_lookup", "population", "travel_to_work"])
def test_pages_in_no_order_and_rows_that_come_twice_never_make_a_wrong_table(key, quirk, stub, by_hand, tmp_path):
    stub.arcgis.set_cap(17)
    stub.nomis.cap = 100
    stub.faults.add("/*", [Quirk(quirk)], forever=True)
    try:
        fetch(key, stub, tmp_path)
    except DownloadError:
        assert not [path for path in (tmp_path / key).iterdir() if not path.name.startswith(".")]
    else:
        pd.testing.assert_frame_equal(table(key, tmp_path), by_hand[key])


@pytest.mark.parametrize("seed", range(12))
def test_random_faults_end_in_the_right_tables_or_in_a_clear_error(seed, stub, by_hand, tmp_path):
    stub.gias.today = date(2026, 11, 24)
    said: list[str] = []
    stub.faults.follow(random_faults(seed, most_per_place=2, stall_s=0.25))
    for key in (
        "lsoas",
        "lsoa_ward_lookup",
        "travel_to_work",
        "child_activity",
        "walking_cycling",
        "schools",
        "postcodes",
    ):
        for _ in range(12):
            try:
                fetch(key, stub, tmp_path)
                break
            except DownloadError as error:
                said.append(str(error))
            assert not [path for path in (tmp_path / key).glob("[!.]*") if path.suffix != ".part"], key
        pd.testing.assert_frame_equal(table(key, tmp_path), by_hand[key])
    assert [each for each in said if "http" not in each] == []


def test_no_person_of_the_register_reaches_the_disk(stub, tmp_path):
    stub.faults.add("/gias/*", [Truncate(0.7), None, None, Truncate(0.4)])
    (fetched,) = fetch("schools", stub, tmp_path)
    assert fetched.rows
    written = b"".join(path.read_bytes() for path in (tmp_path / "schools").iterdir())
    assert not [name for name in PERSONAL_DATA if name.encode("cp1252") in written]
