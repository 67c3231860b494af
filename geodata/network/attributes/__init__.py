"""What the tags of ways and crossings say, in normalised columns: value, whether it is known, and where it is from."""

from collections.abc import Mapping

import pandas as pd

from geodata.network.attributes import (
    crossings,
    footways,
    lanes,
    lighting,
    speeds,
    structures,
    surfaces,
    widths,
)
from geodata.network.attributes.attribute import Attribute

CROSSING_KEYS = crossings.KEYS
"""Tags of nodes that are read."""
_OF_WAYS = (footways, speeds, lanes, widths, lighting, surfaces, structures, crossings)
EDGE_KEYS = tuple(dict.fromkeys(["highway", *(key for module in _OF_WAYS for key in module.KEYS)]))
"""Tags of ways that are read."""


def edge_attributes(tags: pd.DataFrame) -> pd.DataFrame:
    """Return the attributes of ways (one row each) in the columns of table `walking_edges`.

    `tags` has column `highway` and whichever of `EDGE_KEYS` there are, as text. Off the carriageway a speed limit,
    lanes and footways beside it have no value and an empty source, since there is nothing to say; likewise class and
    island of ways that cross no road.
    """
    attributes = {
        "sidewalk_left": footways.sidewalk(tags, "left"),
        "sidewalk_right": footways.sidewalk(tags, "right"),
        "speed_mph": speeds.speed_mph(tags),
        "lanes": lanes.lanes(tags),
        "width_m": widths.width_m(tags),
        "lit": lighting.lit(tags),
        "surface": surfaces.surface(tags),
        **_of_crossings(tags),
        "bridge": structures.structure(tags, "bridge"),
        "tunnel": structures.structure(tags, "tunnel"),
        "steps": structures.steps(tags),
    }
    return _columns(attributes)


def crossing_attributes(tags: pd.DataFrame) -> pd.DataFrame:
    """Return the attributes of nodes (one row each) in the columns of table `walking_nodes`.

    `tags` has whichever of `CROSSING_KEYS` there are, as text. Kerbs and tactile paving are told of any node, class and
    island of crossings only.
    """
    return _columns(_of_crossings(tags))


def _of_crossings(tags: pd.DataFrame) -> dict[str, Attribute]:
    return {
        "crossing": crossings.crossing(tags),
        "island": crossings.island(tags),
        "kerb": crossings.kerb(tags),
        "tactile_paving": crossings.tactile_paving(tags),
    }


def _columns(attributes: Mapping[str, Attribute]) -> pd.DataFrame:
    return pd.DataFrame({column: part for name, of in attributes.items() for column, part in of.columns(name).items()})


__all__ = ["CROSSING_KEYS", "EDGE_KEYS", "crossing_attributes", "edge_attributes"]
