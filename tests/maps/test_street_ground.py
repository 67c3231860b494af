import geopandas as gpd
from shapely import LineString

from geodata import schemas
from maps.street_ground import main_roads


def test_main_roads_are_one_layer_that_is_on_and_paths_are_not_in_it():
    lines = [LineString([(340_000, 390_000), (341_000, 390_000)]), LineString([(341_000, 390_000), (342_000, 390_000)])]
    path = LineString([(340_000, 395_000), (341_000, 395_000)])
    streets = gpd.GeoDataFrame({"highway": ["primary", "primary", "footway"]}, geometry=[*lines, path], crs=27700)
    (layer,) = main_roads(streets)
    assert layer["isOn"]
    (feature,) = layer["shape"]["features"]
    assert feature["geometry"]["type"] == "LineString"  # the two meet; what lies between their ends adds nothing
    assert len(feature["geometry"]["coordinates"]) == 2


def test_without_streets_there_is_none():
    assert main_roads(schemas.empty("walking_edges")) == []
