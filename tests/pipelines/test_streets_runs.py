"""Whole runs that rest on streets: Newport without people, Rutland with them."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from geodata.network.osmnx_graph import to_osmnx
from pipelines.layout import STREETS_ONLY

Evenground = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def newport(evenground: Evenground, real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("streets") / "newport"
    done = evenground("run", "newport", "--sources", real_data / "newport", "--offline", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "Share of street metres within a walk" in done.stdout
    assert "Without elevation" in done.stdout
    return out


@pytest.fixture(scope="module")
def rutland_out(evenground: Evenground, real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("streets") / "rutland"
    done = evenground("run", "rutland", "--sources", real_data / "rutland", "--offline", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "the OpenStreetMap extracts cover" in done.stdout
    return out


@pytest.mark.slow
def test_streets_alone_give_their_tables_a_page_and_what_is_missing(newport: Path) -> None:
    tables = {path.stem for path in (newport / "tables").glob("*.parquet")}
    assert tables == set(STREETS_ONLY.whole)
    page = (newport / "index.html").read_text(encoding="utf-8")
    assert "Who can walk where in Newport?" in page
    assert "no figure is per person" in page
    assert 'href="maps/routes.html"' in page
    assert "No pupils are modelled here" in (newport / "maps" / "routes.html").read_text(encoding="utf-8")
    assert {"elevation", "green_space"} <= set(json.loads((newport / "manifest.json").read_text())["missing_sources"])


@pytest.mark.slow
def test_nobody_is_counted_where_nobody_is_known(newport: Path) -> None:
    access = pd.read_parquet(newport / "tables" / "authority_access.parquet")
    assert access["residents"].isna().all()
    assert access["residents_within_15_minutes_pct"].between(20, 100).all()
    assert access["note"].str.contains("street metres").all()
    assert gpd.read_parquet(newport / "tables" / "catchments.parquet")["residents"].isna().all()


@pytest.mark.slow
def test_published_edges_make_an_osmnx_graph(newport: Path) -> None:
    nodes, edges = (gpd.read_parquet(newport / "tables" / f"walking_{name}.parquet") for name in ("nodes", "edges"))
    graph = to_osmnx(nodes, edges)
    assert graph.number_of_edges() == 2 * len(edges)


@pytest.mark.slow
def test_every_expected_figure_of_rutland(evenground: Evenground, rutland_out: Path, real_data: Path) -> None:
    done = evenground("verify", rutland_out, real_data / "expected" / "rutland.json")
    assert "196 figures: 196 match, 0 mismatch, 0 not computed" in done.stdout


@pytest.mark.slow
def test_rutland_s_access_has_a_gradient_and_a_place_in_ward_inequity(rutland_out: Path) -> None:
    inequality = pd.read_parquet(rutland_out / "tables" / "inequality.parquet")
    is_slope = (inequality["measure"] == "slope_index_of_inequality") & (inequality["area_code"] == "rutland")
    slopes = inequality[is_slope].set_index("indicator")
    assert slopes.loc["access_school_15_minutes_pct", "value"] == pytest.approx(44, abs=5)
    assert {"access_green_space_15_minutes_pct", "streets_severance"} <= set(slopes.index)
    wards = pd.read_parquet(rutland_out / "tables" / "ward_inequity.parquet")
    assert wards["access_school_15_minutes_pct_value"].between(0, 100).all()


@pytest.mark.slow
def test_ward_people_within_a_walk_add_up_to_the_authority(rutland_out: Path) -> None:
    within = "residents_within_15_minutes_pct"
    wards, authority = (
        pd.read_parquet(rutland_out / "tables" / f"{name}_access.parquet").query("profile == 'walking'")
        for name in ("ward", "authority")
    )
    people = (wards["residents"] * wards[within]).groupby(wards["destination"]).sum()
    whole = authority[authority["area_code"] == "rutland"].set_index("destination")
    assert people.to_dict() == pytest.approx((whole["residents"] * whole[within]).to_dict())


@pytest.mark.slow
def test_homes_are_nowhere_in_what_is_published(rutland_out: Path, newport: Path) -> None:
    for out in (rutland_out, newport):
        assert not [path for path in out.rglob("*") if "home" in path.name]
