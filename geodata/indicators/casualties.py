"""Road casualties by area, from counts on a grid whose cells cross area boundaries."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.indicators.rows import indicator_rows, stack
from geodata.schemas import conform

PER_RESIDENT_CAVEAT = "residents are not the people on the road by day"


def casualties_by_area(cells: pd.DataFrame, areas: gpd.GeoDataFrame, code: str) -> pd.DataFrame:
    """Return casualties per area and year; an area or year without any is listed as 0.

    `cells` is table `source_collisions_raster`; `areas` are all areas of the study area, in EPSG:27700. A cell whose
    centre lies in one of them keeps its whole count, shared among the areas it overlaps in proportion to area; a cell
    whose centre lies in none is left out.
    """
    shares = cell_shares(cells, areas, code)
    parts = cells.merge(shares, on=["easting_m", "northing_m"])
    counts = (parts["casualties"] * parts["share"]).groupby([parts["area_code"], parts["year"]]).sum()
    every = pd.MultiIndex.from_product(
        [sorted(areas[code]), sorted(cells["year"].unique())], names=["area_code", "year"]
    )
    table = counts.reindex(every, fill_value=0.0).rename("casualties").reset_index()
    return conform(f"{code.removesuffix('_code')}_casualties", table)


def cell_shares(cells: pd.DataFrame, areas: gpd.GeoDataFrame, code: str) -> pd.DataFrame:
    """Return how each cell is shared: `easting_m`, `northing_m`, `area_code`, `share`; shares of a cell sum to 1."""
    grid = cells[["easting_m", "northing_m", "cell_m"]].drop_duplicates(["easting_m", "northing_m"])
    centres = shapely.STRtree(shapely.points(grid["easting_m"], grid["northing_m"]))
    geometry = areas.geometry.to_numpy()
    grid = grid.iloc[np.unique(centres.query(geometry, predicate="intersects")[1])]
    x, y, side = (grid[name].to_numpy() for name in ("easting_m", "northing_m", "cell_m"))
    boxes = shapely.box(x - side / 2, y - side / 2, x + side / 2, y + side / 2)
    area, cell = shapely.STRtree(boxes).query(geometry, predicate="intersects")
    overlap = shapely.area(shapely.intersection(boxes[cell], geometry[area]))
    pairs = pd.DataFrame(
        {
            "easting_m": x[cell],
            "northing_m": y[cell],
            "area_code": areas[code].to_numpy()[area],
            "share": overlap / np.bincount(cell, overlap, len(boxes))[cell],
        }
    )
    return pairs[pairs["share"] > 0]


def casualty_rows(
    counts: pd.DataFrame, residents: pd.Series, *, kind: str, notes: pd.Series | None = None
) -> pd.DataFrame:
    """Return the casualty indicators of the areas in `residents` (index area code), each year and the whole span.

    Counts as they are; per 1,000 residents a year with person-years (residents times years) below the line and Poisson
    limits. `notes` (index area code) are added to every row of an area.
    """
    own = counts[counts["area_code"].isin(residents.index)]
    if own.empty:
        return stack([])
    years = own["year"]
    yearly = own.assign(period=years.astype("string"), years=1)
    areas = own.groupby("area_code")
    span = pd.DataFrame({"casualties": areas["casualties"].sum(), "years": areas["year"].nunique()}).reset_index()
    whole = pd.concat([yearly, span.assign(period=f"{years.min()} to {years.max()}")], ignore_index=True)
    added = pd.Series("", index=whole.index) if notes is None else whole["area_code"].map(notes).fillna("")
    count = indicator_rows(
        "road_casualties",
        whole["area_code"],
        whole["period"],
        numerator=whole["casualties"],
        kind=kind,
        source="collisions_raster",
        note=added,
    )
    rate = indicator_rows(
        "road_casualties_per_1000",
        whole["area_code"],
        whole["period"],
        numerator=whole["casualties"],
        denominator=whole["area_code"].map(residents) * whole["years"],
        kind=kind,
        source="collisions_raster+population",
        note=PER_RESIDENT_CAVEAT + added.where(added == "", "; " + added),
    )
    return stack([count, rate])


def coarse_cell_notes(areas: gpd.GeoDataFrame, code: str, cells: pd.DataFrame) -> pd.Series:
    """Return, by area code, the reliability flag of areas smaller than one cell of the grid; empty for the others."""
    side = float(cells["cell_m"].max()) if len(cells) else 0.0
    is_coarse = areas.geometry.area < side**2
    words = f"unreliable: the area is smaller than one {side:.0f} m cell"
    return pd.Series(np.where(is_coarse, words, ""), index=areas[code].to_numpy(), dtype="string")
