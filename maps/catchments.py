"""What lies within a walk of any school or GP practice: outlines that can be drawn over the ward map."""

from typing import Any

import geopandas as gpd
import shapely

from maps.numbers import counted, decimal
from maps.outlines import features

NOUNS = {"school": "school", "gp": "GP practice"}
DASHES = {"school": "8 4", "gp": "2 4"}
"""The outlines differ without colour."""
CLOSED_M = 100.0
"""Gaps narrower than twice this, between streets that are both within the walk, are none for whoever lives there."""
TOLERANCE_M = 40.0
SMALLEST_M2 = 20_000.0
"""Islands and holes smaller than two hectares are less than three pixels wide on the map."""


def catchment_layers(catchments: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return a layer for each kind of place: what all its catchments cover together, and what is said of it.

    `catchments` is the table of that name. One outline for each place would be more than a map of many schools bears.
    """
    layers = []
    for kind, noun in NOUNS.items():
        own = catchments[catchments["kind"] == kind]
        if len(own):
            minutes = int(own["walk_minutes"].iloc[0])
            label = f"Within {minutes} minutes of a {noun}"
            shape = gpd.GeoDataFrame(geometry=[_together(own)], crs=catchments.crs)
            layers.append(
                {
                    "key": kind,
                    "label": label,
                    "words": f"{label} (outline). {_words(own, noun)}",
                    "look": "overlay",
                    "dash": DASHES[kind],
                    "isOn": False,
                    "shape": features(shape, [{}]),
                }
            )
    return layers


def _together(catchments: gpd.GeoDataFrame) -> shapely.Geometry:
    """Return the union, simplified, without what is too small to be seen."""
    closed = catchments.union_all().buffer(CLOSED_M).buffer(-CLOSED_M)
    parts = shapely.get_parts(shapely.simplify(closed, TOLERANCE_M))
    kept = [_without_small_holes(part) for part in parts if part.area >= SMALLEST_M2]
    return shapely.multipolygons(kept or parts)


def _without_small_holes(part: shapely.Polygon) -> shapely.Polygon:
    holes = [ring for ring in part.interiors if shapely.Polygon(ring).area >= SMALLEST_M2]
    return shapely.Polygon(part.exterior, holes)


def _words(own: gpd.GeoDataFrame, noun: str) -> str:
    """Say how many places there are and between how few and how many residents live within the walk."""
    people = own["residents"].dropna()
    spread = (
        f": {decimal(people.min(), 0)} to {decimal(people.max(), 0)} residents within the walk" if len(people) else ""
    )
    return f"{counted(len(own), noun)}{spread}."
