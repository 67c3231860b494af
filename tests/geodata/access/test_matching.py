import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.access.matching import PlaceName, matched_places

SAME = [
    ("Uppingham CofE Primary School", "Uppingham Church of England Primary School"),
    ("St Mary & St John C.E. (VA) Primary School", "Saint Mary and Saint John C of E Primary"),
    ("English Martyrs' Catholic Primary School", "english martyrs RC primary school"),
    ("St Joseph's Catholic Primary School, Birkenhead", "ST. JOSEPH’S ROMAN CATHOLIC PRIMARY SCHOOL"),
    ("Brooke Hill Academy", "Brooke Hill School"),
    ("OAKHAM MEDICAL PRACTICE", "Oakham Medical Centre"),
    ("BOOTS UK LIMITED", "Boots"),
    ("DAY LEWIS PHARMACY", "day lewis"),
]
PERHAPS = [
    ("Brooke Hill Academy", "Brooke Hill Primary School"),
    ("St Mary's Primary School", "St Mary's Catholic Primary School"),
]
DIFFERENT = [
    ("Uppingham School", "Uppingham Community College"),
    ("Oakham School", "Oakham Church of England Primary School"),
    ("Catmose College", "Catmose Primary School"),
    ("Park Infant School", "Park Junior School"),
    ("St Mary's CofE Primary School", "St Mary's Catholic Primary School"),
    ("Casterton College Rutland", "Casterton Business & Enterprise College"),
    ("Boots", "Superdrug Pharmacy"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_are_the_same(one: str, other: str) -> None:
    assert PlaceName.parse(one).is_same(PlaceName.parse(other))


@pytest.mark.parametrize(("one", "other"), PERHAPS)
def test_name_that_leaves_out_level_or_faith_may_be_the_same(one: str, other: str) -> None:
    a, b = PlaceName.parse(one), PlaceName.parse(other)
    assert not a.is_same(b)
    assert a.may_be(b)
    assert b.may_be(a)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_neighbours_of_similar_names_are_different(one: str, other: str) -> None:
    assert not PlaceName.parse(one).may_be(PlaceName.parse(other))


def test_infants_and_juniors_contradict_each_other_and_an_academy_does_not() -> None:
    infant, junior, academy = map(PlaceName.parse, ["Park Infant School", "Brook Junior School", "Park Academy"])
    assert infant.contradicts(junior)
    assert not infant.contradicts(academy)


def test_name_of_nothing_but_general_words_keeps_them() -> None:
    assert PlaceName.parse("The Surgery").own == {"the", "surgery"}


def places(*named: tuple[str | None, float]) -> gpd.GeoDataFrame:
    """Return places on a line, by name and metres east."""
    points = gpd.points_from_xy([x for _, x in named], [0] * len(named))
    return gpd.GeoDataFrame({"name": [name for name, _ in named]}, geometry=points, crs="EPSG:27700")


def found(register: gpd.GeoDataFrame, mapped: gpd.GeoDataFrame) -> list[tuple[int, int, str]]:
    pairs = matched_places(register, mapped, named_m=600, alone_m=150)
    return list(zip(pairs["register"], pairs["mapped"], pairs["how"], strict=True))


def test_name_matches_within_600_metres_and_not_beyond() -> None:
    register = places(("Hill Primary School", 0), ("Dale Primary School", 5000))
    assert found(register, places(("Hill Primary", 600), ("Dale Primary", 5601))) == [(0, 0, "name")]


def test_equal_name_is_taken_before_a_nearer_similar_one() -> None:
    register = places(("Hill Academy", 0))
    assert found(register, places(("Hill Primary School", 10), ("Hill Academy", 400))) == [(0, 1, "name")]


def test_nearer_of_two_equal_names_is_taken_and_each_place_once() -> None:
    register = places(("Boots", 0), ("Boots", 300))
    assert found(register, places(("Boots", 290), ("Boots", 100))) == [(0, 1, "name"), (1, 0, "name")]


def test_sole_neighbour_matches_whatever_it_is_called() -> None:
    assert found(places(("Casterton College Rutland", 0)), places(("Casterton Business College", 38))) == [
        (0, 0, "nearness")
    ]
    assert found(places(("Hill School", 0)), places((None, 150))) == [(0, 0, "nearness")]
    assert not found(places(("Hill School", 0)), places((None, 151)))


def test_one_of_several_neighbours_does_not_match() -> None:
    assert not found(places(("Hill School", 0)), places(("Dale School", 50), (None, 100)))
    assert not found(places(("Hill School", 0), ("Dale School", 10)), places((None, 50)))


def test_neighbour_is_alone_once_the_others_are_matched_by_name() -> None:
    register = places(("Hill School", 0), ("Dale School", 10))
    assert found(register, places((None, 50), ("Dale School", 60))) == [(0, 0, "nearness"), (1, 1, "name")]


def test_contradicting_neighbour_does_not_match() -> None:
    assert not found(places(("Park Infant School", 0)), places(("Brook Junior School", 20)))


def test_nothing_matches_nothing() -> None:
    assert not found(places(), places(("Hill School", 0)))
    assert not found(places(("Hill School", 0)), places())


NAMES = st.sampled_from(["Hill School", "Hill Primary School", "Hill Academy", "Dale Infant School", None])
PLACES = st.lists(st.tuples(NAMES, st.integers(0, 1000)), max_size=8)


@given(PLACES, PLACES)
def test_no_place_is_matched_twice_and_none_beyond_its_distance(
    listed: list[tuple[str | None, float]], drawn: list[tuple[str | None, float]]
) -> None:
    pairs = matched_places(places(*listed), places(*drawn), named_m=600, alone_m=150)
    assert pairs["register"].is_unique
    assert pairs["mapped"].is_unique
    limits = {"name": 600, "nearness": 150}
    assert all(metres <= limits[how] for how, metres in zip(pairs["how"], pairs["distance_m"], strict=True))
