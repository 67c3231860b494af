from pathlib import Path

import pytest

from geodata.demo import write_demo_sources


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "sources"
    write_demo_sources(folder)
    return folder
