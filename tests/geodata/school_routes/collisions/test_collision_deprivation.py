"""Deciles of place and home, small counts withheld."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from geodata.schemas import empty, validate
from geodata.school_routes.collisions.deprivation import collision_deprivation
from geodata.study_area import SchoolRoutes, StudyArea

EAST, NORTH = 400_000, 300_000
AREA = StudyArea(name="twinford", title="Twinford", local_authorities={"north": "E06999001", "south": "E06999002"})
DEPRIVATION = pd.DataFrame(
    {
        "lsoa_code": ["E01000001", "E01000002"] * 2,
        "domain": ["imd", "imd", "income", "income"],
        "decile": [1.0, 9, 5, 5],
    }
)


@pytest.fixture
def lsoas():
    outlines = [box(EAST, NORTH, EAST + 100, NORTH + 100), box(EAST + 100, NORTH, EAST + 200, NORTH + 100)]
    return gpd.GeoDataFrame({"lsoa_code": ["E01000001", "E01000002"]}, geometry=outlines, crs="EPSG:27700")


def _made(collisions, casualties, lsoas, area=AREA, deprivation=DEPRIVATION):
    table = validate("collision_deprivation", collision_deprivation(collisions, casualties, lsoas, deprivation, area))
    return table.set_index(["area_code", "decile_of"]).sort_index()


def test_places_lie_in_lsoas_and_homes_have_the_published_decile_or_their_lsoas(collisions, casualties, lsoas):
    table = collisions(*[(50, 50)] * 5 + [(150, 50)] * 7 + [(500, 500)] * 6)
    hurt = casualties(
        *table["collision_id"],
        home_imd_decile=[9.0] * 5 + [None] * 13,
        home_lsoa_code=["E01000001"] * 12 + ["E01999999"] * 6,
    )
    made = _made(table, hurt, lsoas)["child_pedestrians"]
    assert made["twinford", "place"][lambda counts: counts > 0].tolist() == [5, 7, 6]
    assert made["twinford", "place"].iloc[[0, 8, 10]].tolist() == [5, 7, 6]
    assert made["E06999001", "home"].iloc[[0, 8, 10]].tolist() == [7, 5, 6]
    assert made["E06999002", "home"].sum() == 0


def test_shares_are_of_known_deciles(collisions, casualties, lsoas):
    table = collisions(*[(50, 50)] * 6 + [(150, 50)] * 18 + [(500, 500)] * 6)
    made = _made(table, casualties(*table["collision_id"]), lsoas)["share_pct"]["twinford", "place"]
    assert made.iloc[[0, 8]].tolist() == [25, 75]
    assert made.isna().tolist() == [False] * 10 + [True]


def test_small_counts_and_the_shares_beside_them_are_withheld(collisions, casualties, lsoas):
    table = collisions(*[(50, 50)] * 4 + [(150, 50)] * 5)
    made = _made(table, casualties(*table["collision_id"]), lsoas).loc["twinford", "place"]
    assert made["child_pedestrians"].isna().tolist() == [True] + [False] * 10
    assert made["child_pedestrians"].iloc[8] == 5
    assert made["share_pct"].isna().all()
    assert made["note"].str.contains("withheld").tolist() == [True] + [False] * 10


def test_grown_ups_cyclists_and_early_years_are_left_out(collisions, casualties, lsoas):
    table = collisions(*[(50, 50)] * 4, year=[2025, 2025, 2025, 2020])
    hurt = casualties(
        *table["collision_id"], age=[16.0, None, 9, 9], road_user=["pedestrian"] * 2 + ["cyclist", "pedestrian"]
    )
    area = AREA.model_copy(update={"school_routes": SchoolRoutes(collision_years=5)})
    assert _made(table, hurt, lsoas, area)["child_pedestrians"].sum() == 0


def test_without_an_index_every_place_is_unknown(collisions, casualties, lsoas):
    table = collisions(*[(50, 50)] * 6)
    made = _made(
        table, casualties(*table["collision_id"]), lsoas.iloc[:0], deprivation=empty("source_deprivation_2025")
    )
    assert made["child_pedestrians"]["twinford", "place"].tolist() == [0] * 10 + [6]


def test_without_casualties_the_table_is_empty(collisions, casualties, lsoas):
    assert _made(collisions((50, 50)), casualties(), lsoas).empty
