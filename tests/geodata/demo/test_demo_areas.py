"""Areas as written: they cover the borough, and wards, LSOAs, postcodes and people fit each other."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

AUTHORITY = "E06999001"
QUAYS = "Fairbrook Quays"


def _boundaries(folder: Path, key: str) -> gpd.GeoDataFrame:
    (path,) = (folder / key).glob("*.geojson")
    return gpd.read_file(path).to_crs("EPSG:27700")


def _table(folder: Path, key: str) -> pd.DataFrame:
    (path,) = (folder / key).glob("*.csv*")
    return pd.read_csv(path, dtype={"doterm": "string"})


@pytest.fixture(scope="session")
def wards(demo_folder: Path) -> gpd.GeoDataFrame:
    return _boundaries(demo_folder, "wards")


@pytest.fixture(scope="session")
def lsoas(demo_folder: Path) -> gpd.GeoDataFrame:
    return _boundaries(demo_folder, "lsoas")


@pytest.fixture(scope="session")
def live_postcodes(demo_folder: Path) -> gpd.GeoDataFrame:
    table = _table(demo_folder, "postcodes").query("doterm.isna() and usertype == 0")
    return gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(table["oseast1m"], table["osnrth1m"]), crs="EPSG:27700")


def test_the_borough_has_the_expected_size(lsoas: gpd.GeoDataFrame, wards: gpd.GeoDataFrame) -> None:
    assert (len(lsoas), len(wards)) == (120, 20)
    assert wards["WD25NM"].is_unique
    assert set(wards["LAD25CD"]) == {AUTHORITY}


@pytest.mark.parametrize("key", ["wards", "lsoas", "lsoas_2011"])
def test_areas_are_single_polygons_without_gap_or_overlap(demo_folder: Path, key: str) -> None:
    areas = _boundaries(demo_folder, key)
    assert set(areas.geom_type) == {"Polygon"}
    assert areas.is_valid.all()
    assert areas.area.sum() == pytest.approx(areas.union_all().area, abs=1)
    assert not shapely.get_parts(areas.union_all())[0].interiors


def test_all_levels_cover_the_same_land(demo_folder: Path, wards: gpd.GeoDataFrame) -> None:
    union = wards.union_all()
    for key in ("lsoas", "lsoas_2011", "local_authorities"):
        assert _boundaries(demo_folder, key).union_all().symmetric_difference(union).area < 1


def test_corners_are_written_with_six_decimals_as_ons_does(demo_folder: Path) -> None:
    (path,) = (demo_folder / "wards").glob("*.geojson")
    corners = shapely.get_coordinates(gpd.read_file(path).geometry.to_numpy())
    assert np.allclose(corners, corners.round(6), atol=0, rtol=0)


def test_each_live_postcode_lies_in_the_lsoa_it_names_and_none_is_without(
    live_postcodes: gpd.GeoDataFrame, lsoas: gpd.GeoDataFrame
) -> None:
    joined = live_postcodes.sjoin(lsoas[["LSOA21CD", "geometry"]], predicate="within")
    assert len(joined) == len(live_postcodes)
    assert (joined["LSOA21CD"] == joined["lsoa21"]).all()
    assert set(joined["LSOA21CD"]) == set(lsoas["LSOA21CD"])


def test_postcodes_are_of_the_directory_shape(demo_folder: Path) -> None:
    table = _table(demo_folder, "postcodes")
    assert list(table) == ["pcd", "doterm", "usertype", "laua", "oseast1m", "osnrth1m", "lsoa21"]
    assert table["pcd"].is_unique
    assert table["pcd"].str.fullmatch(r"FB\d[ \d]\d[A-Z]{2}").all()
    assert 4_300 < len(table.query("doterm.isna() and usertype == 0")) < 4_700
    assert table["doterm"].notna().sum() > 100
    assert (table["usertype"] == 1).sum() > 50


def test_one_small_ward_has_postcodes_but_no_best_fit_lsoa(
    demo_folder: Path, wards: gpd.GeoDataFrame, live_postcodes: gpd.GeoDataFrame
) -> None:
    lookup = _table(demo_folder, "lsoa_ward_lookup")
    without = set(wards["WD25CD"]) - set(lookup["WD24CD"])
    assert set(wards.set_index("WD25CD").loc[list(without), "WD25NM"]) == {QUAYS}
    quays = wards.loc[wards["WD25NM"] == QUAYS, "geometry"].item()
    assert 20 < live_postcodes.within(quays).sum() < 60


def test_some_lsoas_are_cut_by_a_ward_boundary(
    demo_folder: Path, wards: gpd.GeoDataFrame, live_postcodes: gpd.GeoDataFrame
) -> None:
    joined = live_postcodes.sjoin(wards[["WD25CD", "geometry"]], predicate="within")
    wards_per_lsoa = joined.groupby("lsoa21")["WD25CD"].nunique()
    assert (wards_per_lsoa > 1).sum() == 14
    main = joined.groupby("lsoa21")["WD25CD"].agg(lambda codes: codes.mode().iloc[0])
    best_fit = _table(demo_folder, "lsoa_ward_lookup").set_index("LSOA21CD")["WD24CD"]
    assert (main == best_fit.reindex(main.index)).mean() > 0.98


def test_residents_add_up_and_lsoas_are_of_usual_size(demo_folder: Path) -> None:
    residents = _table(demo_folder, "population")["Ethnic group: Total: All usual residents"]
    assert residents.sum() == 190_000
    assert residents.between(1_000, 3_000).all()


def test_single_years_of_age_add_up_and_deprived_areas_are_younger(demo_folder: Path) -> None:
    people = _table(demo_folder, "population_by_age").set_index("LSOA Code")
    ages = people.loc[:, "0":"90+"]
    assert (ages.sum(axis=1) == people["All Ages"]).all()
    assert people["All Ages"].sum() == pytest.approx(190_000, rel=0.03)
    children = ages.loc[:, "0":"15"].sum(axis=1) / people["All Ages"]
    rank = _table(demo_folder, "deprivation_2019").set_index("LSOA code (2011)").filter(like="(IMD) Rank").squeeze()
    assert children.corr(rank, method="spearman") < -0.8


def test_2011_and_2021_are_mostly_the_same_with_three_splits_and_one_merger(
    demo_folder: Path, lsoas: gpd.GeoDataFrame
) -> None:
    lookup = _table(demo_folder, "lsoa_2011_2021_lookup")
    assert lookup["CHGIND"].value_counts().to_dict() == {"U": 113, "S": 6, "M": 2}
    same = lookup["F_LSOA11CD"] == lookup["LSOA21CD"]
    assert (same == (lookup["CHGIND"] == "U")).all()
    assert (lookup.loc[same, "LSOA11NM"] == lookup.loc[same, "LSOA21NM"]).all()
    assert set(lookup["LSOA21CD"]) == set(lsoas["LSOA21CD"])
    assert set(lookup["F_LSOA11CD"]) == set(_boundaries(demo_folder, "lsoas_2011")["LSOA11CD"])
