"""Modelled pupils on parts: by hand, all columns, without bounds, counted ones."""

import pandas as pd
import pytest

from geodata.schemas import conform, empty, validate
from geodata.school_routes.routes.pupil_flows import COUNTS, pupil_flows
from geodata.study_area import Suppression


def journeys(rows: list[tuple[int, str, float]]) -> pd.DataFrame:
    """Return table `school_journeys` with a quarter fewer and half more pupils, of whom half and all walk."""
    table = pd.DataFrame(rows, columns=["home_id", "school_id", "pupils"])
    return conform(
        "school_journeys",
        table.assign(
            distance_m=0.0, pupils_lower=0.75 * table["pupils"], pupils_upper=1.5 * table["pupils"],
            walk_share_baseline=0.5, walk_share_go_active=1.0, method="gravity model",
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def flows(build):
    def asked(rows, method="gravity model", **streets) -> pd.DataFrame:
        walked = journeys(rows).assign(method=pd.array([method] * len(rows), dtype="string"))
        return validate("pupil_flows", pupil_flows(build(**streets), walked, "modelled", Suppression()))

    return asked


def on_parts(table: pd.DataFrame) -> dict[str, float]:
    return dict(zip(table["part_id"], table["pupils"], strict=True))


def test_all_take_the_shortest_walk(flows) -> None:
    assert on_parts(flows([(1, "s", 8.0)])) == {"lane": 8.0, "road.right": 8.0, "street": 8.0, "x.east": 8.0}


def test_each_count_has_its_column(flows) -> None:
    (row,) = flows([(1, "s", 8.0)]).query("part_id == 'lane'").to_dict("records")
    assert [row[count] for count in COUNTS] == [8.0, 6.0, 12.0, 4.0, 8.0]
    assert (row["edge_id"], row["osm_way_id"], row["kind"]) == ("lane", 1, "modelled")


def test_pupils_of_all_schools_add_up_and_a_part_counts_each_once(flows) -> None:
    doors = [(1, "road.right", 100.0, 0.0), (2, "road.right", 900.0, 0.0)]
    gates = [("s", "road.right", 500.0, 0.0), *((f"t{number:02}", "lane", 60.0, 0.0) for number in range(40))]
    rows = [(home, school, 1.0) for home in (1, 2) for school in ["s", *(f"t{number:02}" for number in range(40))]]
    assert on_parts(flows(rows, doors=doors, gates=gates)) == {"lane": 80.0, "road.right": 82.0, "x.east": 80.0}


def test_a_home_without_a_door_and_a_school_without_a_gate_are_on_no_part(flows) -> None:
    assert on_parts(flows([(1, "s", 8.0), (2, "s", 2.5), (1, "gone", 1.25)]))["lane"] == 8.0


def test_where_no_roll_is_known_there_are_no_bounds(build) -> None:
    walked = journeys([(1, "s", 8.0)]).assign(pupils_lower=float("nan"), pupils_upper=float("nan"))
    table = validate("pupil_flows", pupil_flows(build(), walked, "modelled", Suppression()))
    assert on_parts(table)["lane"] == 8.0
    assert table[["pupils_lower", "pupils_upper"]].isna().all(axis=None)
    assert table["note"].str.contains("no roll is known").all()


def test_counted_pupils_are_rounded_and_few_are_withheld(flows) -> None:
    table = flows([(1, "s", 13.0)], method="school_flows")
    assert on_parts(table) == {"lane": 15.0, "road.right": 15.0, "street": 15.0, "x.east": 15.0}
    assert table["pupils_lower"].eq(10.0).all()  # 9.75
    (note,) = table["note"].unique()
    assert note == "school_flows; counts to the nearest 5, withheld from 1 to 4"
    few = flows([(1, "s", 6.0)], method="school_flows")
    assert few["pupils"].eq(5.0).all()
    assert few["walkers_baseline"].isna().all()  # 3


def test_without_journeys_or_streets_nobody_is_anywhere(build) -> None:
    for graph in (build(), build([], [], [])):
        found = pupil_flows(graph, empty("school_journeys"), "modelled", Suppression())
        assert validate("pupil_flows", found).empty
