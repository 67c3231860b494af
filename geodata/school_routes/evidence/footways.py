"""Whether there is a footway to walk on, and how wide it is."""

import numpy as np
import pandas as pd

from geodata.network.attributes.attribute import numbers
from geodata.network.attributes.widths import metres
from geodata.school_routes.evidence.bounds import Bounds, Floats, usual

PRESENT = {"yes": 1.0, "separate": 1.0, "no": 0.0}
"""`separate` is a footway too, mapped as a way of its own."""
WIDTHS_M = (0.5, 1.8, 8.0)
"""Least, likely and greatest clear width of a footway or path that nobody measured: assumed."""


def footway(parts: pd.DataFrame, edges: pd.DataFrame) -> Bounds:
    """Return whether each link has a footway, 1 or 0: of a side its own, of other streets on either side.

    `edges` has the sidewalks of each link's edge. Paths are footways by what they are. Where no tag speaks there may be
    one or not, on main roads too; a street with none on one side may have one on the other.
    """
    left, right = (_said(edges, side) for side in ("left", "right"))
    kind, side = parts["kind"], parts["side"]
    own = np.select([side == "left", side == "right"], [left, right], default=_either(left, right))
    is_path = (kind == "path").to_numpy(dtype=bool)
    by_type = Bounds.stated(np.where(is_path, 1.0, np.nan), "type")
    said = Bounds.stated(np.where(is_path, np.nan, own), "openstreetmap")
    unknown = Bounds.between(0.0, 1.0, 0.0, "unknown", len(parts))
    return by_type.otherwise(said).otherwise(unknown).likely_as(usual(said.lo, parts))


def _said(edges: pd.DataFrame, side: str) -> Floats:
    return numbers(edges[f"sidewalk_{side}"], PRESENT.get).to_numpy(dtype=float)


def _either(left: Floats, right: Floats) -> Floats:
    """Return 1 if either side has one, 0 if neither has, nan where that cannot be told."""
    return np.where((left == 1) | (right == 1), 1.0, np.where((left == 0) & (right == 0), 0.0, np.nan))


def footway_width_m(parts: pd.DataFrame, edges: pd.DataFrame, tags: pd.DataFrame, presence: Bounds) -> Bounds:
    """Return the clear width of the footway or path in metres; 0, not applicable, where there is none.

    From `sidewalk:<side>:width`, `sidewalk:both:width` or `sidewalk:width` of roads, and the width of paths; of streets
    the wider side. `presence` is what `footway` returns.
    """
    left, right = (_tagged(tags, side) for side in ("left", "right"))
    side = parts["side"]
    of_road = np.select([side == "left", side == "right"], [left, right], default=np.fmax(left, right))
    is_path = (parts["kind"] == "path").to_numpy(dtype=bool)
    width = np.where(is_path, edges["width_m"].to_numpy(dtype=float), of_road)
    none = Bounds.stated(np.where(presence.hi == 0, 0.0, np.nan), "not applicable")
    least, likely, greatest = WIDTHS_M
    unknown = Bounds.between(least, greatest, likely, "class range", len(parts))
    return none.otherwise(Bounds.stated(width, "openstreetmap")).otherwise(unknown)


def _tagged(tags: pd.DataFrame, side: str) -> Floats:
    width = np.full(len(tags), np.nan)
    for key in (f"sidewalk:{side}:width", "sidewalk:both:width", "sidewalk:width"):
        read = numbers(tags[key].str.strip().str.lower(), metres).to_numpy(dtype=float)
        width = np.where(np.isnan(width), read, width)
    return width
