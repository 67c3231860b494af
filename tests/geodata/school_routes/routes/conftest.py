"""A main road between homes and a school, side by side and crossed in one place; and random networks of that kind.

    north:  0 ======= road.left, 1000 m ======= 2 --- lane, 100 m --- 5 (school)
                                                |                     |
    south:  1 ======= road.right, 1000 m ====== 3  x.east, 7.3 m      |
            |                                                         |
            4 (street, 200 m) --------- path, 1800 m -----------------+

The school's gate is at 5, 5 m from it; home 1 stands on the street 50 m from 4, 10 m from its door.
By the crossing it walks 10 + 150 + 1000 + 7.3 + 100 + 5 m, by the path 10 + 50 + 1800 + 5 m.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import strategies as st

from geodata.schemas import conform
from geodata.school_routes.routes.graph import RouteGraph
from geodata.school_routes.routes.usable_parts import PartRatings

Row = tuple[str, str, int, int, float]
STREETS: tuple[Row, ...] = (
    ("road.left", "side", 0, 2, 1000.0),
    ("road.right", "side", 1, 3, 1000.0),
    ("lane", "street", 2, 5, 100.0),
    ("street", "street", 4, 1, 200.0),
    ("path", "path", 4, 5, 1800.0),
    ("x.east", "crossing", 2, 3, 7.3),
)
WEST: Row = ("x.west", "crossing", 0, 1, 7.3)
Bounds = tuple[float, float, float]


def route_parts(rows: Sequence[Row]) -> gpd.GeoDataFrame:
    """Return table `route_parts`; places are drawn a kilometre apart, which lengths need not agree with."""
    table = pd.DataFrame(list(rows), columns=["part_id", "kind", "u", "v", "length_m"])
    xy = np.stack([1000.0 * np.arange(100), np.zeros(100)], axis=1)
    lines = [
        shapely.Point(xy[u]) if kind == "crossing" else shapely.LineString([xy[u], xy[v] + 1])
        for kind, u, v in zip(table["kind"], table["u"], table["v"], strict=True)
    ]
    table = table.assign(
        edge_id=table["part_id"].str.split(".").str[0], side="", node_id=np.nan, highway="residential", osm_way_id=1,
        osm_version=np.nan, name=None, ref=None, local_authority_code=None, is_main_road=False,
        is_in_main_component=True, beside_edge_id=None,
    )  # fmt: skip
    return conform("route_parts", gpd.GeoDataFrame(table, geometry=lines, crs="EPSG:27700"))


def places(key: str, rows: Sequence[tuple[Any, str, float, float]]) -> pd.DataFrame:
    table = "home_doors" if key == "home_id" else "school_gates"
    return conform(table, pd.DataFrame(list(rows), columns=[key, "part_id", "along_m", "snap_m"]))


GATES = (("s", "lane", 100.0, 5.0),)
DOORS = ((1, "street", 50.0, 10.0),)


@pytest.fixture(scope="session")
def streets() -> tuple[Row, ...]:
    return STREETS


@pytest.fixture(scope="session")
def build() -> Callable[..., RouteGraph]:
    """Build the graph of some rows of parts, doors and gates."""

    def made(rows: Sequence[Row] = STREETS, doors: Sequence = DOORS, gates: Sequence = GATES) -> RouteGraph:
        return RouteGraph.build(route_parts(rows), places("home_id", doors), places("school_id", gates))

    return made


@pytest.fixture(scope="session")
def rated() -> Callable[..., PartRatings]:
    """Rate parts as told (lo, likely, hi), all others 0; crossings are those that begin with x."""

    def made(graph: RouteGraph, ratings: Mapping[str, Bounds], conditional: Sequence[str] = ()) -> PartRatings:
        ids = graph.parts["part_id"]
        bounds = np.array([ratings.get(part, (0.0, 0.0, 0.0)) for part in ids], dtype=float).reshape(-1, 3)
        names = [f"rsgb_walked_route_rating_{bound}" for bound in ("lo", "likely", "hi")]
        subject_to = np.where(ids.isin(conditional), "sight lines", "")
        table = pd.DataFrame(bounds, columns=names).assign(part_id=ids, rsgb_walked_route_subject_to=subject_to)
        is_crossing = (graph.parts["kind"] == "crossing").to_numpy()
        return PartRatings.of(graph, table[~is_crossing], table[is_crossing], "rsgb_walked_route")

    return made


@pytest.fixture(scope="session")
def speeds() -> Callable[..., pd.DataFrame]:
    """Return the columns of `link_evidence` that are read: speeds as told (lo, hi), else 20 mph."""

    def made(graph: RouteGraph, mph: Mapping[str, tuple[float, float]] | None = None) -> pd.DataFrame:
        links = graph.parts["part_id"][(graph.parts["kind"] != "crossing").to_numpy()]
        lo, hi = np.array([(mph or {}).get(part, (20.0, 20.0)) for part in links], dtype=float).reshape(-1, 2).T
        columns = {"speed_mph_lo": lo, "speed_mph_hi": hi, "speed_mph_likely": lo, "is_speed_mph_known": lo == hi}
        return pd.DataFrame({"part_id": links.to_numpy(), **columns})

    return made


@pytest.fixture(scope="session")
def pupils() -> Callable[..., pd.DataFrame]:
    """Return table `home_pupils` of rows (home, age group, pupils)."""

    def made(rows: Sequence[tuple[int, str, float]]) -> pd.DataFrame:
        table = pd.DataFrame(list(rows), columns=["home_id", "age_group", "pupils"])
        return conform("home_pupils", table.assign(low_income_pupils=np.nan, unit="pupils"))

    return made


@pytest.fixture(scope="session")
def schools() -> Callable[..., pd.DataFrame]:
    """Return the columns of table `schools` that are read, of schools and the age groups each is for."""

    def made(serves: Mapping[str, str], other: Sequence[str] = ()) -> pd.DataFrame:
        table = pd.DataFrame({"school_id": list(serves), "serves": list(serves.values())}, dtype="string")
        return table.assign(is_qualifying=~table["school_id"].isin(list(other)))

    return made


@st.composite
def _networks(draw: st.DrawFn) -> dict[str, Any]:
    """Draw parts, doors (homes may have two), gates and ratings with lo <= likely <= hi."""
    n_places, n_parts = draw(st.integers(2, 9)), draw(st.integers(1, 16))
    place, metres = st.integers(0, n_places - 1), st.integers(0, 1200)
    rows = []
    for number in range(n_parts):
        kind = draw(st.sampled_from(["side", "street", "path", "crossing"] if number else ["street"]))
        length = 7.3 if kind == "crossing" else float(draw(metres)) + 0.5
        rows.append((f"{'x' if kind == 'crossing' else 'w'}{number}", kind, draw(place), draw(place), length))
    links = {row[0]: row[4] for row in rows if row[1] != "crossing"}
    share = st.sampled_from([0.0, 0.25, 0.5, 1.0])

    def joint(owner: int | str) -> tuple[int | str, str, float, float]:
        part = draw(st.sampled_from(sorted(links)))
        return owner, part, links[part] * draw(share), float(draw(st.integers(0, 30)))

    doors = [joint(home) for home in draw(st.lists(st.integers(1, 5), max_size=7))]
    gates = [joint(school) for school in draw(st.lists(st.sampled_from(["a", "b"]), max_size=4))]
    bounds = st.lists(st.sampled_from([0.0, 1.0, 3.0]), min_size=3, max_size=3).map(sorted)
    return {"rows": rows, "doors": doors, "gates": gates, "ratings": {row[0]: tuple(draw(bounds)) for row in rows}}


@pytest.fixture(scope="session")
def networks() -> st.SearchStrategy[dict[str, Any]]:
    return _networks()
