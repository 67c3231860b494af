"""What lies within 300 m of Toytown's gates: streets that may be faster than 20 mph, and collisions."""

import json

import pandas as pd
import pytest

from geodata.schemas import empty
from geodata.school_routes.products.gaps_20mph import gaps_20mph
from geodata.school_routes.products.gate_areas import gate_areas
from geodata.school_routes.products.gate_collisions import collisions_near

COLLISIONS = pd.DataFrame(
    {
        "collision_id": ["near A", "also near A", "between", "far", "unplaced"],
        "easting_m": [380.0, 81.0, 540.0, 380.0, None],
        "northing_m": [299.0, 0.0, 0.0, 301.0, None],
    }
)
CASUALTIES = pd.DataFrame(
    {
        "collision_id": ["near A", "near A", "between", "between", "far"],
        "age": [15.0, 16.0, 0.0, None, 8.0],
        "road_user": ["pedestrian", "pedestrian", "pedestrian", "pedestrian", "pedestrian"],
    }
)


@pytest.fixture
def areas(toytown):
    return gate_areas(toytown.school_gates, toytown.parts)


def test_areas_are_300_m_around_gates(areas):
    assert areas.index.to_list() == ["A", "C"]
    assert [tuple(round(side) for side in area.bounds) for area in areas] == [
        (80, -300, 680, 300),
        (400, -300, 1000, 300),
    ]


def test_streets_on_pupils_walks_that_may_be_faster(toytown, areas):
    made = gaps_20mph(areas, toytown.parts, toytown.edges, toytown.link_evidence, toytown.pupil_flows)
    # High Street from 80 to 400 m, its two sides once; all but the last 0.7 m of Mill Lane, whose limit nobody knows
    street, lane = json.loads(made.loc["A", "gaps_20mph"])
    assert (street["osm_way_id"], street["metres"], street["modelled_pupils"]) == (1, 320, 34)
    assert (lane["name"], lane["speed_mph_lo"], lane["speed_mph_hi"]) == ("Mill Lane", 20, 30)
    assert lane["metres"] == pytest.approx((300**2 - 20**2) ** 0.5, abs=0.15)
    assert made.loc["A", "gaps_20mph_m"] == pytest.approx(320 + 299.3, abs=0.2)
    assert "C" not in made.index


def test_a_road_whose_footway_is_mapped_apart_is_a_gap_by_the_road(toytown, areas):
    # both sides of High Street have given way to a path beside it, which has the pupils
    is_side = toytown.parts["kind"] == "side"
    apart = toytown.parts.assign(
        kind=toytown.parts["kind"].mask(is_side, "path"),
        beside_edge_id=toytown.parts["edge_id"].where(is_side),
        edge_id=toytown.parts["edge_id"].mask(is_side, "w9." + toytown.parts["part_id"]),
    )
    by_side, by_path = (
        gaps_20mph(areas, parts, toytown.edges, toytown.link_evidence, toytown.pupil_flows)
        for parts in (toytown.parts, apart)
    )
    pd.testing.assert_frame_equal(by_side, by_path)


def test_slow_and_trunk_roads_are_no_gaps(toytown, areas):
    slow = toytown.link_evidence.assign(speed_mph_hi=20.0)
    assert gaps_20mph(areas, toytown.parts, toytown.edges, slow, toytown.pupil_flows).empty
    trunk = toytown.edges.assign(highway="trunk")
    assert gaps_20mph(areas, toytown.parts, trunk, toytown.link_evidence, toytown.pupil_flows).empty


def test_streets_that_nobody_walks_are_no_gaps(toytown, areas):
    assert gaps_20mph(areas, toytown.parts, toytown.edges, toytown.link_evidence, empty("pupil_flows")).empty


def test_collisions_near_gates(areas):
    made = collisions_near(areas, COLLISIONS, CASUALTIES)
    assert made["collisions"].to_dict() == {"A": 3.0, "C": 1.0}
    assert made["child_pedestrians"].to_dict() == {"A": 2.0, "C": 1.0}


def test_no_file_is_not_no_collision(areas):
    assert collisions_near(areas, COLLISIONS.iloc[:0], CASUALTIES).isna().all(axis=None)
    made = collisions_near(areas, COLLISIONS, CASUALTIES.iloc[:0])
    assert made["collisions"].to_dict() == {"A": 3.0, "C": 1.0}
    assert made["child_pedestrians"].isna().all()
    assert collisions_near(areas, COLLISIONS.iloc[3:], CASUALTIES)["collisions"].to_dict() == {"A": 0.0, "C": 0.0}


def test_cyclists_are_no_pedestrians(areas):
    made = collisions_near(areas, COLLISIONS, CASUALTIES.assign(road_user="cyclist"))
    assert made["child_pedestrians"].to_dict() == {"A": 0.0, "C": 0.0}
