import geopandas as gpd
import pandas as pd
import pytest
import shapely

from maps.outlines import dissolved, features, label_points, simplified, svg_paths


def test_neighbours_stay_together_when_simplified():
    wavy = [(1000 + (10 if y % 200 else 0), y) for y in range(0, 1001, 100)]
    left = shapely.Polygon([(0, 0), *wavy, (0, 1000)])
    right = shapely.Polygon([(2000, 0), (2000, 1000), *wavy[::-1]])
    simple = simplified(gpd.GeoDataFrame(geometry=[left, right], crs=27700))
    assert shapely.get_num_coordinates(simple.geometry.array).sum() < 15
    assert simple.geometry.iloc[0].intersection(simple.geometry.iloc[1]).area == 0
    assert simple.union_all().area == pytest.approx(2000 * 1000, rel=1e-3)


def test_authorities_are_their_wards_dissolved(toytown):
    outlines = dissolved(toytown["wards"])
    assert outlines["local_authority_name"].tolist() == ["Easton", "Weston"]
    assert outlines.area.tolist() == [2_000_000, 2_000_000]


def test_geojson_is_in_degrees_with_five_decimals(toytown):
    collection = features(toytown["wards"], [{"n": i} for i in range(4)])
    assert [entry["properties"]["n"] for entry in collection["features"]] == [0, 1, 2, 3]
    longitude, latitude = collection["features"][0]["geometry"]["coordinates"][0][0]
    assert (longitude, latitude) == (round(longitude, 5), round(latitude, 5))
    assert -3 < longitude < -2.8
    assert 53.3 < latitude < 53.5


def test_names_stand_inside_their_area(toytown):
    points = gpd.GeoSeries(
        [shapely.Point(longitude, latitude) for latitude, longitude in label_points(toytown["local_authorities"])],
        crs=4326,
    ).to_crs(27700)
    assert points.within(toytown["local_authorities"].geometry).all()


def test_the_picture_keeps_its_shape_north_up():
    square = gpd.GeoSeries([shapely.box(0, 0, 100, 50)], crs=27700)
    paths, view_box = svg_paths(square, pd.Series([3]), width=200)
    assert view_box == "-2 -2 204 104"
    assert set(paths[3].strip("MZ").split("L")) == {"0 0", "200 0", "200 100", "0 100"}


def test_the_picture_keeps_islands_and_holes():
    pierced = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60))
    area = gpd.GeoSeries([shapely.MultiPolygon([pierced, shapely.box(200, 0, 210, 10)])], crs=27700)
    paths, _ = svg_paths(area, pd.Series([0]))
    assert paths[0].count("M") == paths[0].count("Z") == 3
