"""Main roads, drawn thinly over the wards so that people find their way: from our own streets, without a request."""

from typing import Any

import geopandas as gpd
import shapely

from maps.outlines import features

MAIN_ROADS = ("motorway", "trunk", "primary", "secondary")
"""In England motorways, A roads and B roads."""
TOLERANCE_M = 20.0


def main_roads(walking_edges: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return the layer of main roads that can be walked along, as one shape; none where no streets were read.

    `walking_edges` is the table of that name.
    """
    roads = walking_edges[walking_edges["highway"].isin(MAIN_ROADS)]
    if roads.empty:
        return []
    joined = shapely.simplify(shapely.line_merge(shapely.union_all(roads.geometry.array)), TOLERANCE_M)
    shape = gpd.GeoDataFrame(geometry=[joined], crs=walking_edges.crs)
    return [
        {
            "key": "main-roads",
            "label": "Main roads",
            "words": "Main roads (A and B).",
            "look": "road",
            "dash": "",
            "isOn": True,
            "shape": features(shape, [{}]),
        }
    ]
