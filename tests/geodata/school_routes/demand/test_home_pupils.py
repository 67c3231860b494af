"""Table `home_pupils`."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point

from geodata.catalogue import load_catalogue
from geodata.readers.population import read_population_by_age
from geodata.schemas import CRS, conform, empty, validate
from geodata.school_routes.demand.home_pupils import home_pupils, pupils_by_lsoa
from geodata.study_area import load_study_area

# the LSOA of 2011 was split in two, with a third and two thirds of its people
_CHANGES = pd.DataFrame(
    {"lsoa_2011_code": ["E01000001"] * 2, "lsoa_2021_code": ["E01000008", "E01000009"], "weight": [1 / 3, 2 / 3]}
)
_AGES = pd.DataFrame({"lsoa_code": "E01000001", "age": range(18), "residents": 30.0})
_INCOME = pd.DataFrame({"lsoa_code": ["E01000008", "E01000008"], "domain": ["income", "imd"], "score": [0.2, 40.0]})


def _homes(*rows: tuple[str | None, float, str]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(rows, columns=["lsoa_code", "weight", "method"])
    other = {"ward_code": pd.NA, "local_authority_code": "E06000001", "edge_id": pd.NA, "is_far": False}
    counts = dict.fromkeys(["residents", "children", "no_car_households", "along_m", "snap_m"], np.nan)
    points = [Point(position, 0) for position in frame.index]
    places = gpd.GeoDataFrame(frame.assign(home_id=frame.index, **other, **counts), geometry=points, crs=CRS)
    return conform("homes", places)


_THREE = _homes(("E01000008", 1.0, "postcodes"), ("E01000009", 0.25, "postcodes"), ("E01000009", 0.75, "postcodes"))


def test_children_are_spread_by_weight_and_their_total_is_kept() -> None:
    table = validate("home_pupils", home_pupils(_THREE, _AGES, _CHANGES, _INCOME))
    wide = table.pivot(index="home_id", columns="age_group", values="pupils")
    assert wide["5_to_7"].tolist() == pytest.approx([30, 15, 45])
    assert wide["11_to_15"].tolist() == pytest.approx([50, 25, 75])
    assert table["pupils"].sum() == pytest.approx(11 * 30)
    assert table["unit"].eq("pupils").all()


def test_low_income_is_by_the_income_score_and_null_where_not_known() -> None:
    table = home_pupils(_THREE, _AGES, _CHANGES, _INCOME)
    of_home = table.groupby("home_id")["low_income_pupils"]
    assert of_home.get_group(0).tolist() == pytest.approx([6, 6, 10])
    assert of_home.get_group(1).isna().all()


def test_rows_are_sorted_by_home_and_age_group() -> None:
    table = home_pupils(_THREE.iloc[::-1], _AGES, _CHANGES, _INCOME)
    assert table["home_id"].tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert table["age_group"].tolist() == ["5_to_7", "8_to_10", "11_to_15"] * 3


def test_homes_of_an_lsoa_without_ages_are_left_out_and_counted() -> None:
    homes = _homes(("E01000008", 1.0, "postcodes"), ("E01000077", 1.0, "postcodes"))
    table = home_pupils(homes, _AGES, _CHANGES, _INCOME)
    assert set(table["home_id"]) == {0}
    assert table.attrs["homes_without_ages"] == 1


def test_without_ages_nobody_is_known() -> None:
    table = home_pupils(_THREE, empty("source_population_by_age"), _CHANGES, empty("source_deprivation_2025"))
    assert validate("home_pupils", table).empty
    assert table.attrs["homes_without_ages"] == 3


def test_a_streets_only_area_has_metres_of_any_age() -> None:
    streets = _homes((None, 40.0, "street_metres"), (None, 60.0, "street_metres"))
    nothing = (empty(name) for name in ("source_population_by_age", "lsoa_changes", "source_deprivation_2025"))
    table = validate("home_pupils", home_pupils(streets, *nothing))
    assert table[["age_group", "pupils", "unit"]].to_numpy().tolist() == [
        ["any_age", 40.0, "street metres"],
        ["any_age", 60.0, "street metres"],
    ]
    assert table["low_income_pupils"].isna().all()


def test_no_home_gives_the_empty_table() -> None:
    assert validate("home_pupils", home_pupils(_THREE.iloc[:0], _AGES, _CHANGES, _INCOME)).empty


def test_real_children_of_rutland_are_all_there(real_data: Path) -> None:
    folder = real_data / "rutland" / "population_by_age"
    files = sorted(folder.glob("*")) if folder.is_dir() else []
    if not files:
        pytest.skip("Rutland's population by age is not among the real data")
    ages = read_population_by_age(files[0], load_catalogue()["population_by_age"], load_study_area("rutland"))
    codes = ages["lsoa_code"].unique()
    same = pd.DataFrame({"lsoa_2011_code": codes, "lsoa_2021_code": codes, "weight": 1.0})
    published = ages.loc[ages["age"].between(5, 15), "residents"].sum()
    assert pupils_by_lsoa(ages, same).to_numpy().sum() == pytest.approx(published)
