"""Routes that Cheshire East decided on: published verdicts, before and after the crossing that changed them.

The reports name the routes, the pupils, the roads and the crossings; they print neither lengths nor counts nor widths.
The networks are therefore drawings of the right shape, and every attribute says whether it is published or assumed.
"""

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.network.building import walking_network
from geodata.schemas import conform, validate
from geodata.school_routes.attributes import CROSSING_ATTRIBUTES, LINK_ATTRIBUTES, columns_of
from geodata.school_routes.routes.graph import RouteGraph
from geodata.school_routes.routes.pupil_routes import pupil_routes
from geodata.school_routes.routes.usable_parts import PartRatings
from geodata.school_routes.rules.ratings import crossing_ratings, edge_ratings
from geodata.school_routes.sides.parts import route_parts

RSGB = "rsgb_walked_route"
VILLAGE, ROAD, SCHOOL_LANE, WAY = 1, 2, 3, 4  # ways of the drawings
CROSSING = 12  # node
UNKNOWN = {
    "footway_width_m": (0, 4), "speed_mph": (20, 70), "hgv_pct": (0, 20), "flow_vpd": (0, 40000), "lanes": (1, 4),
    "width_m": (5, 20), "spacing_m": (0, 5000), "side_road_vpd": (0, 20000), "gradient_pct": (0, 20),
}  # fmt: skip


class Fact(NamedTuple):
    """A value of an attribute and whence it is: published, or assumed because nobody prints it."""

    value: float
    basis: str


def published(value: float) -> Fact:
    return Fact(value, "published")


def assumed(value: float) -> Fact:
    return Fact(value, "assumed")


class Decision(NamedTuple):
    """A route as it was decided on: what is known of the road between the pupils and their school."""

    pupils: float
    highway: str
    ref: str
    along: Mapping[str, Fact]
    across: Mapping[str, Fact]


FOOTWAY = {"footway": assumed(1)}
# docslib 743146, crewe.nub.news 2023-09-19: signal crossing of the B5087 in January 2020, available September 2023
PRESTBURY_TO_FALLIBROOME = Decision(
    pupils=70,
    highway="secondary",
    ref="B5087",
    along=FOOTWAY | {"flow_vpd": assumed(9000)},
    across={"flow_vpd": assumed(9000), "width_m": assumed(7.3), "island": assumed(0), "sight_lines": assumed(0)},
)
# thenantwichnews 2016-10-19: crossing at the Cheerbrook roundabout in October 2008; 9 pupils in 2016
WILLASTON_TO_BRINE_LEAS = Decision(
    pupils=9,
    highway="primary",
    ref="A51",
    along=FOOTWAY | {"flow_vpd": assumed(20000)},
    across={"flow_vpd": assumed(20000), "width_m": assumed(7.3), "island": assumed(0)},
)
# docslib 2030596: 155 pupils; free of traffic, contested for security; the direct route crosses the A523 Silk Road
BOLLINGTON_TO_TYTHERINGTON = Decision(
    pupils=155,
    highway="primary",
    ref="A523",
    along=FOOTWAY | {"flow_vpd": assumed(20000)},
    across={"flow_vpd": assumed(20000), "width_m": assumed(7.3), "island": assumed(0)},
)
WITH_A_NEW_CROSSING = pytest.mark.parametrize(
    "decision",
    [
        pytest.param(PRESTBURY_TO_FALLIBROOME, id="Prestbury to Fallibroome"),
        pytest.param(WILLASTON_TO_BRINE_LEAS, id="Willaston to Brine Leas"),
    ],
)
STREET = {"footway": assumed(1), "flow_vpd": assumed(500), "firm_surface": assumed(1)}
MIDDLEWOOD_WAY = {"footway": published(1), "flow_vpd": published(0), "firm_surface": assumed(1)}
CONTROLLED = {"controlled": published(1), "signals": published(1)}
UNCONTROLLED = {"controlled": published(0), "signals": published(0)}


class Outcome(NamedTuple):
    """What the rules and routes say of one decision."""

    walk: pd.Series
    links: pd.DataFrame
    crossings: pd.DataFrame


def drawn_network(decision: Decision, has_crossing: bool, has_way: bool) -> gpd.GeoDataFrame:
    """Return `route_parts` of a village street north of a road that runs east, and a school lane south of it."""
    at = {
        10: (0, 600),
        11: (0, 0),
        12: (400, 0),
        13: (900, 0),
        14: (900, -500),
        15: (-500, 0),
        16: (1500, 0),
    }
    around = {20: (-800, 600), 21: (-800, -500)}  # the disused railway passes the road by a bridge
    ways = {
        VILLAGE: ({"highway": "residential"}, [10, 11]),
        ROAD: ({"highway": decision.highway, "ref": decision.ref}, [15, 11, 12, 13, 16]),
        SCHOOL_LANE: ({"highway": "residential"}, [13, 14]),
    } | ({WAY: ({"highway": "path", "name": "Middlewood Way"}, [10, 20, 21, 14])} if has_way else {})
    xy = {node: (390_000.0 + x, 376_000.0 + y) for node, (x, y) in (at | around).items()}
    rows = [
        ("way", way, "walkable", tags, nodes, shapely.LineString([xy[node] for node in nodes]))
        for way, (tags, nodes) in ways.items()
    ]
    if has_crossing:
        tags = {"crossing": "traffic_signals", "highway": "crossing"}
        rows.append(("node", CROSSING, "crossing", tags, [], shapely.Point(xy[CROSSING])))
    columns = ["element", "osm_id", "role", "tags", "node_ids", "geometry"]
    table = pd.DataFrame(rows, columns=columns).assign(osm_version=1.0, part=0)
    table["tags"], table["node_ids"] = table["tags"].map(json.dumps), table["node_ids"].map(np.array)
    openstreetmap = gpd.GeoDataFrame(table, geometry="geometry", crs="EPSG:27700")
    nodes, edges = walking_network(gpd.GeoDataFrame(conform("source_openstreetmap", openstreetmap)), None)
    return validate("route_parts", route_parts(edges, nodes, openstreetmap))


def attributes(names: tuple[str, ...], facts: Mapping[str, Fact]) -> dict[str, object]:
    """Return the columns of one part; what no fact is given for is unknown."""
    row: dict[str, object] = {}
    for name in names:
        lo, hi = (facts[name].value,) * 2 if name in facts else UNKNOWN.get(name, (0, 1))
        source = facts[name].basis if name in facts else "unknown"
        row |= dict(zip(columns_of(name), [lo, hi, lo, name in facts, source, ""], strict=True))
    return row


def link_evidence(parts: gpd.GeoDataFrame, decision: Decision) -> pd.DataFrame:
    facts = {VILLAGE: STREET, ROAD: decision.along, SCHOOL_LANE: STREET, WAY: MIDDLEWOOD_WAY}
    links = parts[parts["kind"] != "crossing"]
    rows = [
        {"part_id": part_id, "is_beside_water": False, "is_isolated": way == WAY, "is_level_crossing": False}
        | attributes(LINK_ATTRIBUTES, facts[way])
        for part_id, way in zip(links["part_id"], links["osm_way_id"], strict=True)
    ]
    return validate("link_evidence", conform("link_evidence", pd.DataFrame(rows)))


def crossing_evidence(parts: gpd.GeoDataFrame, decision: Decision, has_crossing: bool) -> pd.DataFrame:
    arms = parts[parts["kind"] == "crossing"]
    rows = [
        {"part_id": part_id, "crossing": None, "osm_node_id": None, "osm_node_version": None}
        | attributes(
            CROSSING_ATTRIBUTES,
            decision.across | (CONTROLLED if has_crossing and node == CROSSING else UNCONTROLLED),
        )
        for part_id, node in zip(arms["part_id"], arms["node_id"], strict=True)
    ]
    return validate("crossing_evidence", conform("crossing_evidence", pd.DataFrame(rows)))


def decide(decision: Decision, *, has_crossing: bool = False, has_way: bool = False) -> Outcome:
    """Rate the drawing, and walk from the village to the school."""
    parts = drawn_network(decision, has_crossing, has_way)
    links = link_evidence(parts, decision)
    edges = edge_ratings(parts, links)
    crossings = crossing_ratings(parts, crossing_evidence(parts, decision, has_crossing))
    of_way = parts[parts["kind"] == "street"].set_index("osm_way_id")["part_id"]
    doors = pd.DataFrame({"home_id": [1], "part_id": [of_way[VILLAGE]], "along_m": [100.0], "snap_m": [5.0]})
    gates = pd.DataFrame({"school_id": ["s"], "part_id": [of_way[SCHOOL_LANE]], "along_m": [400.0], "snap_m": [5.0]})
    graph = RouteGraph.build(parts, conform("home_doors", doors), conform("school_gates", gates))
    pupils = {"home_id": [1], "age_group": ["11_to_15"], "pupils": [decision.pupils], "low_income_pupils": [np.nan]}
    schools = pd.DataFrame({"school_id": ["s"], "serves": ["11_to_15"], "is_qualifying": [True]})
    home_pupils = conform("home_pupils", pd.DataFrame(pupils).assign(unit="pupils"))
    ratings = PartRatings.of(graph, edges, crossings, RSGB)
    walk = pupil_routes(graph, ratings, links, home_pupils, schools.astype({"school_id": "string"})).iloc[0]
    return Outcome(walk, edges, crossings)


def verdicts(table: pd.DataFrame) -> dict[str, str]:
    return dict(zip(table["part_id"], table[f"{RSGB}_verdict"], strict=True))


@WITH_A_NEW_CROSSING
def test_without_the_crossing_there_is_no_available_route(decision: Decision) -> None:
    before = decide(decision)
    assert (before.walk["verdict"], before.walk["pupils"]) == ("unavailable", decision.pupils)
    assert np.isnan(before.walk["best_m"])
    assert set(verdicts(before.links).values()) == {"available"}
    assert set(verdicts(before.crossings).values()) == {"unavailable"}


@WITH_A_NEW_CROSSING
def test_the_crossing_is_what_decides(decision: Decision) -> None:
    before = decide(decision)
    part = before.walk["deciding_part_id"]
    assert part in set(before.crossings["part_id"])
    row = before.crossings.set_index("part_id").loc[part]
    assert row[f"{RSGB}_deciding_factor"] == "gaps_in_traffic"
    assert row[f"{RSGB}_threshold"].startswith("no controlled crossing")


@WITH_A_NEW_CROSSING
def test_with_the_crossing_the_route_is_available(decision: Decision) -> None:
    after = decide(decision, has_crossing=True)
    assert after.walk["verdict"] == "available"
    assert after.walk["strict_m"] == after.walk["shortest_m"]
    available = {part for part, words in verdicts(after.crossings).items() if words == "available"}
    assert available == {part for part in after.crossings["part_id"] if part.startswith(f"x{CROSSING}.")}


def test_the_middlewood_way_is_available_on_traffic_and_flagged_as_isolated() -> None:
    found = decide(BOLLINGTON_TO_TYTHERINGTON, has_way=True)
    assert (found.walk["verdict"], found.walk["pupils"]) == ("available", 155)
    (way,) = found.links[found.links["name"] == "Middlewood Way"].itertuples()
    assert way.rsgb_walked_route_verdict == "available"
    assert "isolated" in way.dfe2024_flags.split("; ")
    on_streets = found.links[found.links["name"] != "Middlewood Way"]
    assert not on_streets["dfe2024_flags"].str.contains("isolated").any()


def test_the_direct_route_across_the_silk_road_is_not_available() -> None:
    found = decide(BOLLINGTON_TO_TYTHERINGTON, has_way=True)
    assert set(verdicts(found.crossings).values()) == {"unavailable"}
    assert found.walk["shortest_m"] < found.walk["best_m"] == found.walk["strict_m"]
    assert decide(BOLLINGTON_TO_TYTHERINGTON).walk["verdict"] == "unavailable"


def test_a_path_of_unknown_surface_would_leave_the_middlewood_way_undetermined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(MIDDLEWOOD_WAY, "firm_surface")
    assert decide(BOLLINGTON_TO_TYTHERINGTON, has_way=True).walk["verdict"] == "undetermined"


@pytest.mark.parametrize(
    "evidence",
    [link_evidence, lambda parts, decision: crossing_evidence(parts, decision, has_crossing=True)],
    ids=["links", "crossings"],
)
def test_every_attribute_is_published_assumed_or_unknown(
    evidence: Callable[[gpd.GeoDataFrame, Decision], pd.DataFrame],
) -> None:
    table = evidence(drawn_network(PRESTBURY_TO_FALLIBROOME, True, True), PRESTBURY_TO_FALLIBROOME)
    sources = table[[column for column in table if column.endswith("_source")]]
    assert set(sources.to_numpy().ravel()) == {"published", "assumed", "unknown"}
