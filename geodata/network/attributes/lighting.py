"""Street lighting."""

import pandas as pd

from geodata.network.attributes.attribute import Attribute, column, stated, words

KEYS = ("lit",)
LIT = dict.fromkeys(
    ["yes", "24/7", "automatic", "sunset-sunrise", "dusk-dawn", "limited", "interval", "operating_times"], "yes"
) | {"no": "no", "disused": "no"}
"""Lit is also what is lit at times or poorly; lamps out of use are none. Source: OpenStreetMap wiki, Key:lit."""


def lit(tags: pd.DataFrame) -> Attribute:
    """Return whether there is street lighting; never assumed."""
    return stated(words(column(tags, "lit"), LIT))
