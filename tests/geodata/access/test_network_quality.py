"""What the registers say beside the map: two schools on paper, and Rutland's seven."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata import boundaries
from geodata.access.network_quality import network_quality
from geodata.openstreetmap.loading import load_openstreetmap
from geodata.readers import load_source
from geodata.schemas import empty, validate
from geodata.study_area import load_study_area

EXTRACT = {
    "nodes": 4, "ways": 1, "highway_ways": 1, "crossing_nodes": 0, "dangling_references": 0, "ways_cut": 0,
    "areas_incomplete": 0, "merged_duplicates": 0, "coverage": [shapely.box(0, 0, 20_000, 20_000).wkt],
}  # fmt: skip
OUTLINES = gpd.GeoDataFrame(
    {"local_authority_code": ["E06999001"]}, geometry=[shapely.box(8000, 8000, 9000, 9000)], crs=27700
)


@pytest.fixture
def mapped():
    frame = gpd.GeoDataFrame(
        {
            "element": ["node", "node"], "osm_id": [1, 2], "osm_version": [1.0, 1.0], "role": ["destination"] * 2,
            "part": [0, 0], "tags": ['{"amenity":"school"}', '{"amenity":"pharmacy"}'], "node_ids": [[], []],
        },
        geometry=shapely.points([(8100, 8100), (8900, 8900)]), crs=27700,
    )  # fmt: skip
    frame.attrs["openstreetmap"] = EXTRACT
    return frame


def schools(*places):
    return pd.DataFrame(places, columns=["easting_m", "northing_m"]).astype(float)


def figures(table):
    return table.set_index("item")["value"]


def quality(mapped, listed, lost):
    destinations = empty("destinations")
    destinations.attrs["left_out"] = lost
    nodes, edges = empty("walking_nodes"), empty("walking_edges")
    return validate("network_summary", network_quality("toytown", nodes, edges, mapped, OUTLINES, listed, destinations))


def test_schools_inside_are_measured_and_those_without_a_place_counted(mapped):
    listed = schools((8100, 8140), (8400, 8500), (None, None), (50, 50))
    found = figures(quality(mapped, listed, {"school": 1, "gp": 3}))
    assert found["school_register_to_openstreetmap_m_least"] == 40
    assert found["school_register_to_openstreetmap_m_greatest"] == 500
    assert found["registered_school_without_place"] == 1
    assert found["registered_gp_without_place"] == 3


def test_without_a_register_nothing_is_said_of_it(mapped):
    items = set(quality(mapped, schools(), {})["item"])
    assert not {item for item in items if "register" in item}


def test_without_streets_the_table_is_empty(mapped):
    mapped.attrs = {}
    assert quality(mapped, schools((8100, 8140)), {"school": 0}).empty


def test_rutland_s_schools_lie_as_far_off_as_was_counted(real_data):
    area, sources = load_study_area("rutland"), real_data / "rutland"
    wards, listed = (load_source(key, sources, area) for key in ("wards", "schools"))
    osm = load_openstreetmap(sources, wards, None)
    nodes, edges = empty("walking_nodes"), empty("walking_edges")
    outlines = boundaries.outlines(wards)
    found = figures(network_quality("rutland", nodes, edges, osm, outlines, listed, empty("destinations")))
    assert found["school_register_to_openstreetmap_m_least"] == pytest.approx(38, abs=1)
    assert found["school_register_to_openstreetmap_m_greatest"] == pytest.approx(441, abs=1)
