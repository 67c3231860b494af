"""Outlines for drawing: neighbours simplified together, then as GeoJSON or as SVG paths."""

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

WEB_CRS = "EPSG:4326"
MAP_TOLERANCE_M = 40.0
"""About one pixel where a whole sub-region fills a screen; the published outlines are generalised to 20 m."""


def simplified(wards: gpd.GeoDataFrame, tolerance_m: float = MAP_TOLERANCE_M) -> gpd.GeoDataFrame:
    """Return the wards with simpler outlines; shared boundaries stay shared, so no gaps open between neighbours."""
    return wards.set_geometry(shapely.coverage_simplify(wards.geometry.array, tolerance_m), crs=wards.crs)


def dissolved(wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one outline per authority from its wards: `local_authority_code`, `local_authority_name`, geometry."""
    columns = ["local_authority_code", "local_authority_name", "geometry"]
    return wards[columns].dissolve(by=columns[:2], as_index=False)[columns]


def features(areas: gpd.GeoDataFrame, properties: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a GeoJSON feature collection in degrees with five decimals (about one metre)."""
    shapes = shapely.transform(areas.geometry.to_crs(WEB_CRS).array, lambda xy: np.round(xy, 5))
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": entry, "geometry": shapely.geometry.mapping(shape)}
            for shape, entry in zip(shapes, properties, strict=True)
        ],
    }


def label_points(areas: gpd.GeoDataFrame) -> list[tuple[float, float]]:
    """Return latitude and longitude of a point well inside each area, for its name."""
    circles = shapely.maximum_inscribed_circle(areas.geometry.array, tolerance=100)
    points = gpd.GeoSeries(shapely.get_point(circles, 0), crs=areas.crs).to_crs(WEB_CRS)
    return [(round(point.y, 5), round(point.x, 5)) for point in points]


def svg_paths(shapes: gpd.GeoSeries, groups: pd.Series, width: int = 600) -> tuple[dict[int, str], str]:
    """Return one SVG path per group of areas and the view box that holds them all.

    Coordinates are whole units of `width` across, north up; `groups` has the index of `shapes`.
    """
    left, bottom, right, top = shapes.total_bounds
    scale = width / (right - left)
    height = round((top - bottom) * scale)

    def to_picture(xy: np.ndarray) -> np.ndarray:
        picture: np.ndarray = np.round((xy - [left, top]) * [scale, -scale], 1) + 0.0  # no −0
        return picture

    drawn = gpd.GeoSeries(shapely.transform(shapes.array, to_picture), index=shapes.index)
    paths = {int(str(group)): "".join(map(_path, members)) for group, members in drawn.groupby(groups)}
    return paths, f"-2 -2 {width + 4} {height + 4}"


def _path(shape: shapely.Geometry) -> str:
    rings = shapely.get_rings(shapely.get_parts(shape))
    return "".join(
        "M" + "L".join(f"{x:g} {y:g}" for x, y in shapely.get_coordinates(ring)[:-1]) + "Z" for ring in rings
    )
