"""Metres beside fast traffic on each piece."""

from dataclasses import replace

import numpy as np
import pytest

from geodata.school_routes.routes.speed_exposure import EXPOSURES, fast_millimetres


def test_only_what_lies_beside_traffic_above_the_speed_counts(build, speeds) -> None:
    graph = build(doors=[(1, "road.right", 400.0, 50.0)])
    mph = {"road.right": (20.0, 30.5), "lane": (np.nan, np.nan), "path": (70.0, 70.0)}
    metres = fast_millimetres(graph, speeds(graph, mph)) / 1000
    by_part = {part: metres[graph.pieces.part == number].tolist() for number, part in enumerate(graph.parts["part_id"])}
    assert EXPOSURES == ("over_20_m_lo", "over_20_m_hi", "over_30_m_lo", "over_30_m_hi")
    assert by_part["road.right"] == [[0, 400, 0, 400], [0, 600, 0, 600], [0, 0, 0, 0]]  # the way to the door last
    assert by_part["lane"] == [[0, 100, 0, 100]]  # a speed that nobody knows can be any
    assert by_part["path"] == by_part["x.east"] == [[0, 0, 0, 0]]


def test_a_path_beside_a_road_lies_beside_its_traffic(build, speeds) -> None:
    graph = build()
    beside = graph.parts["beside_edge_id"].mask(graph.parts["part_id"] == "path", "road")
    graph = replace(graph, parts=graph.parts.assign(beside_edge_id=beside))
    metres = fast_millimetres(graph, speeds(graph, {"path": (25.0, 35.0)})) / 1000
    is_path = graph.pieces.part == graph.parts["part_id"].tolist().index("path")
    over_20_lo, over_20_hi, over_30_lo, over_30_hi = metres[is_path].sum(axis=0)
    assert over_20_lo == over_20_hi == over_30_hi > 0
    assert over_30_lo == 0


def test_a_street_without_evidence_is_refused_by_name(build, speeds) -> None:
    graph = build()
    with pytest.raises(ValueError, match="link_evidence: no row for part 'street'"):
        fast_millimetres(graph, speeds(graph).query("part_id != 'street'"))
