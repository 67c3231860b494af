"""Districts of the town, the roads between them, and what streets each is built with."""

from functools import cache

import geopandas as gpd
import numpy as np
import shapely

from geodata.demo import geography
from geodata.demo.geography import Array
from geodata.demo.mosaic import build_mosaic, cluster
from geodata.demo.seed import random_stream
from geodata.demo.streets.drawing import Mask, Shapes, drawn, frame, wandering
from geodata.demo.streets.roads import main_roads

STYLES = ("centre", "terrace", "estate")
DISTRICTS = 170
VILLAGE_SPACING_M = 1500.0
LANES_BEYOND = 0.9
"""Share of the roads between places beyond the borough that are built."""

VILLAGES_OUT_M = (1200.0, 3600.0)
VILLAGE_M = (170.0, 290.0)
BESIDE_M = 75.0
"""A road between districts so near to a main road is not built, unless it crosses it."""

CENTRE_M = 520.0
TERRACES_PER_KM2 = 470.0
ESTATES_PER_KM2 = 130.0
"""Homes per square kilometre from which a district is built up."""


def collectors() -> gpd.GeoDataFrame:
    """Return the roads between districts: collector roads in town, lanes in the country."""
    seeds = np.vstack([_districts_of_homes(), _places_beyond()])
    edges = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(seeds), only_edges=True, extend_to=frame()))
    pieces = shapely.intersection(wandering(edges), frame())
    pieces = _away_from_main_roads(shapely.get_parts(pieces[~shapely.is_empty(pieces)]))
    per_km2 = homes_per_km2(shapely.line_interpolate_point(pieces, 0.5, normalized=True))
    is_inside = shapely.contains(geography.outline(), pieces)
    is_built = is_inside | (random_stream("lanes beyond").uniform(0, 1, len(pieces)) < LANES_BEYOND)
    roads = drawn("collector", pieces)
    roads["role"] = np.where(per_km2 > ESTATES_PER_KM2, "collector", "lane")
    return roads[is_built].reset_index(drop=True)


def districts(roads: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return built-up land as polygons with their `style`, centre, terrace or estate.

    In the borough it lies between roads and barriers; beyond it there are villages.
    """
    barriers = [geography.river_course(), geography.canal(), geography.railway_course(), geography.branch_railway()]
    lines = [*roads.geometry, *barriers, geography.outline().boundary]
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines, grid_size=0.1)]))
    faces = faces[(shapely.area(faces) > 6000) & shapely.contains(geography.outline(), shapely.point_on_surface(faces))]
    homes = build_mosaic().homes
    _, face = shapely.STRtree(faces).query(shapely.points(homes[["easting_m", "northing_m"]]), predicate="within")
    per_km2 = np.bincount(face, minlength=len(faces)) / shapely.area(faces) * 1e6
    is_central = shapely.dwithin(shapely.centroid(faces), geography.TOWN_CENTRE, CENTRE_M)
    style = np.select([is_central, per_km2 > TERRACES_PER_KM2, per_km2 > ESTATES_PER_KM2], STYLES, "country")
    in_town = style != "country"
    villages = _villages()
    return gpd.GeoDataFrame(
        {"style": [*style[in_town], *["estate"] * len(villages)]},
        geometry=[*faces[in_town], *villages],
        crs=geography.CRS,
    )


def homes_per_km2(places: Shapes) -> Array:
    """Return the density of homes at points."""
    return geography.homes_density(shapely.get_x(places), shapely.get_y(places)) * len(build_mosaic().homes) * 1e6


@cache
def _districts_of_homes() -> Array:
    homes = build_mosaic().homes[["easting_m", "northing_m"]].to_numpy()[::4]
    owner = cluster(homes, DISTRICTS, random_stream("districts"))
    return np.column_stack([np.bincount(owner, axis) / np.bincount(owner) for axis in homes.T])


def _places_beyond() -> Array:
    """Return places on a loose grid beyond the borough, a little within the end of the map and outside it too."""
    land = frame().buffer(VILLAGE_SPACING_M)
    west, south, east, north = land.bounds
    grid = np.stack(np.meshgrid(np.arange(west, east, VILLAGE_SPACING_M), np.arange(south, north, VILLAGE_SPACING_M)))
    places = grid.reshape(2, -1).T
    places = places + random_stream("places beyond").uniform(-0.4, 0.4, places.shape) * VILLAGE_SPACING_M
    beyond = land.difference(geography.outline().buffer(500))
    return np.asarray(places[shapely.contains_xy(beyond, places[:, 0], places[:, 1])])


def _villages() -> list[shapely.Polygon]:
    """Return the land of villages beyond the borough, one on each main road that leads out of it."""
    outside = main_roads().geometry.difference(geography.outline()).explode()
    roads = outside[outside.length > max(VILLAGES_OUT_M)].to_numpy()
    random = random_stream("villages")
    out = random.uniform(*VILLAGES_OUT_M, len(roads))
    # a road leads outwards, but for those drawn across the borough: their first part leads in
    starts_at_edge = shapely.dwithin(shapely.get_point(roads, 0), geography.outline().boundary, 1)
    middles = shapely.line_interpolate_point(roads, np.where(starts_at_edge, out, -out))
    return list(shapely.buffer(middles, random.uniform(*VILLAGE_M, len(roads)), quad_segs=4))


def _away_from_main_roads(pieces: Shapes) -> Shapes:
    beside = shapely.union_all(main_roads().geometry.buffer(BESIDE_M)) | geography.TOWN_CENTRE.buffer(CENTRE_M * 0.7)
    outside = shapely.get_parts(shapely.difference(pieces, beside))
    inside = shapely.get_parts(shapely.intersection(pieces, beside))
    kept = np.concatenate([outside[shapely.length(outside) > 1], inside[_is_short(inside)]])
    return np.asarray(shapely.get_parts(shapely.line_merge(shapely.union_all(kept))))


def _is_short(lines: Shapes) -> Mask:
    length = shapely.length(lines)
    return np.asarray((length > 1) & (length < 3 * BESIDE_M))
