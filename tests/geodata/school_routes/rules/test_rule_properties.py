"""What holds of every factor of every rule-set, whatever the evidence."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.schemas.school_routes import RULESETS
from geodata.school_routes.attributes import CROSSING_ATTRIBUTES, LINK_ATTRIBUTES
from geodata.school_routes.rules.factors import COMPLETIONS, DOES_NOT_APPLY, Factor, Rows
from geodata.school_routes.rules.ratings import rate_crossings, rate_links
from geodata.school_routes.rules.rulesets import rule_set

# near the thresholds as often as anywhere; other attributes are yes or no
CHOICES = {
    "footway_width_m": [0.9, 1, 1.3, 1.5, 1.6, 2, 2.5, 3, 3.5],
    "flow_vpd": [0, 1990, 2399, 2400, 3999, 4000, 5000, 5010, 8000, 8001, 8400, 8401, 10001, 15800],
    "speed_mph": [15, 20, 25, 26, 30, 31, 35, 36, 40, 70],
    "hgv_pct": [0, 1.9, 2, 5, 5.1, 30],
    "side_road_vpd": [0, 100, 2500, 2501],
    "gradient_pct": [0, 4.9, 5, 12],
    "lanes": [1, 1.5, 2, 3, 4],
    "width_m": [4, 7.3, 14.6, 60],
    "spacing_m": [0, 50, 51, 100, 101, 200, 201, 3000],
}
TRAITS = {
    "is_away_from_traffic": st.booleans(),
    "is_side": st.booleans(),
    "is_arterial": st.booleans(),
    "length_m": st.sampled_from([3.0, 6.0, 50.0]),
}
FACTORS = [
    pytest.param(name, factor, id=f"{name}:{factor.name}")
    for name in RULESETS
    for factor in (*rule_set(name).links, *rule_set(name).crossings)
]


def _value(attribute: str) -> st.SearchStrategy[float]:
    return st.sampled_from(CHOICES.get(attribute, [0.0, 1.0]))


def _rating(name: str, factor: Factor[Any], values: dict[str, float], traits: dict[str, Any], completion: Any) -> int:
    rows = Rows(
        {key: np.array([value], float) for key, value in values.items()},
        {key: np.array([value]) for key, value in traits.items()},
        completion,
    )
    limits = rule_set(name).constants()
    code = int(factor.decide(rows, limits)[0])
    return 0 if code == DOES_NOT_APPLY else factor.outcomes(limits)[code].rating


@pytest.mark.parametrize(("name", "factor"), FACTORS)
@settings(max_examples=60)
@given(data=st.data())
def test_no_attribute_that_gets_worse_improves_a_rating(name: str, factor: Factor[Any], data: st.DataObject) -> None:
    traits = data.draw(st.fixed_dictionaries(TRAITS))
    values = {attribute: data.draw(_value(attribute)) for attribute in factor.worse}
    changed = data.draw(st.sampled_from(sorted(factor.worse)))
    other = data.draw(_value(changed))
    worse = max if factor.worse[changed] == "more" else min
    then = values | {changed: worse(values[changed], other)}
    for completion in COMPLETIONS:
        before = _rating(name, factor, values, traits, completion)
        assert before <= _rating(name, factor, then, traits, completion)


@pytest.mark.parametrize(("name", "factor"), FACTORS)
@settings(max_examples=30)
@given(data=st.data())
def test_worse_completions_are_never_rated_better(name: str, factor: Factor[Any], data: st.DataObject) -> None:
    traits = data.draw(st.fixed_dictionaries(TRAITS))
    values = {attribute: data.draw(_value(attribute)) for attribute in factor.worse}
    best, likely, worst = (_rating(name, factor, values, traits, each) for each in COMPLETIONS)
    assert best <= likely <= worst


# a survey that finds sight lines bad moves a rating that did not wait for it, so they are never narrowed here
LINKS = [attribute for attribute in LINK_ATTRIBUTES if attribute != "sight_lines"]
CROSSINGS = [attribute for attribute in CROSSING_ATTRIBUTES if attribute != "sight_lines"]
ROWS = 200


def _values(attribute: str, random: np.random.Generator) -> Any:
    choice = CHOICES.get(attribute, [0.0, 1.0])
    return np.sort(random.choice(choice, size=(4, ROWS)), axis=0)


def _evidence(names: list[str], random: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw wide evidence on 200 parts, and the same with each attribute narrowed in about half of them."""
    wide = {"sight_lines_lo": 0.0, "sight_lines_hi": 1.0, "sight_lines_likely": 0.0, "is_sight_lines_known": False}
    narrow = dict(wide)
    for name in names:
        lo, inner_lo, inner_hi, hi = _values(name, random)
        is_narrowed = random.random(ROWS) < 0.5
        likely = np.where(random.random(ROWS) < 0.5, inner_lo, inner_hi)
        wide |= {f"{name}_lo": lo, f"{name}_hi": hi, f"{name}_likely": likely, f"is_{name}_known": lo == hi}
        lo, hi = np.where(is_narrowed, inner_lo, lo), np.where(is_narrowed, inner_hi, hi)
        narrow |= {f"{name}_lo": lo, f"{name}_hi": hi, f"{name}_likely": likely, f"is_{name}_known": lo == hi}
    ids = {"part_id": [f"w{row}.0.1" for row in range(ROWS)]}
    return pd.DataFrame(ids | wide), pd.DataFrame(ids | narrow)


def _parts(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "part_id": [f"w{row}.0.1" for row in range(ROWS)],
            "kind": random.choice(["side", "street", "path"], ROWS),
            "highway": random.choice(["primary", "tertiary"], ROWS),
            "length_m": random.choice([3.0, 6.0, 50.0], ROWS),
            "beside_edge_id": random.choice([None, "w1.0.0"], ROWS),
        }
    )


@pytest.mark.parametrize("ruleset", RULESETS)
@pytest.mark.parametrize(("rate", "names"), [(rate_links, LINKS), (rate_crossings, CROSSINGS)])
@settings(max_examples=10)
@given(seed=st.integers(0, 2**32 - 1))
def test_narrower_evidence_never_widens_a_rating(ruleset: str, rate: Any, names: list[str], seed: int) -> None:
    random = np.random.default_rng(seed)
    parts = _parts(random)
    wide, narrow = (
        rate(parts, each, ruleset).fillna({"rating_lo": 0, "rating_hi": 0}) for each in _evidence(names, random)
    )
    assert (wide["rating_lo"] <= narrow["rating_lo"]).all()
    assert (narrow["rating_hi"] <= wide["rating_hi"]).all()
    assert narrow["rating_likely"].dropna().between(narrow["rating_lo"], narrow["rating_hi"]).all()
    if "verdict" in wide:
        is_settled = wide["verdict"] != "undetermined"
        assert (narrow["verdict"] == wide["verdict"])[is_settled].all()
        assert (narrow["completeness"][is_settled].dropna() == 1).all()


@pytest.mark.parametrize("ruleset", RULESETS)
@settings(max_examples=10)
@given(seed=st.integers(0, 2**32 - 1))
def test_signals_never_worsen_a_crossing(ruleset: str, seed: int) -> None:
    random = np.random.default_rng(seed)
    without, _ = _evidence(CROSSINGS, random)
    known = {"controlled": 1.0, "signals": 1.0, "signal_arm_without_figure": 0.0, "spacing_m": 0.0}
    built = {f"{name}_{end}": value for name, value in known.items() for end in ("lo", "hi", "likely")}
    parts = _parts(random)
    before, after = (rate_crossings(parts, each, ruleset) for each in (without, without.assign(**built)))
    for column in ("rating_lo", "rating_likely", "rating_hi"):
        assert (after[column] <= before[column]).all()
