"""A small static map of one authority's wards by deprivation, in the classes of the whole study area."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from maps.classes import rounded_quantiles
from maps.deprivation_picture import INDICATOR
from maps.outlines import simplified, svg_paths
from maps.palettes import sequential
from maps.periods import latest_rows

PIXELS = 420
"""How wide the picture is at most: outlines are simplified to one pixel."""


@dataclass(frozen=True)
class KeyRow:
    """A row of the key: colour or pattern, its words and how many wards it has."""

    fill: str
    label: str
    count: int


@dataclass(frozen=True)
class AuthorityPicture:
    """Colours and paths of an SVG, its view box, its key with the highest class first, and the period."""

    paths: tuple[tuple[str, str], ...]
    view_box: str
    key: tuple[KeyRow, ...]
    period: str


def authority_picture(
    wards: gpd.GeoDataFrame, ward_indicators: pd.DataFrame, local_authority_code: str
) -> AuthorityPicture | None:
    """Return the picture, or nothing if no ward of the authority has a deprivation score.

    Classes are those of all `wards`, so that authorities can be compared; wards without a score are hatched.
    """
    rows = latest_rows(ward_indicators, INDICATOR, wards["ward_code"].tolist())
    own = wards[wards["local_authority_code"] == local_authority_code]
    if rows["value"].reindex(own["ward_code"]).notna().sum() == 0:
        return None
    classes = rounded_quantiles(rows["value"])
    groups = classes.assign(rows["value"].reindex(own["ward_code"]).round(1)).set_axis(own.index)
    fills = {-1: "url(#no-data)"} | dict(enumerate(sequential(len(classes.labels))))
    labels = ("No data", *classes.labels)
    counts = groups.value_counts()
    left, bottom, right, top = own.total_bounds
    paths, view_box = svg_paths(simplified(own, max(right - left, top - bottom) / PIXELS).geometry, groups)
    shown = sorted(fills, reverse=True) if -1 in counts else sorted(fills, reverse=True)[:-1]
    return AuthorityPicture(
        tuple((fills[group], path) for group, path in paths.items()),
        view_box,
        tuple(KeyRow(fills[group], labels[group + 1], int(counts.get(group, 0))) for group in shown),
        str(rows["period"].dropna().iloc[0]),
    )
