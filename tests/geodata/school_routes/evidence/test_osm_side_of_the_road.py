"""What is found beside a main road: verges to step on to, and the mouths of side roads."""

import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.school_routes.attributes import columns_of
from geodata.school_routes.evidence.bounds import Bounds
from geodata.school_routes.evidence.classes import class_ranges
from geodata.school_routes.evidence.side_road_flows import with_side_road_flows
from geodata.school_routes.evidence.side_roads import side_road_treated
from geodata.school_routes.evidence.step_offs import KEYS, step_off

YES, NO, OPEN = (1.0, 1.0), (0.0, 0.0), (0.0, 1.0)
ZEBRA_ON_A_TABLE = {"highway": "crossing", "traffic_calming": "table"}


def found_step_offs(tags: dict[str, str], footway: tuple[float, float] = NO) -> dict[str, tuple[float, float]]:
    """Return the bounds of the left and right of a road with these tags, and of both together."""
    sides = ["left", "right", ""]
    said = pd.DataFrame([dict.fromkeys(KEYS) | tags] * 3, dtype="string")
    presence = Bounds.between(*footway, footway[0], "openstreetmap", 3)
    found = step_off(pd.DataFrame({"side": sides}), said, presence)
    return dict(zip(sides, zip(found.lo.tolist(), found.hi.tolist(), strict=True), strict=True))


@pytest.mark.parametrize(
    ("tags", "left", "right", "either"),
    [
        ({}, OPEN, OPEN, OPEN),
        ({"verge": "both"}, YES, YES, YES),
        ({"verge": "left"}, YES, NO, YES),
        ({"verge": "no"}, NO, NO, NO),
        ({"verge": "yes"}, OPEN, OPEN, OPEN),  # on which side?
        ({"verge:left": "no"}, NO, OPEN, OPEN),
        ({"verge:both": "no", "verge:left": "yes"}, YES, NO, YES),
        ({"shoulder": "right"}, OPEN, YES, YES),
        ({"shoulder": "no"}, OPEN, OPEN, OPEN),  # there may be a verge
        ({"verge": "no", "shoulder:left": "yes"}, YES, NO, YES),
        ({"verge:right": "grass, narrow"}, OPEN, OPEN, OPEN),
    ],
)
def test_step_offs(
    tags: dict[str, str], left: tuple[float, float], right: tuple[float, float], either: tuple[float, float]
) -> None:
    assert found_step_offs(tags) == {"left": left, "right": right, "": either}


def test_where_there_is_a_footway_nobody_steps_off() -> None:
    assert set(found_step_offs({"verge": "no"}, footway=YES).values()) == {YES}
    assert set(found_step_offs({"verge": "no"}, footway=OPEN).values()) == {NO}


@pytest.fixture
def links() -> gpd.GeoDataFrame:
    """Both sides of a road of 200 m; Mill Lane joins the left one at 100 m, a service road at its end; a path too."""
    rows = [
        ("side", "left", "secondary", 0, 1, [(0, 0), (100, 0)]),
        ("side", "right", "secondary", 2, 3, [(0, 0), (100, 0)]),
        ("side", "left", "secondary", 1, 4, [(100, 0), (200, 0)]),
        ("street", "", "residential", 1, 5, [(100, 0), (100, 15), (100, 100)]),
        ("street", "", "service", 6, 4, [(200, 100), (200, 18), (200, 0)]),
        ("path", "", "footway", 3, 7, [(100, 0), (100, -50)]),
    ]
    table = pd.DataFrame(rows, columns=["kind", "side", "highway", "u", "v", "line"]).assign(beside_edge_id=None)
    lines = [shapely.LineString(line) for line in table["line"]]
    return gpd.GeoDataFrame(table, geometry=lines, crs="EPSG:27700")


def streets_with(nodes: dict[tuple[float, float], dict[str, str]]) -> gpd.GeoDataFrame:
    rows: list[dict[str, Any]] = [{"role": "crossing", "tags": json.dumps(tags)} for tags in nodes.values()]
    table = pd.DataFrame(rows, columns=["role", "tags"]).astype("string")
    return gpd.GeoDataFrame(table, geometry=[shapely.Point(at) for at in nodes], crs="EPSG:27700")


def test_side_roads_are_as_busy_as_the_busiest(links: gpd.GeoDataFrame) -> None:
    lo, likely, hi = class_ranges().range_of(links["highway"], "flow_vpd").T
    flow = Bounds.between(lo, hi, likely, "class range", len(links)).columns("flow_vpd", "")
    found = with_side_road_flows(pd.DataFrame(flow), links)
    assert found["side_road_vpd_lo"].tolist() == [100, 0, 100, 0, 0, 0]  # residential 100 to 2,500, service 0 to 1,000
    assert found["side_road_vpd_likely"].tolist() == [500, 0, 500, 0, 0, 0]
    assert found["side_road_vpd_hi"].tolist() == [2500, 0, 2500, 0, 0, 0]
    # a path is no side road
    assert found["side_road_vpd_source"].tolist()[:3] == ["class range", "not applicable", "class range"]
    assert found["is_side_road_vpd_known"].tolist()[:2] == [False, True]


def test_of_two_side_roads_the_bounds_are_the_greatest(links: gpd.GeoDataFrame) -> None:
    links.loc[4, "v"] = 1  # both join the first side
    flow = pd.DataFrame({"lo": [0.0, 0, 0, 2000, 100, 0], "hi": [0.0, 0, 0, 2000, 2500, 0]})
    flow = flow.assign(likely=flow["lo"], is_known=flow["lo"] == flow["hi"], source="a", date="2024")
    flow.loc[3, "source"] = "traffic_counts:1"
    found = with_side_road_flows(flow.set_axis(columns_of("flow_vpd"), axis=1), links)
    ends = [f"side_road_vpd_{end}" for end in ("lo", "likely", "hi", "source")]
    assert found.loc[0, ends].tolist() == [2000, 2000, 2500, "a"]
    quieter = flow.assign(hi=[0.0, 0, 0, 2000, 2000, 0]).set_axis(columns_of("flow_vpd"), axis=1)
    found = with_side_road_flows(quieter, links)
    assert found.loc[0, [*ends, "is_side_road_vpd_known"]].tolist() == [2000, 2000, 2000, "traffic_counts:1", True]


@pytest.mark.parametrize(
    ("nodes", "first", "second"),
    [
        ({}, OPEN, OPEN),
        ({(100, 15): ZEBRA_ON_A_TABLE}, YES, OPEN),  # the second part has another side road
        ({(100, 15): ZEBRA_ON_A_TABLE, (200, 18): ZEBRA_ON_A_TABLE}, YES, YES),
        ({(100, 15): {"highway": "crossing", "crossing:continuous": "yes"}}, YES, OPEN),
        ({(100, 15): {"highway": "crossing", "crossing": "zebra"}}, OPEN, OPEN),
        ({(100, 15): {"kerb": "raised"}}, OPEN, OPEN),
        ({(100, 60): ZEBRA_ON_A_TABLE}, OPEN, OPEN),  # 60 m up the lane
        ({(105, 15): ZEBRA_ON_A_TABLE}, OPEN, OPEN),  # on another street
    ],
)
def test_raised_mouths(
    links: gpd.GeoDataFrame,
    nodes: dict[tuple[float, float], dict[str, str]],
    first: tuple[float, float],
    second: tuple[float, float],
) -> None:
    treated = side_road_treated(links, streets_with(nodes))
    bounds = list(zip(treated.lo.tolist(), treated.hi.tolist(), strict=True))
    assert bounds == [first, YES, second, YES, YES, YES]
    assert treated.source[1] == "not applicable"
    assert np.array_equal(treated.is_known, treated.lo == treated.hi)
