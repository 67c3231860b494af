"""Where the demo borough's live postcodes are."""

from functools import cache

import numpy as np

from geodata.demo.geography import Array
from geodata.demo.people import postcodes


@cache
def live_postcode_places() -> Array:
    """Return easting and northing of the postcodes that people live in."""
    live = postcodes().query("doterm == '' and usertype == 0")
    return np.asarray(live[["oseast1m", "osnrth1m"]], dtype=float)
