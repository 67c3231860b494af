"""What cuts neighbouring homes off from each other."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, box

from geodata.access.severance import barriers, crosses, is_severed
from geodata.schemas import conform, validate

WEST, SOUTH = 340_000.0, 390_000.0


def line(*points: tuple[float, float]) -> LineString:
    return LineString([(WEST + x, SOUTH + y) for x, y in points])


def mapped(*rows: tuple[dict[str, str], object], role: str = "barrier") -> gpd.GeoDataFrame:
    tags, shapes = zip(*rows, strict=True)
    frame = pd.DataFrame(
        {"element": "way", "osm_id": range(len(rows)), "osm_version": 1.0, "role": role, "part": 0,
         "tags": [json.dumps(tag) for tag in tags], "node_ids": [np.empty(0, dtype=np.int64)] * len(rows)}
    )  # fmt: skip
    made = gpd.GeoDataFrame(frame, geometry=list(shapes), crs="EPSG:27700")
    return validate("source_openstreetmap", conform("source_openstreetmap", made))


NORTHWARDS = line((250, -100), (250, 600))


def pairs(*rows: tuple[int, int, float, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["origin", "destination", "straight_m", "walk_m"])


def test_twice_the_straight_line_is_near_enough_and_more_or_never_is_not():
    severed = is_severed(pairs((0, 1, 300.0, 600.0), (0, 1, 300.0, 600.5), (0, 1, 300.0, None)))
    assert severed.to_list() == [False, True, True]


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"highway": "motorway", "foot": "no"}, "main_road"),
        ({"highway": "trunk_link", "foot": "no"}, "main_road"),
        ({"railway": "rail"}, "railway"),
        ({"waterway": "canal"}, "water"),
        ({"natural": "water", "water": "lake"}, "water"),
        ({"natural": "coastline"}, "water"),
    ],
)
def test_every_barrier_is_of_one_kind(streets, tags, kind):
    _, edges = streets({1: (0, 0), 2: (100, 0)}, [(1, 2)])
    found = barriers(mapped((tags, NORTHWARDS)), edges)
    assert {name: len(lines) for name, lines in found.items()} == {"main_road": 0, "railway": 0, "water": 0} | {kind: 1}


def test_main_roads_that_one_may_walk_along_are_barriers_too_but_not_in_tunnels(streets):
    points = {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (300, 0), 5: (400, 0)}
    highways = ["primary", "trunk_link", "secondary", "trunk"]
    _, edges = streets(
        points, [(1, 2), (2, 3), (3, 4), (4, 5)], highway=highways, tunnel=["no", "no", "no", "yes"]
    )  # fmt: skip
    nothing = mapped(({"waterway": "river"}, NORTHWARDS), role="destination")
    assert {name: len(lines) for name, lines in barriers(nothing, edges).items()} == {
        "main_road": 2, "railway": 0, "water": 0
    }  # fmt: skip


def test_straight_lines_cross_what_lies_between_the_homes(homes_at):
    homes = homes_at([(0.0, 0.0), (200.0, 0.0), (300.0, 0.0)], ["w1.0.0"] * 3, [0.0] * 3)
    walks = pairs((0, 1, 200.0, None), (0, 2, 300.0, None), (2, 1, 100.0, None))
    lake = box(WEST + 210, SOUTH - 50, WEST + 290, SOUTH + 50)
    for barrier in (NORTHWARDS, lake):
        assert crosses(walks, homes, np.array([barrier])).to_list() == [False, True, True]
    assert not crosses(walks, homes, np.array([], dtype=object)).any()
