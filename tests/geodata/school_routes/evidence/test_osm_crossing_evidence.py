"""What the map says of arms that may be crossed: roads drawn by hand, random edits, and Newport."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.catalogue import load_catalogue
from geodata.network.building import walking_network
from geodata.openstreetmap.pbf import read_extracts
from geodata.schemas import conform, empty, validate
from geodata.schemas.streets import CROSSINGS
from geodata.school_routes.attributes import CROSSING_ATTRIBUTES, columns_of
from geodata.school_routes.evidence.classes import class_ranges
from geodata.school_routes.evidence.crossing_points import CLASSES
from geodata.school_routes.evidence.crossings import osm_crossing_evidence
from geodata.school_routes.evidence.links import osm_link_evidence
from geodata.school_routes.sides.parts import route_parts

WEST, SOUTH = 340_000.0, 390_000.0
EVIDENCE_KEYS = (
    ("crossing", "crossing_ref", "crossing:markings", "crossing:signals"),
    ("crossing:island",),
    ("lanes", "lanes:forward", "lanes:backward", "width", "maxspeed"),
)
"""Tags that say how a crossing or road is, not that there is one; what several tags may say goes together."""
Tags = dict[str, str]
Said = tuple[float, float, float]


class Town(NamedTuple):
    """The map and what is made of it."""

    openstreetmap: gpd.GeoDataFrame

    def evidence(self, shuffle: int | None = None) -> pd.DataFrame:
        """Return its valid table `osm_crossing_evidence` by part; with a seed from tables in any order."""
        nodes, edges = walking_network(self.openstreetmap, None)
        parts = route_parts(edges, nodes, self.openstreetmap)
        slopes = pd.DataFrame({"edge_id": edges["edge_id"], "steepest_pct": 1.0})
        links = osm_link_evidence(parts, edges, self.openstreetmap, slopes, class_ranges(), "2025-01-01")
        tables: list[Any] = [edges, nodes, self.openstreetmap, links]
        if shuffle is not None:
            tables = [table.sample(frac=1.0, random_state=shuffle) for table in tables]
        found = osm_crossing_evidence(parts, *tables, class_ranges(), "2025-01-01")
        assert found["part_id"].tolist() == parts["part_id"][parts["kind"] == "crossing"].tolist()
        return validate("osm_crossing_evidence", found).set_index("part_id")

    def without(self, rows: list[int], keys: tuple[str, ...]) -> "Town":
        """Return it without some tags of some elements."""
        tags = self.openstreetmap["tags"].to_numpy(dtype=object).copy()
        # each text is parsed and written again
        for row in rows:
            tags[row] = json.dumps({name: value for name, value in json.loads(tags[row]).items() if name not in keys})
        return Town(self.openstreetmap.assign(tags=pd.array(tags, dtype="string")))


def town(
    points: dict[int, tuple[float, float]],
    ways: dict[int, tuple[str | Tags, list[int]]],
    nodes: dict[int, Tags] | None = None,
) -> Town:
    """Return a map of points in metres and ways (class or tags, and nodes); `nodes` are tags of nodes."""
    at = {node: (WEST + x, SOUTH + y) for node, (x, y) in points.items()}
    rows: list[dict[str, Any]] = [
        {"element": "way", "osm_id": way, "role": "walkable", "osm_version": 3.0,
         "tags": json.dumps({"highway": said} if isinstance(said, str) else said),
         "node_ids": np.array(on, dtype=np.int64), "geometry": shapely.LineString([at[node] for node in on])}
        for way, (said, on) in ways.items()
    ]  # fmt: skip
    rows += [
        {"element": "node", "osm_id": node, "osm_version": 7.0, "tags": json.dumps(tags),
         "role": "signals" if tags == SIGNALS else "crossing",
         "node_ids": np.array([], dtype=np.int64), "geometry": shapely.Point(at[node])}
        for node, tags in (nodes or {}).items()
    ]  # fmt: skip
    table = gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:27700").assign(part=0)
    return Town(validate("source_openstreetmap", conform("source_openstreetmap", table)))


SIGNALS = {"highway": "traffic_signals"}


def crossing(**tags: str) -> Tags:
    return {"highway": "crossing"} | tags


ZEBRA = crossing(crossing="uncontrolled", crossing_ref="zebra")
PUFFIN = crossing(crossing="traffic_signals", crossing_ref="puffin")


def street(at: list[float], nodes: dict[int, Tags], corners: tuple[int, ...] = (), **tags: str) -> Town:
    """Return a straight primary road eastwards; nodes 1, 2 ... lie at these metres, side streets join at `corners`."""
    points = {number: (x, 0.0) for number, x in enumerate(at, 1)}
    points |= {100 + corner: (points[corner][0], 50.0) for corner in corners}
    ways: dict[int, tuple[str | Tags, list[int]]] = {1: ({"highway": "primary"} | tags, list(range(1, len(at) + 1)))}
    ways |= {1 + corner: ("residential", [corner, 100 + corner]) for corner in corners}
    return town(points, ways, nodes)


def said(evidence: pd.DataFrame, part: str, attribute: str) -> Said:
    lo, hi, likely, *_ = columns_of(attribute)
    return tuple(float(evidence.loc[part, column]) for column in (lo, hi, likely))  # type: ignore[return-value]


NO, YES, OPEN = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (0.0, 1.0, 0.0)


def test_every_class_is_ranked() -> None:
    assert set(CLASSES) == set(CROSSINGS)


@pytest.mark.parametrize(
    ("tags", "name", "controlled", "signals"),
    [
        (ZEBRA, "zebra", YES, NO),
        (crossing(crossing_ref="tiger"), "parallel", YES, NO),
        (PUFFIN, "puffin", YES, YES),
        (crossing(crossing_ref="pelican"), "pelican", YES, YES),
        (crossing(crossing_ref="toucan"), "toucan", YES, YES),
        (crossing(crossing_ref="pegasus"), "pegasus", YES, YES),
        (crossing(crossing="traffic_signals"), "signalised", YES, YES),
        (crossing(crossing="uncontrolled"), "uncontrolled", OPEN, NO),  # older tags mean a zebra by it
        (crossing(crossing="unmarked"), "unmarked", NO, NO),
        (crossing(crossing="no"), "none", NO, NO),
        (crossing(), None, OPEN, OPEN),
        (crossing(crossing="yes"), None, OPEN, OPEN),
    ],
)
def test_classes(tags: Tags, name: str | None, controlled: Said, signals: Said) -> None:
    found = street([0, 100, 200], {2: tags}).evidence()
    part = "x2.w1.0.0.v"
    assert said(found, part, "controlled") == controlled
    assert said(found, part, "signals") == signals
    assert said(found, part, "signal_arm_without_figure") == NO
    is_known = controlled != OPEN
    assert found.loc[part, "is_controlled_known"] == is_known
    assert found.loc[part, "controlled_source"] == ("openstreetmap" if is_known else "unknown")
    assert found.loc[part, "controlled_source_date"] == ("2025-01-01" if is_known else "")
    assert (found.loc[part, "crossing"] == name) if name else pd.isna(found.loc[part, "crossing"])
    assert found.loc[part, ["osm_node_id", "osm_node_version"]].tolist() == [2.0, 7.0]


def test_a_bare_road_has_no_crossing() -> None:
    found = street([0, 100, 200], {}, corners=(2,)).evidence()
    part = "x2.w1.0.1.u"
    assert {said(found, part, name) for name in ("controlled", "signals", "island")} == {NO}
    assert found.loc[part, ["is_controlled_known", "is_island_known"]].tolist() == [False, False]
    assert found.loc[part, ["controlled_source", "island_source"]].tolist() == ["not mapped", "not mapped"]
    assert found.loc[part, ["crossing", "osm_node_id", "osm_node_version"]].isna().all()
    assert said(found, part, "spacing_m") == (1000.0, 1000.0, 1000.0)
    assert said(found, part, "sight_lines") == OPEN
    assert found.loc[part, "sight_lines_source"] == "unknown"


def test_a_crossing_counts_as_far_as_20_m_along_its_arm() -> None:
    # node 4 is the zebra; side streets join 20 and 21 m away
    found = street([0, 79, 80, 100, 120, 121, 200], {4: ZEBRA}, corners=(2, 3, 5, 6)).evidence()
    has = found.index[found["controlled_lo"] == 1].tolist()
    # from node 2 it is 21 m by way of node 3; arms that look away from it do not have it
    assert has == ["x3.w1.0.2.u", "x4.w1.0.2.v", "x4.w1.0.3.u", "x5.w1.0.3.v"]


def test_a_crossing_on_another_road_does_not_count() -> None:
    points = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (200.0, 0.0), 4: (100.0, 10.0), 5: (100.0, 100.0)}
    ways: dict[int, tuple[str | Tags, list[int]]] = {1: ("primary", [1, 2, 3]), 2: ("tertiary", [2, 4, 5])}
    beside = town(points, ways, {4: ZEBRA}).evidence()
    assert said(beside, "x2.w2.0.0.u", "controlled") == YES
    assert said(beside, "x2.w1.0.0.v", "controlled") == NO
    assert said(beside, "x2.w1.0.0.v", "spacing_m") == (10.0, 10.0, 10.0)
    at_junction = town(points, ways, {2: PUFFIN}).evidence()
    assert {said(at_junction, part, "signals") for part in at_junction.index if part.startswith("x2.")} == {YES}


def test_beyond_a_junction_begin_other_roads() -> None:
    # three arms meet at node 3, 5 m from the side street at node 2; the zebra is 5 m beyond
    points = {1: (0, 0), 2: (90, 0), 3: (95, 0), 4: (100, 0), 5: (200, 0), 6: (95, 80), 7: (90, 50)}
    ways: dict[int, tuple[str | Tags, list[int]]] = {
        1: ("primary", [1, 2, 3, 4, 5]), 2: ("tertiary", [3, 6]), 3: ("residential", [2, 7]),
    }  # fmt: skip
    found = town(points, ways, {4: ZEBRA}).evidence()
    assert said(found, "x2.w1.0.1.u", "controlled") == NO
    assert said(found, "x3.w1.0.2.u", "controlled") == YES


def test_a_ring_is_gone_round_once() -> None:
    points = {1: (0, 0), 2: (4, 0), 3: (4, 4)}
    found = town(points, {1: ("tertiary", [1, 2, 3, 1])}, {2: crossing(), 3: ZEBRA}).evidence()
    assert set(found["controlled_lo"]) == {1.0}
    assert found.loc["x2.w1.0.1.u", "osm_node_id"] == 3


@pytest.mark.parametrize(("known", "likely"), [(29, 0.0), (30, 1.0)])
def test_what_is_usual_is_likely(known: int, likely: float) -> None:
    number = known + 1
    nodes = dict.fromkeys(range(2, number + 1), ZEBRA) | {number + 1: crossing()}
    found = street([100.0 * at for at in range(number + 2)], nodes).evidence()
    part = f"x{number + 1}.w1.0.{number}.u"
    assert said(found, part, "controlled") == (0.0, 1.0, likely)
    assert said(found, part, "signals") == OPEN  # zebras have none
    assert said(found, part, "spacing_m") == (0.0, 100.0, 100.0 * (1 - likely))


def test_signals_may_have_a_phase_for_people_on_foot() -> None:
    found = street([0, 100, 112, 200], {3: SIGNALS}, corners=(2,)).evidence()  # a stop line 12 m from the corner
    for name in ("controlled", "signals", "signal_arm_without_figure"):
        assert said(found, "x2.w1.0.1.u", name) == OPEN
        assert said(found, "x2.w1.0.0.v", name) == NO
    assert said(found, "x2.w1.0.1.u", "island") == NO
    assert pd.isna(found.loc["x2.w1.0.1.u", "osm_node_id"])
    assert said(found, "x2.w1.0.1.u", "spacing_m") == (12.0, 1000.0, 1000.0)


def test_signals_are_those_of_a_crossing_of_known_class_near_by() -> None:
    nodes = {3: SIGNALS, 4: PUFFIN}
    corners = (2,)
    found = street([0, 100, 112, 118, 200], nodes, corners).evidence()
    assert said(found, "x2.w1.0.1.u", "controlled") == YES
    assert said(found, "x2.w1.0.1.u", "signal_arm_without_figure") == NO
    assert said(found, "x2.w1.0.1.u", "spacing_m") == (18.0, 18.0, 18.0)
    unclear = street([0, 100, 112, 118, 200], nodes | {4: crossing()}, corners).evidence()
    assert said(unclear, "x2.w1.0.1.u", "signal_arm_without_figure") == OPEN
    assert said(unclear, "x2.w1.0.1.u", "spacing_m") == (12.0, 1000.0, 1000.0)


def test_at_a_junction_a_crossing_settles_its_own_arm_only() -> None:
    points = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (200.0, 0.0), 4: (100.0, 10.0), 5: (100.0, 100.0)}
    ways: dict[int, tuple[str | Tags, list[int]]] = {1: ("primary", [1, 2, 3]), 2: ("tertiary", [2, 4, 5])}
    found = town(points, ways, {2: SIGNALS, 4: crossing(crossing="unmarked")}).evidence()
    assert said(found, "x2.w2.0.0.u", "signal_arm_without_figure") == NO
    assert said(found, "x2.w1.0.0.v", "signal_arm_without_figure") == OPEN
    assert said(found, "x2.w1.0.0.v", "spacing_m") == (0.0, 1000.0, 1000.0)


def test_signals_may_say_that_one_crosses_there() -> None:
    nodes = {3: SIGNALS | {"crossing": "traffic_signals", "crossing:island": "yes"}}
    found = street([0, 100, 112, 200], nodes, corners=(2,)).evidence()
    for name in ("controlled", "signals", "island"):
        assert said(found, "x2.w1.0.1.u", name) == YES
    assert found.loc["x2.w1.0.1.u", ["crossing", "osm_node_id"]].tolist() == ["signalised", 3.0]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [({"crossing:island": "yes"}, YES), ({"crossing:island": "no"}, NO), ({}, OPEN)],
)
def test_islands(tags: Tags, expected: Said) -> None:
    assert said(street([0, 100, 200], {2: ZEBRA | tags}).evidence(), "x2.w1.0.1.u", "island") == expected


def test_a_way_that_crosses_says_what_its_node_does_not() -> None:
    points = {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (100, 5), 5: (100, -5), 6: (0, 5), 7: (0, -5)}

    def found(way: Tags, node: Tags | None) -> pd.DataFrame:
        ways: dict[int, tuple[str | Tags, list[int]]] = {
            1: ("primary", [1, 2, 3]), 2: ({"highway": "footway"} | way, [4, 2, 5]), 3: ("footway", [6, 4]),
            4: ("footway", [7, 5]),
        }  # fmt: skip
        return town(points, ways, {2: node} if node else None).evidence().loc["x2.w1.0.0.v":"x2.w1.0.0.v"]

    part, zebra = "x2.w1.0.0.v", {"footway": "crossing", "crossing:markings": "zebra"}
    assert said(found(zebra, None), part, "controlled") == YES
    assert pd.isna(found(zebra, None).loc[part, "osm_node_version"])
    assert said(found(zebra, crossing()), part, "controlled") == YES
    assert said(found(zebra, crossing(crossing="unmarked")), part, "controlled") == NO
    assert said(found({"footway": "crossing"}, None), part, "controlled") == OPEN
    assert said(found({}, None), part, "controlled") == NO


def test_the_most_controlled_crossing_speaks_for_an_arm() -> None:
    nodes = {3: crossing(crossing="unmarked"), 4: PUFFIN, 5: PUFFIN}
    found = street([0, 100, 105, 110, 115, 200], nodes, corners=(2,)).evidence()
    assert found.loc["x2.w1.0.1.u", ["crossing", "osm_node_id"]].tolist() == ["puffin", 4.0]
    assert found.loc["x3.w1.0.1.v", ["crossing", "osm_node_id"]].tolist() == ["unmarked", 3.0]  # looks the other way


def test_spacing_is_along_main_roads() -> None:
    # a zebra 300 m on, a crossing of unknown class 120 m on, and one on a side street that is no main road
    nodes = {3: crossing(), 4: ZEBRA, 102: ZEBRA}
    found = street([0, 100, 220, 400, 1500], nodes, corners=(2,)).evidence()
    assert said(found, "x2.w1.0.0.v", "spacing_m") == (120.0, 300.0, 300.0)
    assert not found.loc["x2.w1.0.0.v", "is_spacing_m_known"]
    assert found.loc["x2.w1.0.0.v", "spacing_m_source"] == "openstreetmap"
    assert said(found, "x4.w1.0.2.v", "spacing_m") == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("tags", "lanes", "width", "source"),
    [
        ({"lanes": "3"}, (3.0, 3.0, 3.0), (10.95, 10.95, 10.95), "openstreetmap"),
        ({}, (1.0, 4.0, 2.0), (2.75, 14.6, 7.3), "class range"),
        ({"highway": "tertiary"}, (1.0, 4.0, 2.0), (2.75, 14.6, 7.3), "class range"),
        ({"oneway": "yes"}, (1.0, 3.0, 1.0), (2.75, 10.95, 3.65), "class range"),
        ({"oneway": "-1"}, (1.0, 3.0, 1.0), (2.75, 10.95, 3.65), "class range"),
        ({"junction": "roundabout"}, (1.0, 3.0, 1.0), (2.75, 10.95, 3.65), "class range"),
        ({"oneway": "no"}, (1.0, 4.0, 2.0), (2.75, 14.6, 7.3), "class range"),
    ],
)
def test_carriageways(tags: Tags, lanes: Said, width: Said, source: str) -> None:
    found = street([0, 100, 200], {2: ZEBRA}, **tags).evidence()
    part = "x2.w1.0.0.v"
    assert said(found, part, "lanes") == lanes
    assert said(found, part, "width_m") == pytest.approx(width)
    assert found.loc[part, ["lanes_source", "width_m_source"]].tolist() == [source, source]
    assert found.loc[part, "is_width_m_known"] == (source == "openstreetmap")


def test_a_tagged_width_goes_before_lanes() -> None:
    found = street([0, 100, 200], {2: ZEBRA}, lanes="2", width="6").evidence()
    assert said(found, "x2.w1.0.0.v", "width_m") == (6.0, 6.0, 6.0)
    assert said(found, "x2.w1.0.0.v", "lanes") == (2.0, 2.0, 2.0)


def test_traffic_is_that_of_the_road() -> None:
    found = street([0, 100, 200], {2: ZEBRA}, maxspeed="40 mph").evidence()
    assert said(found, "x2.w1.0.0.v", "speed_mph") == (40.0, 40.0, 40.0)
    assert found.loc["x2.w1.0.0.v", ["speed_mph_source", "speed_mph_source_date"]].tolist() == [
        "openstreetmap, limit taken as 85th percentile", "2025-01-01",
    ]  # fmt: skip
    assert not found.loc["x2.w1.0.0.v", "is_speed_mph_known"]
    least, likely, most = class_ranges().classes["primary"].flow_vpd
    assert said(found, "x2.w1.0.0.v", "flow_vpd") == (least, most, likely)
    assert found.loc["x2.w1.0.0.v", ["flow_vpd_source", "flow_vpd_source_date"]].tolist() == ["class range", ""]


def test_traffic_has_the_widest_bounds_of_both_sides() -> None:
    streets = street([0, 100, 200], {2: ZEBRA}, maxspeed="40 mph").openstreetmap
    nodes, edges = walking_network(streets, None)
    parts = route_parts(edges, nodes, streets)
    slopes = pd.DataFrame({"edge_id": edges["edge_id"], "steepest_pct": 1.0})
    links = osm_link_evidence(parts, edges, streets, slopes, class_ranges(), "2025")

    def found(sides: pd.DataFrame) -> pd.DataFrame:
        return osm_crossing_evidence(parts, edges, nodes, streets, sides, class_ranges(), "2025").set_index("part_id")

    one = links["part_id"] == "w1.0.0.left"
    differing = links.assign(speed_mph_lo=links["speed_mph_lo"].mask(one, 20.0))
    assert said(found(differing), "x2.w1.0.0.v", "speed_mph")[:2] == (20.0, 40.0)
    assert not found(differing).loc["x2.w1.0.0.v", "is_speed_mph_known"]
    assert said(found(differing), "x2.w1.0.1.u", "speed_mph")[:2] == (40.0, 40.0)
    # where both sides gave way to mapped footways the limit is still the road's, and the flow that of its class
    pd.testing.assert_frame_equal(found(links[links["part_id"].str.startswith("w1.0.1")]), found(links))


def test_the_order_of_the_tables_does_not_matter() -> None:
    nodes = {3: crossing(crossing="unmarked"), 4: PUFFIN, 5: crossing(), 6: SIGNALS}
    streets = street([0, 100, 105, 110, 115, 130, 200], nodes, corners=(2,), lanes="2")
    pd.testing.assert_frame_equal(streets.evidence(), streets.evidence(shuffle=1))


def test_no_streets_no_evidence() -> None:
    tables = [empty(name) for name in ("route_parts", "walking_edges", "walking_nodes", "source_openstreetmap")]
    found = osm_crossing_evidence(*tables, empty("osm_link_evidence"), class_ranges(), "")  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(found, empty("osm_crossing_evidence"))


def assert_not_narrower(before: pd.DataFrame, after: pd.DataFrame) -> None:
    """Check that every interval is as wide as before, and that what was open is still as open."""
    if before.empty:  # an empty table has no attributes
        return
    for attribute in CROSSING_ATTRIBUTES:
        lo, hi, *_ = columns_of(attribute)
        width, width_after = before[hi] - before[lo], after[hi] - after[lo]
        assert (width_after >= width - 1e-9).all(), attribute
        is_open = width > 0
        assert (after[lo] <= before[lo])[is_open].all(), attribute
        assert (after[hi] >= before[hi])[is_open].all(), attribute


AT = [0.0, 40.0, 48.0, 55.0, 66.0, 90.0, 101.0, 115.0, 300.0, 500.0]
ROADS = 10
"""So many roads in one town, far from each other: most of the time goes into building a network of whatever size."""
ISLAND, CLASS = frozenset({"crossing:island"}), frozenset({"crossing", "crossing_ref"})
KINDS = (crossing(), ZEBRA, PUFFIN, crossing(crossing="unmarked"), crossing(crossing="uncontrolled"),
         ZEBRA | {"crossing:island": "no"}, PUFFIN | {"crossing:island": "yes"}, SIGNALS,
         SIGNALS | {"crossing": "traffic_signals"})  # fmt: skip
ON_ROAD = st.dictionaries(st.integers(2, 9), st.sampled_from(KINDS))
CORNERS = st.sets(st.integers(2, 9))


def apart(roads: list[tuple[dict[int, Tags], set[int]]]) -> Town:
    """Return roads as of `street` 2 km apart, each with what stands on it and its corners; nodes from 1001, 2001..."""
    points: dict[int, tuple[float, float]] = {}
    ways: dict[int, tuple[str | Tags, list[int]]] = {}
    nodes: dict[int, Tags] = {}
    for number, (standing, corners) in enumerate(roads, 1):
        first, north = 1000 * number, 2000.0 * number
        points |= {first + at: (x, north) for at, x in enumerate(AT, 1)}
        points |= {first + 100 + corner: (AT[corner - 1], north + 50) for corner in corners}
        ways[first] = ("primary", [first + at for at in range(1, len(AT) + 1)])
        ways |= {first + corner: ("residential", [first + corner, first + 100 + corner]) for corner in corners}
        nodes |= {first + node: tags for node, tags in standing.items()}
    return town(points, ways, nodes)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(ON_ROAD, CORNERS, st.integers(0), st.sampled_from([ISLAND, CLASS])), min_size=ROADS))
def test_less_said_is_never_known_better(roads: list[tuple[dict[int, Tags], set[int], int, frozenset[str]]]) -> None:
    before, after = [], []
    for standing, corners, pick, keys in roads:
        told = sorted(node for node, tags in standing.items() if tags["highway"] == "crossing" and keys & set(tags))
        before.append((standing, corners))
        after.append((dict(standing), corners))
        if told:
            node = told[pick % len(told)]
            after[-1][0][node] = {name: value for name, value in standing[node].items() if name not in keys}
    assert_not_narrower(apart(before).evidence(), apart(after).evidence())


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(ON_ROAD, CORNERS, st.integers(2, 9)), min_size=ROADS))
def test_one_more_controlled_crossing_never_takes_one_away(
    roads: list[tuple[dict[int, Tags], set[int], int]],
) -> None:
    without = [({node: tags for node, tags in on.items() if node != new}, at | {new}) for on, at, new in roads]
    added = [(on | {new: PUFFIN}, at) for (on, at), (_, _, new) in zip(without, roads, strict=True)]
    before, after = apart(without).evidence(), apart(added).evidence()
    same = after.loc[before.index]
    for name in ("controlled", "signals"):
        assert (same[f"{name}_lo"] >= before[f"{name}_lo"]).all()
    assert (same["spacing_m_hi"] <= before["spacing_m_hi"]).all()
    assert (same["signal_arm_without_figure_hi"] <= before["signal_arm_without_figure_hi"]).all()
    for number, (_, _, new) in enumerate(roads, 1):
        here = after[after.index.str.startswith(f"x{1000 * number + new}.")]
        assert (here["controlled_lo"] == 1).all()
        assert (here["spacing_m_hi"] == 0).all()


@pytest.fixture(scope="module")
def newport(real_data: Path) -> Town:
    """Return 3 km by 3 km of the city, with its centre."""
    path = real_data / "newport" / "openstreetmap" / "newport_wales_20230613.osm.pbf"
    centre = shapely.box(329_500, 186_500, 332_500, 189_500)
    return Town(read_extracts([path], load_catalogue()["openstreetmap"], centre, "EPSG:27700"))


@pytest.fixture(scope="module")
def newport_evidence(newport: Town) -> pd.DataFrame:
    return newport.evidence()


def test_newport(newport_evidence: pd.DataFrame) -> None:
    found = newport_evidence
    assert len(found) > 1000
    assert set(found["crossing"].dropna()) <= set(CROSSINGS)
    assert found.loc[found["osm_node_id"].notna(), "osm_node_version"].notna().all()
    is_open = found["signal_arm_without_figure_hi"] == 1
    assert is_open.sum() > 50  # most signals are mapped without a word on crossing
    assert (found.loc[is_open, "controlled_lo"] == 0).all()
    for attribute in CROSSING_ATTRIBUTES:
        lo, hi, likely, is_known, *_ = columns_of(attribute)
        assert ((found[lo] <= found[likely]) & (found[likely] <= found[hi])).all()
        assert (found[lo] == found[hi])[found[is_known]].all()


@pytest.mark.parametrize("keys", EVIDENCE_KEYS)
def test_newport_without_some_tags(newport: Town, newport_evidence: pd.DataFrame, keys: tuple[str, ...]) -> None:
    texts = newport.openstreetmap["tags"]
    has_one = pd.concat([texts.str.contains(f'"{key}":', regex=False) for key in keys], axis=1).any(axis=1)
    rows = np.flatnonzero(has_one)
    chosen = np.random.default_rng(5).permutation(rows)[: len(rows) // 5 + 1]
    assert_not_narrower(newport_evidence, newport.without(chosen.tolist(), keys).evidence())
