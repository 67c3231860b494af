"""The real study areas, held against published results."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

Evenground = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def cheshire_merseyside(evenground: Evenground, real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("real") / "cheshire_merseyside"
    sources = real_data / "cheshire_merseyside"
    done = evenground("run", "cheshire_merseyside", "--sources", sources, "--offline", "--out", out)
    assert done.returncode == 0, done.stderr
    return out


@pytest.mark.slow
def test_every_expected_figure_of_cheshire_and_merseyside(
    evenground: Evenground, cheshire_merseyside: Path, real_data: Path
) -> None:
    done = evenground("verify", cheshire_merseyside, real_data / "expected" / "cheshire_merseyside.json")
    assert "475 figures: 475 match, 0 mismatch, 0 not computed" in done.stdout
    assert done.returncode == 0


@pytest.mark.slow
def test_without_streets_the_run_says_what_is_missing(cheshire_merseyside: Path) -> None:
    assert pd.read_parquet(cheshire_merseyside / "tables" / "walking_edges.parquet").empty
    assert pd.read_parquet(cheshire_merseyside / "tables" / "ward_access.parquet").empty
    page = (cheshire_merseyside / "index.html").read_text(encoding="utf-8")
    assert (
        "OpenStreetMap extract (OpenStreetMap contributors): not found; without it there is no walking network" in page
    )
    assert [path.name for path in (cheshire_merseyside / "maps").iterdir()] == ["wards.html"]
    assert [path for path in cheshire_merseyside.rglob("*.html") if "maps/routes" in path.read_text("utf-8")] == []
    indicators = pd.read_parquet(cheshire_merseyside / "tables" / "ward_indicators.parquet")["indicator"]
    assert not indicators.str.startswith(("access_", "streets_")).any()


@pytest.mark.slow
def test_all_wards_are_there_and_waterfront_north_has_its_people(cheshire_merseyside: Path) -> None:
    wards = pd.read_parquet(cheshire_merseyside / "tables" / "ward_inequity.parquet").set_index("ward_code")
    assert len(wards) == 278
    assert 2500 < wards.loc["E05015332", "residents"] < 3500
    assert "no LSOA by ONS best fit" in wards.loc["E05015332", "flags"]
    assert wards["priority_rank"].notna().all()


@pytest.mark.slow
def test_ward_people_add_up_to_each_authority(cheshire_merseyside: Path) -> None:
    tables = cheshire_merseyside / "tables"
    ward_of = pd.read_parquet(tables / "ward_inequity.parquet").set_index("ward_code")["local_authority_code"]
    wards = pd.read_parquet(tables / "ward_indicators.parquet").query("indicator == 'residents' and period == '2021'")
    sums = wards.set_index("area_code")["value"].groupby(ward_of).sum()
    levels = pd.read_parquet(tables / "local_authority_indicators.parquet")
    people = levels.query("indicator == 'residents' and period == '2021'").set_index("area_code")["value"]
    assert (sums - people.reindex(sums.index)).abs().max() < 1e-6


@pytest.mark.slow
def test_headline_claims_are_not_reproduced_and_the_table_says_so(cheshire_merseyside: Path) -> None:
    table = pd.read_parquet(cheshire_merseyside / "tables" / "headline_reconciliation.parquet")
    assert len(table) == 18
    assert not table["is_match"].any()
    adults = table[table["denominator_name"].str.startswith("adults")]
    thousands = (adults.groupby("claimed_people")["numerator"].agg(["min", "max"]) / 1000).round(0)
    assert thousands.to_dict("index") == {
        700_000: {"min": 457.0, "max": 459.0},
        1_000_000: {"min": 653.0, "max": 668.0},
    }


@pytest.mark.slow
def test_a_wrong_figure_is_a_mismatch(evenground: Evenground, cheshire_merseyside: Path, tmp_path: Path) -> None:
    entry = (
        '[{"key": "ward_count_wd25", "area_code": "E06000006", "value": 19, "tolerance": 0, "source": "", "kind": ""}]'
    )
    (tmp_path / "wrong.json").write_text(entry, encoding="utf-8")
    done = evenground("verify", cheshire_merseyside, tmp_path / "wrong.json")
    assert done.returncode == 1
    assert "MISMATCH" in done.stdout
