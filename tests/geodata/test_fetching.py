"""Fetches of many sources on bad days: never wrong or torn data, nothing lost, and a second fetch completes."""

import datetime
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from stub_server.fault_kinds import HTML, Status
from stub_server.random_faults import random_faults
from stub_server.server import StubServer

from geodata.catalogue import load_catalogue
from geodata.download import Downloader, Patience
from geodata.errors import DownloadError
from geodata.fetching import Fetching, fetch_source, to_be_fetched
from geodata.source_files import sha256
from geodata.source_records import is_intact
from geodata.source_state import source_states
from geodata.study_area import Streets, load_study_area

FAIRBROOK = load_study_area("demo").model_copy(update={"openstreetmap": Streets(extracts=("england/fairbrook",))})
HASTE = Patience(attempts=3, total_s=10, first_wait_s=0.001, longest_wait_s=0.01, pause_s=0, read_s=0.2)
NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
KEYS = [key for key, source in load_catalogue().items() if source.fetch is not None and source.is_read]
SCHEDULES, AT_A_TIME = 320, 40
PER_SCHEDULE = 6
"""Sources fetched besides the wards, which others are cut to."""


def fetch(keys: list[str], stub: StubServer, sources: Path) -> dict[str, str]:
    """Fetch sources into a folder; return by key why some could not be had."""
    failed = {}
    with Downloader(base_urls=stub.prefixes(), patience=HASTE) as downloader:
        fetching = Fetching(FAIRBROOK, downloader, sources, NOW)
        for key in keys:
            try:
                fetch_source(load_catalogue()[key], fetching)
            except DownloadError as error:
                failed[key] = str(error)
    return failed


def files(sources: Path) -> dict[str, str]:
    """Return the sums of the files that readers see, by folder and name."""
    seen = [path for path in sources.rglob("[!.]*") if path.is_file() and path.suffix != ".part"]
    return {str(path.relative_to(sources)): sha256(path) for path in seen}


@pytest.fixture(scope="module")
def bad_days(demo_sources: Path) -> Iterator[StubServer]:
    """Give one server for all schedules; what it makes of the demo's files is made once."""
    with StubServer(demo_sources) as server:
        yield server


@pytest.fixture(scope="module")
def healthy(bad_days: StubServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with everything as it comes when nothing goes wrong."""
    folder = tmp_path_factory.mktemp("healthy")
    assert fetch(KEYS, bad_days, folder) == {}
    return folder


def test_what_was_fetched_has_its_record_and_is_not_wanted_again(healthy: Path) -> None:
    assert len(KEYS) >= 26
    assert [name for name in files(healthy) if not is_intact(healthy / name)] == []
    assert to_be_fetched(source_states(FAIRBROOK, healthy, NOW.date())) == []


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, SCHEDULES, AT_A_TIME))
def test_whatever_happens_the_files_are_right_and_a_second_fetch_completes(
    start: int, bad_days: StubServer, healthy: Path, tmp_path: Path
) -> None:
    right, n_failed = files(healthy), 0
    for seed in range(start, start + AT_A_TIME):
        drawn = set(random.Random(seed).sample(KEYS, PER_SCHEDULE)) | {"wards"}  # noqa: S311 (no secret)
        keys = [key for key in KEYS if key in drawn]
        wanted = {name: total for name, total in right.items() if name.split("/")[0] in drawn}
        sources = tmp_path / str(seed)
        if has_earlier := seed % 4 == 3:
            shutil.copytree(healthy, sources, ignore=shutil.ignore_patterns(*set(KEYS) - drawn))
        bad_days.faults.follow(random_faults(seed, most_per_place=2, stall_s=0.25))
        failed = fetch(keys, bad_days, sources)
        n_failed += len(failed)
        arrived = files(sources)
        assert arrived.items() <= wanted.items(), f"schedule {seed}"
        assert not has_earlier or arrived == wanted, f"schedule {seed}: what was there is gone"
        assert [key for key in failed if load_catalogue()[key].landing_page not in failed[key]] == []
        bad_days.faults.clear()
        assert fetch(keys, bad_days, sources) == {}, f"schedule {seed}"
        assert files(sources) == wanted, f"schedule {seed}"
        assert list(sources.rglob("*.part")) == []
    assert n_failed > AT_A_TIME  # the days were bad


def test_one_source_that_is_not_to_be_had_leaves_the_others_and_what_was_there(
    stub: StubServer, healthy: Path, tmp_path: Path
) -> None:
    sources = tmp_path / "sources"
    shutil.copytree(healthy, sources)
    stub.faults.add("/nomis/*", [Status(503)], forever=True)
    stub.faults.add("/dft/*", [HTML], forever=True)
    (sources / "collisions").rename(tmp_path / "away")
    failed = fetch(KEYS, stub, sources)
    assert {"population", "travel_to_work", "collisions"} <= set(failed)
    assert {"wards", "schools", "green_space"}.isdisjoint(failed)
    assert files(sources) == {name: total for name, total in files(healthy).items() if "collisions/" not in name}


def test_what_a_browser_is_still_writing_stays(stub: StubServer, tmp_path: Path) -> None:
    (tmp_path / "wards").mkdir()
    (tmp_path / "wards" / "other.geojson.part").write_text("{")
    assert fetch(["wards"], stub, tmp_path) == {}
    assert (tmp_path / "wards" / "other.geojson.part").is_file()
