"""Where and when the demo borough's collisions happen: on its roads, more often where it is deprived and at schools."""

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.demo import geography
from geodata.demo.areas import build_borough
from geodata.demo.geography import Array
from geodata.demo.people import lsoa_ridit
from geodata.demo.planted import CASUALTY_RATIO, casualty_weight
from geodata.demo.schools import schools
from geodata.demo.seed import random_stream
from geodata.demo.streets.ways import ways

YEARS = range(2021, 2026)
COLLISIONS_A_YEAR = 130
NEIGHBOUR_CODE = "E06999002"
"""The authority around the borough, whose collisions are in the publisher's file as all of Britain's are."""
PER_KM = {
    "trunk": 0.6, "ring": 2.2, "primary": 2.6, "secondary": 1.8, "collector": 1.1, "high_street": 0.8,
    "centre_street": 1.2, "terrace_street": 0.7, "estate_street": 0.35, "close": 0.1, "lane": 0.25,
}  # fmt: skip
"""Relative collisions per kilometre of each role of road."""
SPEED_LIMIT = {"trunk": 70, "ring": 40, "lane": 60, "terrace_street": 20, "centre_street": 20, "high_street": 20}
AT_SCHOOL_M, AT_SCHOOL_RATIO = 200.0, 2.0
"""Within so many metres of a school there are so many times as many collisions."""
OFF_CENTRE_M = 3.0
"""Standard deviation of the recorded place around the centre line."""
WRONG_SHARE, WRONG_M = 0.03, 80.0
"""Share of the places that were recorded badly, with their standard deviation."""
HOURS = (1, 1, 1, 0, 0, 1, 2, 5, 8, 5, 4, 4, 5, 5, 5, 8, 8, 9, 7, 5, 4, 3, 3, 2)
"""Relative collisions by hour of the day: the peaks are those of journeys to school and to work."""


@cache
def collision_places() -> pd.DataFrame:
    """Return one row a collision: `easting_m, northing_m, output_area, role, year, date, minute, authority`.

    `output_area` is -1 beyond the borough; rows are in the order of the date.
    """
    random = random_stream("collisions")
    roads = ways()[lambda table: table["role"].isin(list(PER_KM))]
    count = COLLISIONS_A_YEAR * len(YEARS)
    points, road = _drawn(roads, 6 * count, random)
    area = _output_areas(points)
    is_kept = random.uniform(0, 1, len(points)) < _chance(points, area)
    chosen = np.flatnonzero(is_kept)[:count]
    xy = shapely.get_coordinates(points[chosen])
    day = random.integers(0, 365, count)
    year = np.repeat(np.array(YEARS), COLLISIONS_A_YEAR)
    table = pd.DataFrame(
        {
            "easting_m": xy[:, 0].round(),
            "northing_m": xy[:, 1].round(),
            "output_area": area[chosen],
            "role": roads["role"].array[road[chosen]],
            "year": year,
            "date": pd.to_datetime(pd.Series(year).astype(str) + "-01-01") + pd.to_timedelta(day, unit="D"),
            "minute": 60 * random.choice(24, count, p=np.array(HOURS) / sum(HOURS)) + random.integers(0, 60, count),
            "authority": np.where(area[chosen] >= 0, geography.AUTHORITY_CODE, NEIGHBOUR_CODE),
        }
    )
    return table.sort_values(["date", "minute", "easting_m"]).reset_index(drop=True)


def _drawn(roads: gpd.GeoDataFrame, count: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return points beside the centre lines and the road of each, as often as the role of the road has collisions."""
    weight = (roads.length * roads["role"].map(PER_KM)).to_numpy()
    road = random.choice(len(roads), count, p=weight / weight.sum())
    along = shapely.line_interpolate_point(
        roads.geometry.to_numpy()[road], random.uniform(0, 1, count), normalized=True
    )
    spread = np.where(random.uniform(0, 1, count) < WRONG_SHARE, WRONG_M, OFF_CENTRE_M)
    aside = random.normal(0, 1, (count, 2)) * spread[:, None]
    return shapely.points(shapely.get_coordinates(along) + aside), road


def _output_areas(points: np.ndarray) -> np.ndarray:
    area, point = shapely.STRtree(points).query(
        build_borough().output_areas.geometry.to_numpy(), predicate="intersects"
    )
    found = np.full(len(points), -1)
    found[point] = area
    return found


def _chance(points: np.ndarray, area: np.ndarray) -> Array:
    """Return the share of the drawn points that is kept: by deprivation as casualties are, and by nearness to schools.

    Beyond the borough, where nobody's deprivation is drawn, it is as at the least deprived end.
    """
    ridit = build_borough().output_areas["lsoa_code"].map(lsoa_ridit(2025)).to_numpy(float)
    weight = casualty_weight(pd.Series(np.where(area >= 0, ridit[area], 1.0))).to_numpy()
    register = schools()
    sites = shapely.multipoints(register[["Easting", "Northing"]].to_numpy(float))
    is_at_school = shapely.dwithin(points, sites, AT_SCHOOL_M)
    return np.asarray(weight * np.where(is_at_school, AT_SCHOOL_RATIO, 1.0) / (CASUALTY_RATIO * AT_SCHOOL_RATIO))
