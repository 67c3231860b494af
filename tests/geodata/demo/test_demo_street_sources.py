"""Terrain, green space, surgeries, pharmacies and cars: layouts and figures of the written files."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio

from geodata.demo import geography, planted

TOTAL = "Number of cars or vans: Total: All households"
NONE = "Number of cars or vans: No cars or vans in household"


@pytest.fixture(scope="session")
def sites(demo_folder: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(demo_folder / "green_space" / "opgrsp_gb.gpkg", layer="greenspace_site")


def _organisations(folder: Path, key: str) -> pd.DataFrame:
    (path,) = (folder / key).glob("*.csv")
    return pd.read_csv(path, header=None, encoding="cp1252", dtype="string")


def test_heights_cover_the_borough_and_5_km_around_it(demo_folder: Path) -> None:
    with rasterio.open(demo_folder / "elevation" / "terrain_50m.tif") as grid:
        assert (grid.crs.to_epsg(), grid.res, grid.dtypes[0]) == (27700, (50.0, 50.0), "float32")
        around = geography.outline().buffer(5_000).bounds
        assert np.all(np.array(grid.bounds[:2]) <= around[:2])
        assert np.all(np.array(grid.bounds[2:]) >= around[2:])
        summit, centre = (next(grid.sample([(place.x, place.y)]))[0] for place in (geography.HILL_TOP, geography.QUAYS))
        heights = grid.read(1, masked=True)
    assert summit == pytest.approx(28 + 2.9 + 120, abs=1)
    assert heights.max() == pytest.approx(summit, abs=0.5)
    assert centre < 25
    assert not heights.mask.any()


def test_green_space_is_in_the_layers_of_the_ordnance_survey(demo_folder: Path, sites: gpd.GeoDataFrame) -> None:
    path = demo_folder / "green_space" / "opgrsp_gb.gpkg"
    assert set(pyogrio.list_layers(path)[:, 0]) == {"greenspace_site", "access_point"}
    assert list(sites) == ["id", "function", "distinctive_name_1", "geometry"]
    assert sites.crs.to_epsg() == 27700
    assert sites["id"].is_unique
    assert set(sites["function"]) >= {"Public Park Or Garden", "Playing Field", "Play Space", "Cemetery"}
    points = gpd.read_file(path, layer="access_point")
    assert list(points) == ["id", "access_type", "ref_to_greenspace_site", "geometry"]
    assert set(points["ref_to_greenspace_site"]) == set(sites["id"])
    of_site = sites.set_index("id").geometry.loc[points["ref_to_greenspace_site"]]
    assert points.distance(of_site.boundary.set_axis(points.index)).max() < 0.01


def test_parks_agree_with_the_map_but_for_one(sites: gpd.GeoDataFrame, osm_ways: gpd.GeoDataFrame) -> None:
    surveyed = set(sites.loc[sites["function"] == "Public Park Or Garden", "distinctive_name_1"])
    mapped = set(
        osm_ways["tags"].map(lambda tags: tags.get("name") if tags.get("leisure") == "park" else None).dropna()
    )
    assert mapped - surveyed == {"Wharf Green"}
    assert surveyed - mapped == {"Market Gardens"}  # a relation in OpenStreetMap


@pytest.mark.parametrize(("key", "least", "closed"), [("gp_practices", 24, 3), ("pharmacies", 28, 4)])
def test_organisations_have_27_columns_no_header_and_live_postcodes(
    demo_folder: Path, key: str, least: int, closed: int
) -> None:
    table = _organisations(demo_folder, key)
    assert table.shape[1] == 27
    assert table[0].is_unique
    assert len(table) >= least
    assert table[12].value_counts().to_dict() == {"A": len(table) - closed, "C": closed}
    assert (table[11].notna() == (table[12] == "C")).all()
    assert table[17].isna().all()  # nobody's telephone number
    postcodes = pd.read_csv(demo_folder / "postcodes" / "ONSPD_NOV_2025_part.csv.gz", dtype={"doterm": "string"})
    live = postcodes.query("doterm.isna() and usertype == 0")["pcd"].str.replace(" ", "")
    assert set(table[9].str.replace(" ", "")) <= set(live)


def test_gp_practices_are_told_from_other_prescribers_and_are_not_utf_8(demo_folder: Path) -> None:
    table = _organisations(demo_folder, "gp_practices")
    assert (table[25] == "4").sum() == 24
    assert set(table[25]) > {"4"}
    with pytest.raises(UnicodeDecodeError):
        (demo_folder / "gp_practices" / "epraccur.csv").read_text(encoding="utf-8")


def test_pharmacies_are_told_from_appliance_contractors(demo_folder: Path) -> None:
    assert _organisations(demo_folder, "pharmacies")[13].value_counts().to_dict() == {"1": 32, "2": 1}


def test_households_add_up_and_fewer_have_cars_where_more_deprived(demo_folder: Path) -> None:
    table = pd.read_csv(demo_folder / "car_availability" / "census2021-ts045-lsoa.csv").set_index("geography code")
    counts = table.filter(like="in household")
    assert counts.shape[1] == 4
    assert (counts.sum(axis=1) == table[TOTAL]).all()
    (path,) = (demo_folder / "deprivation_2025").glob("*.csv")
    rank = pd.read_csv(path, encoding="utf-8-sig").set_index("LSOA code (2021)").filter(like="(IMD) Rank").squeeze()
    share = table[NONE] / table[TOTAL]
    ridit = planted.deprivation_ridit(table[TOTAL], rank.reindex(table.index))
    slope, intercept = np.polyfit(ridit, share, 1)
    assert intercept == pytest.approx(planted.NO_CAR_SHARE[0], abs=0.02)
    assert intercept + slope == pytest.approx(planted.NO_CAR_SHARE[1], abs=0.02)
