"""Better, similar or worse than a benchmark."""

import pandas as pd
import pytest

from geodata.inequality.benchmarks import compared_with_benchmark

NONE = float("nan")


@pytest.mark.parametrize(
    ("value", "lower", "upper", "benchmark", "higher_is", "outcome"),
    [
        (30, 27, 33, 20, "worse", "worse"),
        (30, 27, 33, 20, "better", "better"),
        (30, 27, 33, 20, "neither", "higher"),
        (30, 27, 33, 40, "worse", "better"),
        (30, 27, 33, 40, "better", "worse"),
        (30, 27, 33, 40, "neither", "lower"),
        (30, 27, 33, 29, "worse", "similar"),
        (30, 27, 33, 33, "worse", "similar"),
        (30, 27, 33, 27, "neither", "similar"),
        (30, NONE, NONE, 20, "worse", "difference only"),
        (30, 27, NONE, 20, "worse", "difference only"),
        (NONE, NONE, NONE, 20, "worse", "not computed"),
        (30, 27, 33, NONE, "worse", "not computed"),
    ],
)
def test_the_areas_limits_decide(value, lower, upper, benchmark, higher_is, outcome):
    columns = [pd.Series([x], ["Bank"]) for x in (value, lower, upper, benchmark, higher_is)]
    assert compared_with_benchmark(*columns).to_dict() == {"Bank": outcome}


def test_an_unknown_meaning_is_refused_by_area():
    one = pd.Series([1.0, 1.0], ["Bank", "Quay"])
    with pytest.raises(ValueError, match="one of better, worse, neither: Quay"):
        compared_with_benchmark(one, one, one, one, pd.Series(["better", "good"], one.index))


def test_other_areas_are_refused():
    one = pd.Series([1.0, 1.0], ["Bank", "Quay"])
    with pytest.raises(ValueError, match="benchmark must have the rows of value"):
        compared_with_benchmark(one, one, one, one[::-1], pd.Series("better", one.index))
