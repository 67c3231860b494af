"""Table `catchments`: how far people can walk to a place within a time, whom and what that holds."""

from collections.abc import Iterator, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.access.home_walks import MS_A_MINUTE, HomeWalks, few_at_a_time, milliseconds
from geodata.access.reached_streets import Streets
from geodata.network.walking_time import EdgeCosts
from geodata.schemas import conform, empty

KINDS = ("school", "gp")
CATCHMENT_MINUTES = 15
PLACES_AT_A_TIME = 50
RATIO = 0.1
"""Of the concave hull: 0 follows every street, 1 is the convex hull. At 0.1 the median area is that of buffered streets
with their holes filled in towns (0.99 to 1.01 times), and 1.17 times that in the country, where streets are few."""
CELL_M = 10.0
ROADSIDE_M = 25.0
"""What lies this near to a street is reached with it; a single street thus has an area too."""


def catchments(
    destinations: gpd.GeoDataFrame,
    entrances: pd.DataFrame,
    edges: gpd.GeoDataFrame,
    homes: gpd.GeoDataFrame,
    kinds: Sequence[str] = KINDS,
    minutes: int = CATCHMENT_MINUTES,
) -> gpd.GeoDataFrame:
    """Return table `catchments` of all places of the kinds that have an entrance, for level walks of so many minutes.

    The polygon is the concave hull of all streets and paths that are reached, cut where the time is over, and 25 m
    around it; it is for maps. `residents` are the people of the homes from which the place is reached, not those in the
    polygon; null where people are not known. `reached_km` counts both carriageways and footways mapped as own ways.
    """
    main = edges[edges["is_in_main_component"]]
    level = milliseconds(main["length_m"].to_numpy(float))
    place = pd.Index(destinations["destination_id"]).get_indexer(pd.Index(entrances["destination_id"]))
    wanted = entrances.assign(destination=place)[entrances["kind"].isin(kinds)]
    walks = HomeWalks.build(homes, wanted, main, EdgeCosts(level, level, np.ones(len(main), dtype=bool), ""))
    parts = list(_drawn(walks, Streets.of(walks.network, main), homes["residents"].to_numpy(float), minutes))
    if not parts:
        return gpd.GeoDataFrame(empty("catchments")).set_crs(edges.crs, allow_override=True)
    drawn = pd.concat(parts)
    words = destinations[["destination_id", "kind"]].iloc[drawn.index].reset_index(drop=True)
    table = pd.concat([words, drawn.reset_index(drop=True)], axis=1).assign(walk_minutes=minutes)
    return conform("catchments", gpd.GeoDataFrame(table, geometry="geometry", crs=edges.crs))


def _drawn(walks: HomeWalks, streets: Streets, residents: NDArray[np.float64], minutes: int) -> Iterator[pd.DataFrame]:
    """Yield `residents`, `reached_km` and geometry of some places after others, by the place's position."""
    is_known = not np.isnan(residents).all()
    for places in few_at_a_time(walks.entrances, PLACES_AT_A_TIME):
        lived_in, found = walks.within(places, minutes)
        reach = streets.reach(found, minutes * MS_A_MINUTE)
        kilometres = np.bincount(reach.place, streets.metres(reach) / 1000)
        people = np.bincount(lived_in.group, residents[lived_in.node], len(kilometres))
        of_point, xy = streets.points(found, reach)
        place, number = np.unique(of_point, return_inverse=True)
        yield pd.DataFrame(
            {
                "residents": people[place] if is_known else np.nan,
                "reached_km": kilometres[place],
                "geometry": _polygons(xy, number),
            },
            index=place,
        )


def _polygons(xy: NDArray[np.float64], place: NDArray[np.int64]) -> NDArray[np.object_]:
    """Return the polygon of each place; of points that share a cell one is enough, which halves the time."""
    column, row = np.floor((xy - xy.min(axis=0)) / CELL_M).astype(np.int64).T
    _, kept = np.unique(place << 40 | column << 20 | row, return_index=True)
    place, xy = place[kept], xy[kept]
    (first,) = np.nonzero(np.diff(place, prepend=-1))
    place, xy = np.insert(place, first, place[first]), np.insert(xy, first, xy[first], axis=0)  # a line needs two
    hulls = shapely.concave_hull(shapely.linestrings(xy, indices=place), ratio=RATIO)
    around: NDArray[np.object_] = shapely.buffer(hulls, ROADSIDE_M, quad_segs=2)
    return around
