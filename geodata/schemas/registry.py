"""Finds the model of a table by its name, brings frames into its shape and validates them."""

import re
from collections.abc import Mapping, Sequence

import geopandas as gpd
import pandas as pd
import pandera.errors

from geodata.catalogue import load_catalogue
from geodata.errors import SourceFileError
from geodata.schemas import (
    access,
    areas,
    authority_evidence,
    clusters,
    collisions,
    comparison,
    route_evidence,
    route_products,
    school_routes,
    sources,
    statistics,
    streets,
    suppressed,
)
from geodata.schemas.table import Table

CRS = "EPSG:27700"
TYPES = {"string[pyarrow]": "text", "float64": "number", "int64": "whole number", "bool": "true or false"}


def _snake(name: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return re.sub(r"(?<=[a-z])(?=\d\d)|(?<=\d{4})(?=\d{4})", "_", words)


def _models(*modules: object) -> dict[str, type[Table]]:
    found = {}
    for module in modules:
        for name, thing in vars(module).items():
            if isinstance(thing, type) and issubclass(thing, Table) and thing is not Table:
                found[_snake(name)] = thing
    return found


_ABSTRACT = {"_access", "_route_safety", "indicators", "source_deprivation", "source_activity", "casualties"}
_MODULES = (
    *(areas, statistics, clusters, comparison, suppressed, streets, access, route_evidence, school_routes),
    *(route_products, sources, authority_evidence, collisions),
)
_MODELS = {name: model for name, model in _models(*_MODULES).items() if name not in _ABSTRACT}


def table_names() -> list[str]:
    """Return the names of all tables that have a model."""
    return list(_MODELS)


def model_for(table: str) -> type[Table]:
    """Return the pandera model of a table; `KeyError` if the table is unknown."""
    return _MODELS[table]


def is_spatial(table: str) -> bool:
    """Tell whether the table has a geometry column."""
    return "geometry" in model_for(table).to_schema().columns


def conform(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the table's columns in their order and types, rows numbered from 0.

    Only plain types are cast (an all-missing text column, whole numbers read as floats); geometry and its CRS are left
    alone. Columns that the model knows by pattern follow the named ones, pattern after pattern.
    """
    columns = model_for(table).to_schema().columns
    types = {name: str(column.dtype) for name, column in columns.items() if not column.regex}
    for pattern in (name for name, column in columns.items() if column.regex):
        others = (name for name in frame.columns if re.fullmatch(pattern, str(name)) and name not in types)
        types |= dict.fromkeys(others, str(columns[pattern].dtype))
    ordered = frame.loc[:, list(types)].reset_index(drop=True)
    types.pop("geometry", None)
    wrong = {name: types[name] for name, dtype in ordered.dtypes.items() if name in types and dtype != types[name]}
    return ordered.astype(wrong) if wrong else ordered


def empty(table: str) -> pd.DataFrame:
    """Return the table without rows, as it stands for a source that is missing."""
    columns = [name for name, column in model_for(table).to_schema().columns.items() if not column.regex]
    frame = pd.DataFrame({name: pd.Series(dtype="object") for name in columns})
    if is_spatial(table):
        frame = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries([], crs=CRS))
    return conform(table, frame)


def stacked(table: str, parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all parts, one after the other, in the table's columns; no part gives an empty table."""
    if len(parts) == 1:
        return parts[0]
    return conform(table, pd.concat(parts, ignore_index=True)) if parts else empty(table)


def validate(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame unchanged if it fits the table's model.

    Raises `SourceFileError` naming table, column and what was found.
    """
    if is_spatial(table) and getattr(frame, "crs", None) != CRS:
        raise SourceFileError(f"table {table}: geometry must be in {CRS}, found {getattr(frame, 'crs', None)}")
    try:
        model_for(table).validate(frame, lazy=False)
    except (pandera.errors.SchemaError, pandera.errors.SchemaErrors) as error:
        raise SourceFileError(f"table {table}: {error}") from error
    return frame


def _as_read(name: str, published: Mapping[str, tuple[str, ...]]) -> str:
    if name == "geometry":
        return f"outline, {CRS}"
    return f"the publisher's column {published[name][0]}" if name in published else "made by the reader from the file"


def described_columns(table: str) -> list[tuple[str, str, str]]:
    """Return name, type and description of each column, for the data dictionary and the asset's column schema.

    A column of a source that the model does not describe is described by the publisher's name for it.
    """
    source = load_catalogue().get(table.removeprefix("source_"))
    published = source.columns | source.optional_columns if source else {}
    return [
        (
            column.title or name,
            TYPES.get(str(column.dtype), "geometry"),
            column.description or _as_read(name, published),
        )
        for name, column in model_for(table).to_schema().columns.items()
    ]


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
