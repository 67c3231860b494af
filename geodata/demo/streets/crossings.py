"""Crossings of roads, tagged in the ways that are in use in Britain, old and new."""

import geopandas as gpd
import numpy as np
import shapely

from geodata.demo import geography
from geodata.demo.seed import random_stream
from geodata.demo.streets.districts import homes_per_km2
from geodata.demo.streets.drawing import Shapes
from geodata.demo.streets.tagging import Choices, Tags

CROSSINGS = 430
ROLES = ("primary", "secondary", "collector", "centre_street")
SIGNALS = {"crossing": "traffic_signals", "crossing:markings": "dots", "crossing:signals": "yes"}
CLASSES: Choices = (
    (0.09, {"crossing": "uncontrolled", "crossing:markings": "zebra", "crossing_ref": "zebra"}),
    (0.06, {"crossing": "marked", "crossing:markings": "zebra"}),
    (0.05, {"crossing": "zebra"}),
    (0.03, {"crossing": "marked", "crossing:markings": "zebra;dots", "crossing_ref": "zebra"}),
    (0.10, {**SIGNALS, "crossing_ref": "puffin"}),
    (0.08, {**SIGNALS, "crossing_ref": "pelican"}),
    (0.06, {**SIGNALS, "crossing_ref": "toucan"}),
    (0.01, {**SIGNALS, "crossing_ref": "pegasus"}),
    (0.02, {"crossing": "toucan"}),
    (0.02, {"crossing": "pelican", "segregated": "no"}),
    (0.08, {"crossing": "traffic_signals"}),
    (0.10, {"crossing": "uncontrolled"}),
    (0.20, {"crossing": "unmarked"}),
    (0.03, {"crossing": "island"}),
    (0.01, {"crossing": "no"}),
    (0.06, {}),
)
DETAILS: Choices = (
    (0.14, {"crossing:island": "yes"}),
    (0.12, {"crossing:island": "no"}),
    (0.34, {"tactile_paving": "yes"}),
    (0.12, {"tactile_paving": "no"}),
    (0.22, {"kerb": "lowered"}),
    (0.06, {"kerb": "flush"}),
    (0.04, {"kerb": "raised"}),
)
"""Share of the crossings with each detail; one that contradicts an earlier one is not added."""


def crossings(ways: gpd.GeoDataFrame) -> tuple[Shapes, list[Tags]]:
    """Return points on the ways, each at a corner of one, and their tags; signals stand on the ring road's."""
    on_ring = _middles(ways.geometry[ways["role"] == "ring_crossing"].to_numpy())
    points = np.concatenate([on_ring, _between_junctions(ways)])
    random = random_stream("crossings")
    chance = random.uniform(0, 1, len(points))
    tags = [_class_tags(share) for share in chance]
    tags[: len(on_ring)] = [{"highway": "crossing", **SIGNALS} for _ in on_ring]
    for each in tags:
        for share, detail in DETAILS:
            if random.uniform() < share and not set(detail) & set(each):
                each.update(detail)
    return points, tags


def _class_tags(chance: float) -> Tags:
    number = int(np.searchsorted(np.cumsum([share for share, _ in CLASSES]), chance))
    return {"highway": "crossing"} | CLASSES[min(number, len(CLASSES) - 1)][1]


def _middles(lines: Shapes) -> Shapes:
    """Return the corners of the crossing footways that lie on the ring road."""
    points = shapely.points(np.unique(shapely.get_coordinates(lines), axis=0))
    return np.asarray(points[shapely.dwithin(points, geography.ring_road(), 0.5)])


def _between_junctions(ways: gpd.GeoDataFrame) -> Shapes:
    """Draw corners of busier streets in town that no other way shares."""
    corners, way = shapely.get_coordinates(ways.geometry.to_numpy(), return_index=True)
    _, number, count = np.unique(corners.round(1), axis=0, return_inverse=True, return_counts=True)
    is_busy = ways["role"].isin(ROLES).to_numpy()[way] & ~ways["is_bridge"].to_numpy()[way]
    points = shapely.points(corners[is_busy & (count[number.reshape(-1)] == 1)])
    density = homes_per_km2(points)
    share = np.clip(density, 0, 600) / np.clip(density, 0, 600).sum()
    chosen = random_stream("places of crossings").choice(len(points), CROSSINGS, replace=False, p=share)
    return np.asarray(points[np.sort(chosen)])
