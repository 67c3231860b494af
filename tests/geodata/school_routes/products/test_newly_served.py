"""Whom one more part would serve: by hand in Toytown, and as a search on the whole network finds it elsewhere."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.schemas import CRS
from geodata.school_routes.products.newly_served import newly_served
from geodata.school_routes.routes.graph import LONGEST_MM, RouteGraph
from geodata.school_routes.routes.usable_parts import PartRatings

SIZE = 4


def _of(toytown, mode, *part_ids):
    made = newly_served(toytown.graph, toytown.ratings, mode, toytown.pupil_routes, _alone(*part_ids))
    return {part: sorted(zip(own["home_id"], own["age_group"], strict=True)) for part, own in made.groupby("stretch")}


def _alone(*part_ids: str) -> pd.Series:
    """Return each part as a stretch of its own."""
    return pd.Series(part_ids, part_ids, dtype="string")


def test_under_likely_evidence(toytown):
    made = _of(toytown, "likely", "x2.w1.0.0.v", "w1.0.0.right")
    # the crossing serves those of Mill Lane; the south side also those who live on it, round by the end of the street
    of_the_lane = [(1, "11_to_15"), (1, "5_to_7"), (3, "8_to_10")]
    assert made == {"x2.w1.0.0.v": of_the_lane, "w1.0.0.right": [*of_the_lane, (4, "5_to_7"), (5, "5_to_7")]}


def test_under_best_evidence_only_those_without_any_route(toytown):
    assert _of(toytown, "best", "x2.w1.0.0.v", "w1.0.0.right") == {"w1.0.0.right": [(4, "5_to_7"), (5, "5_to_7")]}


def test_a_part_that_can_be_used_serves_nobody_anew(toytown):
    assert _of(toytown, "likely", "w1.0.0.left", "w2.0.0") == {}


def test_nobody_beyond_the_distance_is_served(toytown):
    routes = toytown.pupil_routes.assign(limit_m=900.0)  # round by the end: home 1 walks 895 m, home 3 1,095 m
    made = newly_served(toytown.graph, toytown.ratings, "likely", routes, _alone("w1.0.0.right"))
    assert sorted(zip(made["home_id"], made["age_group"], strict=True)) == [(1, "5_to_7"), (4, "5_to_7"), (5, "5_to_7")]


def _grid(seed: int) -> tuple[RouteGraph, PartRatings, pd.DataFrame]:
    """Return a grid of streets of 100 m and more, a third of them closed, and the walks of 12 homes to 2 schools."""
    random = np.random.default_rng(seed)
    number = np.arange(SIZE * SIZE).reshape(SIZE, SIZE)
    pairs = np.concatenate(
        [
            np.stack([number[:-1].ravel(), number[1:].ravel()], 1),
            np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], 1),
        ]
    )
    ends = np.stack([pairs // SIZE, pairs % SIZE], axis=-1) * 100.0
    names = pd.array([f"w{position}.0.0" for position in range(len(pairs))], dtype="string")
    frame = pd.DataFrame(
        {"part_id": names, "kind": "street", "edge_id": names, "beside_edge_id": None, "osm_way_id": 1}
    )
    frame = frame.assign(u=pairs[:, 0], v=pairs[:, 1], length_m=random.integers(100, 160, len(pairs)).astype(float))
    parts = gpd.GeoDataFrame(frame, geometry=shapely.linestrings(ends), crs=CRS)
    stands = pd.DataFrame({"part_id": random.choice(names, 14), "along_m": random.uniform(0, 100, 14), "snap_m": 5.0})
    gates, doors = stands[:2].assign(school_id=["A", "B"]), stands[2:].assign(home_id=np.arange(12))
    graph = RouteGraph.build(parts, doors, gates)
    rating = np.where(random.random(len(pairs)) < 1 / 3, 3.0, 0.0)
    routes = pd.DataFrame({"home_id": np.repeat(np.arange(12), 2), "school_id": ["A", "B"] * 12, "age_group": "5_to_7"})
    routes["age_group"] = routes["school_id"].map({"A": "5_to_7", "B": "11_to_15"})
    routes["limit_m"] = 450.0
    ratings = PartRatings(rating, rating, rating, np.zeros(len(rating), dtype=bool))
    routes["shortest_m"] = _metres(graph, np.ones(len(pairs), dtype=bool), routes)
    return graph, ratings, routes.assign(likely_m=_metres(graph, ratings.usable("likely"), routes))


def _metres(graph: RouteGraph, usable: np.ndarray, routes: pd.DataFrame) -> np.ndarray:
    schools, homes = graph.school_nodes(routes["school_id"]), graph.home_nodes(routes["home_id"])
    mm = graph.walkable(usable).walk_mm(schools, homes, LONGEST_MM)
    return np.where(mm >= 0, mm / 1000, np.nan)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_as_walking_anew_with_the_stretch_finds(seed):
    graph, ratings, routes = _grid(seed)
    usable, ids = ratings.usable("likely"), graph.parts["part_id"]
    # parts of a stretch need not touch: whatever one may walk between them counts as well
    stretches = pd.Series([f"s{position % 7}" for position in range(len(ids))], ids, dtype="string")
    made = newly_served(graph, ratings, "likely", routes, stretches)
    expected = set()
    for stretch in stretches.unique():
        has_now = _metres(graph, usable | (stretches == stretch).to_numpy(), routes) <= routes["limit_m"]
        rows = routes[has_now & ~(routes["likely_m"] <= routes["limit_m"])]
        expected |= {(stretch, row.home_id, row.age_group) for row in rows.itertuples()}
    assert set(made.itertuples(index=False, name=None)) == expected


def test_the_grid_has_such_cases():
    graph, ratings, routes = _grid(3)
    alone = _alone(*graph.parts["part_id"])
    assert len(newly_served(graph, ratings, "likely", routes, alone)) > 0


@pytest.mark.parametrize("mode", ["best", "likely", "strict"])
def test_nobody_waiting_nobody_served(toytown, mode):
    served = toytown.pupil_routes.assign(**{f"{mode}_m": 1.0})
    made = newly_served(toytown.graph, toytown.ratings, mode, served, _alone(*toytown.route_use["part_id"].unique()))
    assert made.empty
    assert made.columns.to_list() == ["stretch", "home_id", "age_group"]
