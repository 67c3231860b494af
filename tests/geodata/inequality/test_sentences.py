"""What readers are told about the sign of a measure."""

import pytest

from geodata.inequality.sentences import in_words
from geodata.inequality.slope import slope_index_of_inequality

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
    sii = slope_index_of_inequality([30, 26, 20], [100, 100, 100])
    words = in_words("slope_index_of_inequality", sii.value, sii.lower_cl, sii.upper_cl, PER_CENT)
    assert words.startswith("higher in the most deprived")


def test_an_unknown_measure_is_refused():
    with pytest.raises(ValueError, match="no words for the measure 'theil_index'"):
        in_words("theil_index", 1.0, 0.5, 1.5, "")
