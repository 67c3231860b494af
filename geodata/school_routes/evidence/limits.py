"""The 85th percentile speed where a limit is all that is known."""

import numpy as np

from geodata.school_routes.evidence.bounds import OSM_LIMIT, Bounds, Floats
from geodata.school_routes.evidence.classes import SpeedOverLimit


def speed_of_limit(limit_mph: Floats, over: SpeedOverLimit) -> Bounds:
    """Return the speeds that limits stand for, never known; rows without a limit (nan) are to be filled by `otherwise`.

    Source: `speed_over_limit` in `classes.toml`, assumed.
    """
    lo, likely, hi = (np.maximum(limit_mph + mph, 0.0) for mph in over.mph)
    return Bounds.between(lo, hi, likely, OSM_LIMIT, len(limit_mph))
