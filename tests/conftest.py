"""What several layers' tests share: the real data beside the repository, and one whole run of the demo borough."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from stub_server.server import StubServer

from geodata.demo import write_demo_sources

REPOSITORY = Path(__file__).resolve().parents[1]
Evenground = Callable[..., subprocess.CompletedProcess[str]]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the oracle tests read their cases from another folder, and more spoilt files be tried."""
    parser.addoption(
        "--oracle-cases",
        default=REPOSITORY.parent / "shared" / "oracles" / "inequality",
        metavar="DIR",
        help="folder of cases computed by other software (default: beside the repository)",
    )
    parser.addoption("--spoilt-inputs", default=12, metavar="N", help="spoilt files tried of each source (default: 12)")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of real data beside the repository; tests that need it are skipped where a user has none."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data are not beside this repository (../shared/data)")
    return folder


@pytest.fixture(scope="session")
def evenground() -> Evenground:
    """Run the command line in a process of its own, as a user does."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipelines", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)

    return run


@pytest.fixture(scope="session")
def demo_out(evenground: Evenground, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the results of `evenground demo`, run once."""
    out = tmp_path_factory.mktemp("demo") / "out"
    done = evenground("demo", "--out", out)
    assert done.returncode == 0, done.stderr
    (out.parent / "printed.txt").write_text(done.stdout, encoding="utf-8")
    return out


@pytest.fixture
def rutland(real_data: Path, tmp_path: Path) -> Path:
    """A copy of Rutland's source folder that a test may spoil."""
    folder = tmp_path / "sources"
    shutil.copytree(real_data / "rutland", folder, ignore=shutil.ignore_patterns("openstreetmap"))
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


@pytest.fixture(scope="session")
def demo_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demo borough's sources, written once; not to be spoilt."""
    folder = tmp_path_factory.mktemp("demo_sources")
    write_demo_sources(folder)
    return folder


@pytest.fixture
def stub(demo_sources: Path) -> Iterator[StubServer]:
    """Give a server of all services, filled with the demo borough, without faults and with an empty log."""
    with StubServer(demo_sources) as server:
        yield server
