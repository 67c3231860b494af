"""How numbers, limits and dates are worded on screen."""

import datetime
import math
from collections.abc import Sequence

MINUS = "\u2212"
NO_LIMITS = "no limits published"


def decimal(value: float, decimals: int = 1) -> str:
    """Return a number with fixed decimals, thousands separated, with a true minus sign.

    >>> decimal(14347, 0), decimal(-0.62), decimal(-0.01)
    ('14,347', '−0.6', '0.0')
    """
    shown = f"{round(value, decimals) + 0.0:,.{decimals}f}"  # adding zero turns -0.0 into 0.0
    return shown.replace("-", MINUS)


def signed(value: float, decimals: int = 1) -> str:
    """Return a number that always carries its sign.

    >>> signed(2.1), signed(-0.6)
    ('+2.1', '−0.6')
    """
    shown = decimal(value, decimals)
    return shown if shown.startswith(MINUS) else f"+{shown}"


def percent(value: float) -> str:
    """Return a percentage.

    >>> percent(41.23)
    '41.2%'
    """
    return f"{decimal(value)}%"


def about(people: float) -> str:
    """Return estimated people to three significant digits.

    >>> about(457702)
    'about 458,000'
    """
    digits = 0 if people == 0 else 2 - math.floor(math.log10(abs(people)))
    return f"about {decimal(round(people, digits), 0)}"


def decimals_for(value: float, lower: float, upper: float) -> int:
    """Return one decimal, or two if both limits would round to the estimate."""
    return 2 if decimal(lower) == decimal(value) == decimal(upper) else 1


def limits(lower: float, upper: float, decimals: int = 1) -> str:
    """Return 95 % limits, or the words that there are none.

    >>> limits(39.8, 42.6), limits(float("nan"), float("nan"))
    ('95% CI 39.8 to 42.6', 'no limits published')
    """
    if math.isnan(lower) or math.isnan(upper):
        return NO_LIMITS
    return f"95% CI {decimal(lower, decimals)} to {decimal(upper, decimals)}"


def with_limits(value: float, lower: float, upper: float, suffix: str = "") -> str:
    """Return an estimate with its 95 % limits, or the words that there are none.

    >>> with_limits(41.2, 39.8, 42.6, "%")
    '41.2% (95% CI 39.8 to 42.6)'
    >>> with_limits(2.83, 2.81, 2.84)
    '2.83 (95% CI 2.81 to 2.84)'
    """
    decimals = decimals_for(value, lower, upper)
    return f"{decimal(value, decimals)}{suffix} ({limits(lower, upper, decimals)})"


def long_date(date: datetime.date) -> str:
    """Return a date in words.

    >>> long_date(datetime.date(2026, 11, 22))
    '22 November 2026'
    """
    return f"{date.day} {date:%B %Y}"


def counted(count: int, noun: str) -> str:
    """Return a count with its noun in the right number; nouns in -y take -ies.

    >>> counted(1, "ward"), counted(1278, "ward"), counted(9, "authority")
    ('1 ward', '1,278 wards', '9 authorities')
    """
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else plural}"


def listed(names: Sequence[str]) -> str:
    """Return names as a list in words.

    >>> listed(["Halton", "Knowsley", "Wirral"])
    'Halton, Knowsley and Wirral'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
