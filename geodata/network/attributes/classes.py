"""Which ways carry motor traffic and which cross it: what is asked of a road is not asked of a path."""

import pandas as pd

from geodata.network.attributes.attribute import column

CARRIAGEWAYS = frozenset(
    {
        *("motorway", "trunk", "primary", "secondary", "tertiary"),
        *("motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link"),
        *("unclassified", "residential", "living_street", "road", "service"),
    }
)
"""Classes of roads; tracks are not among them, for they carry farm and forest traffic only."""
CROSSING_KEYS = ("highway", "footway", "cycleway", "path", "railway", "crossing", "crossing_ref", "crossing:markings",
                 "crossing:signals", "crossing:island")  # fmt: skip
"""Tags that make a way or node a crossing."""
OF_RAILS = ["crossing", "level_crossing", "tram_crossing", "tram_level_crossing"]


def is_carriageway(tags: pd.DataFrame) -> pd.Series:
    """Tell which ways are roads that motor traffic uses."""
    return column(tags, "highway").isin(CARRIAGEWAYS)


def is_crossing(tags: pd.DataFrame) -> pd.Series:
    """Tell which ways or nodes are crossings of a road, also where no highway=crossing or the like says so.

    Signals for traffic may have a tag `crossing` of their own. At a railway, however, that tag is about the rails.
    """
    is_named = column(tags, "highway").str.contains(r"\bcrossing\b", na=False)
    for key in ("footway", "cycleway", "path"):
        is_named |= column(tags, key).isin(["crossing"])
    described = [column(tags, key).notna() for key in CROSSING_KEYS if key.startswith("crossing")]
    is_described = pd.concat(described, axis=1).any(axis=1)
    return (is_named | (is_described & ~column(tags, "railway").isin(OF_RAILS))).astype(bool)
