"""Writing a GeoPackage that QGIS opens styled and with its fields explained, the same bytes from the same tables."""

import datetime
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pyogrio

from geodata.exports.field_meanings import Meaning

VERSION = "1.3"
"""Of the format: GDAL's own 1.4 makes the QGIS of older desktops warn that it knows it but in part."""
STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
)
"""
"""The table in which QGIS keeps styles, column by column as it makes it."""
SCHEMA_TABLES = ("gpkg_data_columns", "gpkg_data_column_constraints")
SCHEMA_DEFINED_IN = "OGC 12-128r17, annex F.9"
SCHEMA = """
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name)
);
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
  max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
);
"""
"""Tables of the format's extension *Schema*, which describes columns: its two tables come together."""


@dataclass(frozen=True)
class Layer:
    """Rows with their shapes, how they are drawn (QML), what they are, and what each field means."""

    rows: gpd.GeoDataFrame
    style: str
    description: str
    fields: Mapping[str, Meaning]


def write_geopackage(path: Path, layers: Mapping[str, Layer], made_on: datetime.date) -> None:
    """Write the layers by name, each with its style as its default, its description and those of its fields.

    Dates of change are the day of the run, so that the file does not tell when it was written.
    """
    path.unlink(missing_ok=True)
    draft = path.with_suffix(".draft.gpkg")
    draft.unlink(missing_ok=True)
    for name, layer in layers.items():
        pyogrio.write_dataframe(
            layer.rows, draft, layer=name, driver="GPKG", append=draft.exists(), use_arrow=True,
            dataset_options={"VERSION": VERSION},
        )  # fmt: skip
    moment = f"{made_on.isoformat()}T00:00:00.000Z"
    with closing(sqlite3.connect(draft)) as file:
        with file:
            _add_styles(file, layers, moment)
            _describe(file, layers)
            file.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
        # SQLite counts its writes in the file, and GDAL does not always make as many
        file.execute("VACUUM INTO ?", (str(path),))
    draft.unlink()


def _add_styles(file: sqlite3.Connection, layers: Mapping[str, Layer], moment: str) -> None:
    file.execute(STYLES)
    file.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('layer_styles', 'attributes', ?)",
        ("layer_styles",),
    )
    file.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
        " styleQML, styleSLD, useAsDefault, description, owner, update_time)"
        " VALUES ('', '', ?, 'geom', ?, ?, '', 1, 'Evenground', '', ?)",
        [(name, name, layer.style, moment) for name, layer in layers.items()],
    )


def _describe(file: sqlite3.Connection, layers: Mapping[str, Layer]) -> None:
    for statement in SCHEMA.split(";\n"):
        file.execute(statement)
    file.executemany(
        "INSERT INTO gpkg_extensions (table_name, extension_name, definition, scope)"
        " VALUES (?, 'gpkg_schema', ?, 'read-write')",
        [(table, SCHEMA_DEFINED_IN) for table in SCHEMA_TABLES],
    )
    file.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) VALUES (?, ?, ?, ?, ?)",
        [
            (name, field, field, meaning.title, meaning.description)
            for name, layer in layers.items()
            for field, meaning in layer.fields.items()
        ],
    )
    file.executemany(
        "UPDATE gpkg_contents SET description = ? WHERE table_name = ?",
        [(layer.description, name) for name, layer in layers.items()],
    )
