"""High Street from west to east in two pieces, Mill Lane and a path southwards, and nothing known of any of them.

  w1.0.0 (A49)   w1.0.1 (A49)            metres east and south of (400,000, 400,000)
0 ---------- 100 ---------- 200
              |               .
         w2.0.0 (lane)      w3.0.0 (path)
"""

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, Point
from shapely.affinity import translate

from geodata.schemas import CRS, conform, empty, validate
from geodata.school_routes.attributes import CROSSING_ATTRIBUTES, LINK_ATTRIBUTES, columns_of
from geodata.school_routes.evidence.side_road_flows import with_side_road_flows

ORIGIN = 400_000
EDGES = {  # way, kind, class, name, number, line
    "w1.0.0": (1, "side", "secondary", "High Street", "A49", [(0, 0), (100, 0)]),
    "w1.0.1": (1, "side", "secondary", "High Street", "A49", [(100, 0), (200, 0)]),
    "w2.0.0": (2, "street", "residential", "Mill Lane", None, [(100, 0), (100, -100)]),
    "w3.0.0": (3, "path", "footway", None, None, [(200, 0), (200, -80)]),
}
RANGES = {  # least, likely and greatest of what nobody has said
    "footway_width_m": (0.0, 2.0, 6.0), "flow_vpd": (1000.0, 5000.0, 12_000.0), "speed_mph": (20.0, 30.0, 70.0),
    "hgv_pct": (0.0, 5.0, 20.0), "lanes": (1.0, 2.0, 4.0), "width_m": (5.0, 7.3, 15.0),
    "spacing_m": (0.0, 500.0, 1000.0), "gradient_pct": (0.0, 2.0, 20.0), "side_road_vpd": (0.0, 500.0, 2500.0),
}  # fmt: skip
KEYS = ("footway_widths", "measured_speeds", "traffic_counts", "route_surveys", "zones_20mph")
DEFAULTS: dict[str, dict[str, Any]] = {
    "footway_widths": {
        "width_m": None, "minimum_width_m": None, "presence": "yes", "side": None, "surveyed_on": "2024-05-01",
    },
    "measured_speeds": {"mean_mph": None, "measured_on": "2023-03-02", "osm_way_id": None},
    "traffic_counts": {"counted_on": "2022", "road": None, "hgv_pct": None, "osm_way_id": None},
    "route_surveys": {"part_id": None, "osm_way_id": None, "side": "", "surveyed_on": "2025-02-03"},
    "zones_20mph": {"name": None, "in_force_from": "2021-09-01"},
}  # fmt: skip


@pytest.fixture
def here() -> Callable[..., Any]:
    """Place a shape, given in metres from the west end of High Street, on the National Grid."""
    return lambda shape: translate(shape, ORIGIN, ORIGIN)


@pytest.fixture
def parts(here: Callable[..., Any]) -> gpd.GeoDataFrame:
    """Two sides of each piece of High Street, the lane, the path, and a place to cross where the lane joins.

    With column `is_one_way`, as `with_bare_carriageways` gives it: none of them is.
    """
    rows = []
    for edge, (way, kind, highway, name, ref, line) in EDGES.items():
        told = {"edge_id": edge, "kind": kind, "osm_way_id": way, "highway": highway, "name": name, "ref": ref}
        shape = here(LineString(line))
        for side in ("left", "right") if kind == "side" else ("",):
            part = f"{edge}.{side}".strip(".")
            rows.append(told | {"part_id": part, "side": side, "length_m": shape.length, "geometry": shape})
    arm = rows[0] | {"part_id": "x10.w1.0.0.v", "kind": "crossing", "side": "", "length_m": 7.3}
    rows.append(arm | {"geometry": here(Point(100, 0))})
    common = {
        "u": 0,
        "v": 1,
        "node_id": None,
        "osm_version": 3.0,
        "local_authority_code": "E06999001",
        "beside_edge_id": None,
    }
    flags = {"is_main_road": True, "is_in_main_component": True}
    table = gpd.GeoDataFrame([row | common | flags for row in rows], crs=CRS)
    return validate("route_parts", conform("route_parts", table)).assign(is_one_way=False)


def unknown(ids: list[str], attributes: tuple[str, ...]) -> pd.DataFrame:
    table = pd.DataFrame({"part_id": ids})
    for attribute in attributes:
        lo, likely, hi = RANGES.get(attribute, (0.0, 0.0, 1.0))
        for name, value in zip(columns_of(attribute), (lo, hi, likely, False, "class range", ""), strict=True):
            table[name] = value
    return table


@pytest.fixture
def links(parts: gpd.GeoDataFrame) -> pd.DataFrame:
    """Evidence on sides, street and path of which only ranges are known."""
    ids = parts.loc[parts["kind"] != "crossing", "part_id"].tolist()
    table = unknown(ids, LINK_ATTRIBUTES).assign(is_beside_water=False, is_isolated=False, is_level_crossing=False)
    of_side_roads = with_side_road_flows(table, parts[parts["kind"] != "crossing"].reset_index(drop=True))
    return validate("osm_link_evidence", conform("osm_link_evidence", of_side_roads))


@pytest.fixture
def crossings() -> pd.DataFrame:
    """Evidence on the crossing of which only ranges are known."""
    table = unknown(["x10.w1.0.0.v"], CROSSING_ATTRIBUTES)
    table = table.assign(crossing=None, osm_node_id=None, osm_node_version=None)
    return validate("osm_crossing_evidence", conform("osm_crossing_evidence", table))


@pytest.fixture
def file_of() -> Callable[..., pd.DataFrame]:
    """Build the table of an authority's file from rows that say only what matters."""

    def _file_of(key: str, *rows: dict[str, Any]) -> pd.DataFrame:
        frame = pd.DataFrame([DEFAULTS[key] | row for row in rows])
        if key == "route_surveys":
            frame["row_id"] = frame["part_id"].where(frame["part_id"].notna(), "w" + frame["osm_way_id"].astype(str))
        if "geometry" in frame:
            frame = gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS)
        return validate(f"source_{key}", conform(f"source_{key}", frame))

    return _file_of


@pytest.fixture
def no_files() -> dict[str, pd.DataFrame]:
    """No authority's file at all."""
    return {key: empty(f"source_{key}") for key in KEYS}


@pytest.fixture
def tagged() -> Callable[..., pd.DataFrame]:
    """Say that a tag gives an attribute of one part."""

    def _tagged(evidence: pd.DataFrame, part: str, attribute: str, value: float) -> pd.DataFrame:
        evidence = evidence.copy()
        told = (value, value, value, True, "openstreetmap", "")
        evidence.loc[evidence["part_id"] == part, list(columns_of(attribute))] = told
        return evidence

    return _tagged
