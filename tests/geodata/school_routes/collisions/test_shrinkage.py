"""Smoothed rates by hand, and what must hold of any."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.school_routes.collisions.shrinkage import between_variance, shrunken_rates

PLACES = st.lists(st.tuples(st.integers(0, 12), st.floats(0.05, 5)), min_size=2, max_size=12)


def _one_class(count: list[float], exposure: list[float]) -> pd.DataFrame:
    return shrunken_rates(pd.Series(count, dtype=float), pd.Series(exposure), pd.Series(["a"] * len(count)))


def test_the_smoothed_rate_by_hand():
    # mean 20 / 4 = 5; variance (0 + 20 + 210) / 4 - 25 = 32.5; shape 25 / 32.5, rate 5 / 32.5
    table = _one_class([0, 5, 15, 0], [1.0, 1, 1, 1])
    shape, rate = 25 / 32.5, 5 / 32.5
    assert table["class_rate"].tolist() == [5] * 4
    assert table["smoothed"].tolist() == pytest.approx([(shape + y) / (rate + 1) for y in (0, 5, 15, 0)])
    assert table.loc[2, "ratio"] == pytest.approx((shape + 15) / (rate + 1) / 5)


def test_of_an_even_class_all_places_have_its_rate_and_its_limits():
    table = _one_class([2, 3, 2, 3, 2], [1.0] * 5)
    assert table["smoothed"].tolist() == pytest.approx([2.4] * 5)
    assert table[["lower", "upper"]].drop_duplicates().shape == (1, 2)
    assert table["lower"].iloc[0] < 2.4 < table["upper"].iloc[0]


def test_few_events_do_not_tell_places_apart():
    table = _one_class([9, 0, 0], [1.0, 1, 1])
    assert table["smoothed"].tolist() == [3, 3, 3]


def test_a_class_without_events_has_an_upper_limit_and_no_ratio():
    table = _one_class([0, 0], [1.0, 2])
    assert table["smoothed"].tolist() == [0, 0]
    assert table["upper"].iloc[0] == pytest.approx(3.689 / 3, abs=1e-3)  # exact Poisson limit of none
    assert table["ratio"].isna().all()


@pytest.mark.parametrize(("count", "exposure"), [(0.0, 0.0), (1.0, np.nan), (np.nan, 1.0)])
def test_without_exposure_or_count_there_is_no_evidence(count, exposure):
    assert _one_class([count, 2], [exposure, 1.0]).iloc[0].isna().all()


def test_classes_do_not_borrow_from_each_other():
    count, exposure = pd.Series([0.0, 4, 40, 1]), pd.Series([1.0, 1, 1, 1])
    both = shrunken_rates(count, exposure, pd.Series(["a", "a", "b", "b"]))
    alone = shrunken_rates(count[:2], exposure[:2], pd.Series(["a", "a"]))
    pd.testing.assert_frame_equal(both[:2], alone)


@settings(max_examples=60, deadline=None)
@given(places=PLACES)
def test_the_smoothed_rate_lies_between_its_own_and_the_class_and_within_its_limits(places):
    table = _one_class(*(list(each) for each in zip(*places, strict=True)))
    low, high = table[["rate", "class_rate"]].min(axis=1), table[["rate", "class_rate"]].max(axis=1)
    assert (table["smoothed"] >= low - 1e-9).all()
    assert (table["smoothed"] <= high + 1e-9).all()
    assert (table["lower"] <= table["smoothed"] + 1e-9).all()
    assert (table["smoothed"] <= table["upper"] + 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(places=PLACES, more=st.floats(1.5, 10))
def test_more_exposure_moves_the_rate_of_no_events_down(places, more):
    count, exposure = (list(each) for each in zip(*places, strict=True))
    table = _one_class([*count, 0, 0], [*exposure, 1.0, more])
    assert table["smoothed"].iloc[-1] <= table["smoothed"].iloc[-2] + 1e-12


def test_the_variance_behind_simulated_counts_is_found():
    random = np.random.default_rng(5)
    exposure = random.uniform(0.5, 3, 40_000)
    counts = random.poisson(random.gamma(2.0, 0.5, 40_000) * exposure).astype(float)
    assert between_variance(counts, exposure) == pytest.approx(0.5, rel=0.1)
