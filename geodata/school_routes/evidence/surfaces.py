"""Whether a way is metalled, or reasonably even and firm."""

import numpy as np
import pandas as pd

from geodata.network.attributes.attribute import numbers
from geodata.school_routes.evidence.bounds import OSM, Bounds, Flags, usual
from geodata.school_routes.evidence.classes import ClassRanges


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
LOOSE_OR_FIRM = _words("gravel unpaved")
"""Values that mappers use for loose stones and for firm paths alike; on a street that its class says is made they tell
that this one is not."""
UNEVEN = frozenset({"bad", "very_bad", "horrible", "very_horrible", "impassable"})
EVEN = frozenset({"excellent", "good", "intermediate"})
FIRM_TRACK, SOFT_TRACK = frozenset({"grade1", "grade2"}), frozenset({"grade3", "grade4", "grade5"})
MADE = frozenset({"steps", "pedestrian"})
"""Classes of paths that somebody built."""
BUILT_FOOTWAYS = frozenset({"sidewalk", "crossing", "traffic_island", "access_aisle"})


def firm_surface(parts: pd.DataFrame, tags: pd.DataFrame, ranges: ClassRanges) -> Bounds:
    """Return whether each link's surface is firm: 1 or 0; unknown on paths where no tag tells.

    `tags` has surface, smoothness, tracktype, highway and footway of each part's way. The tag `surface` goes before
    `smoothness`, that before `tracktype`. Otherwise sidewalks, crossings, steps and pedestrian streets are taken to be
    made (source `type`), and what bears motor traffic to be as its class is (`firm_surface` in `classes.toml`); but
    where the class leaves no doubt, `gravel` and `unpaved` say that a street is not firm.
    """
    least, likely, greatest = ranges.range_of(parts["highway"], "firm_surface").T
    is_path = (parts["kind"] == "path").to_numpy(dtype=bool)
    said = _tagged(tags)
    is_unmade = ~is_path & (least == 1) & np.isnan(said) & _is_first_of(tags["surface"], LOOSE_OR_FIRM)
    said = np.where(is_unmade, 0.0, said)
    highway, footway = tags["highway"].fillna(""), tags["footway"].fillna("")
    is_made = is_path & (highway.isin(MADE) | footway.isin(BUILT_FOOTWAYS)).to_numpy(dtype=bool)
    by_type = Bounds.stated(np.where(is_made, 1.0, np.nan), "type")
    unknown = Bounds.between(0.0, 1.0, 0.0, "unknown", len(tags))
    by_class = Bounds.between(least, greatest, likely, "class range", len(tags))
    bounds = Bounds.stated(said, OSM).otherwise(by_type).otherwise(unknown.where(is_path, by_class))
    return bounds.likely_as(usual(said, parts))


def _tagged(tags: pd.DataFrame) -> np.ndarray:
    said = _yes_no(tags["surface"], FIRM, NOT_FIRM)
    smooth = _yes_no(tags["smoothness"], EVEN, UNEVEN)
    track = _yes_no(tags["tracktype"], FIRM_TRACK, SOFT_TRACK)
    return np.where(np.isnan(said), np.where(np.isnan(smooth), track, smooth), said)


def _yes_no(texts: pd.Series, yes: frozenset[str], no: frozenset[str]) -> np.ndarray:
    """Return 1 or 0 by the first of the values that a tag lists, nan where it is in neither set."""
    meant = dict.fromkeys(yes, 1.0) | dict.fromkeys(no, 0.0)
    return numbers(texts, lambda text: meant.get(_first_of(text))).to_numpy(dtype=float)


def _is_first_of(texts: pd.Series, values: frozenset[str]) -> Flags:
    return numbers(texts, lambda text: float(_first_of(text) in values)).eq(1.0).to_numpy(dtype=bool)


def _first_of(text: str) -> str:
    return text.lower().split(";")[0].strip()
