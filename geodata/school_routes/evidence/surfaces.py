"""Whether a way is metalled, or reasonably even and firm."""

import numpy as np
import pandas as pd

from geodata.network.attributes.attribute import numbers
from geodata.school_routes.evidence.bounds import Bounds, usual


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FIRM = _words(
    "paved asphalt chipseal concrete concrete:plates concrete:lanes paving_stones paving_stones:lanes sett cobblestone "
    "cobblestone:flattened unhewn_cobblestone bricks brick metal metal_grid wood compacted fine_gravel tartan rubber "
    "acrylic tiles stone tarmac resin artificial_turf"
)
"""Values of `surface` that are metalled, or reasonably even and firm (Cheshire West and Chester's words)."""
NOT_FIRM = _words(
    "ground dirt earth mud grass grass_paver sand pebblestone rock woodchips soil stepping_stones snow shells rocks "
    "clay"
)
"""`gravel` and `unpaved` are in neither list: mappers use them for loose stones and for firm paths alike."""
UNEVEN = frozenset({"bad", "very_bad", "horrible", "very_horrible", "impassable"})
EVEN = frozenset({"excellent", "good", "intermediate"})
FIRM_TRACK, SOFT_TRACK = frozenset({"grade1", "grade2"}), frozenset({"grade3", "grade4", "grade5"})
MADE = frozenset({"steps", "pedestrian"})
"""Classes of paths that somebody built."""
BUILT_FOOTWAYS = frozenset({"sidewalk", "crossing", "traffic_island", "access_aisle"})


def firm_surface(parts: pd.DataFrame, tags: pd.DataFrame) -> Bounds:
    """Return whether each link's surface is firm: 1 or 0; unknown on paths where no tag tells.

    `tags` has surface, smoothness, tracktype, highway and footway of each part's way. The tag `surface` goes before
    `smoothness`, that before `tracktype`. Otherwise what bears motor traffic is taken to be firm, but for tracks, and
    sidewalks, crossings, steps and pedestrian streets to be made (source `type`).
    """
    said, kind = _tagged(tags), parts["kind"]
    highway, footway = tags["highway"].fillna(""), tags["footway"].fillna("")
    is_made = highway.isin(MADE) | footway.isin(BUILT_FOOTWAYS) | ((kind != "path") & (highway != "track"))
    by_type = Bounds.stated(np.where(is_made.to_numpy(dtype=bool), 1.0, np.nan), "type")
    unknown = Bounds.between(0.0, 1.0, 0.0, "unknown", len(tags))
    bounds = Bounds.stated(said, "openstreetmap").otherwise(by_type).otherwise(unknown)
    return bounds.likely_as(usual(said, parts))


def _tagged(tags: pd.DataFrame) -> np.ndarray:
    said = _yes_no(tags["surface"], FIRM, NOT_FIRM)
    smooth = _yes_no(tags["smoothness"], EVEN, UNEVEN)
    track = _yes_no(tags["tracktype"], FIRM_TRACK, SOFT_TRACK)
    return np.where(np.isnan(said), np.where(np.isnan(smooth), track, smooth), said)


def _yes_no(texts: pd.Series, yes: frozenset[str], no: frozenset[str]) -> np.ndarray:
    """Return 1 or 0 by the first of the values that a tag lists, nan where it is in neither set."""
    meant = dict.fromkeys(yes, 1.0) | dict.fromkeys(no, 0.0)
    return numbers(texts, lambda text: meant.get(text.lower().split(";")[0].strip())).to_numpy(dtype=float)
