"""The state of every source."""

import pandas as pd
import pytest

from geodata.catalogue import load_catalogue
from geodata.provenance import sources
from geodata.schemas import empty, validate


def reported(key: str, **report) -> pd.DataFrame:
    table = empty(f"source_{key}")
    table.attrs = {"source": {"key": key, "files": [], "sha256": [], "rows": 0, "message": "", **report}}
    return table


@pytest.fixture(scope="module")
def listed() -> pd.DataFrame:
    tables = {
        "wards": reported("wards", state="read", files=["a.geojson", "b.geojson"], sha256=["1", "2"], rows=4),
        "schools": reported("schools", state="missing", message="schools: no file"),
        "adult_activity": reported("adult_activity", state="invalid", message="column Value is missing"),
    }
    return validate("sources", sources(tables)).set_index("source")


def test_every_source_of_the_catalogue_is_listed_once(listed):
    assert listed.index.to_list() == list(load_catalogue())


def test_what_was_read_has_files_hashes_and_rows(listed):
    row = listed.loc["wards"]
    assert (row["state"], row["files"], row["sha256"], row["rows"]) == ("read", "a.geojson | b.geojson", "1 | 2", 4)
    assert row["licence"] == load_catalogue()["wards"].licence
    assert bool(row["is_required"]) is True


def test_what_is_missing_or_invalid_says_why_and_what_it_would_have_fed(listed):
    assert listed.loc["schools", ["state", "message", "feeds"]].to_list() == ["missing", "schools: no file", "schools"]
    assert listed.loc["adult_activity", "state"] == "invalid"
    assert "headline reconciliation" in listed.loc["adult_activity", "feeds"]


def test_what_no_reader_reads_is_not_read_rather_than_missing(listed):
    assert listed.loc["small_area_activity", ["state", "message"]].to_list() == [
        "not read",
        "no reader in this version",
    ]


def test_files_of_another_publisher_have_its_terms():
    files = ["Copernicus_DSM_COG_10_N53_00_W003_00_DEM.tif", "Copernicus_DSM_COG_10_N53_00_W004_00_DEM.tif"]
    row = sources({"elevation": reported("elevation", state="read", files=files)}).set_index("source").loc["elevation"]
    assert row["attribution"].startswith("© DLR")
    assert "OS data" not in row["attribution"]
    assert "Copernicus DEM licence" in row["licence"]
    mixed = sources({"elevation": reported("elevation", state="read", files=["SJ49.asc", *files])})
    assert mixed.set_index("source").loc["elevation", "attribution"].startswith("Contains OS data © Crown copyright")
    assert "; © DLR" in mixed.set_index("source").loc["elevation", "attribution"]
