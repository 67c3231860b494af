"""Which year a period starts with, how long it is, which of several is shown."""

import pytest

from geodata.periods import headline_period, start_year, years_spanned


@pytest.mark.parametrize(
    ("period", "year", "years"),
    [("2021", 2021, 1), ("2024/25", 2024, 1), ("mid-2020", 2020, 1), ("2010 to 2019", 2010, 10)],
)
def test_years(period, year, years):
    assert (start_year(period), years_spanned(period)) == (year, years)


def test_a_period_without_a_year_is_refused():
    with pytest.raises(ValueError, match="'last year' names no year"):
        start_year("last year")


def test_the_period_that_ends_last_is_shown_and_of_two_the_longer():
    assert headline_period(["2010 to 2019", "2018"]) == "2010 to 2019"
    assert headline_period(["2019", "2010 to 2019"]) == "2010 to 2019"
    assert headline_period(["mid-2020", "2021"]) == "2021"
    assert headline_period(["November 2020", "November 2021"]) == "November 2021"
