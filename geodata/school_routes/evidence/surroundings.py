"""What lies beside and across paths: water, rails on the level, and whether any street is within sight."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.openstreetmap.tags import tag_columns

Flags = NDArray[np.bool_]
BESIDE_WATER_M = 5.0
"""Source: Department for Education guidance of 2024 names canals, rivers and ditches; the distance is assumed."""
OUT_OF_SIGHT_M = 50.0
"""A path whose middle lies farther than this from every carriageway counts as isolated: assumed."""
ON_IT_M = 0.5


def is_beside_water(links: gpd.GeoDataFrame, openstreetmap: gpd.GeoDataFrame) -> Flags:
    """Tell which paths run within 5 m of a river, canal or large water somewhere; bridges do too."""
    barriers = openstreetmap[openstreetmap["role"] == "barrier"]
    tags = tag_columns(barriers["tags"], ["waterway", "water", "natural"])
    is_water = tags["waterway"].notna() | tags["water"].notna() | tags["natural"].isin(["water", "coastline"])
    water = barriers.geometry[is_water.to_numpy(dtype=bool)].to_numpy()
    return _near(links, (links["kind"] == "path").to_numpy(dtype=bool), water, BESIDE_WATER_M)


def is_isolated(links: gpd.GeoDataFrame) -> Flags:
    """Tell which paths have their middle more than 50 m from any carriageway."""
    is_path = (links["kind"] == "path").to_numpy(dtype=bool)
    lines = links.geometry.to_numpy()
    middles = shapely.line_interpolate_point(lines[is_path], 0.5, normalized=True)
    streets = shapely.STRtree(lines[~is_path])
    in_sight = np.unique(streets.query(middles, predicate="dwithin", distance=OUT_OF_SIGHT_M)[0])
    alone = np.ones(len(middles), dtype=bool)
    alone[in_sight] = False
    isolated = np.zeros(len(links), dtype=bool)
    isolated[np.flatnonzero(is_path)[alone]] = True
    return isolated


def is_level_crossing(links: gpd.GeoDataFrame, openstreetmap: gpd.GeoDataFrame) -> Flags:
    """Tell which links lead over rails on the level (nodes of table `source_openstreetmap` in that role)."""
    nodes = openstreetmap.geometry[openstreetmap["role"] == "level_crossing"].to_numpy()
    return _near(links, np.ones(len(links), dtype=bool), nodes, ON_IT_M)


def _near(links: gpd.GeoDataFrame, asked: Flags, things: NDArray[np.object_], distance_m: float) -> Flags:
    chosen = np.flatnonzero(asked)
    _, link = shapely.STRtree(links.geometry.to_numpy()[chosen]).query(things, predicate="dwithin", distance=distance_m)
    is_near = np.zeros(len(links), dtype=bool)
    is_near[chosen[link]] = True
    return is_near


def side_roads(links: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of a side of a main road and a street that joins it at either end (positions `side`, `street`).

    A path that runs beside a road is such a side too, joined by the streets that it meets other than that road. A
    street that meets the side at both ends is listed twice.
    """
    positions = np.arange(len(links))
    is_side = ((links["kind"] == "side") | links["beside_edge_id"].notna()).to_numpy(dtype=bool)
    is_street = (links["kind"] == "street").to_numpy(dtype=bool)

    def at_places(chosen: Flags, name: str) -> pd.DataFrame:
        places = links.loc[chosen, ["u", "v"]].to_numpy().ravel(order="F")
        return pd.DataFrame({"place": places, name: np.tile(positions[chosen], 2)})

    return at_places(is_side, "side").merge(at_places(is_street, "street"), on="place")[["side", "street"]]
