"""Names of the attributes that evidence is kept for, and one attribute's interval as rules read it."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MAIN_ROADS = frozenset(
    f"{road}{suffix}" for road in ("trunk", "primary", "secondary", "tertiary") for suffix in ("", "_link")
)
"""Classes of roads whose two sides are different places (values of OpenStreetMap's `highway`)."""

LINK_ATTRIBUTES = (
    "footway",
    "footway_width_m",
    "flow_vpd",
    "speed_mph",
    "hgv_pct",
    "step_off",
    "sight_lines",
    "side_road_vpd",
    "side_road_treated",
    "firm_surface",
    "gradient_pct",
    "lit",
)
"""Of what is walked along. Yes or no is 1 or 0; `footway` is of this side, and 1 on every path.

`flow_vpd` counts motor vehicles a day in both directions, 0 where there is no carriageway beside; `speed_mph` is the
85th percentile, or what is taken for it (`LIMIT_AS_SPEED`); `side_road_vpd` is the flow of the busiest side road that
joins on this side, 0 if none does.
"""
CROSSING_ATTRIBUTES = (
    "controlled",
    "signals",
    "signal_arm_without_figure",
    "island",
    "flow_vpd",
    "speed_mph",
    "hgv_pct",
    "lanes",
    "width_m",
    "spacing_m",
    "sight_lines",
)
"""Of what is crossed. `controlled` is a zebra, signals or a patrol within 20 m, `signals` those with a green figure.

`width_m` is of the carriageway; `spacing_m` is the distance along the road to the nearest controlled crossing.
"""


LIMIT_AS_SPEED = ", limit taken as 85th percentile"
"""Ends the source of a speed that nobody measured: a limit says how fast one may drive, not how fast people do."""


class Interval(NamedTuple):
    """What an attribute can be in each row: from `lo` to `hi`, most likely `likely`; equal where it is known."""

    lo: NDArray[np.float64]
    hi: NDArray[np.float64]
    likely: NDArray[np.float64]
    is_known: NDArray[np.bool_]


def columns_of(attribute: str) -> tuple[str, str, str, str, str, str]:
    """Return the names of an attribute's columns: lo, hi, likely, known, source and date of the source.

    >>> columns_of("speed_mph")[:4]
    ('speed_mph_lo', 'speed_mph_hi', 'speed_mph_likely', 'is_speed_mph_known')
    """
    bounds = (f"{attribute}_lo", f"{attribute}_hi", f"{attribute}_likely")
    return (*bounds, f"is_{attribute}_known", f"{attribute}_source", f"{attribute}_source_date")


def interval(evidence: pd.DataFrame, attribute: str) -> Interval:
    """Return one attribute of table `link_evidence` or `crossing_evidence`."""
    lo, hi, likely, is_known, *_ = columns_of(attribute)
    least, greatest, middle = (evidence[column].to_numpy(dtype=float) for column in (lo, hi, likely))
    return Interval(least, greatest, middle, evidence[is_known].to_numpy(dtype=bool))
