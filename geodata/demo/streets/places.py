"""Places that people walk to, as OpenStreetMap has them: not all of them, and not always named as in the registers."""

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.demo import geography, health_files
from geodata.demo.geography import Array, at_km
from geodata.demo.planted import SCHOOLS_IN_OSM, UNREACHED_SCHOOL
from geodata.demo.schools import schools
from geodata.demo.seed import random_stream
from geodata.demo.streets.blocks import grounds
from geodata.demo.streets.districts import homes_per_km2
from geodata.demo.streets.greens import greens
from geodata.demo.streets.tagging import Tags

OTHER_SPELLINGS = {
    "Tannerswick Primary School": "Tannerswick Primary",
    "Fairbrook Lycée": "Fairbrook Lycee",
    "Heronsfold Junior School": "Heronsfold Junior Sch.",
    "Sorrel Valley School": "Sorrell Valley School",
    "Gorsendale High School": "Gorsendale High",
}
"""Names in the register and in OpenStreetMap where they differ."""

AMENITY = {"Nursery": "kindergarten", "16 plus": "college"}
SMALL_M, LARGE_M = 38.0, 75.0
GPS_IN_OSM, PHARMACIES_IN_OSM = 0.75, 0.85
SHOPS: tuple[tuple[int, Tags], ...] = (
    (9, {"shop": "supermarket"}), (58, {"shop": "convenience"}), (9, {"shop": "bakery"}), (8, {"shop": "butcher"}),
    (6, {"shop": "greengrocer"}), (4, {"shop": "frozen_food"}), (3, {"amenity": "marketplace"}),
)  # fmt: skip
LEISURE: tuple[tuple[int, Tags], ...] = (
    (5, {"leisure": "sports_centre"}), (8, {"leisure": "fitness_centre"}), (10, {"amenity": "community_centre"}),
    (5, {"amenity": "library"}), (2, {"leisure": "swimming_pool", "access": "customers"}),
)  # fmt: skip
STATIONS = {"Fairbrook": (0.3, 0.42), "Fairbrook Heronsfold Road": (-2.0, -1.4), "Gorsendale": (3.0, 2.3)}
BUS_STOPS = 330
BESIDE_M = 6.0
GREEN_TAGS: dict[str, Tags] = {
    "park": {"leisure": "park"},
    "playing_field": {"leisure": "pitch", "sport": "soccer"},
    "allotments": {"landuse": "allotments"},
    "cemetery": {"landuse": "cemetery"},
    "church_ground": {"amenity": "place_of_worship", "religion": "christian"},
    "golf_course": {"leisure": "golf_course"},
    "playground": {"leisure": "playground"},
}
MULTIPOLYGON_PARK = "Market Gardens"
"""The park that is mapped as a relation, around a pond."""


def school_grounds() -> gpd.GeoDataFrame:
    """Return the schools that OpenStreetMap has, as polygons with `tags`; the planted one has grounds of its own."""
    register = schools()
    is_mapped = (register["EstablishmentStatus (name)"] != "Closed") & (
        register["EstablishmentName"] != UNREACHED_SCHOOL
    )
    known = register[is_mapped].sample(frac=SCHOOLS_IN_OSM, random_state=random_stream("schools in OpenStreetMap"))
    known = known.sort_values("URN")
    reach = np.where(known["PhaseOfEducation (name)"].isin(["Secondary", "All-through", "16 plus"]), LARGE_M, SMALL_M)
    sites = shapely.points(known[["Easting", "Northing"]].to_numpy(dtype=float))
    tags = [
        {"amenity": AMENITY.get(phase, "school"), "name": OTHER_SPELLINGS.get(name, name)}
        for phase, name in zip(known["PhaseOfEducation (name)"], known["EstablishmentName"], strict=True)
    ]
    return _table(tags, [grounds(site, float(m)) for site, m in zip(sites, reach, strict=True)])


def green_areas() -> gpd.GeoDataFrame:
    """Return green space as polygons with `tags`; the one park that is a relation has its pond cut out."""
    table = greens()
    tags = [
        GREEN_TAGS[kind] | ({"name": name} if name else {})
        for kind, name in zip(table["kind"], table["name"], strict=True)
    ]
    is_relation = table["name"] == MULTIPOLYGON_PARK
    pond = table.geometry[is_relation].iloc[0].centroid.buffer(12, quad_segs=3)
    return _table(tags, table.geometry.where(~is_relation, table.geometry.difference(pond)))


def points(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return surgeries, pharmacies, shops, leisure, bus stops and stations as points with `tags`."""
    corners = _street_corners(streets, ("terrace_street", "centre_street", "high_street", "collector", "primary"))
    parts = [_health(), _drawn("shops", SHOPS, corners), _drawn("leisure", LEISURE, corners), _stations()]
    return pd.concat([*parts, _bus_stops(streets)], ignore_index=True)


def _table(tags: Iterable[Tags], geometry: Iterable[shapely.Geometry]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"tags": list(tags)}, geometry=list(geometry), crs=geography.CRS)


def _health() -> gpd.GeoDataFrame:
    practices = health_files.gp_practices().query("status == 'A' and setting == '4'")
    pharmacies = health_files.pharmacies().query("status == 'A' and sub_type == '1'")
    parts = []
    for table, share, tags in (
        (practices, GPS_IN_OSM, {"amenity": "doctors", "healthcare": "doctor"}),
        (pharmacies, PHARMACIES_IN_OSM, {"amenity": "pharmacy", "dispensing": "yes"}),
    ):
        known = table.sample(frac=share, random_state=random_stream(f"{tags['amenity']} in OpenStreetMap"))
        shifted = shapely.points(known[["easting_m", "northing_m"]].to_numpy(dtype=float) + np.array([7.0, -5.0]))
        parts.append(_table([tags | {"name": name.title()} for name in known["name"]], shifted))
    return pd.concat(parts, ignore_index=True)


def _street_corners(streets: gpd.GeoDataFrame, roles: tuple[str, ...]) -> Array:
    """Return corners of streets of the roles inside the borough."""
    lines = streets.geometry[streets["role"].isin(roles) & ~streets["is_bridge"]].to_numpy()
    corners = np.unique(shapely.get_coordinates(lines), axis=0)
    return np.asarray(corners[shapely.contains_xy(geography.outline(), corners[:, 0], corners[:, 1])])


def _drawn(subject: str, kinds: tuple[tuple[int, Tags], ...], corners: Array) -> gpd.GeoDataFrame:
    """Draw places beside streets, more where more people live and near the town centre."""
    random = random_stream(subject)
    tags = [dict(each) for count, each in kinds for _ in range(count)]
    away = np.hypot(*(corners - shapely.get_coordinates(geography.TOWN_CENTRE)).T)
    weight = homes_per_km2(shapely.points(corners)) * (1 + 12 * np.exp(-((away / 350) ** 2)))
    chosen = random.choice(len(corners), len(tags), replace=False, p=weight / weight.sum())
    for number, each in enumerate(tags):
        each["name"] = f"{next(iter(each.values())).replace('_', ' ').title()} {number + 1}"
    return _table(tags, shapely.points((corners[chosen] + (BESIDE_M, BESIDE_M)).round(1)))


def _stations() -> gpd.GeoDataFrame:
    track = geography.railway_course()
    stops = [track.interpolate(track.project(at_km(*place))) for place in STATIONS.values()]
    return _table([{"railway": "station", "public_transport": "station", "name": name} for name in STATIONS], stops)


def _bus_stops(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return stops beside main and collector roads."""
    corners = _street_corners(streets, ("primary", "secondary", "collector", "lane"))
    chosen = random_stream("bus stops").choice(len(corners), BUS_STOPS, replace=False)
    tags = [{"highway": "bus_stop", "public_transport": "platform", "bus": "yes"} for _ in chosen]
    return _table(tags, shapely.points((corners[np.sort(chosen)] + (4.0, 3.0)).round(1)))
