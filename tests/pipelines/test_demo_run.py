"""One whole run of the demo borough: everything a user is promised is there, and says that it is synthetic."""

import json
import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from geodata.demo.planted import UNREACHED_SCHOOL
from geodata.schemas import is_spatial, validate
from maps.school_table import school_address
from pipelines.layout import LAYOUT

TABLES = [*LAYOUT.partitioned, *LAYOUT.whole]
OTHER_KINDS = {"destinations", "catchments", "edge_ratings", "ruleset_agreement"}  # the kind of place or street


def read(out: Path, name: str) -> pd.DataFrame:
    path = out / "tables" / f"{name}.parquet"
    return gpd.read_parquet(path) if is_spatial(name) else pd.read_parquet(path)


@pytest.mark.parametrize("name", TABLES)
def test_every_published_table_fits_its_schema_and_has_rows(demo_out: Path, name: str) -> None:
    table = validate(name, read(demo_out, name))
    assert len(table) > 0 or name == "headline_reconciliation"  # the demo's study area makes no claims


def test_every_figure_says_synthetic(demo_out: Path) -> None:
    for name in TABLES:
        table = read(demo_out, name)
        if "kind" in table.columns and name not in OTHER_KINDS:
            assert set(table["kind"]) <= {"synthetic"}, name


def test_ward_people_add_up_to_the_authority(demo_out: Path) -> None:
    wards, authorities = read(demo_out, "ward_indicators"), read(demo_out, "local_authority_indicators")
    own = authorities[authorities["area_level"] == "local_authority"]
    total = own.query("indicator == 'residents' and period == '2021'")["value"].item()
    assert wards.query("indicator == 'residents' and period == '2021'")["value"].sum() == pytest.approx(total, abs=1e-6)
    assert read(demo_out, "ward_inequity")["residents"].sum() == total  # whole people


def test_ward_without_best_fit_lsoa_has_its_people(demo_out: Path) -> None:
    left_out = read(demo_out, "coverage").query("item == 'wards_without_best_fit_lsoa'")["codes"].iloc[0].split()
    assert len(left_out) == 1
    row = read(demo_out, "ward_indicators").query(
        "indicator == 'residents' and period == '2021' and area_code in @left_out"
    )
    assert row["value"].item() > 1000
    assert row["value_best_fit"].isna().item()


def test_manifest_names_sources_tables_and_seconds(demo_out: Path) -> None:
    manifest = json.loads((demo_out / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["tables"]) == set(TABLES)
    assert manifest["tables"]["wards"] == len(read(demo_out, "wards"))
    assert set(manifest["missing_sources"]) == {"route_surveys", "school_flows"}
    assert manifest["rows_on_no_street"] == {}  # every row of the planted files lies on its street
    assert manifest["is_synthetic"] is True
    read_sources = {key: entry for key, entry in manifest["sources"].items() if entry["state"] == "read"}
    assert len(read_sources) == 33
    assert all(entry["sha256"] and entry["licence"] and entry["rows"] > 0 for entry in read_sources.values())
    assert manifest["seconds"]["ward_indicators"] > 0


def test_pages_exports_and_snapshot_are_there(demo_out: Path) -> None:
    for place in [*LAYOUT.pages.values(), *LAYOUT.table_links]:
        assert (demo_out / place).stat().st_size > 0, place
    (snapshot,) = (demo_out / "snapshots").iterdir()
    assert {path.stem for path in snapshot.glob("*.parquet")} == set(LAYOUT.snapshot)
    assert {path.name for path in demo_out.iterdir()} == {
        *("exports", "index.html", "manifest.json", "maps", "snapshots", "tables"),
        *LAYOUT.page_folders.values(),
    }


def test_every_link_leads_to_a_file_of_the_folder(demo_out: Path) -> None:
    pages = list(demo_out.rglob("*.html"))
    links = {(page, link) for page in pages for link in re.findall(r'(?:href|src)="([^"#]+)', page.read_text("utf-8"))}
    places = {(page.parent / link).resolve() for page, link in links if not link.startswith(("data:", "http"))}
    index = (demo_out / "site" / "search_index.js").read_text(encoding="utf-8")
    places |= {(demo_out / found).resolve() for found in re.findall(r'"([^"#]+)[^"]*"\]', index)}
    assert len(places) > 80
    assert [place for place in places if not place.exists()] == []
    assert {link for _, link in links if link.startswith("http")} <= {"https://leafletjs.com"}


def test_no_page_is_heavy(demo_out: Path) -> None:
    sizes = {page: page.stat().st_size for page in demo_out.rglob("*.html")}
    assert max(size for page, size in sizes.items() if page.parent.name == "maps") < 5_000_000
    assert max(size for page, size in sizes.items() if page.parent.name != "maps") < 200_000


def test_the_page_of_a_school_counts_what_its_scorecard_counts(demo_out: Path) -> None:
    cards = read(demo_out, "school_scorecards")
    card = cards[cards["name"] == UNREACHED_SCHOOL].iloc[0]
    text = (demo_out / "schools" / school_address(card["school_id"])).read_text(encoding="utf-8")
    within = card["pupils"] - card["pupils_beyond_limit"]
    assert f'<p class="number">{100 * card["pupils_unavailable"] / within:.1f}%</p>' in text
    assert UNREACHED_SCHOOL in (demo_out / "schools" / "index.html").read_text(encoding="utf-8")


def test_the_map_of_routes_draws_every_part_and_leads_to_schools_and_rows(demo_out: Path) -> None:
    maps = demo_out / "maps"
    atlas = json.loads(re.search(r"const atlas = (.*);\n", (maps / "routes.html").read_text(encoding="utf-8"))[1])
    ratings = read(demo_out, "edge_ratings")
    assert sorted(atlas["parts"]["way"]) == sorted(ratings["osm_way_id"])
    assert [one for one in atlas["schools"] if not (maps / one["href"]).exists()] == []
    assert len(atlas["schools"]) == len(read(demo_out, "school_scorecards"))
    tables = (maps / "routes_tables.html").read_text(encoding="utf-8")
    assert [one["key"] for one in atlas["priorities"] if f'id="{one["key"]}"' not in tables] == []
    assert len(atlas["priorities"]) == len(read(demo_out, "route_priorities"))
    assert {row[3] for row in atlas["crossings"]} == {0, 1, 2}


def test_the_command_prints_headlines_and_the_front_page(demo_out: Path) -> None:
    printed = (demo_out.parent / "printed.txt").read_text(encoding="utf-8")
    assert "every figure is synthetic" in printed
    assert "Travel to work on foot or by bicycle, 2021, by deprivation: higher in the most deprived" in printed
    assert printed.strip().endswith(str(demo_out / "index.html"))


def test_pages_say_synthetic(demo_out: Path) -> None:
    for page in demo_out.rglob("*.html"):
        assert "synthetic data" in page.read_text(encoding="utf-8").lower()
