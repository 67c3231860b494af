"""What was planted comes out of the written files again."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio

from geodata.demo import geography, planted

TOTAL = (
    "Method of travel to workplace: "
    "Total: All usual residents aged 16 years and over in employment the week before the census"
)


def _read(folder: Path, key: str) -> pd.DataFrame:
    (path,) = (folder / key).glob("*.csv")
    return pd.read_csv(path, encoding="utf-8-sig")


@pytest.fixture(scope="session")
def ridit(demo_folder: Path) -> pd.Series:
    deprivation = _read(demo_folder, "deprivation_2025").set_index("LSOA code (2021)")
    residents = _read(demo_folder, "population").set_index("geography code").iloc[:, -1]
    return planted.deprivation_ridit(
        residents, deprivation.filter(like="(IMD) Rank").squeeze().reindex(residents.index)
    )


def test_ridit_weighted_by_people_has_mean_one_half(demo_folder: Path, ridit: pd.Series) -> None:
    residents = _read(demo_folder, "population").set_index("geography code").iloc[:, -1]
    assert np.average(ridit, weights=residents.reindex(ridit.index)) == pytest.approx(0.5)


def test_slope_of_walking_and_cycling_to_work_is_recovered(demo_folder: Path, ridit: pd.Series) -> None:
    table = _read(demo_folder, "travel_to_work").set_index("geography code")
    active = table[["Method of travel to workplace: Bicycle", "Method of travel to workplace: On foot"]].sum(axis=1)
    residents = _read(demo_folder, "population").set_index("geography code").iloc[:, -1]
    # numpy wants the square root of the weights
    slope, intercept = np.polyfit(ridit, active / table[TOTAL], 1, w=np.sqrt(residents))
    tolerance = planted.WALK_OR_CYCLE_SLOPE_TOLERANCE
    assert slope == pytest.approx(planted.WALK_OR_CYCLE_SLOPE, abs=tolerance)
    assert intercept == pytest.approx(planted.WALK_OR_CYCLE_INTERCEPT, abs=tolerance)


def test_the_modes_of_travel_add_up_to_the_total(demo_folder: Path) -> None:
    table = _read(demo_folder, "travel_to_work").filter(like="Method of travel")
    assert table.shape[1] == 12
    assert (table.drop(columns=TOTAL).sum(axis=1) == table[TOTAL]).all()


@pytest.mark.parametrize(
    ("indicator", "ends"), [(93014, planted.ENGLAND_ACTIVE_PCT), (93015, planted.ENGLAND_INACTIVE_PCT)]
)
def test_activity_by_decile_is_linear(demo_folder: Path, indicator: int, ends: tuple[float, float]) -> None:
    table = _read(demo_folder, "adult_activity").query("`Indicator ID` == @indicator and `Category Type`.notna()")
    assert table["Category Type"].unique().tolist() == ["LSOA21 deprivation deciles in England (IMD2019)"]
    assert table["Category"].iloc[[0, 1, 2, 9]].tolist() == [
        "Most deprived decile (IMD2019)",
        "Second most deprived decile (IMD2019)",
        "Third more deprived decile (IMD2019)",
        "Least deprived decile (IMD2019)",
    ]
    assert np.allclose(table["Value"], np.linspace(*ends, 10), atol=0.001)


def test_inactivity_rises_with_age_and_is_about_the_headline_over_all_ages(demo_folder: Path) -> None:
    table = _read(demo_folder, "adult_activity").query("Age != '19+ yrs'")
    pct = table.pivot(index="Age", columns="Indicator ID", values="Value").loc[list(planted.AGE_BANDS)]
    assert pct[93015].is_monotonic_increasing
    assert pct[93014].is_monotonic_decreasing
    assert pct.sum(axis=1).between(80, 100, inclusive="left").all()  # the rest is fairly active
    ages = _read(demo_folder, "population_by_age").loc[:, "19":"90+"].sum()
    people = np.add.reduceat(ages.to_numpy(), [0, *range(6, 67, 10)])  # from 19, 25, 35, ..., 75, 85
    assert np.average(pct, axis=0, weights=people) == pytest.approx([66.5, 24.0], abs=1)


def test_the_sparsest_fifth_of_the_lsoas_is_rural_and_lies_outside(demo_folder: Path) -> None:
    flag = _read(demo_folder, "rural_urban").set_index("LSOA21CD")["Urban_rural_flag"]
    (path,) = (demo_folder / "lsoas").glob("*.geojson")
    areas = gpd.read_file(path).to_crs("EPSG:27700").set_index("LSOA21CD").geometry
    residents = _read(demo_folder, "population").set_index("geography code").iloc[:, -1]
    density = residents / areas.area
    is_rural = flag == "Rural"
    assert is_rural.mean() == planted.RURAL_SHARE
    assert density[is_rural].max() < density[~is_rural].min()
    away = areas.centroid.distance(geography.TOWN_CENTRE)
    assert away[is_rural].median() > 1.5 * away[~is_rural].median()
    assert not areas[is_rural].contains(geography.TOWN_CENTRE).any()


def test_the_boroughs_inactivity_is_near_what_its_deciles_give(demo_folder: Path) -> None:
    table = _read(demo_folder, "adult_activity").query("`Indicator ID` == 93015 and `Time period` == '2024/25'")
    headline = table[table["Category Type"].isna() & (table["Age"] == "19+ yrs")]
    inactive = headline.groupby("Area Code")["Value"].first()
    deprivation = _read(demo_folder, "deprivation_2019").set_index("LSOA code (2011)")
    people = _read(demo_folder, "population_by_age").set_index("LSOA Code")
    rate = planted.decile_pct(planted.ENGLAND_INACTIVE_PCT, deprivation.filter(like="(IMD) Decile").squeeze())
    adults = people.loc[rate.index, "19":"90+"].sum(axis=1)
    assert inactive["E92000001"] == pytest.approx(24.0)
    assert inactive["E06999001"] == pytest.approx(np.average(rate, weights=adults), abs=2)


def test_casualties_per_resident_are_higher_where_more_deprived(demo_folder: Path, ridit: pd.Series) -> None:
    (path,) = (demo_folder / "lsoas").glob("*.geojson")
    lsoas = gpd.read_file(path).to_crs("EPSG:27700")[["LSOA21CD", "geometry"]]
    (path,) = (demo_folder / "collisions_raster").glob("*.tif")
    with rasterio.open(path) as grid:
        total = grid.read(masked=True).filled(0).sum(axis=0)
        rows, columns = np.nonzero(total)
        east, north = rasterio.transform.xy(grid.transform, rows, columns)
    cells = gpd.GeoDataFrame(
        {"count": total[rows, columns]}, geometry=gpd.points_from_xy(east, north), crs="EPSG:27700"
    )
    away = cells[cells.distance(geography.ring_road()) > 500].sjoin(lsoas)
    residents = _read(demo_folder, "population").set_index("geography code").iloc[:, -1]
    deprived, other = (ridit.index[mask] for mask in (ridit < 0.5, ridit >= 0.5))
    counts = away.groupby("LSOA21CD")["count"].sum()
    rates = [counts.reindex(codes).sum() / residents.reindex(codes).sum() for codes in (deprived, other)]
    assert rates[0] > 1.2 * rates[1]
