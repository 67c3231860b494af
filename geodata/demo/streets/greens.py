"""Green space of the demo borough: parks, playing fields, play spaces, allotments, cemeteries, a golf course."""

from functools import cache

import geopandas as gpd
import numpy as np
import shapely

from geodata.demo import geography
from geodata.demo.geography import at_km
from geodata.demo.seed import random_stream
from geodata.demo.streets.blocks import blocks
from geodata.demo.streets.districts import homes_per_km2
from geodata.demo.streets.parks import parks

FROM_BLOCKS = {"playing_field": 9, "allotments": 6, "cemetery": 2, "church_ground": 4}
"""How many blocks in town are each; playing fields take the largest."""

BLOCK_M2 = (2_500, 60_000)
GOLF_COURSE_KM = (5.0, 2.1)
PLAYGROUNDS = 14
PLAYGROUND_M = 14.0


@cache
def greens() -> gpd.GeoDataFrame:
    """Return all green space: `kind`, `name` and geometry."""
    kinds, names, land = ["park"] * len(parks()), list(parks()["name"]), list(parks().geometry)
    for kind, block in _from_blocks():
        kinds.append(kind)
        names.append("")
        land.append(block)
    golf = at_km(*GOLF_COURSE_KM).buffer(330, quad_segs=5)
    playgrounds = [_playground(lawn) for lawn in parks().geometry[:PLAYGROUNDS]]
    return gpd.GeoDataFrame(
        {
            "kind": [*kinds, "golf_course", *["playground"] * len(playgrounds)],
            "name": [*names, "Gorsendale Golf Club", *[""] * len(playgrounds)],
        },
        geometry=shapely.set_precision([*land, golf, *playgrounds], 0.1),
        crs=geography.CRS,
    )


def _from_blocks() -> list[tuple[str, shapely.Polygon]]:
    area = shapely.area(blocks())
    middle = shapely.point_on_surface(blocks())
    is_fit = (area > BLOCK_M2[0]) & (area < BLOCK_M2[1]) & (homes_per_km2(middle) > 60)
    is_fit &= ~shapely.intersects(shapely.union_all(parks().geometry), blocks())
    fit = blocks()[is_fit]
    largest = FROM_BLOCKS["playing_field"]
    others = random_stream("greens").choice(
        np.arange(largest, len(fit)), sum(FROM_BLOCKS.values()) - largest, replace=False
    )
    chosen = [*fit[:largest], *fit[others]]
    kinds = [kind for kind, count in FROM_BLOCKS.items() for _ in range(count)]
    return list(zip(kinds, chosen, strict=True))


def _playground(lawn: shapely.Polygon) -> shapely.Polygon:
    middle = lawn.centroid
    corner = (middle.x + 4, middle.y + 4)
    return shapely.box(*corner, corner[0] + PLAYGROUND_M, corner[1] + PLAYGROUND_M)
