"""The routes of Toytown: a lane, a main road with two sides, a path and a crossing, few enough to be read by eye."""

import datetime
import json
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata import schemas
from maps.site import Site

RSGB = "rsgb_walked_route"
WEST, MIDDLE, EAST, NORTH = (340_200, 390_500), (341_000, 390_500), (342_000, 390_500), (341_000, 390_900)
FACTORS = json.dumps(
    [{"factor": "footway_and_flow", "source": {"footway": "route_surveys:12", "flow_vpd": "class range"}}]
)
PARTS = [
    # id, kind, side, way, name, verdict, subject to, pupils, from, to
    ("w1.0.0", "street", "", 1, "Mill Lane", "available", "sight lines", 40.0, WEST, MIDDLE),
    ("w2.0.0.left", "side", "left", 2, "High Street", "undetermined", "", 12.0, MIDDLE, EAST),
    ("w2.0.0.right", "side", "right", 2, "High Street", "unavailable", "", 0.4, MIDDLE, EAST),
    ("w3.0.0", "path", "", 3, None, "available", "", 0.0, MIDDLE, NORTH),
    ("w4.0.0", "street", "", 4, "Mill Lane", "available", "sight lines", 35.0, NORTH, (341_500, 390_900)),
]


def filled(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return a table with what the rows leave out: nothing where that is allowed, else an empty text or nought."""
    columns = schemas.model_for(name).to_schema().columns
    gaps = {
        key: None if column.nullable else 0 if "int" in str(column.dtype) or "float" in str(column.dtype) else ""
        for key, column in columns.items()
        if not column.regex and key != "geometry"
    }
    table = gpd.GeoDataFrame([gaps | row for row in rows], geometry="geometry", crs=schemas.CRS)
    return schemas.conform(name, table)


def _ratings() -> gpd.GeoDataFrame:
    rows = [
        {
            "part_id": part, "kind": kind, "edge_id": part.removesuffix(f".{side}"), "side": side, "osm_way_id": way,
            "osm_version": 7.0, "highway": "residential", "name": name, "length_m": shapely.LineString(ends).length,
            "geometry": shapely.LineString(ends), f"{RSGB}_verdict": verdict, f"{RSGB}_subject_to": subject_to,
            f"{RSGB}_deciding_factor": "footway_and_flow", f"{RSGB}_threshold": "no footway",
            f"{RSGB}_factors": FACTORS, "ref": None,
            "local_authority_code": "E06999001" if way < 4 else None,
        }
        for part, kind, side, way, name, verdict, subject_to, _, *ends in PARTS
    ]  # fmt: skip
    return gpd.GeoDataFrame(rows, crs=schemas.CRS)


def _crossings() -> pd.DataFrame:
    shared = {
        "edge_id": "w2.0.0", "osm_way_id": 2, "osm_version": 7.0, "highway": "primary", "name": "High Street",
        "deciding_factor": "gaps", "threshold": "few gaps to cross", "factors": "[]", "unit": "pupils",
        "ate_route_check_verdict": "undetermined",
    }  # fmt: skip
    rows = [
        {"part_id": "x9.a", "node_id": 9.0, "verdict": "undetermined", "pupils": 3.0, "is_missing": False,
         "may_be_missing": False, "geometry": shapely.Point(MIDDLE)},
        {"part_id": "x9.b", "node_id": 9.0, "verdict": "undetermined", "pupils": 12.0, "is_missing": False,
         "may_be_missing": True, "detour_m": 460.0, "geometry": shapely.Point(MIDDLE)},
        {"part_id": "x8.a", "node_id": 8.0, "verdict": "available", "pupils": 0.0, "is_missing": False,
         "may_be_missing": False, "crossing": "zebra", "osm_node_id": 80.0, "geometry": shapely.Point(EAST)},
    ]  # fmt: skip
    return filled("crossings", [shared | row for row in rows])


def _to_do() -> dict[str, pd.DataFrame]:
    line = shapely.LineString([MIDDLE, EAST])
    stretch = {
        "measure": "footway", "owner": "highways", "threshold": "no footway", "osm_way_id": 2, "osm_version": 7.0,
        "name": "High Street", "schools": "gias:1", "unit": "pupils", "length_m": 1000.0, "kind": "computed",
        "pupils_affected": 12.0, "pupils_waiting": 9.0, "equity_weight": 1.0, "rank_lower": 1.0, "rank_upper": 2.0,
    }  # fmt: skip
    priorities = [
        stretch | {"part_id": "w2.0.0.left", "parts": "w2.0.0.left|x9.b", "side": "left", "verdict": "undetermined",
                   "first_step": "survey", "rank": 1.0, "pupils_newly_served": 9.0, "geometry": line},
        stretch | {"part_id": "w2.0.0.right", "parts": "w2.0.0.right", "side": "right", "verdict": "unavailable",
                   "first_step": "change", "rank": 2.0, "pupils_newly_served": 0.3,
                   "geometry": shapely.MultiLineString([line])},
    ]  # fmt: skip
    question = {"osm_way_id": 2, "osm_version": 7.0, "name": "High Street", "unit": "pupils", "hours": 0.5}
    survey = [
        question | {"rank": 1, "part_id": "w2.0.0.left", "side": "left", "question": "Is there a footway?",
                    "pupils": 9.0, "cumulative_pupils_pct": 60.0, "geometry": line},
        question | {"rank": 2, "part_id": "x9.b", "side": "", "question": "Is it controlled?", "pupils": 3.0,
                    "cumulative_pupils_pct": 100.0, "geometry": shapely.Point(MIDDLE)},
    ]  # fmt: skip
    return {"route_priorities": filled("route_priorities", priorities), "survey_list": filled("survey_list", survey)}


def _collisions() -> pd.DataFrame:
    shared = {"period": "2019 to 2023", "source": "collisions", "kind": "computed", "note": "", "n_years": 5}
    rows = [
        {"place_id": "w2.0.0", "place": "street", "edge_id": "w2.0.0", "highway": "primary", "collisions": 3.0,
         "pedestrian_collisions": 1.0, "geometry": shapely.LineString([MIDDLE, EAST])},
        {"place_id": "w1.0.0", "place": "street", "edge_id": "w1.0.0", "highway": "residential", "collisions": 0.0,
         "geometry": shapely.LineString([WEST, MIDDLE])},
        {"place_id": "x9", "place": "crossing", "node_id": 9.0, "highway": "primary", "collisions": 3.0,
         "geometry": shapely.Point(MIDDLE)},
    ]  # fmt: skip
    return filled("street_collisions", [shared | row for row in rows])


def _schools() -> dict[str, pd.DataFrame]:
    schools = [{"school_id": "gias:1", "name": "Abbey Primary", "geometry": shapely.Point(NORTH)}]
    card = {
        "school_id": "gias:1", "name": "Abbey Primary", "phase": "primary", "local_authority_code": "E06999001",
        "unit": "pupils", "pupils": 15.0, "pupils_available": 4.0, "pupils_undetermined": 11.0,
        "pupils_unavailable": 0.2, "source": "population", "kind": "computed",
    }  # fmt: skip
    columns = schemas.model_for("school_scorecards").to_schema().columns
    gaps = dict.fromkeys(columns)
    cards = schemas.conform("school_scorecards", pd.DataFrame([gaps | card]))
    return {"schools": gpd.GeoDataFrame(schools, crs=schemas.CRS), "school_scorecards": cards}


@pytest.fixture
def routes(toytown: dict[str, Any]) -> dict[str, Any]:
    """The tables of the map of routes, by name."""
    flows = pd.DataFrame([{"part_id": part, "pupils": pupils} for part, *_, pupils, _, _ in PARTS if pupils])
    return {
        "edge_ratings": _ratings(),
        "pupil_flows": flows,
        "crossings": _crossings(),
        **_to_do(),
        "street_collisions": _collisions(),
        **_schools(),
        "local_authorities": toytown["local_authorities"],
    }  # fmt: skip


@pytest.fixture
def route_site(toytown: dict[str, Any], study_area: Any) -> Site:
    """What the pages of Toytown say alike, with sources of streets and collisions."""
    first = toytown["sources"].iloc[[0]]
    streets = first.assign(source="openstreetmap", title="OpenStreetMap extract", vintage="2025-03-01", licence="ODbL")
    police = first.assign(source="collisions", title="Road safety data", vintage="2023")
    sources = pd.concat([toytown["sources"], streets, police], ignore_index=True)
    return Site(study_area, datetime.date(2026, 11, 22), "0.1.0", sources, has_schools=True)
