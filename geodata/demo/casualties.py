"""Road casualties of the demo borough on a 500 m grid: more where people live, in deprived areas, on the ring road."""

from pathlib import Path

import numpy as np
import pandas as pd
import rasterio
import shapely
from rasterio.transform import from_origin

from geodata.demo import geography
from geodata.demo.areas import build_borough
from geodata.demo.geography import Array
from geodata.demo.people import lsoa_ridit
from geodata.demo.planted import casualty_weight
from geodata.demo.seed import random_stream

CELL_M = 500
NO_DATA = 65_535
YEARS = range(2010, 2020)
PER_1000_RESIDENTS = 1.7
"""Casualties per 1,000 residents and year at the least deprived end, in the first year."""

PER_RING_ROAD_KM = 5.0
"""Casualties per kilometre of ring road and year, in the first year."""

YEARLY_DECLINE = 0.05


def write_casualty_grid(path: Path) -> None:
    """Write ten bands, one a year, of casualties per cell; a cell without casualties holds the nodata value.

    So does the publisher's grid, where nodata on land has to be read as zero.
    """
    west, south, east, north = _grid_bounds()
    expected = _expected_from_residents() + _expected_from_ring_road()
    fall = (1 - YEARLY_DECLINE) ** np.arange(len(YEARS))
    counts = random_stream("casualties").poisson(expected * fall[:, None, None])
    with rasterio.open(
        path, "w", driver="GTiff", width=(east - west) // CELL_M, height=(north - south) // CELL_M, count=len(YEARS),
        dtype="uint16", nodata=NO_DATA, crs=geography.CRS, transform=from_origin(west, north, CELL_M, CELL_M),
        compress="deflate",
    ) as grid:  # fmt: skip
        grid.write(np.where(counts == 0, NO_DATA, counts).astype("uint16"))


def _grid_bounds() -> tuple[int, int, int, int]:
    """Return west, south, east and north of the grid: whole cells, one cell beyond the borough on each side."""
    west, south, east, north = np.array(geography.outline().bounds) / CELL_M
    low, high = np.floor([west, south]) - 1, np.ceil([east, north]) + 1
    return int(low[0]) * CELL_M, int(low[1]) * CELL_M, int(high[0]) * CELL_M, int(high[1]) * CELL_M


def _per_cell(easting_m: Array, northing_m: Array, weight: Array) -> Array:
    """Return the sum of weights in each cell, rows from north to south."""
    west, south, east, north = _grid_bounds()
    rows, columns = np.arange(south, north + 1, CELL_M), np.arange(west, east + 1, CELL_M)
    upwards = np.histogram2d(northing_m, easting_m, bins=[rows, columns], weights=weight)[0]
    return upwards[::-1]


def _expected_from_residents() -> Array:
    borough = build_borough()
    frame = borough.output_areas.assign(homes=borough.homes.groupby("output_area").size())
    rate = PER_1000_RESIDENTS / 1000 * casualty_weight(frame["lsoa_code"].map(lsoa_ridit(2025)))
    per_home = (frame["residents"] / frame["homes"] * rate).loc[borough.homes["output_area"]]
    homes: pd.DataFrame = borough.homes
    return _per_cell(homes["easting_m"].to_numpy(), homes["northing_m"].to_numpy(), per_home.to_numpy())


def _expected_from_ring_road() -> Array:
    road = geography.ring_road()
    points = shapely.line_interpolate_point(road, np.arange(5, road.length, 10))
    weight = np.full(len(points), PER_RING_ROAD_KM * road.length / 1000 / len(points))
    return _per_cell(shapely.get_x(points), shapely.get_y(points), weight)
