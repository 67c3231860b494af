"""Dagster assets: one name per table or page, its inputs, group and partition, and one call into geodata or maps."""

from assets import boundaries, inequality, maps, sources, statistics, suppression
from assets.declaration import Declaration

DECLARATIONS: list[Declaration] = [
    *sources.DECLARATIONS,
    *boundaries.DECLARATIONS,
    *statistics.DECLARATIONS,
    *inequality.DECLARATIONS,
    *suppression.DECLARATIONS,
    *maps.DECLARATIONS,
]

__all__ = ["DECLARATIONS", "Declaration"]
