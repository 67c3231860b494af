"""STATS19 of the demo borough: DfT's columns and quirks, and what was put into it."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geodata.readers import load_source
from geodata.study_area import load_study_area

HEADERS = Path(__file__).resolve().parents[4] / "shared" / "domain" / "headers.json"
KEYS = {"collisions": "collision", "casualties": "casualty", "vehicles": "vehicle"}


@pytest.fixture(scope="module")
def stats19(demo_folder: Path) -> dict[str, pd.DataFrame]:
    return {
        key: pd.read_csv(
            next((demo_folder / key).glob("*.csv")), dtype={"collision_index": str, "collision_ref_no": str}
        )
        for key in KEYS
    }


@pytest.mark.parametrize("key", KEYS)
def test_columns_are_the_publishers_since_2024(stats19, key: str) -> None:
    if not HEADERS.is_file():
        pytest.skip("the publishers' headers (shared/domain/headers.json) are not beside the repository")
    assert list(stats19[key]) == json.loads(HEADERS.read_text(encoding="utf-8"))[f"stats19_{KEYS[key]}_2024plus"]


@pytest.mark.parametrize("key", KEYS)
def test_files_are_small(demo_folder: Path, key: str) -> None:
    (path,) = (demo_folder / key).glob("*.csv")
    assert path.stat().st_size < 300_000


def test_records_join_by_the_same_ids_some_with_a_trailing_space(stats19) -> None:
    ids = stats19["collisions"]["collision_index"]
    assert ids.is_unique
    assert 5 < ids.str.endswith(" ").sum() < len(ids) / 10
    assert (stats19["collisions"]["collision_ref_no"].str[0] == "0").all()
    for key, count in (("casualties", "number_of_casualties"), ("vehicles", "number_of_vehicles")):
        assert (
            stats19[key].groupby("collision_index").size() == stats19["collisions"].set_index("collision_index")[count]
        ).all()


def test_severities_agree_and_adjusted_ones_are_certain_since_recorded_by_injury(stats19) -> None:
    collisions, casualties = stats19["collisions"], stats19["casualties"]
    worst = casualties.groupby("collision_index")["casualty_severity"].min()
    assert (worst == collisions.set_index("collision_index")["collision_severity"]).all()
    serious, slight = (casualties[f"casualty_adjusted_severity_{name}"] for name in ("serious", "slight"))
    not_fatal = casualties["casualty_severity"] > 1
    assert np.allclose((serious + slight)[not_fatal], 1)
    assert set(serious[casualties["casualty_injury_based"] == 1]) == {0, 1}


def test_the_reader_takes_the_boroughs_own_with_a_place(demo_folder: Path, stats19) -> None:
    collisions = stats19["collisions"]
    own = collisions[collisions["local_authority_ons_district"] == "E06999001"]
    located = own["location_easting_osgr"].notna()
    table = load_source("collisions", demo_folder, load_study_area("demo"))
    assert 0 < (~located).sum() < 30
    assert len(own) < len(collisions)
    assert len(table) == located.sum()
    assert table["year"].value_counts().index.sort_values().tolist() == [2021, 2022, 2023, 2024, 2025]
    days = pd.to_datetime(own["date"], format="%d/%m/%Y").dt.day_of_week
    assert ((days + 1) % 7 + 1 == own["day_of_week"]).all()


def test_most_lie_on_streets_and_many_near_schools(demo_folder: Path, walkable_ways: gpd.GeoDataFrame) -> None:
    table = load_source("collisions", demo_folder, load_study_area("demo"))
    points = gpd.GeoSeries.from_xy(table["easting_m"], table["northing_m"], crs="EPSG:27700")
    near = points.sindex.query(walkable_ways.geometry, predicate="dwithin", distance=20)[1]
    assert 0.95 < len(np.unique(near)) / len(points) < 1
    schools = pd.read_csv(next((demo_folder / "schools").glob("*.csv")), encoding="cp1252").dropna(subset="Easting")
    at_school = points.sindex.query(
        gpd.points_from_xy(schools["Easting"], schools["Northing"]), predicate="dwithin", distance=300
    )[1]
    assert len(np.unique(at_school)) > 30


def test_children_on_foot_live_in_deprived_places_more_than_their_share(demo_folder: Path) -> None:
    casualties = load_source("casualties", demo_folder, load_study_area("demo"))
    children = casualties[(casualties["road_user"] == "pedestrian") & casualties["age"].between(0, 15)]
    deciles = load_source("deprivation_2019", demo_folder, load_study_area("demo")).query("domain == 'imd'")
    everywhere = np.average(deciles["decile"], weights=deciles["population"])
    assert len(children) > 80
    assert children["home_imd_decile"].mean() < everywhere


def test_some_journeys_are_to_school(demo_folder: Path, stats19) -> None:
    table = load_source("vehicles", demo_folder, load_study_area("demo"))
    assert 20 < len(table) < len(stats19["vehicles"]) / 8
    assert table["journey_purpose"].nunique() == 3
