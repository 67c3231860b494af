"""What tags, classes and types say of sides, streets and paths, in a handful of rows."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.errors import StudyAreaError
from geodata.network.building import walking_network
from geodata.openstreetmap.loading import load_openstreetmap
from geodata.schemas import empty, validate
from geodata.school_routes.attributes import LINK_ATTRIBUTES, interval
from geodata.school_routes.evidence.bounds import Bounds, usual
from geodata.school_routes.evidence.classes import class_ranges
from geodata.school_routes.evidence.footways import footway, footway_width_m
from geodata.school_routes.evidence.links import osm_link_evidence
from geodata.school_routes.evidence.surfaces import firm_surface
from geodata.school_routes.evidence.surroundings import is_beside_water, is_isolated, side_roads
from geodata.school_routes.sides.parts import route_parts

TAGS = ["highway", "footway", "surface", "smoothness", "tracktype"]
WIDTHS = ["sidewalk:left:width", "sidewalk:right:width", "sidewalk:both:width", "sidewalk:width"]


def links(kind, side="", highway="tertiary", authority="E06999001"):
    n = len(kind)
    return pd.DataFrame(
        {
            "kind": kind,
            "side": [side] * n if isinstance(side, str) else side,
            "highway": [highway] * n,
            "local_authority_code": [authority] * n,
        }
    )


def sidewalks(left, right, width=None):
    return pd.DataFrame(
        {
            "sidewalk_left": pd.array(left, dtype="string"),
            "sidewalk_right": pd.array(right, dtype="string"),
            "width_m": width if width is not None else [np.nan] * len(left),
        }
    )


def tags(rows, keys=(*TAGS, *WIDTHS)):
    return pd.DataFrame([dict.fromkeys(keys) | row for row in rows], dtype="string")


def test_a_side_has_its_own_footway_and_a_street_that_of_either_side():
    parts = links(["side", "side", "street", "street", "street", "path"], side=["left", "right", "", "", "", ""])
    edges = sidewalks(["yes", "yes", "no", "no", None, None], ["no", "no", "no", None, "separate", None])
    found = footway(parts, edges)
    assert found.lo.tolist() == [1, 0, 0, 0, 1, 1]
    assert found.hi.tolist() == [1, 0, 0, 1, 1, 1]
    assert found.source.tolist() == ["openstreetmap"] * 3 + ["unknown", "openstreetmap", "type"]
    assert found.is_known.tolist() == [True, True, True, False, True, True]


@pytest.mark.parametrize(("known", "likely"), [(29, 0.0), (30, 1.0)])
def test_what_is_usual_needs_thirty_known_values(known, likely):
    parts = links(["side"] * (known + 1), side="left")
    found = footway(parts, sidewalks([*["yes"] * known, None], [None] * (known + 1)))
    assert (found.lo[-1], found.hi[-1], found.likely[-1]) == (0.0, 1.0, likely)
    assert not found.is_known[-1]


def test_what_is_usual_is_of_the_class_in_the_authority():
    parts = pd.concat([links(["side"] * 40), links(["side"] * 2, authority=None), links(["side"], highway="primary")])
    value = np.array([30.0] * 39 + [np.nan] * 4)
    assert usual(value, parts.reset_index(drop=True))[[39, 40, 42]].tolist()[0] == 30.0
    assert np.isnan(usual(value, parts.reset_index(drop=True))[[40, 42]]).all()


def test_widths_of_sides_streets_and_paths():
    parts = links(["side", "street", "path", "side", "side"], side=["left", "", "", "left", "right"])
    edges = sidewalks(["yes", "yes", None, "no", None], ["no", "yes", None, "no", None], [9.0, 9.0, 2.5, 9.0, 9.0])
    rows = tags(
        [{"sidewalk:left:width": "1.2"}, {"sidewalk:left:width": "1.2", "sidewalk:right:width": "2 m"}, {}, {}, {}]
    )
    found = footway_width_m(parts, edges, rows, footway(parts, edges))
    assert found.lo.tolist() == [1.2, 2.0, 2.5, 0.0, 0.5]
    assert found.hi.tolist() == [1.2, 2.0, 2.5, 0.0, 8.0]
    assert found.source.tolist() == [*["openstreetmap"] * 3, "not applicable", "class range"]


def test_paths_are_firm_where_a_tag_or_what_they_are_says_so():
    rows = [
        {"highway": "footway", "surface": "asphalt"}, {"highway": "path", "surface": "mud"},
        {"highway": "path", "smoothness": "bad"}, {"highway": "path", "tracktype": "grade1"},
        {"highway": "steps"}, {"highway": "footway", "footway": "sidewalk"}, {"highway": "footway"},
        {"highway": "track"}, {"highway": "residential"}, {"highway": "path", "surface": "fine_gravel;ground"},
    ]  # fmt: skip
    parts = links(["path"] * 7 + ["street", "street", "path"]).assign(highway=[row["highway"] for row in rows])
    found = firm_surface(parts, tags(rows), class_ranges())
    assert found.lo.tolist() == [1, 0, 0, 1, 1, 1, 0, 0, 1, 1]
    assert found.hi.tolist() == [1, 0, 0, 1, 1, 1, 1, 1, 1, 1]
    assert found.source[4:9].tolist() == ["type", "type", "unknown", "class range", "class range"]
    assert found.is_known[4:9].tolist() == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("highway", "said", "bounds", "is_known"),
    [
        ("residential", {}, (1, 1, 1), False),
        ("residential", {"surface": "gravel"}, (0, 0, 0), True),
        ("residential", {"surface": "unpaved;asphalt"}, (0, 0, 0), True),
        ("residential", {"surface": "gravel", "smoothness": "good"}, (1, 1, 1), True),
        ("service", {}, (0, 1, 1), False),
        ("service", {"surface": "gravel"}, (0, 1, 1), False),
        ("service", {"surface": "asphalt"}, (1, 1, 1), True),
        ("track", {"surface": "gravel"}, (0, 0, 1), False),
    ],
)
def test_the_surface_of_streets_is_tagged_or_that_of_their_class(highway, said, bounds, is_known):
    found = firm_surface(links(["street"], highway=highway), tags([{"highway": highway} | said]), class_ranges())
    assert (found.lo[0], found.likely[0], found.hi[0]) == bounds
    assert found.is_known[0] == is_known


def test_a_study_area_may_know_better_than_the_class():
    highway = pd.Series(["residential", "bus_guideway"])
    assert class_ranges().range_of(highway, "flow_vpd").tolist() == [[100, 500, 2500], [0, 500, 8000]]
    assert class_ranges({"residential": (10, 20, 30)}).range_of(highway, "flow_vpd")[0].tolist() == [10, 20, 30]
    with pytest.raises(StudyAreaError, match="boulevard"):
        class_ranges({"boulevard": (1, 2, 3)})
    with pytest.raises(StudyAreaError, match=r"(?s)residential.*rise"):
        class_ranges({"residential": (3, 2, 1)})


def test_every_class_of_the_list_bounds_its_likely_value():
    for road in class_ranges().classes.values():
        for least, likely, greatest in (road.flow_vpd, road.speed_mph, road.hgv_pct, road.firm_surface):
            assert 0 <= least <= likely <= greatest
        assert set(road.firm_surface) <= {0, 1}


def test_bounds_keep_what_is_known_and_fill_the_rest():
    known = Bounds.stated(np.array([30.0, np.nan]), "openstreetmap")
    made = known.otherwise(Bounds.between(20.0, 60.0, 30.0, "class range", 2)).likely_as(np.array([99.0, 99.0]))
    assert (made.lo.tolist(), made.hi.tolist(), made.likely.tolist()) == ([30, 20], [30, 60], [30, 60])
    dates = made.columns("speed_mph", "2026")["speed_mph_source_date"]
    assert list(dates) == ["2026", ""]


def town():
    """A path beside a canal far from a street that joins a main road."""
    lines = [[(0, 0), (100, 0)], [(100, 0), (100, 80)], [(0, 300), (100, 300)]]
    parts = gpd.GeoDataFrame(
        {"kind": ["side", "street", "path"], "u": [0, 1, 5], "v": [1, 2, 6], "beside_edge_id": None},
        geometry=shapely.linestrings(lines), crs="EPSG:27700",
    )  # fmt: skip
    barrier = gpd.GeoDataFrame(
        {"role": ["barrier", "barrier"], "tags": ['{"waterway":"canal"}', '{"railway":"rail"}']},
        geometry=shapely.linestrings([[(0, 304), (100, 304)], [(0, 1), (100, 1)]]), crs="EPSG:27700",
    )  # fmt: skip
    return parts, barrier


def test_water_isolation_and_side_roads():
    parts, barrier = town()
    assert is_beside_water(parts, barrier).tolist() == [False, False, True]
    assert is_isolated(parts).tolist() == [False, False, True]
    assert side_roads(parts).to_numpy().tolist() == [[0, 1]]


def test_a_street_is_a_side_road_of_the_footway_beside_the_road_that_it_meets():
    parts, _ = town()
    footway = parts.assign(kind=["path", "street", "path"], beside_edge_id=["w1.0.0", None, None])
    assert side_roads(footway).to_numpy().tolist() == [[0, 1]]
    assert side_roads(footway.assign(beside_edge_id=None)).empty


def test_without_streets_there_is_no_evidence():
    made = osm_link_evidence(
        empty("route_parts"), empty("walking_edges"), empty("source_openstreetmap"), empty("edge_slopes"),
        class_ranges(), "",
    )  # fmt: skip
    assert validate("osm_link_evidence", made).empty


def test_real_evidence_is_in_order_and_says_where_it_is_from(real_data):
    streets = load_openstreetmap(real_data / "rutland", None, None)
    nodes, edges = walking_network(streets, None)
    parts = route_parts(edges, nodes, streets)
    made = validate(
        "osm_link_evidence", osm_link_evidence(parts, edges, streets, empty("edge_slopes"), class_ranges(), "2018")
    )
    assert made["part_id"].tolist() == parts.loc[parts["kind"] != "crossing", "part_id"].tolist()
    for name in LINK_ATTRIBUTES:
        found = interval(made, name)
        assert (found.lo <= found.likely).all()
        assert (found.likely <= found.hi).all()
        assert (found.lo[found.is_known] == found.hi[found.is_known]).all()
        assert (made[f"{name}_source"] != "").all()
