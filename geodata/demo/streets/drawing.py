"""Lines on the land before they are joined to a network: what each is (its role), its name, its course."""

from collections.abc import Iterable
from functools import cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.demo import geography
from geodata.demo.geography import Array
from geodata.demo.seed import random_stream

Shapes = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]

MAP_M = 5100
"""How far beyond the borough's westernmost, southernmost ... point the map reaches."""

WAVES = 7


def drawn(role: str, lines: Iterable[shapely.LineString], name: str | list[str] = "") -> gpd.GeoDataFrame:
    """Return lines of one role as a table: `role`, `name`, `is_bridge`, geometry."""
    geometry = np.array(list(lines), dtype=object)
    columns = {"role": role, "name": name, "is_bridge": False}
    return gpd.GeoDataFrame(columns, index=range(len(geometry)), geometry=geometry, crs=geography.CRS)


def together(*parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return tables of lines as one, numbered from 0."""
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=geography.CRS)


@cache
def frame() -> shapely.Polygon:
    """Return the land that is mapped, a rectangle as extracts are: the borough and a little over 5 km around it."""
    return geography.outline().buffer(MAP_M).envelope


def wandering(lines: Shapes, step_m: float = 45.0) -> Shapes:
    """Return the lines gently bent: all of the land is shifted by the same waves, so that what met still meets."""
    return np.asarray(shapely.transform(shapely.segmentize(lines, step_m), _shifted))


def _shifted(places: Array) -> Array:
    random = random_stream("wandering streets")
    bearing, phase = random.uniform(0, 2 * np.pi, (2, WAVES))
    wave_m = random.uniform(450, 1800, WAVES)
    shift = np.zeros(places.shape)
    for angle, start, length in zip(bearing, phase, wave_m, strict=True):
        along = places @ np.array([np.cos(angle), np.sin(angle)])
        across = np.array([-np.sin(angle), np.cos(angle)])
        shift += np.outer(0.022 * length * np.sin(2 * np.pi * along / length + start), across)
    return places + shift
