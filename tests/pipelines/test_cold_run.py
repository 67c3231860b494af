"""One command from nothing: every source from its service, and the same tables as from files."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from stub_server.addresses import SERVICES
from stub_server.server import StubServer

from geodata.catalogue import load_catalogue
from geodata.study_area import bundled_study_areas

REPOSITORY = Path(__file__).resolve().parents[2]
TELLS_OF_FILES = {"sources.parquet"}
"""Names, sums and vintages of files differ between what is fetched and what somebody put there."""


def run(folder: Path, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does, with an environment of services."""
    command = [sys.executable, "-m", "pipelines", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=REPOSITORY, env=os.environ | environment
    )


@pytest.fixture
def area(tmp_path: Path) -> Path:
    """The demo borough under another name, so that its sources are fetched and not written."""
    declared = bundled_study_areas()["demo"].read_text(encoding="utf-8")
    path = tmp_path / "fairbrook.toml"
    renamed = declared.replace('name = "demo"', 'name = "fairbrook"')
    extracts = '[openstreetmap]\nextracts = ["england/fairbrook"]'
    path.write_text(f"{renamed}\n{extracts}\n", encoding="utf-8")
    return path


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
    live = run(tmp_path, "run", area, "--out", tmp_path / "live", **services)
    assert live.returncode == 0, live.stderr
    asked = len(stub.requests)
    assert asked > 0
    again = run(tmp_path, "sources", area, "--sources", cache, "--fetch", **services)
    assert again.returncode == 0, again.stderr
    assert len(stub.requests) == asked  # nothing is missing or stale any more
    files = run(tmp_path, "run", area, "--sources", demo_sources, "--out", tmp_path / "files", "--offline")
    assert files.returncode == 0, files.stderr
    assert tables(tmp_path / "live") == tables(tmp_path / "files")
