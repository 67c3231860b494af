"""Edits of real streets: what must never get worse does not, through every step from tags to routes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.access.destinations import destinations
from geodata.access.entrances import entrances
from geodata.access.street_homes import street_homes
from geodata.network.building import walking_network
from geodata.openstreetmap.loading import load_openstreetmap
from geodata.schemas import empty
from geodata.school_routes.attributes import CROSSING_ATTRIBUTES, LINK_ATTRIBUTES
from geodata.school_routes.demand.home_pupils import home_pupils
from geodata.school_routes.demand.schools import schools
from geodata.school_routes.evidence.classes import class_ranges
from geodata.school_routes.evidence.crossings import osm_crossing_evidence
from geodata.school_routes.evidence.links import osm_link_evidence
from geodata.school_routes.routes.graph import RouteGraph
from geodata.school_routes.routes.pupil_routes import pupil_routes
from geodata.school_routes.routes.usable_parts import PartRatings
from geodata.school_routes.rules.ratings import rate_crossings, rate_links
from geodata.school_routes.sides.doors import home_doors
from geodata.school_routes.sides.gates import school_gates
from geodata.school_routes.sides.parts import route_parts

pytestmark = pytest.mark.slow
RULESET = "rsgb_walked_route"
AUTHORITY = "W06000022"
HALF_M, CROPS, EDITS_A_CROP = 300, 6, 28
"""Six pieces of a town, 600 metres square each; 28 edits of each of three kinds in each piece: 504 in all."""
EVIDENCE = ("maxspeed", "sidewalk", "lanes", "surface", "lit", "width", "smoothness", "tracktype")
OF_CROSSINGS = ("crossing", "crossing_ref", "crossing:island", "crossing:markings")
ROUNDING_M = 0.05
"""Lengths are whole millimetres: a way cut at a new node may be longer by one for each piece."""


class Rated(NamedTuple):
    """The tables of one state of the map."""

    nodes: gpd.GeoDataFrame
    edges: gpd.GeoDataFrame
    parts: gpd.GeoDataFrame
    links: pd.DataFrame
    crossings: pd.DataFrame
    ratings: pd.DataFrame


@pytest.fixture(scope="module")
def crops(real_data: Path) -> list[gpd.GeoDataFrame]:
    """Pieces of Newport around schools, as table `source_openstreetmap`."""
    town = load_openstreetmap(real_data / "newport", None, None)
    places = town[(town["role"] == "destination") & town["tags"].str.contains('"amenity":"school"')]
    centres = shapely.centroid(places.geometry.to_numpy())
    chosen = np.random.default_rng(5).choice(len(centres), CROPS, replace=False)
    boxes = [centres[number].buffer(HALF_M).envelope for number in chosen]
    return [town[town.geometry.intersects(box)].reset_index(drop=True) for box in boxes]


def rated(
    town: gpd.GeoDataFrame, parts: gpd.GeoDataFrame | None = None, rulesets: tuple[str, ...] = (RULESET,)
) -> Rated:
    """Return the evidence and ratings of a state of the map, on its own parts or on those given."""
    nodes, edges = walking_network(town, None)
    own = route_parts(edges, nodes, town) if parts is None else parts
    ranges = class_ranges()
    links = osm_link_evidence(own, edges, town, empty("edge_slopes"), ranges, "2023")
    crossings = osm_crossing_evidence(own, edges, nodes, town, links, ranges, "2023")
    return Rated(nodes, edges, own, links, crossings, _ratings(own, links, crossings, rulesets))


def _ratings(
    parts: gpd.GeoDataFrame, links: pd.DataFrame, crossings: pd.DataFrame, rulesets: tuple[str, ...]
) -> pd.DataFrame:
    by_rule_set = []
    for ruleset in rulesets:
        rows = [
            rate(parts, evidence, ruleset).assign(part_id=evidence["part_id"].to_numpy())
            for rate, evidence in ((rate_links, links), (rate_crossings, crossings))
        ]
        by_rule_set.append(pd.concat(rows, ignore_index=True).add_prefix(f"{ruleset}_"))
    return pd.concat(by_rule_set, axis=1)


def walks(town: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the walks of residential streets to the nearest school, as table `pupil_routes`."""
    made = rated(town)
    nodes, edges = made.nodes, made.edges
    sources = {
        name: empty(f"source_{name}") for name in ("schools", "green_space", "gp_practices", "pharmacies", "postcodes")
    }
    places = destinations(town, **sources)
    outline = gpd.GeoDataFrame(
        {"local_authority_code": [AUTHORITY]}, geometry=[shapely.box(*town.total_bounds)], crs=town.crs
    )
    listed = schools(places, sources["schools"], outline, empty("source_wards"))
    homes = street_homes(edges, AUTHORITY)
    gates = school_gates(listed, entrances(places, sources["green_space"], nodes, edges), edges, made.parts)
    graph = RouteGraph.build(made.parts, home_doors(homes, edges, made.parts), gates)
    table = made.ratings.rename(columns={f"{RULESET}_part_id": "part_id"})
    parts = PartRatings.of(graph, table, table.iloc[:0], RULESET)
    pupils = home_pupils(
        homes, empty("source_population_by_age"), empty("lsoa_changes"), empty("source_deprivation_2025")
    )
    return pupil_routes(graph, parts, made.links, pupils, listed).set_index("home_id")


def retagged(town: gpd.GeoDataFrame, row: int, tags: dict[str, str]) -> gpd.GeoDataFrame:
    """Return the map with other tags on one element; parts of a way that is cut share them."""
    is_it = (town["osm_id"] == town["osm_id"].iloc[row]) & (town["role"] == town["role"].iloc[row])
    text = json.dumps(tags, sort_keys=True, separators=(",", ":"))
    return town.assign(tags=town["tags"].mask(is_it, text))


def tags_of(town: gpd.GeoDataFrame, role: str, keys: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return the rows of a role that have one of the keys, with the key."""
    rows = town[town["role"] == role]
    said = [(number, json.loads(text)) for number, text in zip(rows.index, rows["tags"], strict=True)]
    return [(number, key) for number, tags in said for key in keys if key in tags and tags[key] != "separate"]


def drawn(random: np.random.Generator, choices: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number in random.integers(len(choices), size=EDITS_A_CROP):
        yield choices[number]


def bounds(made: Rated) -> pd.DataFrame:
    """Return every interval's ends, of all parts."""
    columns = {}
    for table, names in ((made.links, LINK_ATTRIBUTES), (made.crossings, CROSSING_ATTRIBUTES)):
        for name in names:
            for end in ("lo", "hi"):
                columns[f"{len(columns)} {name} {end}"] = table.set_index("part_id")[f"{name}_{end}"]
    return pd.DataFrame(columns).fillna(0.0)  # links have no attributes of crossings, and the other way round


def test_removing_evidence_never_narrows_an_interval_nor_a_rating(crops: list[gpd.GeoDataFrame]) -> None:
    random, edits = np.random.default_rng(11), 0
    for town in crops:
        before = rated(town)
        choices = [*tags_of(town, "walkable", EVIDENCE), *tags_of(town, "crossing", OF_CROSSINGS)]
        for row, key in drawn(random, choices):
            tags = json.loads(town["tags"].iloc[row])
            del tags[key]
            after = rated(retagged(town, row, tags), before.parts)
            old, new = bounds(before), bounds(after)
            is_low = new.columns.str.endswith("lo")
            assert (new.loc[:, is_low] <= old.loc[:, is_low] + 1e-9).all(axis=None), (key, tags)
            assert (new.loc[:, ~is_low] >= old.loc[:, ~is_low] - 1e-9).all(axis=None), (key, tags)
            assert (after.ratings[f"{RULESET}_rating_lo"] <= before.ratings[f"{RULESET}_rating_lo"]).all()
            assert (after.ratings[f"{RULESET}_rating_hi"] >= before.ratings[f"{RULESET}_rating_hi"]).all()
            edits += 1
    assert edits == CROPS * EDITS_A_CROP


def test_a_lower_limit_never_worsens_a_rating(crops: list[gpd.GeoDataFrame]) -> None:
    # the walked-route rules read no speed
    random, rulesets, better = np.random.default_rng(12), ("ate_route_check", "odot_plts"), 0
    for town in crops:
        before = rated(town, rulesets=rulesets)
        limits = tags_of(town, "walkable", ("maxspeed",))
        roads = [
            (row, key) for row, key in limits if json.loads(town["tags"].iloc[row])[key] not in {"5 mph", "10 mph"}
        ]
        for row, key in drawn(random, roads):
            tags = json.loads(town["tags"].iloc[row])
            after = rated(retagged(town, row, tags | {key: "10 mph"}), before.parts, rulesets)
            for name in (f"{ruleset}_rating_{end}" for ruleset in rulesets for end in ("lo", "hi")):
                assert not (after.ratings[name] > before.ratings[name]).any(), (name, row)
                better += int((after.ratings[name] < before.ratings[name]).sum())
    assert better > 100  # it can be told


def test_a_controlled_crossing_never_lengthens_a_route_nor_lowers_coverage(crops: list[gpd.GeoDataFrame]) -> None:
    random = np.random.default_rng(13)
    for town in crops:
        before = walks(town)
        roads = town[
            (town["role"] == "walkable") & town["tags"].str.contains('"highway":"(?:primary|secondary|tertiary)"')
        ]
        for _ in range(EDITS_A_CROP):
            road = roads.iloc[random.integers(len(roads))]
            vertex = random.integers(len(road["node_ids"]))
            after = walks(_with_crossing(town, road, vertex)).loc[before.index]
            for mode in ("shortest_m", "best_m", "likely_m", "strict_m"):
                old, new = before[mode].fillna(np.inf), after[mode].fillna(np.inf)
                assert (new <= old + ROUNDING_M).all(), (mode, road["osm_id"], vertex)
            assert ((after["strict_m"].isna()) | (after["likely_m"] <= after["strict_m"] + ROUNDING_M)).all()
            assert ((after["likely_m"].isna()) | (after["best_m"] <= after["likely_m"] + ROUNDING_M)).all()


def test_a_mirrored_map_gives_a_mirrored_result(real_data: Path) -> None:
    town = load_openstreetmap(real_data / "newport", None, None)
    flipped = town.set_geometry(town.scale(-1, 1, origin=(330_000, 0))).assign(tags=town["tags"].map(_mirrored))
    flipped.attrs = town.attrs
    before, after = walks(town), walks(flipped)
    assert (before["verdict"] == "undetermined").sum() > 1000
    for what in ("school_id", "verdict", "likely_verdict"):
        assert before[what].fillna("").equals(after[what].fillna("")), what
    for mode in ("shortest_m", "best_m", "likely_m", "strict_m"):
        np.testing.assert_allclose(before[mode], after[mode], atol=ROUNDING_M)


def _mirrored(text: str) -> str:
    """Return tags with left and right exchanged."""
    words = {"left": "right", "right": "left"}
    flipped = {
        ":".join(words.get(word, word) for word in key.split(":")): words.get(value, value)
        for key, value in json.loads(text).items()
    }
    return json.dumps(flipped, sort_keys=True, separators=(",", ":"))


def _with_crossing(town: gpd.GeoDataFrame, road: pd.Series, vertex: int) -> gpd.GeoDataFrame:
    """Return the map with a puffin crossing at a corner of a road, in the place of whatever is mapped there."""
    node = int(road["node_ids"][vertex])
    tags = '{"crossing":"traffic_signals","crossing_ref":"puffin","highway":"crossing"}'
    others = town[~((town["element"] == "node") & (town["osm_id"] == node) & (town["role"] == "crossing"))]
    point = shapely.Point(shapely.get_coordinates(road.geometry)[vertex])
    row = {"element": "node", "osm_id": node, "osm_version": 1.0, "role": "crossing", "part": 0, "tags": tags,
           "node_ids": np.array([], dtype=np.int64)}  # fmt: skip
    added = gpd.GeoDataFrame([row], geometry=[point], crs=town.crs)
    together = pd.concat([others, added], ignore_index=True)
    together.attrs = town.attrs
    return together
