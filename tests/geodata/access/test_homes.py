"""Homes of Toytown (tests/geodata/conftest.py), whose postcode points and people are known."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from geodata.access.homes import home_places, homes
from geodata.apportionment import lsoa_ward_weights
from geodata.boundaries import lsoas as lsoa_table
from geodata.boundaries import wards as ward_table
from geodata.errors import SourceMissingError
from geodata.readers import load_source
from geodata.schemas import conform, empty, validate
from geodata.study_area import StudyArea, load_study_area

KEYS = {
    "lsoas": "lsoas", "wards": "wards", "lookup": "lsoa_ward_lookup", "postcodes": "postcodes", "people": "population",
    "people_by_age": "population_by_age", "lsoa_2011_2021_lookup": "lsoa_2011_2021_lookup",
}  # fmt: skip
CELLS = [("E01999001", 340_100, 30.0), ("E01999001", 340_400, 10.0), (None, 345_000, 99.0)]


@pytest.fixture
def made(toytown, streets):
    """Return a function that makes the homes of Toytown, reached from one street along its middle."""
    _, edges = streets({1: (0, 520), 2: (4000, 520)}, [(1, 2)])

    def homes_of(study_area: StudyArea = toytown.study_area, **changed: pd.DataFrame) -> gpd.GeoDataFrame:
        sources = {name: toytown[key] for name, key in KEYS.items()}
        optional = {name: empty(f"source_{name}") for name in ("car_availability", "population_raster")}
        return validate("homes", homes(study_area, **{"edges": edges, **sources, **optional, **changed}))

    return homes_of


def of(places: pd.DataFrame, lsoa: int) -> pd.DataFrame:
    return places[places["lsoa_code"] == f"E0199900{lsoa}"]


def test_people_of_an_lsoa_are_spread_over_its_distinct_points(made) -> None:
    # 800 people at 600, 700 and 800 m in Alder and, three postcodes in one place, at 1200 m in Birch
    second = of(made(), 2)
    assert [point.x - 340_000 for point in second.geometry] == [600, 700, 800, 1200]
    assert second["residents"].tolist() == [200] * 4
    assert second["weight"].tolist() == [0.25] * 4
    assert second["ward_code"].tolist() == ["E05999001"] * 3 + ["E05999002"]
    assert second["local_authority_code"].unique().tolist() == ["E06999001"]


def test_everybody_is_somewhere_and_numbered(made, toytown) -> None:
    places = made()
    expected = toytown["population"].set_index("lsoa_code")["residents"]
    assert places.groupby("lsoa_code")["residents"].sum().to_dict() == pytest.approx(expected.to_dict(), abs=1e-6)
    assert places["home_id"].tolist() == list(range(len(places)))


def test_children_are_bridged_from_the_lsoas_of_2011(made) -> None:
    # 50 children to 15 years in an LSOA of 2011; the one that was split had 100, of 800 and 1,200 people
    children = made().groupby("lsoa_code")["children"].sum()
    assert children["E01999001"] == pytest.approx(50)
    assert [children["E01999002"], children["E01999003"]] == pytest.approx([40, 60])
    assert children["E01999005"] == pytest.approx(100)  # two that were merged


def test_households_without_a_car_are_spread_alike_and_unknown_without_the_table(made) -> None:
    assert made()["no_car_households"].isna().all()
    cars = pd.DataFrame({"lsoa_code": ["E01999002"], "households": [300.0], "no_car_households": [100.0]})
    places = made(car_availability=cars)
    assert of(places, 2)["no_car_households"].tolist() == [25] * 4
    assert of(places, 1)["no_car_households"].isna().all()


def test_homes_are_snapped_to_the_street(made) -> None:
    first = made().iloc[0]
    assert (first["edge_id"], first["along_m"], first["snap_m"], first["is_far"]) == ("w1.0.0", 100, 20, False)


def test_without_a_network_people_still_live_somewhere(made) -> None:
    places = made(edges=empty("walking_edges"))
    assert places["edge_id"].isna().all()
    assert places["residents"].sum() == 9000


def test_lsoa_without_a_point_has_one_within_its_outline(made, toytown) -> None:
    postcodes = toytown["postcodes"]
    few = postcodes[~postcodes["easting_m"].between(340_500, 341_250)]
    [home] = of(made(postcodes=few), 2).to_dict("records")
    assert box(340_500, 390_000, 341_250, 391_000).contains(home["geometry"])
    assert (home["residents"], home["weight"], home["ward_code"]) == (800, 1, "E05999001")


def test_lsoa_that_no_ward_holds_keeps_its_ward_of_best_fit(made, toytown) -> None:
    wards = toytown["wards"]
    places = made(wards=wards[wards["ward_code"] != "E05999001"])
    assert of(places, 1)["ward_code"].tolist() == ["E05999001"]


def test_points_of_another_authority_do_not_count(made, toytown) -> None:
    stray = toytown["postcodes"].assign(local_authority_code="E06999002")
    assert len(of(made(postcodes=stray), 1)) == 1


def test_shares_by_ward_are_those_of_the_apportionment(made, toytown) -> None:
    places = made()
    shares = places.groupby(["lsoa_code", "ward_code"])["weight"].sum()
    for code in toytown.study_area.codes:
        areas = lsoa_table(toytown["lsoas"], toytown["lsoa_ward_lookup"], code)
        own = toytown["postcodes"][toytown["postcodes"]["local_authority_code"] == code]
        weights = lsoa_ward_weights(areas, ward_table(toytown["wards"], code), own, "postcodes")
        expected = weights[(weights["weight"] > 0) & (weights["method"] == "postcodes")]
        for row in expected.itertuples():
            assert shares[row.lsoa_code, row.ward_code] == pytest.approx(row.weight)


def test_cells_weigh_by_their_residents_and_postcodes_stand_in_where_there_are_none(made, toytown) -> None:
    cells = pd.DataFrame({"easting_m": [x for _, x, _ in CELLS], "residents": [n for *_, n in CELLS]})
    raster = conform("source_population_raster", cells.assign(northing_m=390_300.0))
    by_raster = toytown.study_area.model_copy(update={"homes_from": "population_raster"})
    places = made(by_raster, population_raster=raster)
    assert of(places, 1)["residents"].tolist() == [750, 250]
    assert of(places, 1)["method"].unique().tolist() == ["population_raster"]
    assert of(places, 2)["method"].unique().tolist() == ["postcodes"]
    assert places["residents"].sum() == pytest.approx(9000)


def test_cells_that_are_asked_for_and_missing_are_an_error(made, toytown) -> None:
    by_raster = toytown.study_area.model_copy(update={"homes_from": "population_raster"})
    with pytest.raises(SourceMissingError, match="homes_from is population_raster, but"):
        made(by_raster, population_raster=empty("source_population_raster"))


def test_order_of_the_postcodes_does_not_matter(made, toytown) -> None:
    pd.testing.assert_frame_equal(made(), made(postcodes=toytown["postcodes"][::-1]))


def test_all_points_of_rutland_lie_in_wards(real_data) -> None:
    area = load_study_area("rutland")
    read = {
        key: load_source(key, real_data / "rutland", area)
        for key in ("lsoas", "wards", "lsoa_ward_lookup", "postcodes")
    }
    places = home_places(*read.values(), empty("source_population_raster"), "postcodes")
    assert len(places) == len(read["postcodes"].drop_duplicates(["easting_m", "northing_m"]))
    assert places.groupby("lsoa_code")["weight"].sum().tolist() == pytest.approx([1] * 26)
