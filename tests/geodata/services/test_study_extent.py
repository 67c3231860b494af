"""The ground to be covered: from wards, or in a streets-only area from its extract."""

import shutil

import pytest
import shapely

from geodata.catalogue import load_catalogue
from geodata.demo import geography
from geodata.errors import DownloadError
from geodata.services.study_extent import in_degrees, study_extent

SOURCE = load_catalogue()["elevation"]


def test_it_is_the_study_area_and_5_km_around_it(demo, fairbrook):
    extent = study_extent(SOURCE, fairbrook, demo)
    expected = geography.outline().buffer(5000)
    assert shapely.symmetric_difference(extent, expected).area < 0.001 * expected.area
    west, south, east, north = in_degrees(extent).bounds
    assert -3 < west < east < -2.5
    assert 53 < south < north < 53.7


def test_in_a_streets_only_area_it_is_what_the_extract_covers(demo, fairbrook, tmp_path):
    streets_only = fairbrook.model_copy(update={"is_streets_only": True})
    with pytest.raises(DownloadError, match="before the source openstreetmap is there"):
        study_extent(SOURCE, streets_only, tmp_path)
    shutil.copytree(demo / "openstreetmap", tmp_path / "openstreetmap")
    assert study_extent(SOURCE, streets_only, tmp_path).contains(geography.outline())


def test_wards_that_cannot_be_read_are_named(demo, fairbrook, tmp_path):
    (tmp_path / "wards").mkdir()
    (tmp_path / "wards" / "wards.geojson").write_text("{", encoding="utf-8")
    with pytest.raises(DownloadError, match=r"wards.geojson: not a complete layer"):
        study_extent(SOURCE, fairbrook, tmp_path)
