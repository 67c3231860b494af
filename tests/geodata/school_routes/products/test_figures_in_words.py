"""Figures in words keep the size of what they say."""

import re

from hypothesis import given
from hypothesis import strategies as st

from geodata.school_routes.products.figures_in_words import distance, minutes, people, rounded


@given(st.floats(1.0, 1e6))
def test_three_significant_digits_are_within_half_a_per_cent(value):
    assert abs(rounded(value) - value) <= 0.005 * value


@given(st.floats(0.0, 50_000.0))
def test_a_distance_reads_back_within_its_rounding(metres):
    number, unit = distance(metres).split()
    read = float(number.replace(",", "")) * (1000 if unit == "km" else 1)
    assert abs(read - metres) <= (50.001 if unit == "km" else 5.001)


@given(st.floats(0.5, 1e5))
def test_pupils_are_whole(pupils):
    assert re.fullmatch(r"about [\d,]+ pupils?|fewer than 1 pupil", people(pupils, "pupils"))


def test_there_and_back_twice_a_day_is_four_walks():
    assert minutes(800.0, times=4) == "40 minutes"
