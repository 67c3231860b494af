"""Surfaces, as tagged."""

import pandas as pd

from geodata.network.attributes.attribute import Attribute, column, stated

KEYS = ("surface",)
SAYS_NOTHING = ["", "yes", "no", "unknown"]


def surface(tags: pd.DataFrame) -> Attribute:
    """Return the surface as tagged, in lower case, several where several are tagged; never assumed."""
    tagged = column(tags, "surface")
    return stated(tagged.mask(tagged.isin(SAYS_NOTHING)))
