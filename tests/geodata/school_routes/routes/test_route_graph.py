"""The graph over parts: true lengths from door to gate, nobody through homes or schools, equal to networkx."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.school_routes.statutory import LONGEST_M


def walk(graph) -> dict[tuple[int, str], float]:
    found = graph.distances()
    return dict(zip(zip(found["home_id"], found["school_id"], strict=True), found["distance_m"], strict=True))


def test_walks_go_from_door_to_gate_in_whole_millimetres(build) -> None:
    assert walk(build()) == {(1, "s"): 10 + 150 + 1000 + 7.3 + 100 + 5}


def test_the_other_side_of_the_road_is_reached_over_a_crossing_only(build, streets) -> None:
    doors = [(1, "road.left", 400.0, 0.0), (2, "road.right", 400.0, 0.0)]
    assert walk(build(doors=doors)) == {(1, "s"): 600 + 100 + 5, (2, "s"): 600 + 7.3 + 100 + 5}
    assert walk(build([row for row in streets if row[0] not in ("x.east", "path")], doors)) == {(1, "s"): 705}


def test_nobody_walks_through_a_house_with_doors_on_both_sides_of_the_road(build, streets) -> None:
    doors = [(1, "road.right", 500.0, 0.0), (9, "road.left", 500.0, 1.0), (9, "road.right", 500.0, 1.0)]
    rows = [row for row in streets if row[0] not in ("x.east", "path")]
    assert walk(build(rows, doors)) == {(9, "s"): 606}


def test_nobody_walks_through_a_school_with_gates_on_both_sides_of_the_road(build, streets) -> None:
    gates = [("t", "road.left", 500.0, 1.0), ("t", "road.right", 500.0, 1.0), ("u", "road.left", 900.0, 0.0)]
    rows = [row for row in streets if row[0] not in ("x.east", "path")]
    assert walk(build(rows, [(1, "road.right", 0.0, 0.0)], gates)) == {(1, "t"): 501}


def test_a_walk_just_at_three_miles_counts_and_a_millimetre_more_does_not(build) -> None:
    rows = [("long", "path", 0, 1, 4000.0)]
    for more, expected in ((0.0, {(1, "s")}), (0.001, set())):
        snap_m = LONGEST_M - 4000 - 5 + more
        assert set(walk(build(rows, [(1, "long", 0.0, snap_m)], [("s", "long", 4000.0, 5.0)]))) == expected


def test_distances_are_by_home_and_school_however_tables_are_ordered(build, streets) -> None:
    doors = [(home, "street", 10.0 * home, 1.0) for home in (3, 1, 2)]
    gates = [(f"s{number:02}", "lane", float(number), 0.0) for number in range(40)]
    found = build(doors=doors, gates=gates).distances()
    assert found[["home_id", "school_id"]].to_numpy().tolist() == [
        [h, f"s{n:02}"] for h in (1, 2, 3) for n in range(40)
    ]
    turned = build(streets[::-1], doors[::-1], gates[::-1]).distances()
    assert turned.equals(found)
    assert found["school_id"].dtype == "string"


def test_a_door_on_no_part_or_on_a_crossing_is_refused(build) -> None:
    for part in ("nowhere", "x.east"):
        with pytest.raises(ValueError, match=f"'{part}' is no side, street or path"):
            build(doors=[(1, part, 0.0, 0.0)])


def test_without_streets_homes_or_schools_there_are_no_walks(build) -> None:
    for graph in (build([], [], []), build(doors=[]), build(gates=[])):
        assert graph.distances().empty
        assert list(graph.distances().columns) == ["home_id", "school_id", "distance_m"]


def directed(network, usable) -> nx.MultiDiGraph:
    """Return the network in plain networkx: a joint in the middle of a part cuts it, schools and homes lie beyond."""
    streets, cuts = nx.MultiDiGraph(), {}
    joints = [("school", *row) for row in network["gates"]] + [("home", *row) for row in network["doors"]]
    for _, _, part, along_m, _ in joints:
        cuts.setdefault(part, set()).add(round(along_m * 1000))
    for part, _, u, v, length_m in network["rows"]:
        length = round(length_m * 1000)
        ends = {0: u, length: v} if length else {0: u}
        stops = sorted({0, length} | cuts.get(part, set()))
        nodes = [ends.get(stop, (part, stop)) for stop in stops]
        streets.add_nodes_from(nodes)
        for at in range(len(stops) - 1) if part in usable else ():
            for tail, head in (nodes[at : at + 2], nodes[at + 1 : None if at == 0 else at - 1 : -1][:2]):
                streets.add_edge(tail, head, mm=stops[at + 1] - stops[at])
        for what, owner, own, along_m, snap_m in joints:
            if own == part and (what == "school" or part in usable):
                node, beyond = ends.get(round(along_m * 1000), (part, round(along_m * 1000))), (what, owner)
                tail, head = (beyond, node) if what == "school" else (node, beyond)
                streets.add_edge(tail, head, mm=round(snap_m * 1000))
    return streets


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_lengths_are_those_of_networkx_also_where_parts_cannot_be_used(data, networks, build, rated) -> None:
    network = data.draw(networks)
    graph = build(network["rows"], network["doors"], network["gates"])
    ratings = rated(graph, network["ratings"])
    homes, schools = (np.array(ids, dtype=object) for ids in (graph.home_id, graph.school_id))
    school, home = (nodes.ravel() for nodes in np.meshgrid(np.arange(len(schools)), np.arange(len(homes))))
    for mode in ("best", "likely", "strict"):
        usable = set(graph.parts["part_id"][ratings.usable(mode)])
        found = graph.walkable(ratings.usable(mode)).walk_mm(
            graph.first_school + school, graph.first_home + home, 4_000_000
        )
        streets = directed(network, usable)
        for number, mm in enumerate(found.tolist()):
            ends = ("school", schools[school[number]]), ("home", homes[home[number]])
            joined = all(end in streets for end in ends) and nx.has_path(streets, *ends)
            theirs = nx.dijkstra_path_length(streets, *ends, weight="mm") if joined else -1
            assert mm == (theirs if theirs <= 4_000_000 else -1)
