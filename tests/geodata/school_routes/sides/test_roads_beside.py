"""Which road's traffic passes a path: by its place alone, worked out by hand on a road of 100 m."""

from collections.abc import Callable
from typing import Any

import pytest

from geodata.school_routes.sides.roads_beside import roads_beside

Line = list[tuple[float, float]]
ROAD, NONE = "w1.0.0", None


@pytest.fixture
def beside(streets: Callable[..., Any]) -> Callable[..., str | None]:
    """Return the road found beside a path; the road lies along 100 m eastwards, other ways are given by class."""

    def found(path: Line, highway: str = "primary", path_tags: dict[str, str] | None = None, **others: Line) -> Any:
        points = {1: (0.0, 0.0), 2: (100.0, 0.0)} | {10 + n: xy for n, xy in enumerate(path)}
        ways: dict[int, Any] = {
            1: (highway, [1, 2]),
            2: ({"highway": "footway"} | (path_tags or {}), [*range(10, 10 + len(path))]),
        }
        for way, (kind, line) in enumerate(others.items(), 20):
            points |= {way * 10 + n: xy for n, xy in enumerate(line)}
            ways[way] = (kind, [way * 10 + n for n in range(len(line))])
        edges = streets(points, ways).edges
        by_edge = roads_beside(edges).set_axis(edges["osm_way_id"])
        assert by_edge[by_edge.index != 2].isna().all()  # roads have no road beside
        return next(iter(by_edge[[2]].dropna()), None)

    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param([(0, 6), (100, 6)], ROAD, id="all along"),
        pytest.param([(100, -14), (0, -14)], ROAD, id="on the other side, the other way round"),
        pytest.param([(0, 15.1), (100, 15.1)], NONE, id="too far"),
        pytest.param([(20, 6), (60, 6)], ROAD, id="shorter than the road"),
        pytest.param([(0, 6), (120, 6)], ROAD, id="on a little past its end"),
        pytest.param([(0, 6), (150, 6)], NONE, id="on 50 m past its end, of which 13 are near"),
        pytest.param([(50, -12), (50, 12)], NONE, id="across"),
    ],
)
def test_the_road_that_a_path_runs_beside(beside: Callable[..., str | None], path: Line, expected: str | None) -> None:
    assert beside(path) == expected


@pytest.mark.parametrize(
    ("highway", "expected"), [("trunk", ROAD), ("residential", ROAD), ("service", NONE), ("track", NONE)]
)
def test_roads_with_traffic_to_speak_of(beside: Callable[..., str | None], highway: str, expected: str | None) -> None:
    assert beside([(0, 6), (100, 6)], highway) == expected


def test_no_tag_decides(beside: Callable[..., str | None]) -> None:
    for tags in ({"footway": "sidewalk"}, {"footway": "crossing"}, {"surface": "gravel"}):
        assert beside([(0, 6), (100, 6)], path_tags=tags) == ROAD


def test_the_nearest_road_counts(beside: Callable[..., str | None]) -> None:
    assert beside([(0, 6), (100, 6)], tertiary=[(0, 10), (100, 10)]) == "w20.0.0"
    # beside one for 60 m and beside the other for 40 m: both are roads, the longer stretch names the one
    assert beside([(0, 6), (100, 6)], tertiary=[(60, 8), (100, 8)]) == ROAD


def test_streets_without_paths_or_roads(streets: Callable[..., Any]) -> None:
    alone = streets({1: (0.0, 0.0), 2: (100.0, 0.0)}, {1: ("primary", [1, 2])}).edges
    assert roads_beside(alone).isna().all()
    assert roads_beside(alone.assign(highway="footway")).isna().all()
