"""Gaps in traffic that let one cross a road, when vehicles arrive at random (Adams)."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import lambertw

Floats = NDArray[np.float64]
SECONDS_AN_HOUR = 3600


def acceptable_gaps(flow_vph: Floats, crossing_s: Floats, window_s: float) -> Floats:
    """Return the expected gaps of at least `crossing_s` seconds in a window: window q exp(-q t), q vehicles a second.

    Crossing 7.3 m at 0.914 m/s takes 7.99 s; the gaps in five minutes are

    >>> flows = np.array([240.0, 500, 840, 1200, 2000])
    >>> acceptable_gaps(flows, np.full(5, 7.3 / 0.914), 300).round(1).tolist()
    [11.7, 13.7, 10.9, 7.0, 2.0]
    """
    per_second = flow_vph / SECONDS_AN_HOUR
    return window_s * per_second * np.exp(-per_second * crossing_s)


def greatest_flow_vph(gaps: float, crossing_s: Floats, window_s: float) -> Floats:
    """Return the greatest flow that still leaves so many gaps, vehicles an hour; 0 where none does.

    Few vehicles also leave few gaps, being few; that is no reason not to cross, so only the greater of the two flows
    counts: q = -W(-gaps t / window) / t on the lower branch of Lambert's W. The slower one crosses, the smaller it is.

    >>> greatest_flow_vph(4, np.array([7.3 / 0.914, 100]), 300).round().tolist()
    [1573.0, 0.0]
    """
    share = gaps * crossing_s / window_s
    is_possible = share <= np.exp(-1)
    root = -lambertw(-np.where(is_possible, share, np.exp(-1)), k=-1).real
    return np.where(is_possible, root / crossing_s * SECONDS_AN_HOUR, 0.0)
