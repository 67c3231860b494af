"""Fetches in processes of their own, that are killed, come two at once, or find the disk full."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from stub_server.fault_kinds import Drip
from stub_server.server import StubServer

from geodata.catalogue import load_catalogue
from geodata.source_files import find_files, sha256
from geodata.source_records import is_intact

REPOSITORY = Path(__file__).parents[2]
KEYS = [key for key, source in load_catalogue().items() if source.fetch is not None and source.is_read]
PROGRAM = """
import datetime, json, resource, signal, sys
from pathlib import Path
from geodata.catalogue import load_catalogue
from geodata.download import Downloader, Patience
from geodata.errors import DownloadError
from geodata.fetching import Fetching, fetch_source
from geodata.study_area import Streets, load_study_area

asked = json.loads(sys.argv[1])
if asked["most_bytes"]:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (asked["most_bytes"], asked["most_bytes"]))
area = load_study_area("demo").model_copy(update={"openstreetmap": Streets(extracts=("england/fairbrook",))})
patience = Patience(attempts=3, total_s=20, first_wait_s=0.01, longest_wait_s=0.1, pause_s=0, read_s=5)
now = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
failed = {}
with Downloader(base_urls=asked["prefixes"], patience=patience) as downloader:
    for key in asked["keys"]:
        try:
            fetch_source(load_catalogue()[key], Fetching(area, downloader, Path(asked["sources"]), now))
        except DownloadError as error:
            failed[key] = str(error)
print(json.dumps(failed))
"""


def fetching(stub: StubServer, sources: Path, most_bytes: int | None = None) -> "subprocess.Popen[str]":
    """Start a fetch of everything; `most_bytes` is what the disk takes of a file before it is full."""
    asked = {"keys": KEYS, "prefixes": stub.prefixes(), "sources": str(sources), "most_bytes": most_bytes}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", PROGRAM, json.dumps(asked)], text=True, cwd=REPOSITORY, **pipes)


def failed(process: "subprocess.Popen[str]") -> dict[str, str]:
    """Return at the end of a fetch why some sources could not be had."""
    said, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return json.loads(said)


def files(sources: Path) -> dict[str, str]:
    """Return the sums of the files that readers find, by folder and name."""
    found = {}
    for key in KEYS:
        if (sources / key).is_dir() and any(path.name[0] != "." for path in (sources / key).iterdir()):
            found |= {f"{key}/{path.name}": sha256(path) for path in find_files(load_catalogue()[key], sources)}
    return found


def require_whole(sources: Path, right: dict[str, str]) -> None:
    """Hold a folder against what should have come, with its records and with nothing left over."""
    assert files(sources) == right
    assert [name for name in right if not is_intact(sources / name)] == []
    assert list(sources.rglob("*.part")) == []


@pytest.fixture
def right(stub: StubServer, tmp_path: Path) -> dict[str, str]:
    """Return the sums of what comes when nothing goes wrong."""
    assert failed(fetching(stub, tmp_path / "right")) == {}
    assert len(files(tmp_path / "right")) >= len(KEYS)
    return files(tmp_path / "right")


@pytest.mark.slow
def test_a_fetch_killed_again_and_again_leaves_nothing_torn_and_completes(
    stub: StubServer, right: dict[str, str], tmp_path: Path
) -> None:
    sources = tmp_path / "sources"
    stub.faults.add("/*", [Drip(10, 0.02)], forever=True)
    for kills, more in enumerate((2, 9, 17, 26, 40)):
        asked = len(stub.requests)
        running = fetching(stub, sources)
        while len(stub.requests) < asked + more:
            assert running.poll() is None, running.communicate()
            time.sleep(0.003 * (kills + 1))
        running.kill()
        running.communicate()
        assert running.returncode == -signal.SIGKILL
        arrived = {name: total for name, total in files_if_any(sources).items() if not name.endswith(".part")}
        assert arrived.items() <= right.items(), f"kill {kills}"
    stub.faults.clear()
    assert failed(fetching(stub, sources)) == {}
    require_whole(sources, right)


def files_if_any(sources: Path) -> dict[str, str]:
    """Return the sums of all that is not hidden, whatever it is called."""
    seen = [path for path in sources.rglob("[!.]*") if path.is_file()]
    return {str(path.relative_to(sources)): sha256(path) for path in seen}


@pytest.mark.slow
def test_two_fetches_at_once_into_one_folder_end_as_one(
    stub: StubServer, right: dict[str, str], tmp_path: Path
) -> None:
    sources = tmp_path / "sources"
    stub.faults.add("/*", [Drip(4, 0.01)], forever=True)
    both = [fetching(stub, sources), fetching(stub, sources)]
    assert [failed(each) for each in both] == [{}, {}]
    require_whole(sources, right)


@pytest.mark.slow
def test_a_full_disk_is_said_and_leaves_the_folder_as_it_was(
    stub: StubServer, right: dict[str, str], tmp_path: Path
) -> None:
    sources = tmp_path / "sources"
    told = failed(fetching(stub, sources, most_bytes=20_000))
    small = files_if_any(sources)
    assert small.items() <= right.items()
    assert 0 < len(small) < len(right)
    assert {key for key in KEYS if f"{key}/" not in "".join(small)} <= set(told)
    cut_to_wards = {key for key, message in told.items() if message.split(". Or ")[0].endswith("Get wards first")}
    assert cut_to_wards < set(told)
    assert [key for key in set(told) - cut_to_wards if "the disk is full; make room" not in told[key]] == []
    earlier = files_if_any(tmp_path / "right")
    assert set(failed(fetching(stub, tmp_path / "right", most_bytes=20_000))) <= set(told)
    assert files_if_any(tmp_path / "right") == earlier
    assert failed(fetching(stub, sources)) == {}
    assert files(sources) == right
