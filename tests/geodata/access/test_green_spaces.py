import geopandas as gpd
import pandas as pd
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from geodata.access.green_spaces import green_spaces
from geodata.schemas import conform, empty


def mapped(*rows: tuple[str, str, BaseGeometry]) -> gpd.GeoDataFrame:
    """Return OpenStreetMap's green space by id, category and geometry."""
    ids, categories, shapes = zip(*rows, strict=True) if rows else ((), (), ())
    columns = {"destination_id": ids, "kind": "green_space", "name": None, "category": categories, "capacity": None}
    frame = gpd.GeoDataFrame(pd.DataFrame(columns), geometry=list(shapes), crs="EPSG:27700")
    return conform("destinations", frame.assign(source="openstreetmap", note=""))


def sites(*rows: tuple[str, str, BaseGeometry]) -> gpd.GeoDataFrame:
    """Return sites of OS Open Greenspace by id, function and geometry."""
    if not rows:
        return empty("source_green_space")
    ids, functions, shapes = zip(*rows, strict=True)
    columns = {"feature_id": ids, "feature": "site", "site_id": ids, "function": functions}
    frame = gpd.GeoDataFrame(pd.DataFrame(columns), geometry=list(shapes), crs="EPSG:27700")
    return conform("source_green_space", frame.assign(site_name=None, access_type=None))


def left(frame: gpd.GeoDataFrame) -> list[str]:
    return frame["destination_id"].tolist()


HECTARE = box(0, 0, 100, 100)


def test_half_a_hectare_is_large_enough_and_a_playground_at_any_size() -> None:
    rows = [
        ("a", "park", box(0, 0, 100, 50)),
        ("b", "park", box(0, 200, 100, 249)),
        ("c", "playground", box(0, 400, 10, 410)),
        ("d", "park", Point(0, 600)),
    ]
    assert left(green_spaces(mapped(*rows), sites())) == ["a", "c", "d"]


def test_functions_for_members_and_for_mourners_are_left_out() -> None:
    functions = [
        "Public Park Or Garden", "Playing Field", "Play Space", "Golf Course", "Allotments Or Community Growing Spaces",
        "Bowling Green", "Tennis Court", "Other Sports Facility", "Cemetery", "Religious Grounds",
    ]  # fmt: skip
    rows = [(f"S{n}", function, box(0, 200 * n, 100, 200 * n + 100)) for n, function in enumerate(functions)]
    found = green_spaces(mapped(), sites(*rows))
    assert left(found) == ["os:S0", "os:S1", "os:S2"]
    assert found["category"].tolist() == ["public park or garden", "playing field", "play space"]


def test_site_replaces_what_it_covers_by_half() -> None:
    rows = [
        ("half", "park", box(50, 0, 150, 100)),
        ("less", "park", box(51, 0, 151, 100)),
        ("point", "park", Point(50, 50)),
        ("beside", "park", box(100, 0, 200, 100)),
    ]
    found = green_spaces(mapped(*rows), sites(("S1", "Playing Field", HECTARE)))
    assert left(found) == ["os:S1", "less", "beside"]
    assert found["note"].tolist()[1:] == ["in OpenStreetMap only"] * 2


def test_golf_course_replaces_nothing() -> None:
    assert left(green_spaces(mapped(("a", "park", HECTARE)), sites(("S1", "Golf Course", HECTARE)))) == ["a"]


def test_play_space_in_a_park_is_the_park_and_one_in_a_patch_too_small_stays() -> None:
    rows = [
        ("S1", "Public Park Or Garden", HECTARE),
        ("S2", "Play Space", box(10, 10, 20, 20)),
        ("S3", "Public Park Or Garden", box(300, 0, 350, 50)),
        ("S4", "Play Space", box(310, 10, 320, 20)),
    ]
    assert left(green_spaces(mapped(), sites(*rows))) == ["os:S1", "os:S4"]
