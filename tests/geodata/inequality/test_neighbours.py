"""Which wards touch, on squares of one kilometre and on the wards of Cheshire and Merseyside."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from geodata.inequality.neighbours import component_sizes, components, only, touching_wards

# rows from the south; Alder to Fir touch, Gorse and Hazel lie across the water, Isle touches nothing
PLACES = {
    "Alder": (0, 0), "Birch": (1, 0), "Cedar": (2, 0),
    "Dock": (0, 1), "Elm": (1, 1), "Fir": (2, 1),
    "Gorse": (5, 0), "Hazel": (5, 1),
    "Isle": (9, 9),
}  # fmt: skip


def squares(places: dict[str, tuple[int, int]]) -> gpd.GeoDataFrame:
    shapes = [box(x, y, x + 1, y + 1) for x, y in places.values()]
    return gpd.GeoDataFrame({"ward_code": pd.array(list(places), dtype="string")}, geometry=shapes, crs="EPSG:27700")


def neighbours_of(graph, ward):
    return sorted(graph[ward][graph[ward] > 0].index)


def test_wards_that_share_a_border_or_a_corner_are_neighbours():
    graph = touching_wards(squares(PLACES))
    assert neighbours_of(graph, "Alder") == ["Birch", "Dock", "Elm"]
    assert neighbours_of(graph, "Elm") == ["Alder", "Birch", "Cedar", "Dock", "Fir"]
    assert neighbours_of(graph, "Gorse") == ["Hazel"]
    assert neighbours_of(graph, "Isle") == []


def test_the_order_of_wards_does_not_matter():
    graph = touching_wards(squares(PLACES))
    shuffled = touching_wards(squares(PLACES).sample(frac=1, random_state=1))
    assert shuffled.adjacency.equals(graph.adjacency)
    assert graph.unique_ids.is_monotonic_increasing


def test_components_are_numbered_by_size():
    component = components(touching_wards(squares(PLACES)))
    assert component.to_dict() == dict.fromkeys(list(PLACES)[:6], 1) | {"Gorse": 2, "Hazel": 2, "Isle": 3}
    assert component_sizes(component).loc[["Alder", "Gorse", "Isle"]].to_list() == [6, 2, 1]


def test_of_two_components_as_large_the_first_code_comes_first():
    places = {"Wye": (0, 0), "Yew": (1, 0), "Ash": (5, 0), "Zinnia": (6, 0)}
    component = components(touching_wards(squares(places)))
    assert component.to_dict() == {"Ash": 1, "Zinnia": 1, "Wye": 2, "Yew": 2}


def test_a_ward_stays_when_its_neighbours_go():
    graph = only(touching_wards(squares(PLACES)), pd.Index(["Hazel", "Alder", "Birch"]))
    assert graph.unique_ids.to_list() == ["Alder", "Birch", "Hazel"]
    assert neighbours_of(graph, "Alder") == ["Birch"]
    assert neighbours_of(graph, "Hazel") == []
    assert components(graph).to_dict() == {"Alder": 1, "Birch": 1, "Hazel": 2}


@pytest.fixture(scope="module")
def real_wards(real_data):
    (path,) = (real_data / "cheshire_merseyside" / "wards").glob("*.geojson")
    return gpd.read_file(path).rename(columns={"WD25CD": "ward_code"}).to_crs("EPSG:27700")


def test_cheshire_and_merseyside_hang_together_and_halton_alone_does_not(real_wards):
    assert components(touching_wards(real_wards)).eq(1).all()
    halton = real_wards[real_wards["LAD25CD"] == "E06000006"]
    assert sorted(components(touching_wards(halton)).value_counts().to_dict().items()) == [(1, 9), (2, 9)]


def test_the_mersey_separates_wirral_from_liverpool(real_wards):
    authority = real_wards.set_index("ward_code")["LAD25CD"]
    pairs = (
        touching_wards(real_wards)
        .adjacency.reset_index()[["focal", "neighbor"]]
        .apply(lambda ward: ward.map(authority))
    )
    across = set(pairs.itertuples(index=False, name=None))
    wirral, liverpool, cheshire_west = "E08000015", "E08000012", "E06000050"
    assert (wirral, liverpool) not in across
    assert (wirral, cheshire_west) in across
