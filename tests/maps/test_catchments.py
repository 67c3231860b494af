import shapely

from geodata import schemas
from maps.catchments import catchment_layers


def test_each_kind_of_place_is_one_outline_with_its_words(catchments):
    school, practice = catchment_layers(catchments)
    assert (school["key"], school["label"]) == ("school", "Within 15 minutes of a school")
    assert (
        school["words"]
        == "Within 15 minutes of a school (outline). 2 schools: 1,200 to 3,400 residents within the walk."
    )
    assert (
        practice["words"] == "Within 15 minutes of a GP practice (outline). 1 GP practice."
    )  # nobody knows who lives within it
    # two squares of a kilometre that overlap by half are one shape of 1.5 by 1 km
    (feature,) = school["shape"]["features"]
    shape = shapely.geometry.shape(feature["geometry"])
    assert len(shape.geoms) == 1
    left, bottom, right, top = shape.bounds
    assert 1.4 < (right - left) / (top - bottom) * 0.595 < 1.6  # a degree of longitude is shorter at 53.4 degrees


def test_small_holes_and_islands_are_left_out(catchments):
    first = catchments.iloc[[0]]
    square = first.geometry.iloc[0]
    middle, aside = square.centroid.buffer(50), shapely.Point(345_000, 390_500).buffer(50)
    pierced = first.set_geometry([square.difference(middle).union(aside)], crs=first.crs)
    (layer,) = catchment_layers(pierced)
    (shape,) = shapely.geometry.shape(layer["shape"]["features"][0]["geometry"]).geoms
    assert len(shape.interiors) == 0


def test_without_streets_there_is_nothing_to_draw():
    assert catchment_layers(schemas.empty("catchments")) == []
