"""The walk filter on real ways: number, tags that matter, and whether one may walk there."""

import pytest

from geodata.openstreetmap.walk_filter import CLOSED, CLOSED_ON_FOOT, OPEN, is_walkable

WALKABLE = [
    (280732115, "highway=cycleway foot=yes bicycle=yes segregated=no"),
    (905830125, "highway=cycleway"),
    (4371084, "highway=cycleway foot=designated bicycle=designated"),
    (663639107, "highway=cycleway foot=yes bicycle=designated segregated=yes"),
    (539534591, "highway=cycleway sidewalk:left=yes"),
    (52923636, "highway=tertiary sidewalk=separate"),
    (211779456, "highway=primary sidewalk:left=separate"),
    (195553642, "highway=primary sidewalk:both=separate"),
    (38893561, "highway=trunk sidewalk:left=separate bicycle=yes"),
    (211782554, "highway=primary foot=yes sidewalk=no"),
    (38422788, "highway=trunk bicycle=yes"),
    (6962453, "highway=steps"),
    (456449942, "highway=corridor"),
    (6072857, "highway=living_street"),
    (496700812, "highway=pedestrian area=yes"),
    (903398859, "highway=footway area=yes"),
    (573276662, "highway=pedestrian area=no"),
    (6277600, "highway=service access=permissive"),
    (39597033, "highway=tertiary access=destination"),
    (775795927, "highway=service access=delivery service=parking_aisle"),
    (668984459, "highway=service access=no foot=yes bicycle=yes"),
    (760649542, "highway=footway access=unknown"),
    (673731130, "highway=footway access=permit"),
    (440662979, "highway=track access=private designation=public_bridleway"),
]
NOT_WALKABLE = [
    (32863858, "highway=motorway"),
    (206566460, "highway=motorway access=yes"),
    (4379535, "highway=primary foot=no"),
    (37413131, "highway=primary_link foot=no"),
    (663639106, "highway=cycleway foot=no bicycle=designated segregated=yes"),
    (539534600, "highway=cycleway foot=no sidewalk=left"),
    (900347610, "highway=footway access=private"),
    (98663266, "highway=footway access=no"),
    (99430340, "highway=steps access=no"),
    (541770166, "highway=service access=private service=driveway"),
    (673731118, "highway=secondary_link access=no bicycle=yes"),
    (36949091, "highway=service access=destination foot=private bicycle=private"),
    (101238661, "highway=footway foot=private"),
    (478546780, "highway=track access=agricultural"),
    (478494558, "highway=track access=private area=yes"),
    (491178798, "highway=construction access=no foot=no"),
    (1090221851, "highway=construction foot=yes bicycle=yes"),
    (509517663, "highway=proposed sidewalk=left"),
]


@pytest.mark.parametrize(
    ("way", "text", "expected"),
    [(*one, True) for one in WALKABLE] + [(*one, False) for one in NOT_WALKABLE],
)
def test_real_ways(way: int, text: str, expected: bool) -> None:
    tags = dict(pair.split("=") for pair in text.split())
    assert is_walkable(tags) is expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, False),
        ({"railway": "rail"}, False),
        ({"highway": "trunk", "motorroad": "yes"}, False),
        ({"highway": "trunk", "motorroad": "yes", "foot": "designated"}, True),
        ({"highway": "tertiary", "foot": "use_sidepath"}, False),
        ({"highway": "service", "service": "private"}, False),
        ({"highway": "service", "area": "yes"}, False),
        ({"highway": "busway"}, False),
        ({"highway": "busway", "foot": "yes"}, True),
        ({"highway": "track", "designation": "public_footpath", "foot": "no"}, False),
        ({"highway": "elevator"}, True),
        ({"highway": "bridleway"}, True),
        ({"highway": "platform", "foot": "yes"}, False),
    ],
)
def test_rules_that_no_real_way_here_shows(tags: dict[str, str], expected: bool) -> None:
    assert is_walkable(tags) is expected


def test_no_value_is_both_open_and_closed() -> None:
    assert not OPEN & (CLOSED.keys() | CLOSED_ON_FOOT.keys())
