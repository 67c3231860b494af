"""Widths and lanes in the spellings that occur, and what is neither."""

import pandas as pd
import pytest

from geodata.network.attributes.lanes import lanes
from geodata.network.attributes.widths import metres, width_m


@pytest.mark.parametrize(
    ("text", "width"),
    [("2", 2), ("2m", 2), ("2.50 m", 2.5), ("1,80", 1.8), ("3 metres", 3), ("90 cm", 0.9), ("6'", 1.8288),
     ("7'4\"", 2.2352), ("7' 4''", 2.2352), ("16 ft", 4.8768), ("5 feet 6 in", 1.6764)],
)  # fmt: skip
def test_a_width_in_any_spelling(text, width):
    assert metres(text) == pytest.approx(width)


@pytest.mark.parametrize("text", ["narrow", "ca. 2", "-1", "0", "600", "2-3", "2;3", "3 x", "'", ""])
def test_what_is_not_a_width(text):
    assert metres(text) is None


def test_a_measured_width_goes_before_an_estimate():
    tags = pd.DataFrame({"width": ["2", None, "junk"], "est_width": ["4", "3", "1.5"]}, dtype="string")
    assert width_m(tags).value.tolist() == [2.0, 3.0, 1.5]


def test_lanes_used_both_ways_count_once():
    tags = pd.DataFrame(
        [{"highway": "primary", "lanes:forward": "1", "lanes:backward": "1", "lanes:both_ways": "1"}], dtype="string"
    )
    assert lanes(tags).value.tolist() == [3.0]


def test_lanes_of_one_direction_are_not_the_whole():
    tags = pd.DataFrame([{"highway": "primary", "lanes:forward": "2"}], dtype="string")
    assert lanes(tags).value.isna().all()


@pytest.mark.parametrize("text", ["0", "1;2", "99", "two"])
def test_what_is_not_a_number_of_lanes(text):
    assert lanes(pd.DataFrame([{"highway": "primary", "lanes": text}], dtype="string")).value.isna().all()
