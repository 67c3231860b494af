"""What `evenground sources` shows, and a fetch that somebody watches and stops."""

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from stub_server.fault_kinds import Drip
from stub_server.server import StubServer

from geodata.catalogue import load_catalogue

IN_FRONT = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("pipelines", run_name="__main__")
"""
"""Runs the command line as from a terminal: what a shell starts in the background never hears of Ctrl-C."""
REPOSITORY = Path(__file__).resolve().parents[2]


def test_every_source_has_its_line_and_what_is_had_by_hand_its_address_in_full(evenground, tmp_path):
    done = evenground("sources", "rutland", "--sources", tmp_path)
    assert done.returncode == 0, done.stderr
    for key, source in load_catalogue().items():
        assert re.search(rf"^│ {key} +│ (missing|by hand) +│", done.stdout, flags=re.MULTILINE), key
        if source.fetch is None:
            line = f"{key}: get {source.filename} from {source.landing_page} and put it into {tmp_path / key}"
            assert line in done.stdout.splitlines()
    assert re.search(r"^With --fetch these can be had: wards, lsoas, .*green_space$", done.stdout, flags=re.MULTILINE)


def test_a_run_without_files_names_every_required_source_at_once(evenground, tmp_path):
    done = evenground("run", "rutland", "--sources", tmp_path, "--offline", "--out", tmp_path / "out")
    assert done.returncode == 1
    required = [key for key, source in load_catalogue().items() if source.is_required]
    assert len(required) == 6
    assert re.findall(r"\((\w+)\): no file\. Get it from https", done.stderr) == required
    assert done.stderr.startswith("evenground: ")
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_fetch_shows_how_far_each_file_is_and_goes_on_after_it_was_stopped(
    area: Path, stub: StubServer, tmp_path: Path
) -> None:
    sources = tmp_path / "sources"
    stub.faults.add("/dft/*", [Drip(40, 0.1)], forever=True)
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-c", IN_FRONT, "sources", str(area), "--sources", str(sources), "--fetch"],
        env=os.environ | stub.environment() | {"COLUMNS": "120", "TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=REPOSITORY,
    )
    os.close(theirs)
    shown = ""
    while "collision-last-5-years" not in shown.replace("dft-road-casualty-statistics-", "") or "kB/s" not in shown:
        shown += os.read(ours, 65536).decode(errors="replace")
        assert running.poll() is None, shown
    running.send_signal(signal.SIGINT)
    began = time.monotonic()
    while running.poll() is None and time.monotonic() - began < 60:
        shown += read_what_is_there(ours)
    assert running.returncode not in {None, 0}
    assert "Traceback" not in shown
    assert "━" in shown
    assert list((sources / "wards").glob("*.geojson"))
    assert not list((sources / "collisions").glob("*.csv"))
    (part,) = (sources / "collisions").glob("*.part")
    begun = part.stat().st_size
    assert begun > 0
    stub.faults.clear()
    asked = len(stub.requests)
    again = subprocess.run(
        [sys.executable, "-m", "pipelines", "sources", str(area), "--sources", str(sources), "--fetch"],
        env=os.environ | stub.environment(), capture_output=True, text=True, cwd=REPOSITORY, check=False,
    )  # fmt: skip
    assert again.returncode == 0, again.stderr
    later = [one.request for one in list(stub.requests)[asked:]]
    assert not [request for request in later if "wards" in request.path.lower()]
    assert f"bytes={begun}-" in {request.headers.get("range") for request in later}


def read_what_is_there(terminal: int) -> str:
    """Return what a terminal shows more; nothing once it is closed."""
    try:
        return os.read(terminal, 65536).decode(errors="replace")
    except OSError:
        return ""
