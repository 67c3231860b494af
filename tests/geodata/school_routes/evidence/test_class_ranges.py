"""What a road of each class may carry where nobody counted or measured it."""

import pandas as pd
import pytest

from geodata.errors import StudyAreaError
from geodata.network.attributes.classes import CARRIAGEWAYS
from geodata.school_routes.evidence.classes import class_ranges
from geodata.school_routes.sides.kinds import TRAFFIC_FREE

PUBLISHED = {  # flows by class assumed by nptscot/osmactive
    "trunk": 8000, "primary": 6000, "secondary": 5000, "tertiary": 3000, "residential": 500,
}  # fmt: skip
NEVER_ON_FOOT = {"motorway", "motorway_link"}
"""Classes of carriageways that nobody walks along."""


def test_every_class_of_road_that_is_walked_along_has_ranges_and_no_path_has() -> None:
    declared = set(class_ranges().classes)
    assert declared == (set(CARRIAGEWAYS) - NEVER_ON_FOOT) | {"track"}
    assert not declared & TRAFFIC_FREE


@pytest.mark.parametrize(("highway", "likely"), PUBLISHED.items())
def test_likely_flows_are_the_published_ones(highway: str, likely: float) -> None:
    road = class_ranges().classes[highway]
    assert road.flow_vpd[1] == likely
    assert "osmactive" in road.source


def test_speeds_may_be_anything_from_20_to_70_mph_but_on_residential_streets_60() -> None:
    for highway, road in class_ranges().classes.items():
        least, _, most = road.speed_mph
        assert least <= 20
        assert most == (60 if highway in {"residential", "living_street", "track"} else 70)


def test_several_classes_may_be_declared_anew_and_the_others_stay() -> None:
    ranges = class_ranges({"residential": (10, 20, 30), "trunk": (1, 2, 3)})
    roads = pd.Series(["trunk", "primary", "residential"])
    assert ranges.range_of(roads, "flow_vpd").tolist() == [[1, 2, 3], [5000, 6000, 20000], [10, 20, 30]]
    assert ranges.range_of(roads, "speed_mph").tolist() == class_ranges().range_of(roads, "speed_mph").tolist()
    assert class_ranges().classes["trunk"].flow_vpd != (1, 2, 3)


def test_no_roads_have_no_ranges() -> None:
    assert class_ranges().range_of(pd.Series([], dtype="string"), "hgv_pct").shape == (0, 3)


@pytest.mark.parametrize("flow", [(3, 2, 1), (-1, 2, 3)])
def test_a_flow_that_cannot_be_is_refused_with_its_key(flow: tuple[float, float, float]) -> None:
    with pytest.raises(StudyAreaError, match=r"school_routes\.flow_vpd\.tertiary"):
        class_ranges({"tertiary": flow})
