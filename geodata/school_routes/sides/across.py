"""The nearest way that one reaches without crossing the carriageway of a main road."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.school_routes.sides.directions import spots_along
from geodata.school_routes.sides.kinds import is_main_road

REACH_M = 100.0
"""How far one looks for a way on this side."""


def nearest_on_this_side(
    place: NDArray[np.int64], spots: NDArray[np.object_], edges: gpd.GeoDataFrame, parts: gpd.GeoDataFrame
) -> pd.DataFrame:
    """Return the part nearest to each spot, with `place`, `part_id` and `along_m`; no row where none is in reach.

    It lies within 100 m in the main component, is no crossing and no steps, and the straight line to it crosses no main
    road of `edges`; of sides of a main road it is the one that faces the spot. Of equally near parts it is the one
    whose id comes first.
    """
    if not len(spots):
        return pd.DataFrame({"place": place, "part_id": pd.Series(dtype="string"), "along_m": 0.0})
    is_way = (parts["kind"] != "crossing") & (parts["highway"] != "steps") & parts["is_in_main_component"]
    ways = parts[is_way].sort_values("part_id", ignore_index=True)
    lines = ways.geometry.to_numpy()
    spot, way = shapely.STRtree(lines).query(spots, predicate="dwithin", distance=REACH_M)
    straight = shapely.shortest_line(spots[spot], lines[way])
    main = edges[is_main_road(edges)]
    own = pd.Index(main["edge_id"]).get_indexer(ways["edge_id"])[way]
    is_free = ~_is_barred(straight, main.geometry.to_numpy(), own) & _faces(spots[spot], ways, way)
    found = pd.DataFrame({"place": place[spot], "way": way, "away": shapely.length(straight)})[is_free]
    nearest = found.sort_values(["place", "away", "way"]).drop_duplicates("place")
    chosen = nearest["way"].to_numpy(dtype=np.intp)
    end = shapely.get_point(straight[nearest.index], 1)
    length = ways["length_m"].to_numpy(dtype=float)[chosen]
    along = np.minimum(shapely.line_locate_point(lines[chosen], end), length)
    return pd.DataFrame({"place": nearest["place"], "part_id": ways["part_id"].array[chosen], "along_m": along})


def _is_barred(straight: NDArray[np.object_], roads: NDArray[np.object_], own: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell which straight lines meet a main road other than the one that they lead to (`own`, -1 if it is none)."""
    line, road = shapely.STRtree(roads).query(straight, predicate="intersects")
    barred = np.zeros(len(straight), dtype=bool)
    barred[line[road != own[line]]] = True
    return barred


def _faces(spots: NDArray[np.object_], ways: gpd.GeoDataFrame, way: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell for pairs of spot and way whether the spot lies on the way's side; true where the way has none."""
    lines = ways.geometry.to_numpy()[way]
    here, ahead = spots_along(lines, shapely.line_locate_point(lines, spots))
    away = shapely.get_coordinates(spots) - here
    leftwards = ahead[:, 0] * away[:, 1] - ahead[:, 1] * away[:, 0]
    side = ways["side"].to_numpy()[way]
    faces: NDArray[np.bool_] = (side == "") | ((side == "left") == (leftwards > 0))
    return faces
