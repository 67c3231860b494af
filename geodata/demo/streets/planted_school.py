"""The school that no available route leads to, its drive, and the place on the main road where a crossing would help.

It stands on the far side of a main road that has a footway on the near side only. Its drive leads nowhere else.
"""

import numpy as np
import shapely

from geodata.demo.planted import CROSSING_EN, SCHOOL_EN, UNREACHED_SCHOOL
from geodata.demo.streets.drawing import Shapes
from geodata.demo.streets.tagging import Tags

GATE_SHARE = 0.6
"""The drive ends so far along the straight line from the road to the middle of the grounds."""
GROUNDS_HALF_M = 32.0
CROSSING_TAGS: Tags = {"highway": "crossing", "crossing": "unmarked", "crossing:island": "no", "kerb": "lowered"}


def lines() -> tuple[Shapes, list[Tags]]:
    """Return the drive and the outline of the grounds, with their tags."""
    road, site = np.array(CROSSING_EN), np.array(SCHOOL_EN)
    drive = shapely.LineString([road, (road + GATE_SHARE * (site - road)).round(1)])
    grounds = shapely.box(*(site - GROUNDS_HALF_M), *(site + GROUNDS_HALF_M)).exterior
    drive_tags = {"highway": "footway", "surface": "asphalt", "lit": "yes"}
    return np.array([drive, shapely.LineString(grounds)]), [
        drive_tags,
        {"amenity": "school", "name": UNREACHED_SCHOOL, "school": "primary"},
    ]


def crossing() -> tuple[Shapes, list[Tags]]:
    """Return the corner of the main road where the drive begins: a dropped kerb, and no more."""
    return np.array([shapely.Point(CROSSING_EN)]), [dict(CROSSING_TAGS)]
