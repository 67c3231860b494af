"""What the benchmark of school routes rests on: a real extract's streets; seeded schools and homes."""

from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from benchmarks.street_extract import WORLDWIDE
from geodata.catalogue import load_catalogue
from geodata.network.building import walking_network
from geodata.openstreetmap.pbf import read_extracts
from geodata.schemas import conform
from geodata.school_routes.evidence.classes import class_ranges
from geodata.school_routes.evidence.crossings import osm_crossing_evidence
from geodata.school_routes.evidence.links import osm_link_evidence
from geodata.school_routes.sides.parts import route_parts
from geodata.school_routes.statutory import AGE_GROUPS

SCHOOLS, HOMES = 625, 100_000
SNAP_M = 20.0


class Town(NamedTuple):
    """Tables of a made-up demand on real streets."""

    doors: pd.DataFrame
    gates: pd.DataFrame
    schools: pd.DataFrame
    home_pupils: pd.DataFrame


class Known(NamedTuple):
    """The side-aware streets of an extract, and what OpenStreetMap alone says of them."""

    parts: gpd.GeoDataFrame
    links: pd.DataFrame
    crossings: pd.DataFrame


def side_aware_streets(path: Path) -> Known:
    """Return tables `route_parts`, `osm_link_evidence` and `osm_crossing_evidence` of an extract; no terrain."""
    openstreetmap = read_extracts([path], load_catalogue()["openstreetmap"], None, WORLDWIDE)
    nodes, edges = walking_network(openstreetmap, None)
    parts, ranges = route_parts(edges, nodes, openstreetmap), class_ranges()
    level = pd.DataFrame({"edge_id": edges["edge_id"], "steepest_pct": 0.0})
    links = osm_link_evidence(parts, edges, openstreetmap, level, ranges, "")
    return Known(parts, links, osm_crossing_evidence(parts, edges, nodes, openstreetmap, links, ranges, ""))


def town(parts: pd.DataFrame) -> Town:
    """Return schools and homes on sides, streets and paths at random; every fourth school is a secondary one."""
    rng = np.random.default_rng(5)
    links = parts[(parts["kind"] != "crossing") & parts["is_in_main_component"]]
    gates, doors = (_joints(links, number, rng) for number in (SCHOOLS, HOMES))
    school_id = pd.Series([f"s{number:03}" for number in range(SCHOOLS)], dtype="string")
    serves = np.where(np.arange(SCHOOLS) % 4 == 0, AGE_GROUPS[2].name, "|".join(group.name for group in AGE_GROUPS[:2]))
    pupils = pd.DataFrame({"home_id": np.repeat(np.arange(HOMES), len(AGE_GROUPS))}).assign(
        age_group=np.tile([group.name for group in AGE_GROUPS], HOMES),
        pupils=rng.integers(0, 9, HOMES * len(AGE_GROUPS)).astype(float),
        low_income_pupils=np.nan,
        unit="pupils",
    )
    schools = pd.DataFrame({"school_id": school_id, "serves": pd.Series(serves, dtype="string")})
    return Town(
        conform("home_doors", doors.assign(home_id=np.arange(HOMES))),
        conform("school_gates", gates.assign(school_id=school_id)),
        schools.assign(is_qualifying=True),
        conform("home_pupils", pupils),
    )


def _joints(links: pd.DataFrame, number: int, rng: np.random.Generator) -> pd.DataFrame:
    chosen = links.iloc[rng.integers(0, len(links), number)].reset_index(drop=True)
    return pd.DataFrame(
        {"part_id": chosen["part_id"], "along_m": chosen["length_m"] * rng.random(number), "snap_m": SNAP_M}
    )
