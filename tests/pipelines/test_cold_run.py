"""One command from nothing: every source from its service, and the same tables as from files."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from stub_server.addresses import SERVICES
from stub_server.server import StubServer

from geodata.catalogue import load_catalogue

REPOSITORY = Path(__file__).resolve().parents[2]
TELLS_OF_FILES = {"sources.parquet"}
"""Names, sums and vintages of files differ between what is fetched and what somebody put there."""


AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
"""Runs a command as one whom read-only folders keep from writing, as they do not keep root."""


def run(*arguments: str | Path, prefix: Sequence[str] = (), **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does, with an environment of services."""
    command = [*prefix, sys.executable, "-m", "pipelines", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=REPOSITORY, env=os.environ | environment
    )


def tables(out: Path) -> dict[str, str]:
    """Return the sums of the published tables that do not tell of files."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((out / "tables").glob("*.parquet"))
        if path.name not in TELLS_OF_FILES
    }


@pytest.mark.slow
def test_a_cold_run_has_the_tables_of_a_run_from_files(
    area: Path, demo_sources: Path, stub: StubServer, tmp_path: Path
) -> None:
    cache = tmp_path / ".live.sources"
    for key, source in load_catalogue().items():
        if source.fetch is None and (demo_sources / key).is_dir():
            shutil.copytree(demo_sources / key, cache / key)  # what only a person can get
    services = {service.variable: stub.base_urls()[name] for name, service in SERVICES.items()}
    live = run("run", area, "--out", tmp_path / "live", **services)
    assert live.returncode == 0, live.stderr
    asked = len(stub.requests)
    assert asked > 0
    again = run("sources", area, "--sources", cache, "--fetch", **services)
    assert again.returncode == 0, again.stderr
    assert len(stub.requests) == asked  # nothing is missing or stale any more
    files = run("run", area, "--sources", demo_sources, "--out", tmp_path / "files", "--offline")
    assert files.returncode == 0, files.stderr
    assert tables(tmp_path / "live") == tables(tmp_path / "files")


@pytest.fixture
def closed(demo_sources: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder of sources that cannot be written to."""
    folder = tmp_path / "closed"
    shutil.copytree(demo_sources, folder)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)


@pytest.mark.slow
def test_a_read_only_folder_of_sources_works_offline_and_says_that_nothing_can_be_fetched_into_it(
    area: Path, closed: Path, stub: StubServer, tmp_path: Path
) -> None:
    services = {service.variable: stub.base_urls()[name] for name, service in SERVICES.items()}
    (empty := tmp_path / "empty").mkdir(mode=0o555)
    fetched = run("sources", area, "--sources", empty, "--fetch", prefix=AS_ANYBODY, **services)
    assert fetched.returncode == 1
    assert "the folder cannot be written to (Permission denied); run with --offline" in fetched.stderr
    assert not list(empty.iterdir())
    offline = run("run", area, "--sources", closed, "--out", tmp_path / "out", "--offline", prefix=AS_ANYBODY)
    assert offline.returncode == 0, offline.stderr
    assert (tmp_path / "out" / "index.html").is_file()
