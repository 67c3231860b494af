"""Evidence on a single part, written as `footway=0, flow_vpd=(1000, 8000)`: a value is known, a pair is an interval."""

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from geodata.schemas import conform
from geodata.school_routes.attributes import CROSSING_ATTRIBUTES, LINK_ATTRIBUTES
from geodata.school_routes.rules.ratings import rate_crossings, rate_links

UNKNOWN = {
    "footway": (0, 1), "footway_width_m": (0.5, 4), "flow_vpd": (100, 20000), "speed_mph": (20, 70), "hgv_pct": (0, 20),
    "step_off": (0, 1), "sight_lines": (0, 1), "side_road_vpd": (0, 8000), "side_road_treated": (0, 1),
    "firm_surface": (0, 1), "gradient_pct": (0, 20), "lit": (0, 1), "controlled": (0, 1), "signals": (0, 1),
    "signal_arm_without_figure": (0, 1), "island": (0, 1), "lanes": (1, 4), "width_m": (5, 15), "spacing_m": (0, 2000),
}  # fmt: skip
Given = float | tuple[float, float] | tuple[float, float, float]
Rated = Callable[..., pd.Series]


def _attribute(name: str, given: Given) -> dict[str, object]:
    lo, hi, *rest = given if isinstance(given, tuple) else (given, given)
    is_known = lo == hi
    return {
        f"{name}_lo": float(lo),
        f"{name}_hi": float(hi),
        f"{name}_likely": float(rest[0] if rest else lo),
        f"is_{name}_known": is_known,
        f"{name}_source": "openstreetmap" if is_known else "unknown",
        f"{name}_source_date": "",
    }


def _row(part_id: str, names: tuple[str, ...], given: dict[str, Given]) -> dict[str, object]:
    assert given.keys() <= set(names)
    row: dict[str, object] = {"part_id": part_id}
    for name in names:
        row |= _attribute(name, given.get(name, UNKNOWN[name]))
    return row


@pytest.fixture(scope="session")
def link_evidence() -> Callable[..., pd.DataFrame]:
    """Table `link_evidence` of rows given by part id; attributes not named are unknown."""

    def table(rows: dict[str, dict[str, Given]]) -> pd.DataFrame:
        flags = {"is_beside_water": False, "is_isolated": False, "is_level_crossing": False}
        given = [
            flags | {key: row[key] for key in flags if key in row}
            | _row(part_id, LINK_ATTRIBUTES, {key: value for key, value in row.items() if key not in flags})
            for part_id, row in rows.items()
        ]  # fmt: skip
        return conform("link_evidence", pd.DataFrame(given))

    return table


@pytest.fixture(scope="session")
def crossing_evidence() -> Callable[..., pd.DataFrame]:
    """Table `crossing_evidence` of rows given by part id; attributes not named are unknown."""

    def table(rows: dict[str, dict[str, Given]]) -> pd.DataFrame:
        mapped = {"crossing": None, "osm_node_id": None, "osm_node_version": None}
        given = [mapped | _row(part_id, CROSSING_ATTRIBUTES, row) for part_id, row in rows.items()]
        return conform("crossing_evidence", pd.DataFrame(given))

    return table


@pytest.fixture(scope="session")
def route_parts() -> Callable[..., gpd.GeoDataFrame]:
    """Table `route_parts` of kind, class and length by part id."""

    def table(parts: dict[str, tuple[str, str, float]]) -> gpd.GeoDataFrame:
        rows = [
            {"part_id": part_id, "kind": kind, "edge_id": part_id, "side": "", "u": 0, "v": 1, "node_id": None,
             "length_m": length_m, "highway": highway, "osm_way_id": 1, "osm_version": 2, "name": None, "ref": None,
             "local_authority_code": None, "beside_edge_id": None, "is_main_road": kind == "side",
             "is_in_main_component": True, "geometry": Point(0, 0)}
            for part_id, (kind, highway, length_m) in parts.items()
        ]  # fmt: skip
        return gpd.GeoDataFrame(conform("route_parts", gpd.GeoDataFrame(rows, crs="EPSG:27700")))

    return table


@pytest.fixture(scope="session")
def rated_link() -> Rated:
    """Rate one link: `rated_link(ruleset, kind, attribute=value ...)`; a street is metalled unless it is said.

    `beside` is the edge of the road that a path runs beside.
    """

    def rated(
        ruleset: str, kind: str = "street", length_m: float = 50.0, beside: str | None = None, **given: Given
    ) -> pd.Series:
        parts = pd.DataFrame(
            {"part_id": ["w1.0.1"], "kind": [kind], "length_m": [length_m], "beside_edge_id": [beside]}
        )
        metalled: dict[str, Given] = {"firm_surface": 1} if kind == "street" else {}
        return rate_links(parts, pd.DataFrame([_row("w1.0.1", LINK_ATTRIBUTES, metalled | given)]), ruleset).iloc[0]

    return rated


@pytest.fixture(scope="session")
def rated_crossing() -> Rated:
    """Rate one crossing: `rated_crossing(ruleset, attribute=value ...)`."""

    def rated(ruleset: str, highway: str = "tertiary", **given: Given) -> pd.Series:
        parts = pd.DataFrame({"part_id": ["x1.w1.0.1.u"], "highway": [highway]})
        return rate_crossings(parts, pd.DataFrame([_row("x1.w1.0.1.u", CROSSING_ATTRIBUTES, given)]), ruleset).iloc[0]

    return rated
