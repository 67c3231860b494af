"""Two-step floating catchment: by hand, against PySAL's `access`, and what must hold whatever the figures."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.access.floating_catchment import two_step_floating_catchment
from geodata.errors import ConflictError


def pairs(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["demand", "supply", "cost"])


PEOPLE, DOCTORS = pd.Series({"a": 10.0, "b": 30.0}), pd.Series({"x": 1.0, "y": 2.0})


def test_each_supply_is_shared_by_all_who_reach_it():
    walk = pairs(("a", "x", 5), ("a", "y", 5), ("b", "x", 16), ("b", "y", 15))
    access = two_step_floating_catchment(PEOPLE, DOCTORS, walk, max_cost=15)
    assert access.to_dict() == pytest.approx({"a": 1 / 10 + 2 / 40, "b": 2 / 40})


def test_who_reaches_nothing_has_none_and_who_is_not_in_a_pair_too():
    access = two_step_floating_catchment(PEOPLE, DOCTORS, pairs(("a", "x", 16)), max_cost=15)
    assert access.to_dict() == {"a": 0.0, "b": 0.0}


def test_a_supply_that_nobody_lives_near_gives_nothing_to_the_empty_home():
    people = pd.Series({"a": 0.0, "b": 30.0})
    access = two_step_floating_catchment(people, DOCTORS, pairs(("a", "x", 1), ("b", "y", 1)), max_cost=15)
    assert access.to_dict() == pytest.approx({"a": 0.0, "b": 2 / 30})


def test_a_pair_with_two_costs_is_refused():
    with pytest.raises(ConflictError, match="two rows for demand 'a' and supply 'x'"):
        two_step_floating_catchment(PEOPLE, DOCTORS, pairs(("a", "x", 5), ("a", "x", 6)), max_cost=15)


def test_a_pair_of_a_stranger_is_refused():
    with pytest.raises(ConflictError, match="'a', 'z' is not in both"):
        two_step_floating_catchment(PEOPLE, DOCTORS, pairs(("a", "z", 5)), max_cost=15)


@given(
    st.lists(st.integers(1, 5000), min_size=1, max_size=8),
    st.lists(st.integers(1, 50), min_size=1, max_size=5),
    st.randoms(use_true_random=False),
)
def test_what_is_given_is_what_there_is(people, places, random):
    """Access times people, added up, is the supply that anybody reaches."""
    demand, supply = pd.Series(people, dtype=float), pd.Series(places, dtype=float)
    walk = pd.DataFrame(
        [(d, s, random.uniform(0, 30)) for d in demand.index for s in supply.index],
        columns=["demand", "supply", "cost"],
    )
    access = two_step_floating_catchment(demand, supply, walk, max_cost=15)
    reached = walk.loc[walk["cost"] <= 15, "supply"].unique()
    assert (access * demand).sum() == pytest.approx(supply.loc[reached].sum())


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        path = Path(metafunc.config.getoption("--oracle-cases")) / "two_step_fca.json"
        cases = json.loads(path.read_text("utf-8")) if path.is_file() else []
        absent = pytest.param(
            None, marks=pytest.mark.skip(reason="no cases computed by other software beside the repository")
        )
        metafunc.parametrize("case", [pytest.param(case, id=case["id"]) for case in cases] or [absent])


def test_pysals_access_agrees(case):
    """A demand point that reaches nothing is left out by the package: it has none."""
    inputs = case["inputs"]
    demand, supply = (pd.Series(inputs[name], inputs[f"{name}_id"], dtype=float) for name in ("demand", "supply"))
    access = two_step_floating_catchment(demand, supply, pairs(*inputs["cost"]), case["params"]["max_cost"])
    expected = pd.Series(case["expected"]).reindex(inputs["demand_id"], fill_value=0.0)
    np.testing.assert_allclose(access, expected, rtol=case["tolerance"]["rel"])
