"""Traffic lanes of roads."""

import re

import pandas as pd

from geodata.network.attributes.attribute import Attribute, column, numbers, stated
from geodata.network.attributes.classes import is_carriageway

KEYS = ("lanes", "lanes:forward", "lanes:backward", "lanes:both_ways")
MOST_LANES = 12.0


def _count(text: str) -> float | None:
    is_number = re.fullmatch(r"\d+(?:\.\d+)?", text) is not None
    return float(text) if is_number and float(text) <= MOST_LANES else None


def lanes(tags: pd.DataFrame) -> Attribute:
    """Return the lanes of roads, both directions together; never assumed.

    Where `lanes` is missing, the lanes forward and backward, if both are tagged, and those used both ways.

    >>> tags = pd.DataFrame({"highway": "primary", "lanes": ["2", None, None], "lanes:forward": [None, "1", "1"],
    ...     "lanes:backward": [None, "2", None]}, dtype="string")
    >>> lanes(tags).value.tolist()
    [2.0, 3.0, nan]
    """
    total, forward, backward, both_ways = (numbers(column(tags, key), _count) for key in KEYS)
    count = total.where(total > 0).fillna(forward + backward + both_ways.fillna(0))
    return stated(count.where(count > 0)).where(is_carriageway(tags))
