"""Refusals name whom they concern, and stay readable when that is half the county."""

import pandas as pd
import pytest

from geodata.inequality.refusals import refuse_misaligned, refuse_where

WARDS = pd.Index([f"ward {letter}" for letter in "ABCDEFGH"])


def test_the_first_five_are_named_and_the_others_counted():
    with pytest.raises(ValueError, match=r"^no score for: ward A, ward B, ward C, ward D, ward E and 3 more$"):
        refuse_where([True] * 8, WARDS, "no score for")


def test_five_are_named_without_a_count():
    with pytest.raises(ValueError, match=r"ward E$"):
        refuse_where([True] * 5 + [False] * 3, WARDS, "no score for")


def test_columns_must_speak_of_the_same_rows():
    value = pd.Series(range(8), WARDS)
    refuse_misaligned(value=value, score=value + 1)
    with pytest.raises(ValueError, match="score must have the rows of value in the same order; reindex it first"):
        refuse_misaligned(value=value, score=value.iloc[:7])
