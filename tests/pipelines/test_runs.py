"""Runs that go right only in part, or wrong: what a user is told, and what is left alone."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipelines.definitions import make_definitions
from pipelines.runs import open_instance
from pipelines.settings import make_settings

Evenground = Callable[..., subprocess.CompletedProcess[str]]

STREETS_AND_PLACES = {
    "collisions",
    "casualties",
    "vehicles",
    "traffic_counts",
    "footway_widths",
    "measured_speeds",
    "zones_20mph",
    "route_surveys",
    "school_flows",
    "openstreetmap",
    "elevation",
    "population_raster",
    "car_availability",
    "green_space",
    "gp_practices",
    "pharmacies",
}
"""Not in the folder of Rutland that tests may spoil."""
MADE_UP = """
name = "made_up_region"
title = "Rutland and Halton, a made-up region"

[local_authorities]
rutland = "E06000017"
halton = "E06000006"
"""


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def reencode(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-16")


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [truncate, empty, reencode, Path.unlink])
def test_bad_required_source_stops_the_run_with_one_message(
    evenground: Evenground, rutland: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    (path,) = (rutland / "deprivation_2025").iterdir()
    spoil(path)
    done = evenground("run", "rutland", "--sources", rutland, "--out", tmp_path / "out", "--offline")
    assert done.returncode == 1
    assert done.stderr.count("evenground: ") == 1
    assert "deprivation_2025" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()  # nothing half-written


@pytest.mark.slow
def test_bad_and_missing_optional_sources_become_named_gaps(
    evenground: Evenground, rutland: Path, tmp_path: Path
) -> None:
    truncate(next((rutland / "walking_cycling").iterdir()))
    empty(next((rutland / "collisions_raster").iterdir()))
    for key in ("child_activity", "deprivation_2019", "lsoa_2011_2021_lookup", "population_by_age", "schools"):
        shutil.rmtree(rutland / key)
    done = evenground("run", "rutland", "--sources", rutland, "--out", tmp_path / "out", "--offline")
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["missing_sources"]) - STREETS_AND_PLACES == {
        "child_activity",
        "collisions_raster",
        "deprivation_2019",
        "lsoa_2011_2021_lookup",
        "population_by_age",
        "rural_urban",
        "schools",
        "travel_to_work",
        "walking_cycling",
    }
    assert manifest["sources"]["collisions_raster"]["state"] == "invalid"
    assert "Without collisions_raster: road casualties by ward left out" in done.stdout
    assert "Without rural_urban: inequality between rural and urban areas left out" in done.stdout
    indicators = pd.read_parquet(tmp_path / "out" / "tables" / "ward_indicators.parquet")
    assert not indicators["indicator"].str.startswith("road_casualties").any()  # absent, not zero


@pytest.mark.slow
def test_swapped_vintages_are_told_apart(evenground: Evenground, rutland: Path, tmp_path: Path) -> None:
    (old,) = (rutland / "lsoas_2011").iterdir()
    (new,) = (rutland / "lsoas").iterdir()
    shutil.copyfile(old, new)
    done = evenground("run", "rutland", "--sources", rutland, "--out", tmp_path / "out", "--offline")
    assert done.returncode == 1
    assert "LSOA21CD" in done.stderr


@pytest.mark.slow
def test_codes_that_do_not_match_are_named(evenground: Evenground, rutland: Path, tmp_path: Path) -> None:
    """A ward renamed by a review: its old code is in the lookup, its new one in the boundaries."""
    (layer,) = (rutland / "lsoa_ward_lookup").iterdir()
    layer.write_text(layer.read_text(encoding="utf-8").replace("E05012632", "E05019999"), encoding="utf-8")
    done = evenground("run", "rutland", "--sources", rutland, "--out", tmp_path / "out", "--offline")
    assert done.returncode == 1
    assert "E05019999" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_new_study_area_needs_one_file_and_no_code(evenground: Evenground, real_data: Path, tmp_path: Path) -> None:
    """Rutland and Halton together, their files side by side; then Halton alone renewed."""
    sources, out = tmp_path / "sources", tmp_path / "out"
    for folder in ("rutland", "cheshire_merseyside"):
        for path in sorted((real_data / folder).glob("*/*")):
            if (
                path.parent.name not in {"openstreetmap", "deprivation_2019_lad", "walking_cycling"}
                or folder == "rutland"
            ):
                target = sources / path.parent.name / f"{folder}_{path.name}"
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    (tmp_path / "region.toml").write_text(MADE_UP, encoding="utf-8")
    done = evenground("run", tmp_path / "region.toml", "--sources", sources, "--out", out, "--offline")
    assert done.returncode == 0, done.stderr
    wards = pd.read_parquet(out / "tables" / "ward_inequity.parquet")
    assert wards["local_authority_name"].value_counts().to_dict() == {"Halton": 18, "Rutland": 15}
    assert wards["priority_rank"].notna().all()
    levels = pd.read_parquet(out / "tables" / "local_authority_indicators.parquet")
    people = levels.query("indicator == 'residents' and period == '2021'").set_index("area_code")["value"]
    assert people["made_up_region"] == people["E06000006"] + people["E06000017"] == 128466 + 41059
    before = {path.name: path.read_bytes() for path in (out / "tables").iterdir()}
    done = evenground(
        "run", tmp_path / "region.toml", "--sources", sources, "--out", out, "--authority", "halton", "--offline"
    )
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in (out / "tables").iterdir()} == before


@pytest.mark.slow
def test_one_authority_renews_its_own_rows_only(evenground: Evenground, real_data: Path, tmp_path: Path) -> None:
    """Halton alone first: nothing is ranked; its rows stay when Knowsley's source values change."""
    sources, out = tmp_path / "sources", tmp_path / "out"
    shutil.copytree(real_data / "cheshire_merseyside", sources)
    shutil.copyfile(sources / "population/census2021-ts021-lsoa_total.csv", tmp_path / "people.csv")
    base = ["run", "cheshire_merseyside", "--sources", sources, "--out", out, "--offline"]
    assert evenground(*base, "--authority", "halton").returncode == 0
    first = pd.read_parquet(out / "tables" / "ward_inequity.parquet")
    assert len(first) == 18
    assert first["priority_rank"].isna().all()
    assert first["flags"].str.contains("1 of 9 authorities").all()
    doubled = pd.read_csv(tmp_path / "people.csv", dtype=str)
    doubled.iloc[:, 1] = (doubled.iloc[:, 1].astype(int) * 2).astype(str)
    target = sources / "population/census2021-ts021-lsoa_total.csv"
    target.chmod(0o644)
    doubled.to_csv(target, index=False)
    assert evenground(*base, "--authority", "knowsley").returncode == 0
    rows = pd.read_parquet(out / "tables" / "local_authority_indicators.parquet")
    people = rows.query("indicator == 'residents' and period == '2021'").set_index("area_code")["value"]
    assert people.to_dict() == {"E06000006": 128466.0, "E08000011": 2 * 154537.0}


def test_usage_and_unknown_names(evenground: Evenground, tmp_path: Path) -> None:
    assert evenground("run").returncode == 2
    unknown = evenground("run", "demo", "--out", tmp_path / "out", "--authority", "atlantis")
    assert unknown.returncode == 2
    assert "fairbrook" in unknown.stderr
    missing = evenground("run", "nowhere", "--out", tmp_path / "out")
    assert missing.returncode == 1
    assert "cheshire_merseyside" in missing.stderr


@pytest.mark.slow
def test_job_everything_publishes_from_dagsters_own_pages(real_data: Path, tmp_path: Path) -> None:
    study_area, settings = make_settings("rutland", real_data / "rutland", tmp_path / "out")
    with open_instance(settings) as instance:
        job = make_definitions(study_area, settings).resolve_job_def("everything")
        assert job.execute_in_process(instance=instance, partition_key="rutland").success
    assert (tmp_path / "out" / "index.html").exists()
    assert len(pd.read_parquet(tmp_path / "out" / "tables" / "ward_inequity.parquet")) == 15
