from collections.abc import Callable
from typing import Any

import pytest

from geodata.school_routes.sides.alongside import is_separately_mapped

SIDEWALK = {"highway": "footway", "footway": "sidewalk"}
LEFT, RIGHT, NEITHER = [True, False], [False, True], [False, False]
Line = list[tuple[float, float]]


@pytest.fixture
def beside(streets: Callable[..., Any]) -> Callable[..., list[bool]]:
    """Tell of a road 100 m eastwards whether ways beside it take the place of its left and right."""

    def found(
        footway: Line, tags: dict[str, str] = SIDEWALK, road: dict[str, str] | None = None, **others: Line
    ) -> Any:
        points = {1: (0.0, 0.0), 2: (100.0, 0.0)} | {10 + n: xy for n, xy in enumerate(footway)}
        ways: dict[int, Any] = {
            1: ({"highway": "primary"} | (road or {}), [1, 2]),
            2: (tags, [*range(10, 10 + len(footway))]),
            # joins what is beside to the road, far from it, for only the main component counts
            3: ("path", [1, 99, 10]),
        }
        for way, (highway, line) in enumerate(others.items(), 20):
            points |= {way * 10 + n: xy for n, xy in enumerate(line)}
            ways[way] = (highway, [way * 10 + n for n in range(len(line))])
        made = streets(points | {99: (-400.0, 0.0)}, ways)
        edges = made.edges[made.edges["osm_way_id"] == 1].index
        return is_separately_mapped(made.edges, made.openstreetmap)[edges[0]].tolist()

    return found


@pytest.mark.parametrize(
    ("footway", "expected"),
    [
        pytest.param([(0, 6), (100, 6)], LEFT, id="all along the left"),
        pytest.param([(100, -6), (0, -6)], RIGHT, id="all along the right, drawn the other way"),
        pytest.param([(0, 14.9), (100, 14.9)], LEFT, id="just near enough"),
        pytest.param([(0, 15.1), (100, 15.1)], NEITHER, id="too far"),
        pytest.param([(0, 5), (82, 5)], LEFT, id="82 % of it"),
        pytest.param([(0, 5), (72, 5)], NEITHER, id="72 % of it"),
        pytest.param([(-10, 14), (30, 3), (70, 14), (110, 3)], LEFT, id="within 20 degrees"),
        pytest.param([(0, 2), (25, 14), (50, 2), (75, 14), (100, 2)], NEITHER, id="in zigzags of 26 degrees"),
        pytest.param([(0, 8), (45, 8), (55, -8), (100, -8)], NEITHER, id="half on either side"),
    ],
)
def test_where_a_footway_runs_alongside(beside: Callable[..., list[bool]], footway: Line, expected: list[bool]) -> None:
    assert beside(footway) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "footway"}, NEITHER),
        ({"highway": "footway", "footway": "crossing"}, NEITHER),
        ({"highway": "cycleway", "footway": "sidewalk", "foot": "yes"}, LEFT),
        ({"highway": "service", "footway": "sidewalk"}, NEITHER),
    ],
)
def test_without_a_tag_it_must_be_tagged_as_a_sidewalk(beside: Any, tags: dict[str, str], expected: list[bool]) -> None:
    assert beside([(0, 6), (100, 6)], tags) == expected


def test_where_the_tag_says_separate_any_path_will_do(beside: Callable[..., list[bool]]) -> None:
    both = {"sidewalk": "separate"}
    assert beside([(0, 6), (100, 6)], {"highway": "footway"}, both) == LEFT
    assert beside([(0, 6), (20, 6)], {"highway": "footway"}, both) == LEFT
    assert beside([(0, 40), (100, 40)], {"highway": "footway"}, both) == NEITHER
    assert beside([(0, 6), (100, 6)], {"highway": "footway", "footway": "crossing"}, both) == NEITHER


@pytest.mark.parametrize("said", ["no", "both", "left"])
def test_what_a_tag_says_otherwise_stays(beside: Callable[..., list[bool]], said: str) -> None:
    assert beside([(0, 6), (100, 6)], road={"sidewalk": said}) == NEITHER


def test_a_footway_beyond_another_main_road_is_that_roads(streets: Callable[..., Any]) -> None:
    points = {1: (0, 0), 2: (100, 0), 3: (0, 8), 4: (100, 8), 5: (0, 13), 6: (100, 13)}
    ways = {1: ("trunk", [1, 2]), 2: ("trunk", [4, 3]), 3: (SIDEWALK, [5, 6]), 4: ("service", [1, 3, 5])}
    made = streets(points, ways)
    assert is_separately_mapped(made.edges, made.openstreetmap).tolist()[:2] == [NEITHER, RIGHT]


def test_other_streets_keep_both_sides_in_one(streets: Callable[..., Any]) -> None:
    points = {1: (0, 0), 2: (100, 0), 5: (0, 6), 6: (100, 6)}
    ways = {1: ({"highway": "residential", "sidewalk": "separate"}, [1, 2]), 2: (SIDEWALK, [1, 5, 6])}
    made = streets(points, ways)
    assert not is_separately_mapped(made.edges, made.openstreetmap).any()
