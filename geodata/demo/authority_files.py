"""What the demo borough's own highway authority has measured: a few footways, speeds and a 20 mph order."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
import shapely.ops

from geodata.demo import geography
from geodata.demo.geography import CRS
from geodata.demo.streets.roads import main_roads

MEASURED_ROAD = "Packhorse Lane"
FOOTWAY_OFF_M, MEASURED_M = 5.0, 600.0
WIDTHS_M = {"left": (2.1, 1.7), "right": (1.6, 1.2)}
"""Average and least width of the footway on each side, over the first 600 m from the town centre."""
SPEEDS_MPH = {"Packhorse Lane": (27.4, 24.1), "Foxenby Road": (36.2, 31.0), "Larkenmoor Road": (33.8, 29.5)}
"""85th percentile and mean, measured a third of the way along."""
ZONE_M = 450.0
SURVEYED, IN_FORCE = "2025-05-14", "2021-09-01"


def measured_speeds() -> pd.DataFrame:
    """Return a measured speed on each of a few roads."""
    rows = []
    for number, (name, (p85, mean)) in enumerate(SPEEDS_MPH.items(), 1):
        spot = _road(name).interpolate(1 / 3, normalized=True)
        rows.append(
            {"site_id": f"S{number:02}", "easting": round(spot.x, 1), "northing": round(spot.y, 1),
             "speed_85_mph": p85, "mean_mph": mean, "measured_on": SURVEYED}
        )  # fmt: skip
    return pd.DataFrame(rows)


def write_footway_widths(path: Path) -> None:
    """Write the footways of one road as lines with their widths."""
    start = shapely.ops.substring(_road(MEASURED_ROAD), 0, MEASURED_M)
    lines = [start.parallel_offset(FOOTWAY_OFF_M, side) for side in WIDTHS_M]
    average, least = zip(*WIDTHS_M.values(), strict=True)
    columns = {"id": ["F1", "F2"], "width_m": average, "minimum_width_m": least, "surveyed_on": SURVEYED}
    _write(gpd.GeoDataFrame(columns, geometry=lines, crs=CRS), path)


def write_zones_20mph(path: Path) -> None:
    """Write the 20 mph order of the town centre as an area."""
    columns = {"id": ["T1"], "name": ["Town centre"], "in_force_from": [IN_FORCE]}
    _write(gpd.GeoDataFrame(columns, geometry=[geography.TOWN_CENTRE.buffer(ZONE_M)], crs=CRS), path)


def _road(name: str) -> shapely.LineString:
    roads = main_roads()
    return roads.geometry[roads["name"] == name].iloc[0]


def _write(table: gpd.GeoDataFrame, path: Path) -> None:
    path.write_text(table.set_geometry(table.geometry.set_precision(0.1)).to_json(), encoding="utf-8")
