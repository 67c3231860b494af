"""How long a walk takes: at constant speed, with slope, and without steps."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from geodata.schemas.access import PROFILES

WALKING_SPEED_KMH = 4.8
"""On level ground; 80 metres a minute."""
STEEPEST_WALKED = 0.5
"""Slope beyond which walking is taken to be no slower (assumed: 27 degrees, the pitch of outdoor steps)."""
UNKNOWN_KM_PCT = 1.0
"""Per cent of the network's kilometres that may lack a slope before times with slope are refused."""
_TOBLER_STEEPNESS, _TOBLER_FASTEST = 3.5, -0.05
_MS_PER_MINUTE = 60_000

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class EdgeCosts:
    """What it costs to walk each edge under one profile, in the order of the edges."""

    forward_ms: NDArray[np.int64]
    """Milliseconds from u to v."""
    backward_ms: NDArray[np.int64]
    """Milliseconds from v to u."""
    usable: NDArray[np.bool_]
    """Whether the profile can use the edge at all."""
    note: str
    """What the costs leave out or assume; empty if there is nothing to say."""


@dataclass(frozen=True)
class NotComputed:
    """Why a profile has no costs."""

    reason: str


def tobler_speed_kmh(slope: ArrayLike) -> Floats:
    """Return the walking speed on a slope (rise over run, uphill is plus) in km/h.

    Tobler's hiking function 6 exp(-3.5 |slope + 0.05|), scaled by 0.953 so that level ground gives 4.8 km/h. Fastest
    down a slope of 5 %. Source: Waldo Tobler, Three presentations on geographical analysis and modeling, NCGIA
    Technical Report 93-1, 1993; the scaling is ours.

    On 10 %: 4.8 exp(-3.5 (0.15 - 0.05)) = 4.8 x 0.7047 up, 4.8 exp(-3.5 (0.05 - 0.05)) = 4.8 down.

    >>> [float(speed) for speed in tobler_speed_kmh([0.0, 0.1, -0.1, -0.05]).round(3)]
    [4.8, 3.383, 4.8, 5.718]
    """
    off_fastest = np.abs(np.asarray(slope, dtype=float) - _TOBLER_FASTEST) - abs(_TOBLER_FASTEST)
    speed: Floats = WALKING_SPEED_KMH * np.exp(-_TOBLER_STEEPNESS * off_fastest)
    return speed


def minutes(length_m: ArrayLike) -> Floats:
    """Return the minutes of a walk at 4.8 km/h, slope not considered.

    >>> [float(time) for time in minutes([80, 1200])]
    [1.0, 15.0]
    """
    return np.asarray(length_m, dtype=float) * 60 / (WALKING_SPEED_KMH * 1000)


def minutes_on_slope(length_m: ArrayLike, slope: ArrayLike) -> Floats:
    """Return the minutes of a walk on a slope after Tobler; slopes beyond 50 % count as 50 %.

    Tobler did not mean steps. They get the time of the ground's slope under them, which terrain models see at their
    own grain; no time is added for the steps themselves, for want of a source that we can vouch for.

    80 m take a minute on the level, 1 / 0.7047 up 10 % and 1 down it; nothing takes longer than exp(1.75) = 5.755.

    >>> [float(time) for time in minutes_on_slope([80, 80, 80, 80], [0.0, 0.1, -0.1, 3.0]).round(3)]
    [1.0, 1.419, 1.0, 5.755]
    """
    walked = np.clip(np.asarray(slope, dtype=float), -STEEPEST_WALKED, STEEPEST_WALKED)
    return np.asarray(length_m, dtype=float) * 60 / (tobler_speed_kmh(walked) * 1000)


def edge_costs(edges: pd.DataFrame, slopes: pd.DataFrame, profile: str) -> EdgeCosts | NotComputed:
    """Return what each edge costs under a profile of `geodata.schemas.access.PROFILES`.

    `edges` is `walking_edges` (edge_id, length_m, steps), `slopes` is `edge_slopes` in any order. "walking" and
    "step_free" walk at 4.8 km/h; "step_free" cannot use steps, and knows nothing of kerbs, surfaces, widths or
    gradients. "walking_with_slope" takes the minutes after Tobler; edges whose slope is unknown are walked at 4.8 km/h
    as long as they are at most 1 % of the kilometres, else there are no costs and the reason is returned.
    Raises `ValueError` for a profile that does not exist.

    >>> edges = pd.DataFrame({"edge_id": ["street", "flight"], "length_m": [80.0, 8.0], "steps": ["no", "yes"]})
    >>> edge_costs(edges, pd.DataFrame(), "step_free").forward_ms.tolist()
    [60000, 6000]
    >>> edge_costs(edges, pd.DataFrame(), "step_free").usable.tolist()
    [True, False]
    """
    if profile not in PROFILES:
        raise ValueError(f"profile {profile!r} does not exist; there are {', '.join(PROFILES)}")
    if profile == "walking_with_slope":
        return _with_slope(edges, slopes)
    level = _milliseconds(minutes(edges["length_m"]))
    if profile == "walking":
        return EdgeCosts(level, level, np.ones(len(edges), dtype=bool), "")
    is_free = (edges["steps"] != "yes").to_numpy(dtype=bool, na_value=True)
    return EdgeCosts(level, level, is_free, "steps left out; kerbs, surfaces, widths and gradients not considered")


def _with_slope(edges: pd.DataFrame, slopes: pd.DataFrame) -> EdgeCosts | NotComputed:
    ways = ["walk_minutes_forward", "walk_minutes_backward"]
    timed = slopes.set_index("edge_id")[ways].reindex(edges["edge_id"]).to_numpy(dtype=float)
    length = edges["length_m"].to_numpy(dtype=float)
    is_unknown = np.isnan(timed).any(axis=1)
    unknown_pct = 100 * length[is_unknown].sum() / length.sum() if length.any() else 0.0
    if unknown_pct > UNKNOWN_KM_PCT:
        lacking = f"no slope for {unknown_pct:.1f} % of the network's kilometres"
        return NotComputed(f"{lacking}, where at most {UNKNOWN_KM_PCT:g} % may lack it")
    note = f"slope not known for {unknown_pct:.2f} % of the kilometres, walked as level" if is_unknown.any() else ""
    forward, backward = _milliseconds(np.where(is_unknown, minutes(length), timed.T))
    return EdgeCosts(forward, backward, np.ones(len(edges), dtype=bool), note)


def _milliseconds(walk_minutes: Floats) -> NDArray[np.int64]:
    return np.rint(walk_minutes * _MS_PER_MINUTE).astype(np.int64)
