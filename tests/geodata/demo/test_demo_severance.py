"""The two wards that are cut off are found from the written files: people there walk the longest ways round."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from geodata.demo import planted

AROUND_M = 800.0
DETOUR = 2.0
EVERY = 6
"""One home in six asks; all homes around it are asked about."""


def _graph(edges: gpd.GeoDataFrame, homes: np.ndarray) -> tuple[csr_matrix, int]:
    """Join each home to both ends of the nearest edge; return the graph and the number of its street nodes."""
    nodes, place = np.unique(edges[["u", "v"]].to_numpy(), return_inverse=True)
    start, end = place.reshape(-1, 2).T
    lines, length = edges.geometry.to_numpy(), edges.length.to_numpy()
    points = shapely.points(homes)
    edge = shapely.STRtree(lines).query_nearest(points, all_matches=False)[1]
    along = shapely.line_locate_point(lines[edge], points)
    home = len(nodes) + np.arange(len(homes))
    links = pd.DataFrame(
        {
            "from": np.concatenate([start, home, home]),
            "to": np.concatenate([end, start[edge], end[edge]]),
            "metres": np.concatenate([length, along + 0.01, length[edge] - along + 0.01]),
        }
    )
    shortest = links.groupby(["from", "to"])["metres"].min().reset_index()
    size = len(nodes) + len(homes)
    return coo_matrix((shortest["metres"], (shortest["from"], shortest["to"])), shape=(size, size)).tocsr(), len(nodes)


@pytest.fixture(scope="session")
def detours(demo_folder: Path, walkable_edges: gpd.GeoDataFrame, live_places: np.ndarray) -> pd.Series:
    """Return by ward name the share of homes within 800 m whose walk is more than twice the straight line."""
    graph, street_nodes = _graph(walkable_edges, live_places)
    sources = np.arange(0, len(live_places), EVERY)
    walk = dijkstra(graph, directed=False, indices=street_nodes + sources, limit=DETOUR * AROUND_M)[:, street_nodes:]
    around = cKDTree(live_places).query_ball_point(live_places[sources], AROUND_M)
    counts = []
    for row, (source, others) in enumerate(zip(sources, around, strict=True)):
        straight = np.hypot(*(live_places[others] - live_places[source]).T)
        counts.append(((walk[row, others] > DETOUR * straight).sum(), len(others)))
    wards = gpd.read_file(next((demo_folder / "wards").glob("*.geojson"))).to_crs("EPSG:27700")
    places = gpd.GeoDataFrame(
        pd.DataFrame(counts, columns=["far", "all"]), geometry=shapely.points(live_places[sources]), crs="EPSG:27700"
    )
    totals = places.sjoin(wards[["WD25NM", "geometry"]]).groupby("WD25NM")[["far", "all"]].sum()
    return (totals["far"] / totals["all"]).sort_values(ascending=False)


def test_the_two_severed_wards_stand_out(detours: pd.Series) -> None:
    assert len(detours) == 20
    assert set(detours.index[:2]) == set(planted.SEVERED_WARDS)
    assert detours.iloc[1] >= planted.SEVERANCE_RATIO * detours.iloc[2]


def test_elsewhere_people_walk_rather_straight(detours: pd.Series) -> None:
    assert detours.iloc[2:].median() < 0.15
