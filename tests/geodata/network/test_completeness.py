"""Kilometres tagged: a few streets on paper, and Newport against what a reading of the same file found before."""

from itertools import pairwise

import osmium
import pandas as pd
import pytest

from geodata import schemas
from geodata.network.attributes import EDGE_KEYS, edge_attributes
from geodata.network.completeness import ROADS, tag_completeness

OWN, OTHER = "E06999001", "E06999002"
NEWPORT = "newport/openstreetmap/newport_wales_20230613.osm.pbf"


def with_attributes(tags, length_m, owners):
    tags = pd.DataFrame(tags, dtype="string")
    return edge_attributes(tags).assign(highway=tags["highway"], length_m=length_m, local_authority_code=owners)


@pytest.fixture
def edges():
    tags = {
        "highway": ["residential", "residential", "primary", "footway", "service", "residential", "residential"],
        "sidewalk": ["both", None, "left", None, "both", "both", "no"],
        "maxspeed": [None, "20 mph", None, None, None, None, None],
        "maxspeed:type": [None, None, "GB:nsl_dual", None, None, None, None],
        "lit": ["yes", None, None, "no", None, None, "yes"],
    }
    length_m = [3000.0, 1000.0, 2000.0, 500.0, 250.0, 9000.0, 4000.0]
    return with_attributes(tags, length_m, [OWN] * 5 + [None, OTHER])


def row(table, attribute, highway="all", area=OWN):
    found = table.set_index(["area_code", "highway", "attribute"]).loc[(area, highway, attribute)]
    return found["known_km"], found["length_km"], found["known_pct"]


def test_known_kilometres_by_class_of_road(edges):
    table = schemas.validate("tag_completeness", tag_completeness(edges, "toytown"))
    assert row(table, "sidewalk_left", "residential") == (3.0, 4.0, 75.0)
    assert row(table, "sidewalk_left") == pytest.approx((5.0, 6.0, 100 * 5 / 6))
    assert row(table, "lit") == pytest.approx((3.5, 6.75, 100 * 3.5 / 6.75))
    assert row(table, "width_m", "footway") == (0.0, 0.5, 0.0)


def test_a_legal_type_is_known_and_a_default_is_not(edges):
    table = tag_completeness(edges, "toytown")
    assert row(table, "speed_mph", "primary") == (2.0, 2.0, 100.0)
    assert row(table, "speed_mph", "residential") == (1.0, 4.0, 25.0)


def test_the_study_area_is_its_authorities_together_without_the_buffer(edges):
    table = tag_completeness(edges, "toytown")
    assert row(table, "lit", area="toytown") == pytest.approx((7.5, 10.75, 100 * 7.5 / 10.75))
    assert set(table["area_code"]) == {OWN, OTHER, "toytown"}


def test_only_what_applies_is_asked(edges):
    asked = tag_completeness(edges, "toytown").groupby("attribute")["highway"].unique().map(set)
    assert asked["lanes"] == {"residential", "primary", "all"}
    assert asked["surface"] == {"residential", "primary", "footway", "service", "all"}
    assert not {"bridge", "tunnel", "steps", "crossing", "island", "kerb", "tactile_paving"} & set(asked.index)


def test_without_edges_there_are_no_rows(edges):
    assert tag_completeness(edges.iloc[:0], "toytown").empty
    assert tag_completeness(edges[edges["local_authority_code"].isna()], "toytown").empty


@pytest.fixture(scope="module")
def newport(real_data):
    """Every way of Newport with a class, straight from the file; nothing is taken out or split."""
    tags, length_m = [], []
    for way in osmium.FileProcessor(str(real_data / NEWPORT)).with_locations():
        if way.is_way() and "highway" in way.tags:
            found = [node for node in way.nodes if node.location.valid()]
            tags.append({key: way.tags.get(key) for key in EDGE_KEYS})
            length_m.append(sum(osmium.geom.haversine_distance(*map(place, pair)) for pair in pairwise(found)))
    return with_attributes(tags, length_m, "W06000022")


def place(node):
    return osmium.osm.Location(node.lon, node.lat)


def kilometres(table, classes):
    rows = table[(table["area_code"] == "newport") & (table["attribute"] == "lanes")]
    return rows.loc[rows["highway"].isin(classes), "length_km"].sum()


def known_pct(table, attribute, classes):
    rows = table[(table["area_code"] == "newport") & (table["attribute"] == attribute)]
    rows = rows[rows["highway"].isin(classes)]
    return 100 * rows["known_km"].sum() / rows["length_km"].sum()


# found by an independent reading of the file: roads without service roads and motorways, by length
@pytest.mark.parametrize(
    ("attribute", "published"),
    [("sidewalk_left", 6.2), ("speed_mph", 41.2), ("lanes", 25.8), ("surface", 24.5), ("lit", 13.4), ("width_m", 0.0)],
)
def test_newport_is_tagged_as_found_before(newport, attribute, published):
    roads = ROADS - {"motorway", "motorway_link"}
    assert known_pct(tag_completeness(newport, "newport"), attribute, roads) == pytest.approx(published, abs=0.06)


def test_what_cannot_be_walked_makes_the_difference(real_networks, newport):
    # private roads and motorroads, 10.8 of 430.8 km; the latter have limit, lanes and lighting tagged
    edges = real_networks("newport").edges
    walked, whole = tag_completeness(edges, "newport"), tag_completeness(newport, "newport")
    roads = ROADS - {"motorway", "motorway_link"}
    assert kilometres(whole, roads) == pytest.approx(430.8, abs=1)
    assert kilometres(walked, roads) == pytest.approx(420.0, abs=1)
    for attribute in ("sidewalk_left", "sidewalk_right", "speed_mph", "lanes", "surface", "lit", "width_m"):
        assert known_pct(walked, attribute, roads) == pytest.approx(known_pct(whole, attribute, roads), abs=1.5)
