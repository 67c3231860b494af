"""The state of every source, and the guard that keeps disclosive ones inside."""

import pandas as pd
import pytest

from geodata.catalogue import load_catalogue
from geodata.provenance import DisclosureError, refuse_disclosive, sources
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
    assert listed.loc["collisions", ["state", "message"]].to_list() == ["not read", "no reader in this version"]


@pytest.mark.parametrize("source", ["collisions", "casualties+population", "population+school_flows"])
def test_a_table_with_a_disclosive_source_is_refused(results, source):
    rows = results["ward_indicators"].copy()
    rows.loc[rows.index[-1], "source"] = source
    with pytest.raises(DisclosureError, match=f"ward_indicators.*{'|'.join(source.split('+'))}"):
        refuse_disclosive("ward_indicators", rows)


def test_open_counts_pass_unchanged_though_their_key_begins_alike(results):
    rows = results["ward_indicators"]
    assert rows["source"].str.contains("collisions_raster").any()
    assert refuse_disclosive("ward_indicators", rows) is rows


def test_tables_without_sources_and_the_list_of_sources_pass(results, listed):
    assert refuse_disclosive("wards", results["wards"]) is results["wards"]
    table = listed.reset_index()
    assert refuse_disclosive("sources", table) is table
