"""Small pictures of where a ward lies in its authority."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from maps.outlines import simplified, svg_paths

PICTURE_PX = 320
"""How wide a picture is; outlines are simplified to one pixel."""


@dataclass(frozen=True)
class Locator:
    """Paths of the ward and of the others of its authority, and the view box of all."""

    own: str
    others: str
    view_box: str


def locators(wards: gpd.GeoDataFrame) -> dict[str, Locator]:
    """Return the picture of each ward by code."""
    pictures: dict[str, Locator] = {}
    for _, own in wards.groupby("local_authority_code"):
        left, bottom, right, top = own.total_bounds
        coarse = simplified(own, max(right - left, top - bottom) / PICTURE_PX).reset_index(drop=True)
        paths, view_box = svg_paths(coarse.geometry, pd.Series(coarse.index, coarse.index), PICTURE_PX)
        for place, code in enumerate(coarse["ward_code"]):
            others = "".join(path for other, path in paths.items() if other != place)
            pictures[str(code)] = Locator(paths.get(place, ""), others, view_box)
    return pictures
