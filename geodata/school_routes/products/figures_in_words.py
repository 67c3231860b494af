"""Figures as sentences say them, rounded: modelled people with "about", walks, minutes."""

import math

WALKING_KMH = 4.8


def rounded(value: float, digits: int = 3) -> float:
    """Return the value to so many significant digits.

    >>> rounded(12_345.0), rounded(0.0), rounded(0.04567)
    (12300.0, 0.0, 0.0457)
    """
    return round(value, digits - 1 - math.floor(math.log10(abs(value)))) if value else 0.0


def people(value: float, unit: str) -> str:
    """Return modelled pupils, or metres of street, in words: three significant digits, whole pupils.

    >>> people(12_345.0, "pupils"), people(0.2, "pupils"), people(1.0, "pupils"), people(0.0, "pupils")
    ('about 12,300 pupils', 'fewer than 1 pupil', 'about 1 pupil', 'no pupils')
    >>> people(2345.0, "street metres"), people(0.0, "street metres")
    ('about 2.3 km of street', 'no street')
    """
    if unit == "street metres":
        return f"about {distance(value)} of street" if value else "no street"
    if not value:
        return "no pupils"
    whole = round(rounded(value))
    return f"about {whole:,} pupil{'' if whole == 1 else 's'}" if whole else "fewer than 1 pupil"


def distance(metres: float) -> str:
    """Return metres, to the nearest ten, or kilometres in words.

    >>> distance(463.0), distance(4.0), distance(996.0), distance(1440.0), distance(31_234.0)
    ('460 m', '4 m', '1.0 km', '1.4 km', '31.2 km')
    """
    whole = round(metres, -1) if metres >= 10 else round(metres)
    return f"{whole:.0f} m" if whole < 1000 else f"{metres / 1000:,.1f} km"


def kilometres(value: float) -> str:
    """Return pupil-km in words, to three significant digits and one decimal at most.

    >>> kilometres(3903.4), kilometres(41.26), kilometres(0.0)
    ('3,900', '41.3', '0.0')
    """
    return f"{rounded(value):,.{1 if value < 100 else 0}f}"


def minutes(metres: float, times: int = 1) -> str:
    """Return in words how long walking so far so many times takes at 4.8 km/h; whole minutes.

    >>> minutes(960.0), minutes(960.0, times=4), minutes(80.0)
    ('12 minutes', '48 minutes', '1 minute')
    """
    whole = round(times * metres * 60 / (1000 * WALKING_KMH))
    return f"{whole} minute{'' if whole == 1 else 's'}"
