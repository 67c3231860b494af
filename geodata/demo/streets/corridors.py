"""Where streets may not go: water, railways, dual roads and the walls of the land that is cut off."""

from dataclasses import dataclass
from functools import cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.demo import geography
from geodata.demo.streets.drawing import together
from geodata.demo.streets.roads import dual_roads

RIVER_HALF_M = 20.0
CANAL_HALF_M = 9.0
RAILWAY_HALF_M = 11.0
DUAL_HALF_M = 24.0
WALL_HALF_M = 16.0
"""Streets of the cut-off land end so far from its edge."""

OVER_EVERYTHING = ("ring", "primary", "secondary", "ring_footway", "trunk_link")
ACROSS_RAILWAYS = ("collector", "cycleway", "towpath")
UNDER_RAILWAYS = "towpath"


@dataclass(frozen=True)
class Corridors:
    """Strips of land along what streets do not cross at will."""

    water: shapely.Geometry
    railways: shapely.Geometry
    dual_roads: shapely.Geometry
    walls: shapely.Geometry

    @property
    def everything(self) -> shapely.Geometry:
        """All of them together."""
        return shapely.union_all([self.water, self.railways, self.dual_roads, self.walls])


@cache
def corridors() -> Corridors:
    """Return the strips of land."""
    water = geography.river_course().buffer(RIVER_HALF_M) | geography.canal().buffer(CANAL_HALF_M)
    railways = [geography.railway_course(), geography.branch_railway()]
    walls = [land.boundary for land in geography.cut_off_land().values()]
    return Corridors(
        water,
        shapely.union_all(shapely.buffer(railways, RAILWAY_HALF_M)),
        shapely.union_all(dual_roads().geometry.buffer(DUAL_HALF_M)),
        shapely.union_all(shapely.buffer(walls, WALL_HALF_M)),
    )


@cache
def closed_to_streets() -> shapely.Geometry:
    """Return the land that no street crosses, prepared for quick questions."""
    everything = corridors().everything
    shapely.prepare(everything)
    return everything


def kept_off(lines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the lines without their parts in strips they may not cross; where they cross water or rail, a bridge."""
    strips = corridors()
    over = lines["role"].isin(OVER_EVERYTHING)
    through = lines["role"].isin(ACROSS_RAILWAYS)
    dry = _bridged(_without(lines[through], strips.water | strips.walls))
    dry["is_bridge"] &= dry["role"] != UNDER_RAILWAYS
    others = _without(lines[~over & ~through], closed_to_streets())
    return together(_bridged(lines[over]), dry, others)


def crosses(lines: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Return whether each line enters land that no street crosses."""
    return np.asarray(shapely.intersects(closed_to_streets(), lines))


def _without(lines: gpd.GeoDataFrame, land: shapely.Geometry) -> gpd.GeoDataFrame:
    rest = lines.assign(geometry=lines.geometry.difference(land)).explode()
    return rest[rest.length > 1].reset_index(drop=True)


def _bridged(lines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Split the lines where they pass over water or railways."""
    below = corridors().water | corridors().railways
    on_bridge = lines.assign(geometry=lines.geometry.intersection(below), is_bridge=True).explode()
    return together(_without(lines, below), on_bridge[on_bridge.length > 1])
