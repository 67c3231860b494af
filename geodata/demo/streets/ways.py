"""The ways that a mapper makes of the streets: each from end to end, with its role, name and bridges."""

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.demo import geography
from geodata.demo.geography import CRS
from geodata.demo.seed import random_stream
from geodata.demo.streets.drawing import Mask, Shapes, drawn, together
from geodata.demo.streets.names import street_names
from geodata.demo.streets.network import street_pieces
from geodata.demo.streets.roads import dual_roads

HIGH_STREET_M = 190.0
DRIVES = 420
YARDS = 260
SPUR_M = {"private_drive": 18.0, "yard": 38.0}
CLEAR_M = 7.0


@cache
def ways() -> gpd.GeoDataFrame:
    """Return all roads and paths: `role`, `name`, `is_bridge`, geometry; they meet at corners they share."""
    joined = _joined(street_pieces().table)
    return together(joined, _spurs(joined), dual_roads().query("role != 'trunk_link'"))


def _joined(pieces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the pieces of each line put together again."""
    ordered = pieces.sort_values("source", kind="stable")
    number = ordered["source"].rank(method="dense").to_numpy(dtype=int) - 1
    lines = shapely.line_merge(shapely.multilinestrings(ordered.geometry.to_numpy(), indices=number))
    parts, line = shapely.get_parts(lines, return_index=True)
    street = pd.DataFrame(ordered[["role", "name", "is_bridge"]]).groupby(number).first()
    street["name"] = street["name"].mask(street["name"] == "", street_names(street["role"]))
    table = gpd.GeoDataFrame(street.iloc[line].reset_index(drop=True), geometry=parts, crs=CRS)
    is_central = table.geometry.centroid.dwithin(geography.TOWN_CENTRE, HIGH_STREET_M) & (
        table["role"] == "centre_street"
    )
    return table.assign(role=table["role"].mask(is_central, "high_street"))


def _spurs(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return private drives and yards off streets: each starts at a corner of a street and ends in the block."""
    local = streets[streets["role"].isin(("terrace_street", "estate_street", "close"))].geometry.to_numpy()
    corners, line = shapely.get_coordinates(local, return_index=True)
    inner = np.flatnonzero((line[1:-1] == line[:-2]) & (line[1:-1] == line[2:])) + 1
    chosen = random_stream("drives").choice(inner, DRIVES + YARDS, replace=False)
    role = np.array(["private_drive"] * DRIVES + ["yard"] * YARDS)
    along = corners[chosen + 1] - corners[chosen - 1]
    aside = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(*along.T)[:, None]
    ends = (corners[chosen] + aside * pd.Series(role).map(SPUR_M).to_numpy()[:, None]).round(1)
    spurs = shapely.linestrings(np.stack([corners[chosen], ends], axis=1))
    is_clear = _ends_in_the_open(spurs, streets.geometry.to_numpy())
    return drawn("", spurs[is_clear]).assign(role=role[is_clear])


def _ends_in_the_open(spurs: Shapes, lines: Shapes) -> Mask:
    tree = shapely.STRtree(lines)
    is_clear = np.ones(len(spurs), dtype=bool)
    is_clear[tree.query(shapely.get_point(spurs, -1), predicate="dwithin", distance=CLEAR_M)[0]] = False
    is_clear[tree.query(spurs, predicate="crosses")[0]] = False
    return is_clear
