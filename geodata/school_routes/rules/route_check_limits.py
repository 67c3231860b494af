"""Thresholds of rule-set `ate_route_check`."""

from functools import cache

from pydantic import Field

from geodata.school_routes.rules.thresholds import constants
from geodata.study_area import Declared

NAME = "ate_route_check"


class RouteCheck(Declared):
    """Thresholds of `ate_route_check.toml`."""

    peak_hour_share: float = Field(gt=0, le=1)
    side_road_vpd: float
    busy_street_vpd: float
    crossings_every_m: tuple[float, float, float]
    no_gaps_vph: float
    speed_mph: tuple[float, float, float]
    busiest_hour_vph: tuple[float, float, float]
    hgv_pct: tuple[float, float]
    footway_m: tuple[float, float, float]
    narrow_footway_m: float
    narrow_stretch_m: float
    path_m: tuple[float, float]
    steep_pct: float
    loose_rating: int = Field(ge=0, le=3)


@cache
def route_check() -> RouteCheck:
    """Return the thresholds as published."""
    return constants(RouteCheck, NAME)
