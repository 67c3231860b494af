import geopandas as gpd
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from geodata.access.mapped_places import each_once


def places(*rows: tuple[str, str, str | None, BaseGeometry], category: str = "school") -> gpd.GeoDataFrame:
    ids, kinds, names, shapes = zip(*rows, strict=True)
    columns = {"destination_id": ids, "kind": kinds, "name": names, "category": category}
    frame = gpd.GeoDataFrame(columns, geometry=list(shapes), crs="EPSG:27700")
    return frame.astype({"name": "string"})


def left(frame: gpd.GeoDataFrame) -> list[str]:
    return each_once(frame)["destination_id"].tolist()


GROUNDS = box(0, 0, 100, 100)
INSIDE, OUTSIDE = Point(50, 50), Point(150, 50)


def test_point_in_its_own_grounds_is_counted_once() -> None:
    assert left(places(("a", "school", "Hill School", INSIDE), ("b", "school", "Hill Sch. (site)", GROUNDS))) == [
        "a",
        "b",
    ]
    assert left(places(("a", "school", "Hill School", INSIDE), ("b", "school", "HILL SCHOOL", GROUNDS))) == ["b"]


def test_part_without_a_name_is_part_of_the_area() -> None:
    assert left(places(("a", "green_space", None, INSIDE), ("b", "green_space", "Park", GROUNDS))) == ["b"]


def test_another_name_another_kind_and_what_lies_outside_are_places_of_their_own() -> None:
    assert left(places(("a", "school", "Dale School", INSIDE), ("b", "school", "Hill School", GROUNDS))) == ["a", "b"]
    assert left(places(("a", "pharmacy", None, INSIDE), ("b", "school", "Hill School", GROUNDS))) == ["a", "b"]
    assert left(places(("a", "school", "Hill School", OUTSIDE), ("b", "school", "Hill School", GROUNDS))) == ["a", "b"]


def test_area_without_a_name_takes_that_of_the_one_place_inside() -> None:
    one = each_once(places(("a", "school", "Hill School", INSIDE), ("b", "school", None, GROUNDS)))
    assert one[["destination_id", "name"]].to_numpy().tolist() == [["b", "Hill School"]]
    two = places(
        ("a", "school", "Hill School", INSIDE), ("b", "school", None, GROUNDS), ("c", "school", "Dale School", INSIDE)
    )
    assert each_once(two)["name"].fillna("-").tolist() == ["Hill School", "-", "Dale School"]


def test_of_equal_areas_the_first_is_kept() -> None:
    assert left(places(("a", "school", "Hill", GROUNDS), ("b", "school", "Hill", GROUNDS))) == ["a"]


def test_areas_that_overlap_are_two_and_one_nearly_inside_is_part() -> None:
    beside, nearly = box(50, 0, 140, 100), box(70, 0, 103, 100)
    assert left(places(("a", "green_space", None, beside), ("b", "green_space", None, GROUNDS))) == ["a", "b"]
    assert left(places(("a", "green_space", None, nearly), ("b", "green_space", None, GROUNDS))) == ["b"]


def test_areas_within_areas_leave_the_outermost() -> None:
    rows = [(name, "green_space", None, box(0, 0, size, size)) for name, size in [("a", 10), ("b", 20), ("c", 30)]]
    assert left(places(*rows)) == ["c"]
