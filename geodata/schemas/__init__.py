"""The data contract: one pandera model per table, found by the table's name.

Strict and without coercion: a missing column, an unexpected one, a wrong type or a wrong CRS is an error at the door.
"""

from geodata.schemas.registry import (
    CRS,
    conform,
    described_columns,
    empty,
    is_spatial,
    model_for,
    stacked,
    table_names,
    validate,
)

__all__ = [
    "CRS",
    "conform",
    "described_columns",
    "empty",
    "is_spatial",
    "model_for",
    "stacked",
    "table_names",
    "validate",
]
