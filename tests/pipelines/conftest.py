"""What tests of whole commands share."""

from pathlib import Path

import pytest

from geodata.study_area import bundled_study_areas


@pytest.fixture
def area(tmp_path: Path) -> Path:
    """The demo borough under another name, so that its sources are fetched and not written."""
    declared = bundled_study_areas()["demo"].read_text(encoding="utf-8")
    path = tmp_path / "fairbrook.toml"
    renamed = declared.replace('name = "demo"', 'name = "fairbrook"')
    extracts = '[openstreetmap]\nextracts = ["england/fairbrook"]'
    path.write_text(f"{renamed}\n{extracts}\n", encoding="utf-8")
    return path
