"""All streets and paths of the map put together, and the ways that OpenStreetMap would make of them."""

from functools import cache

import geopandas as gpd
import numpy as np
import shapely

from geodata.demo.streets.corridors import kept_off
from geodata.demo.streets.districts import collectors, districts
from geodata.demo.streets.drawing import together
from geodata.demo.streets.estates import local_streets
from geodata.demo.streets.last_homes import last_streets
from geodata.demo.streets.noding import Pieces, noded, with_lines
from geodata.demo.streets.parks import parks
from geodata.demo.streets.paths import fixed_paths, paths_between
from geodata.demo.streets.ring_footways import ring_footways
from geodata.demo.streets.roads import main_roads
from geodata.demo.streets.thinning import thinned


@cache
def street_pieces() -> Pieces:
    """Return the streets and paths between their meeting places, always the same."""
    streets = thinned(noded(_numbered(kept_off(_planned()))))
    last = last_streets(streets)
    paths = paths_between(streets, last)
    pieces = with_lines(streets, together(last, paths))
    return pieces.only(pieces.in_largest_component())


def _planned() -> gpd.GeoDataFrame:
    roads = together(main_roads(), collectors())
    local = local_streets(districts(roads))
    lawns = shapely.union_all(parks().geometry)
    local = local.assign(geometry=local.geometry.difference(lawns)).explode()
    return together(roads, local[local.length > 1], fixed_paths(), ring_footways())


def _numbered(lines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return lines.assign(source=np.arange(len(lines)))
