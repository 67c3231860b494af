"""Dagster assets: one name per table or page, its inputs, group and partition, and one call into geodata or maps."""

from assets import (
    access,
    boundaries,
    inequality,
    maps,
    route_pages,
    route_products,
    school_routes,
    site_pages,
    sources,
    statistics,
    streets,
    streets_only,
    suppression,
)
from assets.declaration import Declaration
from geodata.study_area import StudyArea

DECLARATIONS: list[Declaration] = [
    *sources.DECLARATIONS,
    *streets.DECLARATIONS,
    *access.DECLARATIONS,
    *school_routes.DECLARATIONS,
    *route_products.DECLARATIONS,
    *boundaries.DECLARATIONS,
    *statistics.DECLARATIONS,
    *inequality.DECLARATIONS,
    *suppression.DECLARATIONS,
    *maps.DECLARATIONS,
    *site_pages.DECLARATIONS,
    *route_pages.DECLARATIONS,
]


def declarations_of(study_area: StudyArea) -> list[Declaration]:
    """Return the assets of a study area: all of them, or those that streets alone can fill."""
    return streets_only.DECLARATIONS if study_area.is_streets_only else DECLARATIONS


__all__ = ["DECLARATIONS", "Declaration", "declarations_of"]
