import datetime
import math

import pytest

from maps.numbers import about, counted, decimal, limits, listed, long_date, percent, signed, with_limits


def test_the_minus_sign_is_a_minus_sign():
    assert decimal(-1234.5) == "\u22121,234.5"
    assert signed(0.2) == "+0.2"


def test_what_rounds_to_zero_has_no_sign():
    assert decimal(-0.04) == "0.0"


def test_limits_that_round_to_the_estimate_get_one_more_decimal():
    assert with_limits(2.83, 2.81, 2.84) == "2.83 (95% CI 2.81 to 2.84)"
    assert with_limits(2.83, 2.61, 3.06) == "2.8 (95% CI 2.6 to 3.1)"


@pytest.mark.parametrize("lower", [math.nan, 1.0])
def test_absent_limits_are_said_in_words(lower):
    assert limits(lower, math.nan) == "no limits published"


@pytest.mark.parametrize(
    ("people", "words"), [(457_702, "about 458,000"), (0, "about 0"), (12, "about 12"), (999_999, "about 1,000,000")]
)
def test_estimated_people_have_three_significant_digits(people, words):
    assert about(people) == words


def test_words():
    assert percent(41.23) == "41.2%"
    assert long_date(datetime.date(2026, 3, 1)) == "1 March 2026"
    assert counted(2, "authority") == "2 authorities"
    assert listed(["Halton"]) == "Halton"
    assert listed(["Halton", "Wirral"]) == "Halton and Wirral"
