"""Table `ruleset_agreement`: kappa worked by hand, groups, and parts that one rule-set has no rule for."""

import json
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from geodata.schemas import empty, validate
from geodata.schemas.school_routes import RULESETS
from geodata.school_routes.rules.agreement import ruleset_agreement, weighted_kappa

PARTS = {
    "w1.0.1": ("street", "residential", 10.0),
    "w2.0.1": ("street", "service", 10.0),
    "w3.0.1.left": ("side", "primary", 10.0),
    "x1.w3.0.1.u": ("crossing", "primary", 7.3),
}


def _rated(ratings: dict[str, tuple[float, float, float]]) -> pd.DataFrame:
    columns = {
        f"{ruleset}_rating_{bound}": [row[i] for row in ratings.values()]
        for i, ruleset in enumerate(RULESETS)
        for bound in ("lo", "likely", "hi")
    }
    return pd.DataFrame({"part_id": pd.array(list(ratings), dtype="string"), **columns})


@pytest.fixture
def agreement(route_parts: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    edges = _rated({"w1.0.1": (0, 0, 1), "w2.0.1": (0, np.nan, 3), "w3.0.1.left": (3, 2, 3)})
    crossings = _rated({"x1.w3.0.1.u": (3, 3, 0)})
    return validate("ruleset_agreement", ruleset_agreement(edges, crossings, route_parts(PARTS)))


def test_rows_come_by_kind_class_pair_and_evidence(agreement: pd.DataFrame) -> None:
    groups = agreement[["kind", "highway"]].drop_duplicates().apply(tuple, axis=1).tolist()
    assert groups == [
        ("all", "all"), ("crossing", "all"), ("crossing", "primary"), ("side", "all"), ("side", "primary"),
        ("street", "all"), ("street", "residential"), ("street", "service"),
    ]  # fmt: skip
    assert len(agreement) == len(groups) * 9


def test_a_pair_is_compared_over_what_both_rate(agreement: pd.DataFrame) -> None:
    first = agreement.iloc[0]
    assert (first["ruleset_a"], first["ruleset_b"], first["n_parts"]) == ("rsgb_walked_route", "ate_route_check", 3)
    counts = np.array(json.loads(first["confusion"]))
    assert counts[0, 0] == counts[3, 2] == counts[3, 3] == 1
    assert first["same_pct"] == pytest.approx(200 / 3)
    # observed (0 + 1 + 0) / 3; expected: a is 0, 3, 3 and b 0, 2, 3, all nine pairs: (0 + 4 + 9 + 2 (9 + 1 + 0)) / 9
    assert first["weighted_kappa"] == pytest.approx(1 - (1 / 3) / (33 / 9))


def test_there_is_no_kappa_where_all_are_alike(agreement: pd.DataFrame) -> None:
    residential = agreement[agreement["highway"] == "residential"].iloc[0]
    assert (residential["n_parts"], residential["same_pct"]) == (1, 100)
    assert np.isnan(residential["weighted_kappa"])
    service = agreement[agreement["highway"] == "service"].iloc[0]
    assert service["n_parts"] == 0
    assert np.isnan(service["same_pct"])


def test_perfect_opposite_and_chance_agreement() -> None:
    assert weighted_kappa(np.diag([2, 0, 0, 2])) == 1
    assert weighted_kappa(np.fliplr(np.diag([2, 0, 0, 2]))) == -1
    assert weighted_kappa(np.ones((4, 4), int)) == pytest.approx(0)


def test_no_ratings_give_no_rows(route_parts: Callable[..., pd.DataFrame]) -> None:
    nothing = ruleset_agreement(empty("edge_ratings"), empty("crossing_ratings"), route_parts(PARTS))
    assert validate("ruleset_agreement", nothing).empty
