"""Local streets: a grid of short blocks in the centre, rows of terraces around it, curved streets in the suburbs."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from geodata.demo.seed import random_stream
from geodata.demo.streets.drawing import Shapes, drawn


@dataclass(frozen=True)
class Pattern:
    """Streets of a style: metres between them and between their side streets, how far they swing, share with alleys."""

    apart_m: tuple[float, float]
    side_m: tuple[float, float]
    swing_m: tuple[float, float]
    alleys: float


PATTERNS = {
    "centre": Pattern((66, 80), (75, 105), (0, 5), 0.3),
    "terrace": Pattern((60, 76), (120, 180), (0, 8), 0.3),
    "estate": Pattern((84, 106), (105, 165), (12, 38), 0.0),
}


def local_streets(districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the streets and alleys of each district, cut at its edge."""
    random = random_stream("local streets")
    families = [
        family
        for land, style in zip(districts.geometry, districts["style"], strict=True)
        for family in _families(land, style, random)
    ]
    roles = np.concatenate([np.full(len(lines), role, dtype=object) for role, lines in families])
    streets = drawn("", np.concatenate([lines for _, lines in families]))
    return streets.assign(role=roles)


def _families(land: shapely.Polygon, style: str, random: np.random.Generator) -> list[tuple[str, Shapes]]:
    """Lay two families of streets across the district, the first along its longest side, and alleys between them."""
    pattern = PATTERNS[style]
    angle = _bearing_of_longest_side(land) + random.normal(0, 0.05)
    apart, side_apart, swing = (random.uniform(*ends) for ends in (pattern.apart_m, pattern.side_m, pattern.swing_m))
    families = [
        (f"{style}_street", _family(land, angle, apart, swing, 0.0, random)),
        (f"{style}_street", _family(land, angle + np.pi / 2, side_apart, swing / 2, 0.0, random)),
    ]
    if pattern.alleys:
        between = _family(land, angle, apart, swing, 0.5, random)
        families.append(("alley", between[random.uniform(0, 1, len(between)) < pattern.alleys]))
    return [(role, _within(land, lines)) for role, lines in families]


def _bearing_of_longest_side(land: shapely.Polygon) -> float:
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(land))
    sides = np.diff(corners, axis=0)[:2]
    east, north = sides[np.argmax(np.hypot(*sides.T))]
    return float(np.arctan2(north, east))


def _family(
    land: shapely.Polygon, angle: float, apart: float, swing: float, start: float, random: np.random.Generator
) -> Shapes:
    """Return parallel lines over the land, all bent by the same wave."""
    middle = shapely.get_coordinates(land.centroid)[0]
    reach = float(np.hypot(*(np.array(land.bounds[2:]) - land.bounds[:2]))) / 2 + apart
    along = np.arange(-reach, reach + 1, 30.0 if swing > 10 else 2 * reach)
    across = np.arange(-reach, reach, apart) + start * apart
    bend = swing * np.sin(2 * np.pi * along / random.uniform(260, 520) + random.uniform(0, 2 * np.pi))
    north = across[:, None] + bend
    east = np.broadcast_to(along, north.shape)
    turned = np.stack([east * np.cos(angle) - north * np.sin(angle), east * np.sin(angle) + north * np.cos(angle)], -1)
    return np.asarray(shapely.linestrings(turned + middle))


def _within(land: shapely.Polygon, lines: Shapes) -> Shapes:
    parts = shapely.get_parts(shapely.intersection(lines, land))
    return np.asarray(parts[(shapely.get_type_id(parts) == 1) & (shapely.length(parts) > 25)])
