"""Parks of the demo borough, laid out in the largest gaps between homes."""

from functools import cache

import geopandas as gpd
import numpy as np
import shapely
from scipy.spatial import Voronoi, cKDTree

from geodata.demo import geography
from geodata.demo.geography import Array
from geodata.demo.seed import random_stream
from geodata.demo.streets.corridors import closed_to_streets
from geodata.demo.streets.districts import homes_per_km2
from geodata.demo.streets.postcode_points import live_postcode_places
from geodata.demo.streets.roads import main_roads

PARKS = (
    "Market Gardens", "Tannery Park", "Jubilee Park", "Lammas Field", "Priory Gardens", "Wharf Green", "Station Park",
    "Victory Field", "Coronation Park", "Larken Common", "Southmoor Park", "Orchard Park", "Memorial Gardens",
    "Mill Meadow", "Beacon View Park", "Colliers Green", "Wrens Green", "Foundry Park",
)  # fmt: skip
LARGEST_M = 190.0
SMALLEST_M = 75.0
APART_M = 650.0
LEAST_HOMES_PER_KM2 = 260.0


@cache
def parks() -> gpd.GeoDataFrame:
    """Return the parks: `name` and geometry, the largest first."""
    centre, radius = _gaps_between_homes()
    outlines = [_blob(place, reach, name) for place, reach, name in zip(centre, radius, PARKS, strict=True)]
    roads = shapely.union_all(main_roads().geometry.buffer(14)) | closed_to_streets()
    land = [max(shapely.get_parts(outline.difference(roads)), key=shapely.area) for outline in outlines]
    return gpd.GeoDataFrame({"name": list(PARKS)}, geometry=shapely.set_precision(land, 0.1), crs=geography.CRS)


def _gaps_between_homes() -> tuple[Array, Array]:
    """Return centres and radii of the widest circles in town without a postcode, none near another."""
    homes = live_postcode_places()
    places = Voronoi(homes).vertices
    gap_m = cKDTree(homes).query(places)[0]
    is_in_town = homes_per_km2(shapely.points(places)) > LEAST_HOMES_PER_KM2
    chosen: list[int] = []
    for number in np.argsort(-np.where(is_in_town, gap_m, 0), kind="stable"):  # a park rules out its neighbours
        if not chosen or np.hypot(*(places[chosen] - places[number]).T).min() > APART_M:
            chosen.append(int(number))
        if len(chosen) == len(PARKS):
            break
    size = random_stream("park sizes").uniform(0.4, 0.95, len(chosen))
    return places[chosen], np.clip(gap_m[chosen] * size, SMALLEST_M, LARGEST_M)


def _blob(centre: Array, radius: float, name: str) -> shapely.Polygon:
    angle = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    first, second = random_stream(f"park {name}").uniform(0, 2 * np.pi, 2)
    reach = radius * (0.92 + 0.1 * np.sin(2 * angle + first) + 0.06 * np.sin(3 * angle + second))
    return shapely.Polygon(centre + np.column_stack([reach * np.cos(angle), reach * np.sin(angle)]))
