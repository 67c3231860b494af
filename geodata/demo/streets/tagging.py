"""Tags of the ways as mappers in Britain set them: the class always, most else on a part of the kilometres only."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.demo.geography import Array
from geodata.demo.planted import BUSY_ROAD, BUSY_ROAD_TAGS, OSM_SHARES
from geodata.demo.seed import random_stream
from geodata.demo.streets.drawing import Mask

Tags = dict[str, str]
Choices = tuple[tuple[float, Tags], ...]
"""Shares and the tags that go with each."""

CLASSES: dict[str, Tags] = {
    "motorway": {"highway": "motorway", "maxspeed": "70 mph", "lanes": "6", "ref": "M699"},
    "trunk": {"highway": "trunk", "dual_carriageway": "yes", "oneway": "yes", "sidewalk": "no", "maxspeed": "70 mph",
              "maxspeed:type": "GB:nsl_dual", "ref": "A6990"},
    "trunk_link": {"highway": "trunk", "sidewalk": "no", "maxspeed": "50 mph", "ref": "A6990"},
    "ring": {"highway": "primary", "sidewalk": "separate", "maxspeed": "40 mph", "lit": "yes", "lanes": "4",
             "ref": "A6991"},
    "primary": {"highway": "primary"},
    "secondary": {"highway": "secondary"},
    "collector": {"highway": "tertiary"},
    "lane": {"highway": "unclassified"},
    "high_street": {"highway": "pedestrian", "surface": "paving_stones"},
    "centre_street": {"highway": "residential"},
    "terrace_street": {"highway": "residential"},
    "estate_street": {"highway": "residential"},
    "close": {"highway": "residential"},
    "farm_lane": {"highway": "unclassified"},
    "farm_track": {"highway": "track"},
    "farm_drive": {"highway": "service"},
    "private_drive": {"highway": "service", "service": "driveway", "access": "private"},
    "yard": {"highway": "service"},
    "alley": {"highway": "footway"},
    "snicket": {"highway": "footway"},
    "footbridge": {"highway": "footway"},
    "steps": {"highway": "steps"},
    "park_path": {"highway": "footway"},
    "field_path": {"highway": "path"},
    "towpath": {"highway": "path", "foot": "designated", "towpath": "yes"},
    "cycleway": {"highway": "cycleway", "foot": "designated", "bicycle": "designated", "segregated": "no"},
    "ring_footway": {"highway": "footway", "footway": "sidewalk"},
    "ring_crossing": {"highway": "footway", "footway": "crossing"},
}  # fmt: skip
VARIANTS: dict[str, Choices] = {
    "alley": ((0.35, {"highway": "service", "service": "alley"}),),
    "terrace_street": ((0.01, {"highway": "living_street"}),),
    "field_path": ((0.45, {"highway": "footway", "designation": "public_footpath"}),
                   (0.15, {"highway": "bridleway", "designation": "public_bridleway"})),
    "farm_track": ((0.15, {"access": "private", "foot": "designated"}),),
    "snicket": ((0.2, {"highway": "path"}),),
    "park_path": ((0.1, {"highway": "cycleway", "foot": "yes"}),),
    "yard": ((0.4, {"service": "parking_aisle"}), (0.1, {"access": "private"})),
}  # fmt: skip
ROADS = ("trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "living_street", "service")
"""Classes of which the shares of tagged kilometres are told."""

LIKELIHOOD = {"primary": 5.0, "secondary": 4.0, "tertiary": 2.5, "residential": 1.0, "living_street": 1.0}
"""How much likelier a class of road is to be tagged than a service road or a country lane."""


@dataclass(frozen=True)
class Attribute:
    """What mappers write about an attribute: in town, in the country, and whether the class makes it likelier."""

    town: Choices
    country: Choices
    follows_class: bool = True


SIDEWALK: Choices = (
    (0.55, {"sidewalk": "both"}), (0.1, {"sidewalk": "left"}), (0.1, {"sidewalk": "right"}),
    (0.08, {"sidewalk": "no"}), (0.02, {"sidewalk": "none"}), (0.08, {"sidewalk:both": "yes"}),
    (0.07, {"sidewalk:left": "yes", "sidewalk:right": "no"}),
)  # fmt: skip
ATTRIBUTES = {
    "sidewalk": Attribute(SIDEWALK, ((0.9, {"sidewalk": "no"}), (0.1, {"sidewalk": "none"}))),
    "maxspeed": Attribute(
        ((0.5, {"maxspeed": "30 mph"}), (0.36, {"maxspeed": "20 mph"}), (0.04, {"maxspeed": "40 mph"}),
         (0.05, {"maxspeed": "30 mph", "maxspeed:type": "GB:nsl_restricted"}), (0.03, {"maxspeed": "20 mph",
         "maxspeed:type": "GB:zone20"}), (0.01, {"maxspeed": "30"}), (0.01, {"maxspeed": "30 mph;20 mph"})),
        ((0.55, {"maxspeed": "60 mph"}), (0.25, {"maxspeed": "60 mph", "maxspeed:type": "GB:nsl_single"}),
         (0.08, {"maxspeed": "national", "source:maxspeed": "GB:nsl_single"}), (0.12, {"maxspeed": "40 mph"})),
    ),
    "lit": Attribute(((0.97, {"lit": "yes"}), (0.03, {"lit": "24/7"})), ((1.0, {"lit": "no"}),)),
    "lanes": Attribute(
        ((0.96, {"lanes": "2"}), (0.04, {"lanes": "3"})), ((0.8, {"lanes": "2"}), (0.2, {"lanes": "1"}))
    ),
    "surface": Attribute(
        ((0.93, {"surface": "asphalt"}), (0.04, {"surface": "paving_stones"}), (0.03, {"surface": "sett"})),
        ((0.85, {"surface": "asphalt"}), (0.15, {"surface": "compacted"})), follows_class=False,
    ),
    "width": Attribute(((0.7, {"width": "5.5"}), (0.3, {"width": "6 m"})), ((1.0, {"width": "3"}),)),
}  # fmt: skip
COUNTRY_ROLES = ("lane", "farm_lane", "farm_track", "farm_drive")
PATH_SURFACES = {"field_path": "ground", "towpath": "compacted", "cycleway": "asphalt", "park_path": "asphalt"}
PATH_SURFACES_KNOWN = 0.3


def way_tags(ways: gpd.GeoDataFrame) -> list[Tags]:
    """Return the tags of each way."""
    tags = [dict(CLASSES[role]) for role in ways["role"]]
    _add_variants(tags, ways)
    for number in np.flatnonzero(ways["name"] == BUSY_ROAD):
        tags[number] |= BUSY_ROAD_TAGS
    for key, attribute in ATTRIBUTES.items():
        _add(tags, ways, key, attribute)
    _add_path_details(tags, ways)
    for each, name in zip(tags, ways["name"], strict=True):
        if name:
            each["name"] = name
    for number in np.flatnonzero(ways["is_bridge"]):
        tags[number] |= {"bridge": "yes", "layer": "1"}
    return tags


def _add_variants(tags: list[Tags], ways: gpd.GeoDataFrame) -> None:
    chance = random_stream("variants of ways").uniform(0, 1, len(ways))
    for role, variants in VARIANTS.items():
        for number in np.flatnonzero(ways["role"] == role):
            tags[number] |= _pick(variants, chance[number])


def _add(tags: list[Tags], ways: gpd.GeoDataFrame, key: str, attribute: Attribute) -> None:
    """Tag roads until the stated share of their kilometres has the attribute; some have it by their class."""
    highway = pd.Series([each["highway"] for each in tags])
    is_road = highway.isin(ROADS).to_numpy()
    has_it = np.array([key in each for each in tags]) & is_road
    length = ways.length.to_numpy()
    random = random_stream(f"tagging {key}")
    likelihood = highway.map(LIKELIHOOD).fillna(0.5).to_numpy() if attribute.follows_class else np.ones(len(tags))
    wanted_m = OSM_SHARES[key] * length[is_road].sum() - length[has_it].sum()
    chosen = _drawn(length, np.where(is_road & ~has_it, likelihood, 0.0), wanted_m, random)
    is_country = ways["role"].isin(COUNTRY_ROLES).to_numpy()
    chance = random.uniform(0, 1, len(tags))
    for number in np.flatnonzero(chosen):
        tags[number] |= _pick(attribute.country if is_country[number] else attribute.town, chance[number])


def _drawn(length: Array, likelihood: Array, wanted_m: float, random: np.random.Generator) -> Mask:
    """Draw ways by likelihood, none twice, until they are as long as wanted (exponential clocks)."""
    clock = random.exponential(1, len(length)) / np.maximum(likelihood, 1e-12)
    order = np.argsort(clock, kind="stable")
    chosen = np.zeros(len(length), dtype=bool)
    chosen[order] = np.cumsum(length[order]) <= wanted_m
    return chosen & (likelihood > 0)


def _pick(choices: Choices, chance: float) -> Tags:
    """Return the choice whose share of the unit interval holds the chance; nothing beyond the last."""
    upper = 0.0
    for share, tags in choices:
        upper += share
        if chance < upper:
            return tags
    return {}


def _add_path_details(tags: list[Tags], ways: gpd.GeoDataFrame) -> None:
    chance = random_stream("surfaces of paths").uniform(0, 1, len(ways))
    for role, surface in PATH_SURFACES.items():
        for number in np.flatnonzero((ways["role"] == role) & (chance < PATH_SURFACES_KNOWN)):
            tags[number]["surface"] = surface
    for number in np.flatnonzero(ways["role"] == "steps"):
        tags[number] |= {"incline": "up"} | ({"handrail": "yes"} if chance[number] < 0.5 else {})
