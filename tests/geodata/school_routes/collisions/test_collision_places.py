"""Each collision lies at one street and one crossing at most."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.schemas import empty
from geodata.school_routes.collisions.places import collision_places, placed

COORDINATE = st.floats(-100, 300)


def test_sides_share_a_street_and_arms_a_crossing_of_the_busiest_class(parts):
    places = collision_places(parts)
    assert places["place_id"].tolist() == ["w1.0.0", "w2.0.0", "w3.0.0", "x7"]
    assert places["place"].tolist() == ["street"] * 3 + ["crossing"]
    assert places["highway"].tolist() == ["residential", "footway", "primary", "primary"]
    assert places["edge_id"].isna().tolist() == [False, False, False, True]
    assert places["node_id"].dropna().tolist() == [7]


@pytest.mark.parametrize(
    ("east", "north", "street"),
    [
        (50, 5, "w1.0.0"),
        (50, 11, "w1.0.0"),  # nearer to the path, but on the carriageway
        (50, 21, "w2.0.0"),  # more than 20 m from the street
        (50, -20, "w1.0.0"),
        (50, -20.1, None),
        (205, 60, "w3.0.0"),
        (195, 5, "w1.0.0"),  # as near to both
    ],
)
def test_a_collision_lies_at_its_nearest_street_within_20_m(parts, collisions, east, north, street):
    found = placed(collisions((east, north)), collision_places(parts))["street"].dropna()
    assert found.tolist() == ([street] if street else [])


def test_a_collision_lies_at_a_crossing_within_50_m(parts, collisions):
    found = placed(collisions((200, 50), (200, 50.1)), collision_places(parts))["crossing"]
    assert found.isna().tolist() == [False, True]


def test_a_collision_on_a_motorway_has_no_place(parts, collisions):
    assert placed(collisions((50, 5), is_motorway=True), collision_places(parts)).isna().all(axis=None)


def test_without_parts_nothing_is_placed(collisions):
    assert placed(collisions((50, 5)), collision_places(empty("route_parts"))).isna().all(axis=None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spots=st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=8))
def test_the_order_of_parts_and_collisions_does_not_matter(parts, collisions, spots):
    table = collisions(*spots)
    found = placed(table, collision_places(parts))
    turned = placed(table.iloc[::-1], collision_places(parts.iloc[::-1]))
    assert turned.loc[table.index].equals(found)
