"""Which parts can be used by their ratings."""

import numpy as np
import pandas as pd
import pytest

from geodata.school_routes.routes.usable_parts import PartRatings


def test_parts_are_usable_unless_they_fail_under_such_evidence(build, rated) -> None:
    graph = build()
    ratings = rated(graph, {"lane": (3, 3, 3), "path": (0, 3, 3), "street": (2, 2, 3), "x.east": (0, np.nan, np.nan)})
    ids = graph.parts["part_id"]
    unusable = {mode: set(ids[~ratings.usable(mode)]) for mode in ("best", "likely", "strict")}
    assert unusable == {"best": {"lane"}, "likely": {"lane", "path"}, "strict": {"lane", "path", "street"}}
    severity = dict(zip(ids, ratings.severity, strict=True))
    assert severity == {"lane": 2, "path": 1, "street": 1, "x.east": 0, "road.left": 0, "road.right": 0}


def test_what_is_subject_to_sight_lines_is_usable_but_not_unconditionally(build, rated) -> None:
    graph = build()
    ratings = rated(graph, {"lane": (1, 1, 1), "path": (0, 3, 3)}, conditional=["lane", "street"])
    ids = graph.parts["part_id"]
    assert set(ids[ratings.usable("strict")]) - set(ids[ratings.unconditional]) == {"lane", "street"}


def test_a_part_without_a_row_is_refused_by_name(build) -> None:
    columns = [f"ate_route_check_rating_{bound}" for bound in ("lo", "likely", "hi")]
    links = pd.DataFrame(0.0, index=range(5), columns=columns)
    links["ate_route_check_subject_to"] = ""
    links["part_id"] = ["lane", "path", "street", "road.left", "road.right"]
    with pytest.raises(ValueError, match=r"no row for part 'x\.east'"):
        PartRatings.of(build(), links, links.iloc[:0], "ate_route_check")
