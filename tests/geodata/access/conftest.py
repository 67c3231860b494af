"""A grid of streets, homes and places on it, small enough to compute every walk on paper."""

from collections.abc import Callable, Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, Point

from geodata.schemas import conform, model_for, validate

WEST, SOUTH = 340_000.0, 390_000.0
AUTHORITY = "E06999001"
FILLERS: dict[str, Any] = {"bool": False, "float64": np.nan, "int64": 1, "string[pyarrow]": ""}
NULLABLE = ("name", "ref", "sidewalk_left", "sidewalk_right", "lit", "surface", "crossing", "island", "kerb",
            "tactile_paving")  # fmt: skip


def filled(table: str, rows: pd.DataFrame, shapes: list[Any] | None = None) -> pd.DataFrame:
    """Return a whole table from the columns that matter, the others unknown."""
    frame = rows.copy()
    for name, column in model_for(table).to_schema().columns.items():
        if name not in frame and name != "geometry":
            frame[name] = pd.NA if name in NULLABLE else FILLERS[str(column.dtype)]
    made = gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:27700") if shapes is not None else frame
    return validate(table, conform(table, made))


Streets = tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]


@pytest.fixture(scope="session")
def streets() -> Callable[..., Streets]:
    """Return a function that makes walking nodes and edges from points (name: east, north) and pairs of names."""

    def made(points: dict[int, tuple[float, float]], pairs: Iterable[tuple[int, int]], **columns: Any) -> Streets:
        pairs = list(pairs)
        places = {name: (WEST + x, SOUTH + y) for name, (x, y) in points.items()}
        lines = [LineString([places[u], places[v]]) for u, v in pairs]
        ids = np.arange(1, len(pairs) + 1)
        words = {"highway": "residential", "local_authority_code": AUTHORITY, "is_in_main_component": True}
        words |= {"bridge": "no", "tunnel": "no", "steps": "no", "osm_way_id": ids}
        edges = pd.DataFrame(
            {"edge_id": [f"w{n}.0.0" for n in ids], "u": [u for u, _ in pairs], "v": [v for _, v in pairs],
             "length_m": [line.length for line in lines]} | words | columns
        )  # fmt: skip
        degree = pd.concat([edges["u"], edges["v"]]).value_counts()
        nodes = pd.DataFrame(
            {"node_id": list(points), "degree": [degree.get(name, 1) for name in points],
             "local_authority_code": AUTHORITY, "is_in_main_component": True}
        )  # fmt: skip
        shapes = [Point(places[name]) for name in points]
        return filled("walking_nodes", nodes, shapes), filled("walking_edges", edges, lines)

    return made


def grid_pairs(size: int) -> list[tuple[int, int]]:
    across = [(size * row + column, size * row + column + 1) for row in range(size) for column in range(size - 1)]
    up = [(size * row + column, size * (row + 1) + column) for row in range(size - 1) for column in range(size)]
    return across + up


@pytest.fixture(scope="session")
def grid(streets) -> Callable[..., Streets]:
    """Return a function that makes a square grid of streets of 100 m; node `size * row + column`."""

    def made(size: int = 6, **columns: Any) -> Streets:
        points = {size * row + column: (100.0 * column, 100.0 * row) for row in range(size) for column in range(size)}
        return streets(points, grid_pairs(size), **columns)

    return made


@pytest.fixture(scope="session")
def homes_at() -> Callable[..., gpd.GeoDataFrame]:
    """Return a function that makes homes at points on the streets (edge, metres along it), ten people in each."""

    def made(
        points: list[tuple[float, float]], edge_id: list[str | None], along_m: list[float], **columns: Any
    ) -> gpd.GeoDataFrame:
        rows = pd.DataFrame(
            {
                "home_id": np.arange(len(points)), "lsoa_code": "E01999001", "ward_code": "E05999001",
                "local_authority_code": AUTHORITY, "residents": 10.0, "children": 2.0, "no_car_households": 1.0,
                "weight": 1.0, "method": "postcodes", "edge_id": edge_id, "along_m": along_m, "snap_m": 0.0,
            } | columns
        )  # fmt: skip
        return filled("homes", rows, [Point(WEST + x, SOUTH + y) for x, y in points])

    return made
