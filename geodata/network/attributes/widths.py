"""Widths, in whatever unit and spelling they were tagged."""

import re

import pandas as pd

from geodata.network.attributes.attribute import Attribute, column, numbers, stated

KEYS = ("width", "est_width")
METRES = {"": 1.0, "m": 1.0, "metre": 1.0, "metres": 1.0, "cm": 0.01}
FOOT_M = 0.3048
WIDEST_M = 60.0
"""What is wider is a slip of the unit: 200 and 600 occur."""
_METRIC = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]*)")
_FEET = re.compile(r"(\d+(?:\.\d+)?)\s*(?:'|ft|feet|foot)\s*(?:(\d+)\s*(?:\"|''|in)?)?")


def metres(text: str) -> float | None:
    """Return a width in metres, which is the unit of a bare number; none if it is not a width.

    >>> metres("3"), metres("2.5 m"), metres("2,5"), round(metres("8'6\\""), 2), metres("narrow"), metres("0")
    (3.0, 2.5, 2.5, 2.59, None, None)
    """
    if feet := _FEET.fullmatch(text):
        width = FOOT_M * (float(feet.group(1)) + int(feet.group(2) or 0) / 12)
    elif (metric := _METRIC.fullmatch(text)) and metric.group(2) in METRES:
        width = float(metric.group(1).replace(",", ".")) * METRES[metric.group(2)]
    else:
        return None
    return width if 0 < width <= WIDEST_M else None


def width_m(tags: pd.DataFrame) -> Attribute:
    """Return the width in metres of any way; a mapper's estimate (`est_width`) where there is no other."""
    measured = stated(numbers(column(tags, "width"), metres))
    return measured.otherwise(stated(numbers(column(tags, "est_width"), metres)))
