"""Links of which less is said are never known better: random tags on a drawing, of which some go.

Tags may say the same thing twice, but those of footways do not contradict each other here: of sidewalk=left with
sidewalk:both=no either may be true, and the attribute follows whichever is left.
"""

import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.network.building import walking_network
from geodata.schemas import conform, empty, validate
from geodata.school_routes.attributes import LINK_ATTRIBUTES, interval
from geodata.school_routes.evidence.classes import class_ranges
from geodata.school_routes.evidence.links import osm_link_evidence
from geodata.school_routes.sides.parts import route_parts

Tags = dict[str, str]
WEST, SOUTH = 340_000.0, 390_000.0
LINES = [  # High Street, a lane and a path that leave it, nodes by number
    ("secondary", {1: (0, 0), 2: (100, 0), 3: (200, 0)}),
    ("residential", {2: (100, 0), 4: (100, 80)}),
    ("path", {3: (200, 0), 5: (260, 90)}),
]
VALUES = {
    "sidewalk:left:width": ["1.2", "3"], "sidewalk:width": ["2 m"], "width": ["1.5", "6"],
    "maxspeed": ["20 mph", "40 mph"], "maxspeed:type": ["GB:nsl_single"], "lanes": ["2"],
    "verge": ["both", "no", "left"], "verge:right": ["yes", "no"], "shoulder": ["both", "no"],
    "surface": ["asphalt", "gravel", "mud"], "smoothness": ["good", "bad"], "tracktype": ["grade1", "grade5"],
    "lit": ["yes", "no"],
}  # fmt: skip
SIDEWALKS: list[Tags] = [
    {}, {"sidewalk": "both"}, {"sidewalk": "left"}, {"sidewalk": "no"},
    {"sidewalk:both": "yes"}, {"sidewalk:both": "no"}, {"sidewalk:left": "yes"},
    {"sidewalk:left": "no", "sidewalk:right": "yes"}, {"sidewalk": "right", "sidewalk:left": "no"},
]  # fmt: skip
TOWNS, APART_M = 60, 1000.0
"""So many copies of the drawing, each with tags of its own, make one map: that is faster than as many maps."""
SEEDS = st.integers(0, 2**32 - 1)


def drawn_tags(random: np.random.Generator) -> list[Tags]:
    """Return tags of each way of each copy: of every key a third have a value."""
    return [
        {key: str(random.choice(values)) for key, values in VALUES.items() if random.random() < 1 / 3}
        | SIDEWALKS[random.integers(len(SIDEWALKS))]
        for _ in range(TOWNS * len(LINES))
    ]


def street_map(tags: list[Tags]) -> gpd.GeoDataFrame:
    rows: list[dict[str, Any]] = []
    for number, said in enumerate(tags):
        town, line = divmod(number, len(LINES))
        highway, nodes = LINES[line]
        points = [(WEST + x + APART_M * town, SOUTH + y) for x, y in nodes.values()]
        told = json.dumps({"highway": highway} | said)
        way = {"osm_id": number + 1, "tags": told, "geometry": shapely.LineString(points)}
        rows.append(way | {"node_ids": np.array(list(nodes)) + 10 * town})
    table = gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:27700")
    table = table.assign(element="way", role="walkable", osm_version=1.0, part=0)
    return validate("source_openstreetmap", conform("source_openstreetmap", table))


def evidence(tags: list[Tags]) -> pd.DataFrame:
    streets = street_map(tags)
    nodes, edges = walking_network(streets, None)
    parts = route_parts(edges, nodes, streets)
    made = osm_link_evidence(parts, edges, streets, empty("edge_slopes"), class_ranges(), "2025")
    return validate("osm_link_evidence", made).set_index("part_id")


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_without_some_tags_no_interval_is_narrower(seed: int) -> None:
    random = np.random.default_rng(seed)
    tags = drawn_tags(random)
    fewer = [{key: value for key, value in said.items() if random.random() < 1 / 2} for said in tags]
    before, after = evidence(tags), evidence(fewer)
    assert before.index.equals(after.index)
    for name in LINK_ATTRIBUTES:
        old, new = interval(before, name), interval(after, name)
        assert (old.lo <= old.likely).all()
        assert (old.likely <= old.hi).all()
        assert (new.hi - new.lo >= old.hi - old.lo - 1e-9).all(), name
        # the truth may not be shut out: what was open before stays within what is open now
        is_open = old.hi > old.lo
        assert (new.lo <= old.lo)[is_open].all(), name
        assert (new.hi >= old.hi)[is_open].all(), name


@settings(max_examples=3, deadline=None)
@given(SEEDS)
def test_the_order_of_the_map_does_not_matter(seed: int) -> None:
    streets = street_map(drawn_tags(np.random.default_rng(seed)))
    nodes, edges = walking_network(streets, None)
    parts = route_parts(edges, nodes, streets)
    plain = osm_link_evidence(parts, edges, streets, empty("edge_slopes"), class_ranges(), "")
    turned = osm_link_evidence(parts, edges[::-1], streets[::-1], empty("edge_slopes"), class_ranges(), "")
    pd.testing.assert_frame_equal(plain, turned)
