"""The small static map of the front page: wards by deprivation, as an inline picture."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from maps.classes import rounded_quantiles
from maps.outlines import dissolved, simplified, svg_paths
from maps.palettes import sequential
from maps.periods import latest_rows

INDICATOR = "iod2025_imd_score"
TOLERANCE_M = 150.0
"""Less than one pixel of the small picture for a study area 90 km across."""


@dataclass(frozen=True)
class Picture:
    """Paths of an SVG: class colour (or pattern) and path, the authorities' outlines, and the view box."""

    classes: tuple[tuple[str, str], ...]
    outlines: str
    view_box: str
    period: str


def deprivation_picture(wards: gpd.GeoDataFrame, ward_indicators: pd.DataFrame) -> Picture | None:
    """Return the picture, or nothing without a deprivation score; wards without a score are hatched."""
    rows = latest_rows(ward_indicators, INDICATOR, wards["ward_code"].tolist())
    if rows.empty:
        return None
    drawn = simplified(wards, min(TOLERANCE_M, _extent_m(wards) / 600))
    classes = rounded_quantiles(rows["value"])
    groups = classes.assign(rows["value"].round(1)).set_axis(drawn.index)
    fills = {-1: "url(#no-data)"} | dict(enumerate(sequential(len(classes.labels))))
    paths, view_box = svg_paths(drawn.geometry, groups)
    authorities = dissolved(drawn).geometry
    outlines, _ = svg_paths(authorities, pd.Series(0, index=authorities.index))
    shaded = tuple((fills[group], path) for group, path in paths.items())
    return Picture(shaded, outlines[0], view_box, str(rows["period"].dropna().iloc[0]))


def _extent_m(wards: gpd.GeoDataFrame) -> float:
    left, bottom, right, top = wards.total_bounds
    return float(max(right - left, top - bottom))
