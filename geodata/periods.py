"""Periods as they stand in the tables: which year they start with, how long they are, which one to show."""

import re
from collections.abc import Iterable

SPAN = re.compile(r"(\d{4}) to (\d{4})")


def start_year(period: str) -> int:
    """Return the first year that a period names; `ValueError` if it names none.

    >>> start_year("2024/25"), start_year("2010 to 2019"), start_year("mid-2020")
    (2024, 2010, 2020)
    """
    year = re.search(r"\d{4}", period)
    if year is None:
        raise ValueError(f"period {period!r} names no year: periods are such as 2021, 2024/25, mid-2020, 2010 to 2019")
    return int(year.group())


def years_spanned(period: str) -> int:
    """Return how many years a period holds; a survey year such as 2024/25 is one.

    >>> years_spanned("2010 to 2019"), years_spanned("2024/25")
    (10, 1)
    """
    span = SPAN.fullmatch(period)
    return int(span.group(2)) - int(span.group(1)) + 1 if span else 1


def headline_period(periods: Iterable[str]) -> str:
    """Return the period that ends last; of several that do, the longest, whose figures are the firmest.

    >>> headline_period(["2019", "2010 to 2019", "2018"]), headline_period(["2023/24", "2024/25"])
    ('2010 to 2019', '2024/25')
    """
    return max(periods, key=lambda period: (start_year(period) + years_spanned(period), years_spanned(period), period))
