"""Toytown's High Street, small enough to work out on paper.

High Street runs east from (0, 0) to (1000, 0) and can be crossed at (400, 0), where that is unavailable, and with
signals at (800, 0). Mill Lane leads 300 m south from (400, 0). The south side of High Street is unavailable west of
Mill Lane, and east of it nobody knows whether there is a footway. School A stands on the north side at 380 m, C at
700 m.
"""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata.schemas import CRS, conform
from geodata.school_routes.attributes import CROSSING_ATTRIBUTES, LINK_ATTRIBUTES, columns_of
from geodata.school_routes.routes.graph import RouteGraph
from geodata.school_routes.routes.pupil_routes import pupil_routes
from geodata.school_routes.routes.route_use import route_use
from geodata.school_routes.routes.school_walks import school_walks
from geodata.school_routes.routes.usable_parts import PartRatings

RULESETS = ("rsgb_walked_route", "ate_route_check", "odot_plts")
GOOD, OPEN, BAD = (0.0, 0.0, 0.0), (0.0, 3.0, 3.0), (3.0, 3.0, 3.0)
VERDICTS = {GOOD: "available", OPEN: "undetermined", BAD: "unavailable"}
NODES = {1: (0, 0), 2: (400, 0), 3: (800, 0), 5: (1000, 0)}
HIGH_STREET = [("w1.0.0", 1, 2), ("w1.0.1", 2, 3), ("w1.0.2", 3, 5)]
# part, place at the start and at the end, metres, rating under best, likely and worst evidence
LINKS = [
    ("w1.0.0.left", 0, 1, 400.0, GOOD),
    ("w1.0.0.right", 0, 2, 400.0, BAD),
    ("w1.0.1.left", 1, 3, 400.0, GOOD),
    ("w1.0.1.right", 2, 4, 400.0, OPEN),
    ("w1.0.2.left", 3, 6, 200.0, GOOD),
    ("w1.0.2.right", 4, 6, 200.0, GOOD),
    ("w2.0.0", 2, 5, 300.0, GOOD),
]
CROSSINGS = [("x2.w1.0.0.v", 1, 2, 2, BAD), ("x3.w1.0.1.v", 3, 4, 3, GOOD)]
# home, part, metres along it, LSOA, and pupils by age group
HOMES = [
    (1, "w2.0.0", 100.0, "E01000001", {"5_to_7": 10.0, "11_to_15": 6.0}),
    (2, "w1.0.1.left", 100.0, "E01000002", {"5_to_7": 20.0}),
    (3, "w2.0.0", 300.0, "E01000001", {"8_to_10": 4.0}),
    (4, "w1.0.0.right", 50.0, "E01000003", {"5_to_7": 3.0}),
    (5, "w1.0.0.right", 50.0, "E01000002", {"5_to_7": 1.0}),
]


@dataclass(frozen=True)
class Toytown:
    """Its tables, as the products read them."""

    edges: gpd.GeoDataFrame
    parts: gpd.GeoDataFrame
    link_evidence: pd.DataFrame
    crossing_evidence: pd.DataFrame
    edge_ratings: gpd.GeoDataFrame
    crossing_ratings: pd.DataFrame
    schools: gpd.GeoDataFrame
    school_gates: pd.DataFrame
    homes: pd.DataFrame
    imd_deciles: pd.DataFrame
    graph: RouteGraph
    ratings: PartRatings
    pupil_routes: pd.DataFrame
    route_use: pd.DataFrame
    pupil_flows: pd.DataFrame


@pytest.fixture(scope="session")
def toytown() -> Toytown:
    parts, edges = _parts(), _edges()
    links, crossings = _link_evidence(), _evidence(CROSSING_ATTRIBUTES, [part for part, *_ in CROSSINGS])
    crossings = crossings.assign(crossing=["none", "puffin"], osm_node_id=[2.0, 3.0], osm_node_version=1.0)
    edge_ratings = _edge_ratings(parts)
    crossing_ratings = _rated([(part, rating) for part, _, _, _, rating in CROSSINGS], "gaps_in_traffic")
    gates = pd.DataFrame({"school_id": ["A", "C"], "part_id": ["w1.0.0.left", "w1.0.1.left"]})
    gates = conform("school_gates", gates.assign(along_m=[380.0, 300.0], snap_m=10.0))
    doors = pd.DataFrame([home[:3] for home in HOMES], columns=["home_id", "part_id", "along_m"])
    graph = RouteGraph.build(parts, conform("home_doors", doors.assign(snap_m=5.0)), gates)
    ratings = PartRatings.of(graph, edge_ratings, crossing_ratings, RULESETS[0])
    routes = pupil_routes(graph, ratings, links, _home_pupils(), _schools())
    return Toytown(
        *(edges, parts, links, crossings, edge_ratings, crossing_ratings, _schools(), gates, _homes()),
        imd_deciles=pd.DataFrame({"lsoa_code": ["E01000001", "E01000002", "E01000003"], "imd_decile": [1.0, 6.0, 2.0]}),
        graph=graph,
        ratings=ratings,
        pupil_routes=routes,
        route_use=route_use(graph, ratings, school_walks(graph, routes)),
        pupil_flows=_pupil_flows(),
    )


def _edges() -> gpd.GeoDataFrame:
    ways = [*HIGH_STREET, ("w2.0.0", 2, 4)]
    lines = [shapely.LineString([NODES[u], NODES[v]]) for _, u, v in HIGH_STREET]
    lines.append(shapely.LineString([(400, 0), (400, -300)]))
    frame = pd.DataFrame(ways, columns=["edge_id", "u", "v"]).assign(
        highway=["tertiary", "tertiary", "tertiary", "residential"],
        length_m=[line.length for line in lines],
        osm_way_id=[1, 1, 1, 2],
        osm_version=3.0,
        name=["High Street", "High Street", "High Street", "Mill Lane"],
        ref=["B1", "B1", "B1", None],
    )
    return gpd.GeoDataFrame(frame, geometry=lines, crs=CRS)


def _parts() -> gpd.GeoDataFrame:
    line_of = _edges().set_index("edge_id").geometry
    links = pd.DataFrame(LINKS, columns=["part_id", "u", "v", "length_m", "rating"])
    links["edge_id"] = links["part_id"].str.replace(".left", "").str.replace(".right", "")
    links["side"] = links["part_id"].str.extract(r"(left|right)$")[0].fillna("")
    links["geometry"] = links["edge_id"].map(line_of)
    crossings = pd.DataFrame(CROSSINGS, columns=["part_id", "u", "v", "node_id", "rating"])
    crossings = crossings.assign(edge_id=["w1.0.0", "w1.0.1"], side="", length_m=7.3)
    crossings["geometry"] = [shapely.Point(NODES[node]) for node in crossings["node_id"]]
    both = pd.concat([links, crossings], ignore_index=True)
    is_main = both["edge_id"] != "w2.0.0"
    both["kind"] = both["side"].where(both["side"] == "", "side").replace("", "street")
    both.loc[both["part_id"].str.startswith("x"), "kind"] = "crossing"
    both = both.assign(
        highway=is_main.map({True: "tertiary", False: "residential"}),
        osm_way_id=is_main.map({True: 1, False: 2}),
        osm_version=3.0,
        name=is_main.map({True: "High Street", False: "Mill Lane"}),
        ref=is_main.map({True: "B1", False: None}),
        local_authority_code="E06000001",
        is_main_road=is_main,
        is_in_main_component=True,
        beside_edge_id=None,
    )
    return conform("route_parts", gpd.GeoDataFrame(both, geometry="geometry", crs=CRS))


def _evidence(attributes: tuple[str, ...], part_ids: list[str]) -> pd.DataFrame:
    """Everything known, and 1."""
    frame = pd.DataFrame({"part_id": pd.array(part_ids, dtype="string")})
    for attribute in attributes:
        lo, hi, likely, known, source, date = columns_of(attribute)
        frame = frame.assign(**{lo: 1.0, hi: 1.0, likely: 1.0, known: True, source: "openstreetmap", date: ""})
    return frame


def _link_evidence() -> pd.DataFrame:
    frame = _evidence(LINK_ATTRIBUTES, [part for part, *_ in LINKS])
    frame = frame.assign(is_beside_water=False, is_isolated=False, is_level_crossing=False)
    speeds = ["speed_mph_lo", "speed_mph_hi", "speed_mph_likely"]
    frame[speeds] = 30.0
    frame.loc[frame["part_id"] == "w2.0.0", ["speed_mph_lo", "is_speed_mph_known"]] = [20.0, False]
    unknown = frame["part_id"] == "w1.0.1.right"
    frame.loc[unknown, ["footway_lo", "footway_likely", "is_footway_known", "is_flow_vpd_known"]] = [
        0.0,
        0,
        False,
        False,
    ]
    return frame


def _rated(rows: list[tuple[str, tuple[float, float, float]]], factor: str) -> pd.DataFrame:
    frame = pd.DataFrame({"part_id": pd.array([part for part, _ in rows], dtype="string")})
    for ruleset in RULESETS:
        for column, values in zip(
            ("lo", "likely", "hi"), zip(*(rating for _, rating in rows), strict=True), strict=True
        ):
            frame[f"{ruleset}_rating_{column}"] = values
        frame[f"{ruleset}_completeness"] = frame[f"{ruleset}_tagged_share"] = 1.0
        words = {"verdict": [VERDICTS[rating] for _, rating in rows], "deciding_factor": factor}
        for column, value in {**words, "threshold": "threshold in words", "subject_to": "", "factors": "[]"}.items():
            frame[f"{ruleset}_{column}"] = pd.Series(value, frame.index, dtype="string")
    return frame


def _edge_ratings(parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    rated = _rated([(link[0], link[-1]) for link in LINKS], "footway_and_flow")
    own = parts[parts["kind"] != "crossing"].merge(rated, on="part_id").assign(dfe2024_flags="")
    return conform("edge_ratings", gpd.GeoDataFrame(own, geometry="geometry", crs=CRS))


def _schools() -> gpd.GeoDataFrame:
    names = {"A": "Abbey Primary", "B": "Beech Nursery", "C": "Castle High"}
    frame = pd.DataFrame({"school_id": list(names), "name": list(names.values())}).assign(
        urn=None,
        phase=["primary", "nursery", "secondary"],
        low_age=[4.0, 2.0, 11.0],
        high_age=[11.0, 4.0, 16.0],
        serves=["5_to_7|8_to_10", "", "11_to_15"],
        is_qualifying=True,
        pupils=[200.0, None, None],
        pupils_lower=100.0,
        pupils_upper=200.0,
        is_roll_known=[True, False, False],
        local_authority_code="E06000001",
        ward_code="E05000001",
        source="schools",
        note="",
    )
    return conform("schools", gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy([380, 0, 700], [10] * 3), crs=CRS))


def _home_pupils() -> pd.DataFrame:
    rows = [(home, age, pupils) for home, _, _, _, ages in HOMES for age, pupils in ages.items()]
    frame = pd.DataFrame(rows, columns=["home_id", "age_group", "pupils"])
    return conform("home_pupils", frame.assign(low_income_pupils=frame["pupils"] / 4, unit="pupils"))


def _homes() -> pd.DataFrame:
    frame = pd.DataFrame([home[:4] for home in HOMES], columns=["home_id", "edge_id", "along_m", "lsoa_code"])
    return frame.assign(ward_code="E05000001", local_authority_code="E06000001", is_far=False)


def _pupil_flows() -> pd.DataFrame:
    frame = pd.DataFrame({"part_id": ["w1.0.0.left", "w1.0.0.right", "w2.0.0"], "pupils": [34.0, 4.0, 20.0]})
    frame = frame.assign(edge_id=["w1.0.0", "w1.0.0", "w2.0.0"], osm_way_id=[1, 1, 2], kind="modelled", note="")
    people = ["pupils_lower", "pupils_upper", "walkers_baseline", "walkers_go_active"]
    return conform("pupil_flows", frame.assign(**dict.fromkeys(people, frame["pupils"])))
