"""Bridges, tunnels and steps."""

import pandas as pd

from geodata.network.attributes.attribute import Attribute, assumed, column, stated

KEYS = ("bridge", "tunnel", "steps")
NOT_ONE = ["no", "abandoned", "razed", "proposed"]


def structure(tags: pd.DataFrame, key: str) -> Attribute:
    """Return whether the way is a bridge or in a tunnel, whatever its kind (a passage through a building is a tunnel).

    One without the tag is taken to be neither, which is OpenStreetMap's convention: a default, not knowledge.
    """
    tag = column(tags, key)
    said = pd.Series("yes", tags.index, dtype="string").mask(tag.isin(NOT_ONE), "no").where(tag.notna())
    return stated(said).otherwise(assumed(tag.isna(), "no", "string"))


def steps(tags: pd.DataFrame) -> Attribute:
    """Return whether the way is a flight of steps, which its class says (highway=steps) or a tag of its own.

    The tag may be their number. A way without either is taken to have none, as a default.
    """
    highway, tag = column(tags, "highway"), column(tags, "steps")
    said = pd.Series(pd.NA, tags.index, dtype="string").mask(tag.isin(["no"]), "no")
    said = said.mask(highway.isin(["steps"]) | (tag.notna() & ~tag.isin(["no"])), "yes")
    return stated(said).otherwise(assumed(said.isna(), "no", "string"))
