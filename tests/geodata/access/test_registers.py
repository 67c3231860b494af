import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString, Point

from geodata.access.registers import health_register, near_streets, school_register
from geodata.schemas import conform, empty

POSTCODES = pd.DataFrame({"postcode": ["LE15 6NT"], "easting_m": [486_000.0], "northing_m": [308_800.0]})


def services(*postcodes: str) -> pd.DataFrame:
    rows = {"ods_id": [f"A{n}" for n in range(len(postcodes))], "name": "SURGERY", "postcode": list(postcodes)}
    return conform("source_gp_practices", pd.DataFrame(rows))


def test_practice_stands_at_its_postcode() -> None:
    register = health_register(services("LE15 6NT"), "gp", "gp_practices", POSTCODES)
    assert register.geometry.tolist() == [Point(486_000, 308_800)]
    assert register.drop(columns=["geometry", "capacity"]).to_numpy().tolist() == [
        ["nhs:A0", "gp", "SURGERY", "GP practice", "gp_practices", ""]
    ]


def test_only_unknown_postcodes_of_known_districts_are_counted_as_left_out() -> None:
    register = health_register(services("LE15 6NT", "LE15 9ZZ", "LE150 9ZZ", "M1 1AA", ""), "gp", "x", POSTCODES)
    assert len(register) == 1
    assert register.attrs["left_out"] == 1


@pytest.mark.parametrize("directory", [POSTCODES, POSTCODES[:0]])
def test_empty_register_has_no_places(directory: pd.DataFrame) -> None:
    assert health_register(empty("source_pharmacies"), "pharmacy", "pharmacies", directory).empty
    assert school_register(empty("source_schools"), directory).empty


def test_place_is_near_streets_up_to_500_metres_from_one_that_is_walkable() -> None:
    lines = [LineString([(0, 0), (1000, 0)]), LineString([(0, 5000), (1000, 5000)])]
    streets = gpd.GeoDataFrame({"role": ["walkable", "barrier"]}, geometry=lines, crs="EPSG:27700")
    points = [Point(500, 501), Point(500, 500), Point(500, 5000), Point(-400, -300), Point(-400, -301)]
    places = gpd.GeoDataFrame({"name": list("abcde")}, geometry=points, crs="EPSG:27700")
    assert near_streets(places, streets)["name"].tolist() == ["b", "d"]
    assert near_streets(places, streets[1:]).empty
