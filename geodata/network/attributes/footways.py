"""Footways beside a road, left and right of the way's direction: yes, no, separate, or nobody says."""

from typing import Literal

import pandas as pd

from geodata.network.attributes.attribute import Attribute, column, stated, words
from geodata.network.attributes.classes import is_carriageway

Side = Literal["left", "right"]
KEYS = ("sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both", "footway")
OWN_SIDE = {"yes": "yes", "no": "no", "none": "no", "separate": "separate"}
BOTH = {"both": "yes", "no": "no", "none": "no", "separate": "separate"}
SIDES: dict[Side, dict[str, str]] = {
    "left": BOTH | {"left": "yes", "right": "no"},
    "right": BOTH | {"right": "yes", "left": "no"},
}
"""What `sidewalk` says of each side: `left` says that there is none on the right, `yes` not on which side it is.

Source: OpenStreetMap wiki, Key:sidewalk.
"""
OLD: dict[Side, dict[str, str]] = {
    "left": {"left": "yes", "both": "yes", "none": "no", "no": "no"},
    "right": {"right": "yes", "both": "yes", "none": "no", "no": "no"},
}
"""The old `footway=left|right|both` on a road; it is not taken to say that the other side has none."""


def sidewalk(tags: pd.DataFrame, side: Side) -> Attribute:
    """Return the footway on one side of roads; the side's own tag goes before `:both`, that before `sidewalk`.

    Never assumed: a road without a tag may have a footway or not. Other ways have none beside them to speak of.

    >>> tags = pd.DataFrame({"highway": ["residential", "tertiary", "primary"],
    ...     "sidewalk": ["left", None, None], "sidewalk:right": [None, "no", None]}, dtype="string")
    >>> sidewalk(tags, "right").value.tolist(), sidewalk(tags, "left").value.tolist()
    (['no', 'no', <NA>], ['yes', <NA>, <NA>])
    """
    own = stated(words(column(tags, f"sidewalk:{side}"), OWN_SIDE))
    both = stated(words(column(tags, "sidewalk:both"), OWN_SIDE))
    plain = stated(words(column(tags, "sidewalk"), SIDES[side]))
    old = stated(words(column(tags, "footway"), OLD[side]))
    return own.otherwise(both).otherwise(plain).otherwise(old).where(is_carriageway(tags))
