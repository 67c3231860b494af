from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.network import snapping
from geodata.network.building import walking_network
from geodata.network.snapping import snap

WEST, SOUTH = 340_000.0, 390_000.0


def at(*places: tuple[float, float] | None, crs: str = "EPSG:27700") -> gpd.GeoSeries:
    made = [None if place is None else shapely.Point(WEST + place[0], SOUTH + place[1]) for place in places]
    return gpd.GeoSeries(made, index=[f"home {n}" for n in range(len(made))], crs=crs)


def test_a_home_joins_the_nearest_street_where_it_is_nearest(network) -> None:
    _, edges = network
    snapped = snap(at((130, 8), (204, 350), (40, -120)), edges)
    # way 1 is cut at the zebra, so that 100 to 200 m east is its third piece; way 13 runs north at 200 m
    assert snapped["edge_id"].tolist() == ["w1.0.2", "w13.0.3", "w1.0.0"]
    assert snapped["along_m"].to_numpy() == pytest.approx([30, 50, 40])
    assert snapped["snap_m"].to_numpy() == pytest.approx([8, 4, 120])
    assert snapped["is_far"].tolist() == [False, False, True]
    assert snapped.index.tolist() == ["home 0", "home 1", "home 2"]


def test_exactly_100_m_is_not_far(network) -> None:
    assert snap(at((40, -100), (40, -100.001)), network[1])["is_far"].tolist() == [False, True]


def test_of_equally_near_streets_the_lowest_edge_id_counts_in_any_order(network) -> None:
    _, edges = network
    corner_and_middle = at((-30, -40), (250, 250))
    expected = ["w1.0.0", "w13.0.2"]
    assert snap(corner_and_middle, edges)["edge_id"].tolist() == expected
    assert snap(corner_and_middle, edges.iloc[::-1])["edge_id"].tolist() == expected


def test_an_island_is_not_snapped_to(openstreetmap: Callable[..., gpd.GeoDataFrame]) -> None:
    points = {1: (0, 0), 2: (500, 0), 3: (0, 60), 4: (90, 60)}
    _, edges = walking_network(openstreetmap(points, {1: [1, 2], 2: [3, 4]}), None)
    snapped = snap(at((50, 60)), edges)
    assert snapped["edge_id"].tolist() == ["w1.0.0"]
    assert snapped["snap_m"].tolist() == [60.0]


def test_what_cannot_be_snapped_is_null_and_far(network) -> None:
    _, edges = network
    no_place = snap(at(None, (130, 8)), edges)
    assert no_place["edge_id"].isna().tolist() == [True, False]
    no_network = snap(at((0, 0)), edges.iloc[:0])
    for snapped in (no_place, no_network):
        assert snapped.iloc[0].isna().tolist() == [True, True, True, False]
        assert snapped["is_far"].iloc[0]
    assert no_network["edge_id"].dtype == "string"


def test_nothing_to_snap(network) -> None:
    assert snap(at(), network[1]).columns.tolist() == ["edge_id", "along_m", "snap_m", "is_far"]


@pytest.mark.parametrize(("places", "streets"), [("EPSG:4326", "EPSG:4326"), ("EPSG:27700", "EPSG:32630")])
def test_coordinates_must_be_projected_and_the_same(network, places: str, streets: str) -> None:
    with pytest.raises(ValueError, match="into the same projected coordinates"):
        snap(at((0, 0), crs=places), network[1].set_crs(streets, allow_override=True))


def test_many_points_are_asked_in_parts(network, monkeypatch: pytest.MonkeyPatch) -> None:
    _, edges = network
    random = np.random.default_rng(4)
    homes = at(*random.uniform(0, 500, (50, 2)))
    whole = snap(homes, edges)
    monkeypatch.setattr(snapping, "_AT_ONCE", 7)
    pd.testing.assert_frame_equal(snap(homes, edges), whole)
    nearest = [edges.distance(home).min() for home in homes]
    assert whole["snap_m"].to_numpy() == pytest.approx(nearest, abs=1e-9)
    spot = [
        edges.set_index("edge_id").geometry[edge].interpolate(along)
        for edge, along in whole[["edge_id", "along_m"]].itertuples(index=False)
    ]
    assert shapely.distance(spot, homes.to_numpy()) == pytest.approx(nearest, abs=1e-6)
