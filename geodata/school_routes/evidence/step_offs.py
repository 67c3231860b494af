"""Whether one can step off a carriageway that has no footway, on to a verge or shoulder."""

import numpy as np
import pandas as pd

from geodata.network.attributes.attribute import column, numbers
from geodata.school_routes.evidence.bounds import Bounds, Floats

KEYS = tuple(f"{key}{side}" for key in ("verge", "shoulder") for side in ("", ":left", ":right", ":both"))
"""Tags of ways that are read."""
_YES_NO = {"yes": 1.0, "no": 0.0}
_PLAIN = {
    "left": {"left": 1.0, "both": 1.0, "right": 0.0, "no": 0.0},
    "right": {"right": 1.0, "both": 1.0, "left": 0.0, "no": 0.0},
}
"""What the key without a side says of each side; `yes` does not say which."""


def step_off(parts: pd.DataFrame, tags: pd.DataFrame, footway: Bounds) -> Bounds:
    """Return whether each link has step-offs, 1 or 0; 1, not applicable, where there certainly is a footway.

    A verge or a shoulder on the side is one, of streets on either side; `verge=no` says that there is none, while the
    lack of a shoulder alone says nothing. `tags` has `KEYS` of each link's way, `footway` is the attribute.
    """
    left, right = (_on_side(tags, side) for side in ("left", "right"))
    both = np.where((left == 0) & (right == 0), 0.0, np.where((left == 1) | (right == 1), 1.0, np.nan))
    said = np.select([parts["side"] == "left", parts["side"] == "right"], [left, right], default=both)
    not_needed = Bounds.stated(np.where(footway.lo == 1, 1.0, np.nan), "not applicable")
    unknown = Bounds.between(0.0, 1.0, 0.0, "unknown", len(parts))
    return not_needed.otherwise(Bounds.stated(said, "openstreetmap")).otherwise(unknown)


def _on_side(tags: pd.DataFrame, side: str) -> Floats:
    verge, shoulder = (_said(tags, key, side) for key in ("verge", "shoulder"))
    on_side: Floats = np.where((verge == 1) | (shoulder == 1), 1.0, verge)
    return on_side


def _said(tags: pd.DataFrame, key: str, side: str) -> Floats:
    """Return what a key says of a side: its own tag goes before `:both`, that before the plain one."""
    meanings = {f"{key}:{side}": _YES_NO, f"{key}:both": _YES_NO, key: _PLAIN[side]}
    values = [numbers(column(tags, name), words.get).to_numpy(dtype=float) for name, words in meanings.items()]
    own, both, plain = values
    said: Floats = np.where(~np.isnan(own), own, np.where(~np.isnan(both), both, plain))
    return said
