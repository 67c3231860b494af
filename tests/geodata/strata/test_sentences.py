"""What readers are told about the sign of a measure."""

import numpy as np
import pytest

from geodata.inequality.slope import slope_index_of_inequality
from geodata.inequality.uncertainty import Uncertainty
from geodata.strata.sentences import in_words

PER_CENT = "per cent of adults aged 19 and over"
RATE = "casualties per 1,000 residents a year"


@pytest.mark.parametrize(
    ("measure", "value", "lower", "upper", "unit", "words"),
    [
        (
            "slope_index_of_inequality",
            -16.24,
            -20,
            -12.5,
            PER_CENT,
            "higher in the most deprived, by 16.2 percentage points",
        ),
        ("slope_index_of_inequality", 0.5, 0.1, 0.9, RATE, f"higher in the least deprived, by 0.5 {RATE}"),
        ("slope_index_of_inequality", 1234.5, 1000, 1500, "metres", "higher in the least deprived, by 1,230 metres"),
        ("slope_index_of_inequality", -2.0, -5, 1, PER_CENT, "no clear difference"),
        ("slope_index_of_inequality", -2.0, -4, 0, PER_CENT, "no clear difference"),
        ("relative_index_of_inequality", 0.5, 0.4, 0.6, PER_CENT, "higher in the most deprived, 2 times the other end"),
        (
            "relative_index_of_inequality",
            1.25,
            1.1,
            1.4,
            RATE,
            "higher in the least deprived, 1.25 times the other end",
        ),
        ("relative_index_of_inequality", 0.9, 0.7, 1.1, RATE, "no clear difference"),
        ("absolute_concentration_index", -2.6, -3.1, -2.1, PER_CENT, "higher in the most deprived"),
        ("relative_concentration_index", 0.1, 0.05, 0.15, PER_CENT, "higher in the least deprived"),
        ("slope_index_of_inequality", None, None, None, PER_CENT, "not computed"),
        ("slope_index_of_inequality", float("nan"), None, None, PER_CENT, "not computed"),
        ("slope_index_of_inequality", -5.0, None, None, PER_CENT, "direction not judged: no limits"),
        ("slope_index_of_inequality", -5.0, float("nan"), -1, PER_CENT, "direction not judged: no limits"),
    ],
)
def test_words(measure, value, lower, upper, unit, words):
    assert in_words(measure, value, lower, upper, unit) == words


def test_the_words_agree_with_the_direction_of_the_measure():
    sii = slope_index_of_inequality([30, 26, 20], [100, 100, 100], Uncertainty(np.ones(3))).iloc[0]
    words = in_words("slope_index_of_inequality", sii.value, sii.lower_cl, sii.upper_cl, PER_CENT)
    assert words.startswith("higher in the most deprived")


@pytest.mark.parametrize(
    ("measure", "value", "words"),
    [
        ("difference", 7.5, "7.5 percentage points more in Halton than in Wirral"),
        ("difference", -7.5, "7.5 percentage points more in Wirral than in Halton"),
        ("ratio", 1.5, "1.5 times as high in Halton as in Wirral"),
        ("ratio", 0.5, "2 times as high in Wirral as in Halton"),
        ("index_of_disparity", 12.34, "groups on average 12.3 % of the mean away from it"),
    ],
)
def test_groups_are_named_the_higher_one_first(measure, value, words):
    assert in_words(measure, value, None, None, PER_CENT, "Halton", "Wirral") == words


def test_an_unknown_measure_is_refused():
    with pytest.raises(KeyError, match="atkinson"):
        in_words("atkinson", 1.0, 0.5, 1.5, "")
