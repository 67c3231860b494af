"""What elements are read for."""

import json

import pytest

from geodata.openstreetmap.roles import destination_kind, node_roles, relation_roles, way_roles
from geodata.openstreetmap.tags import kept
from geodata.schemas.access import DESTINATIONS


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"amenity": "school"}, ("school", "school")),
        ({"amenity": "school", "isced:level": "1"}, ("school", "primary")),
        ({"amenity": "school", "isced:level": "2;3"}, ("school", "secondary")),
        ({"amenity": "school", "isced:level": "1-3"}, ("school", "all-through")),
        ({"amenity": "school", "school": "primary"}, ("school", "primary")),
        ({"amenity": "school", "access": "private"}, None),
        ({"amenity": "college"}, None),
        ({"amenity": "kindergarten"}, None),
        ({"leisure": "park"}, ("green_space", "park")),
        ({"leisure": "nature_reserve"}, ("green_space", "nature reserve")),
        ({"landuse": "village_green"}, ("green_space", "village green")),
        ({"leisure": "playground", "access": "private"}, None),
        ({"leisure": "garden"}, None),
        ({"leisure": "garden", "name": "Physic Garden"}, ("green_space", "garden")),
        ({"leisure": "garden", "name": "Rose Cottage", "garden:type": "residential"}, None),
        ({"leisure": "garden", "access": "yes"}, ("green_space", "garden")),
        ({"amenity": "doctors"}, ("gp", "doctors")),
        ({"healthcare": "doctor"}, ("gp", "doctors")),
        ({"amenity": "clinic"}, ("gp", "clinic")),
        ({"amenity": "pharmacy", "healthcare": "pharmacy"}, ("pharmacy", "pharmacy")),
        ({"shop": "supermarket"}, ("food_shop", "supermarket")),
        ({"shop": "frozen_food"}, ("food_shop", "frozen food")),
        ({"shop": "clothes"}, None),
        ({"leisure": "pitch"}, ("leisure", "pitch")),
        ({"leisure": "swimming_pool"}, None),
        ({"leisure": "swimming_pool", "access": "customers"}, ("leisure", "swimming pool")),
        ({"leisure": "swimming_pool", "name": "Lido", "access": "private"}, None),
        ({"highway": "bus_stop"}, ("public_transport_stop", "bus stop")),
        ({"public_transport": "platform", "bus": "yes"}, ("public_transport_stop", "bus stop")),
        ({"public_transport": "platform"}, ("public_transport_stop", "platform")),
        ({"public_transport": "platform", "railway": "platform"}, None),
        ({"public_transport": "platform", "train": "yes"}, None),
        ({"public_transport": "stop_position"}, None),
        ({"railway": "station"}, ("public_transport_stop", "railway station")),
        ({"railway": "halt"}, ("public_transport_stop", "railway station")),
        ({"railway": "station", "station": "miniature"}, None),
        ({"railway": "station", "disused": "yes"}, None),
        ({"railway": "tram_stop"}, ("public_transport_stop", "tram stop")),
        ({"amenity": "bus_station"}, ("public_transport_stop", "bus station")),
        ({"highway": "residential", "name": "Park Road"}, None),
    ],
)
def test_destinations(tags: dict[str, str], expected: tuple[str, str] | None) -> None:
    assert destination_kind(tags) == expected
    if expected:
        assert expected[0] in DESTINATIONS
        assert destination_kind(json.loads(kept(tags, "destination"))) == expected  # the kept tags say it too


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "motorway"}, ["barrier"]),
        ({"highway": "trunk", "foot": "no"}, ["barrier"]),
        ({"highway": "trunk"}, ["walkable"]),
        ({"highway": "trunk", "foot": "no", "tunnel": "yes"}, []),
        ({"highway": "service", "access": "private"}, []),
        ({"railway": "rail"}, ["barrier"]),
        ({"railway": "tram"}, []),
        ({"railway": "abandoned"}, []),
        ({"railway": "subway", "tunnel": "yes"}, []),
        ({"waterway": "canal"}, ["barrier"]),
        ({"waterway": "river", "tunnel": "culvert"}, []),
        ({"waterway": "stream"}, []),
        ({"natural": "coastline"}, ["barrier"]),
        ({"natural": "water"}, ["water"]),
        ({"natural": "water", "leisure": "nature_reserve"}, ["water", "destination"]),
        ({"highway": "pedestrian", "area": "yes", "leisure": "park"}, ["walkable", "destination"]),
        ({"building": "yes"}, []),
    ],
)
def test_ways(tags: dict[str, str], expected: list[str]) -> None:
    assert way_roles(tags) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "crossing"}, ["crossing"]),
        ({"highway": "traffic_signals", "crossing": "traffic_signals"}, ["crossing"]),
        ({"highway": "traffic_signals"}, ["signals"]),
        ({"highway": "traffic_signals", "kerb": "flush"}, ["crossing", "signals"]),
        ({"railway": "level_crossing"}, ["level_crossing"]),
        ({"railway": "crossing", "crossing": "uncontrolled"}, ["crossing", "level_crossing"]),
        ({"railway": "signal"}, []),
        ({"crossing": "no"}, ["crossing"]),
        ({"kerb": "lowered"}, ["crossing"]),
        ({"barrier": "gate"}, ["crossing"]),
        ({"barrier": "bollard"}, []),
        ({"barrier": "kissing_gate", "highway": "bus_stop"}, ["crossing", "destination"]),
    ],
)
def test_nodes(tags: dict[str, str], expected: list[str]) -> None:
    assert node_roles(tags) == expected


def test_a_relation_is_read_if_it_is_an_area() -> None:
    assert relation_roles({"type": "multipolygon", "natural": "water"}) == ["water"]
    assert relation_roles({"type": "boundary", "leisure": "nature_reserve"}) == ["destination"]
    assert relation_roles({"type": "site", "amenity": "school"}) == []
