import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from geodata.network.sample_points import SAMPLE_M, sample_points


def streets(*lines: list[tuple[float, float]], crs: str = "EPSG:27700") -> gpd.GeoDataFrame:
    geometry = gpd.GeoSeries([LineString(line) for line in lines], crs=crs)
    return gpd.GeoDataFrame({"length_m": [line.length for line in geometry]}, geometry=geometry)


def test_both_ends_and_every_20_m() -> None:
    points = sample_points(streets([(0, 0), (0, 60)], [(5, 5), (5, 10)]))
    assert points.edge.tolist() == [0, 0, 0, 0, 1, 1]
    assert points.along_m.tolist() == [0, 20, 40, 60, 0, 5]
    assert points.y.tolist() == [0, 20, 40, 60, 5, 10]
    assert points.x.tolist() == [0, 0, 0, 0, 5, 5]


def test_an_edge_without_length_has_both_its_ends() -> None:
    points = sample_points(streets([(3, 4), (3, 4)], [(0, 0), (0, 1)]))
    assert points.edge.tolist() == [0, 0, 1, 1]
    assert points.x.tolist() == [3, 3, 0, 0]


def test_along_counts_in_the_length_of_the_table() -> None:
    twice = streets([(0, 0), (30, 0)]).assign(length_m=60.0)
    points = sample_points(twice)
    assert points.along_m.tolist() == [0, 20, 40, 60]
    assert points.x.tolist() == [0, 10, 20, 30]


coordinates = st.tuples(*[st.floats(-1000, 1000)] * 2)


@given(st.lists(st.lists(coordinates, min_size=2, max_size=5), min_size=1, max_size=4))
def test_points_are_those_that_shapely_interpolates(lines: list[list[tuple[float, float]]]) -> None:
    edges = streets(*lines)
    points = sample_points(edges)
    along = edges.geometry.iloc[points.edge].interpolate(points.along_m)
    assert np.allclose(points.x, along.x, atol=1e-6)
    assert np.allclose(points.y, along.y, atol=1e-6)
    assert np.diff(points.along_m)[np.diff(points.edge) == 0].max() <= SAMPLE_M + 1e-9


def test_degrees_are_refused() -> None:
    with pytest.raises(ValueError, match=r"projected metres.*EPSG:4326: reproject"):
        sample_points(streets([(0, 51), (0, 52)], crs="EPSG:4326"))
