"""What was put into the demo borough on purpose, so that a run of the pipeline can be checked against it.

Everything here is invented. The generator uses these constants; tests recover them from the written files.
"""

import numpy as np
import pandas as pd

from geodata.demo.geography import Array

ENGLAND_INACTIVE_PCT = (33.0, 15.0)
"""Inactive adults in England's most and least deprived decile; in between it is linear in the decile."""

ENGLAND_ACTIVE_PCT = (57.0, 76.0)
"""Active adults in England's most and least deprived decile; in between it is linear in the decile."""

AGE_BANDS = (
    "19-24 yrs", "25-34 yrs", "35-44 yrs", "45-54 yrs", "55-64 yrs", "65-74 yrs", "75-84 yrs", "85+ yrs",
)  # fmt: skip
ENGLAND_INACTIVE_PCT_BY_AGE = (17.0, 18.5, 20.0, 22.0, 25.0, 27.0, 38.0, 57.0)
"""Inactive adults in England's age bands: more with every band, about the headline's 24 per cent over all of them."""

ENGLAND_ACTIVE_PCT_BY_AGE = (75.0, 73.5, 71.5, 69.5, 65.5, 62.5, 50.0, 30.0)
"""Active adults in England's age bands, fewer with every band."""

RURAL_SHARE = 0.2
"""Share of the borough's LSOAs that are rural: those with the fewest residents per square kilometre."""

WALK_OR_CYCLE_INTERCEPT = 0.20
"""Share of people in employment who walk or cycle to work at the most deprived end of the borough (ridit 0)."""

WALK_OR_CYCLE_SLOPE = -0.12
"""Change of that share from ridit 0 to ridit 1, the least deprived end: a slope index of inequality."""

WALK_OR_CYCLE_SLOPE_TOLERANCE = 0.015
"""How far an estimate from the LSOAs may lie off the slope: about three standard errors of the binomial noise."""

CASUALTY_RATIO = 2.0
"""Roughly how many times as many casualties per 1,000 residents there are at the most as at the least deprived end."""

SEVERED_WARDS = {"Cobbleford": "river", "Wrenshaw": "railway"}
"""Wards from which one walks a long way round, and what is in the way: river and canal; railways and ring road."""

SEVERANCE_RATIO = 1.5
"""At least how many times as many detours people there make as those of any other ward."""

REMOTE_HOMES = 3
"""Postcodes more than 100 m from any street or path."""

NO_CAR_SHARE = (0.42, 0.09)
"""Share of households without a car or van at the most and at the least deprived end of the borough."""

OSM_SHARES = {"sidewalk": 0.07, "maxspeed": 0.40, "lit": 0.13, "lanes": 0.25, "surface": 0.25, "width": 0.004}
"""Share of the kilometres of road that carry each tag in OpenStreetMap."""

UNREACHED_SCHOOL = "Marlpit Primary School"
"""A school without an available route: on the far side of `BUSY_ROAD`, which nobody can cross there."""

BUSY_ROAD, BUSY_ROAD_REF = "Kelderholme Road", "A6992"
"""A main road with a footway on its left (north) and none on its right."""

BUSY_ROAD_TAGS = {"ref": BUSY_ROAD_REF, "sidewalk": "left", "maxspeed": "40 mph", "lanes": "2", "lit": "yes"}

BUSY_ROAD_VPD = 18_000
"""Vehicles counted there in a day: 1,800 in the busiest hour, too many to cross between."""

CROSSING_EN = (354_749.1, 378_401.2)
"""Where the school's drive meets the road: a corner of it. A crossing here gives the school its routes."""

SCHOOL_EN = (354_706.0, 378_322.0)
"""The middle of its grounds."""

UNKNOWN_FOOTWAY = "Brookton Road"
"""A road of which nobody knows whether it has footways; nothing else leaves those undetermined who must walk there."""

UNKNOWN_FOOTWAY_VPD = 9_000
"""Vehicles counted there in a day: 900 in the busiest hour, so that without a footway the road is unavailable."""

SCHOOLS_IN_OSM = 0.9
"""Share of the open schools of the register that OpenStreetMap has."""


def decile_pct(ends: tuple[float, float], decile: Array) -> Array:
    """Return the planted percentage of national deciles (1 = most deprived), linear between the two ends.

    >>> decile_pct(ENGLAND_INACTIVE_PCT, np.array([1.0, 2.0, 10.0])).tolist()
    [33.0, 31.0, 15.0]
    """
    return ends[0] + (ends[1] - ends[0]) * (decile - 1) / 9


def deprivation_ridit(residents: pd.Series, imd_rank: pd.Series) -> pd.Series:
    """Return each area's place in the borough from most (0) to least deprived (1): the midpoint of its people's range.

    >>> deprivation_ridit(pd.Series([100, 300]), pd.Series([9000, 12])).tolist()
    [0.875, 0.375]
    """
    ordered = residents.iloc[np.argsort(imd_rank.to_numpy(), kind="stable")]
    return ((ordered.cumsum() - ordered / 2) / residents.sum()).reindex(residents.index)


def walk_or_cycle_share(ridit: pd.Series) -> pd.Series:
    """Return the planted share of people in employment who walk or cycle to work.

    >>> walk_or_cycle_share(pd.Series([0.0, 0.5])).round(4).tolist()
    [0.2, 0.14]
    """
    return WALK_OR_CYCLE_INTERCEPT + WALK_OR_CYCLE_SLOPE * ridit


def casualty_weight(ridit: pd.Series) -> pd.Series:
    """Return the relative casualty rate, 1 at the least deprived end and `CASUALTY_RATIO` at the other.

    >>> casualty_weight(pd.Series([0.0, 1.0])).tolist()
    [2.0, 1.0]
    """
    return CASUALTY_RATIO ** (1 - ridit)


def no_car_share(ridit: pd.Series) -> pd.Series:
    """Return the planted share of households without a car or van.

    >>> no_car_share(pd.Series([0.0, 0.5, 1.0])).round(3).tolist()
    [0.42, 0.255, 0.09]
    """
    return NO_CAR_SHARE[0] + (NO_CAR_SHARE[1] - NO_CAR_SHARE[0]) * ridit
