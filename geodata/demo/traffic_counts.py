"""Counts of traffic in the demo borough, as the Department for Transport publishes annual average daily flows."""

import pandas as pd
import shapely

from geodata.demo.planted import BUSY_ROAD_REF, BUSY_ROAD_VPD, CROSSING_EN, UNKNOWN_FOOTWAY_VPD
from geodata.demo.streets.roads import main_roads

FIRST_POINT = 990_001
YEARS = (2023, 2024)
OTHER_POINTS = {"A6991": ("Sorrel Ring", 0.15, 21_500), "A6990": ("Beacon Way", 0.5, 26_000)}
"""Road number to road, how far along it the point lies, and vehicles a day in the last year."""
UNNUMBERED_EN = (346_047, 381_341)
"""Half way along the road whose footways nobody knows."""
HGV_SHARE, YEARLY_CHANGE = 0.03, 0.99


def traffic_counts() -> pd.DataFrame:
    """Return counts at a few points of the numbered roads and one other, one row per point and year."""
    points = [
        (BUSY_ROAD_REF, shapely.Point(CROSSING_EN), BUSY_ROAD_VPD),
        ("", shapely.Point(UNNUMBERED_EN), UNKNOWN_FOOTWAY_VPD),
    ]
    roads = main_roads()
    for ref, (name, share, vehicles) in OTHER_POINTS.items():
        line = roads.geometry[roads["name"] == name].iloc[0]
        points.append((ref, line.interpolate(share, normalized=True), vehicles))
    rows = [_row(FIRST_POINT + number, year, *point) for number, point in enumerate(points) for year in YEARS]
    return pd.DataFrame(rows)


def _row(number: int, year: int, ref: str, point: shapely.Point, vehicles: int) -> dict[str, object]:
    counted = round(vehicles * YEARLY_CHANGE ** (YEARS[-1] - year))
    return {
        "count_point_id": number, "year": year, "road_name": ref, "road_category": "PA", "easting": round(point.x),
        "northing": round(point.y), "estimation_method": "Counted", "all_hgvs": round(HGV_SHARE * counted),
        "all_motor_vehicles": counted,
    }  # fmt: skip
