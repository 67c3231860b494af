"""Writing a GeoPackage that QGIS opens styled, the same bytes from the same tables."""

import datetime
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pyogrio

STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
)
"""
"""The table in which QGIS keeps styles, column by column as it makes it."""
SRS = 27700


def write_geopackage(
    path: Path, layers: Mapping[str, gpd.GeoDataFrame], styles: Mapping[str, str], made_on: datetime.date
) -> None:
    """Write the layers with their styles (QML by layer), each style the layer's default.

    Dates of change are the day of the run, so that the file does not tell when it was written.
    """
    path.unlink(missing_ok=True)
    for name, layer in layers.items():
        pyogrio.write_dataframe(layer, path, layer=name, driver="GPKG", append=path.exists())
    moment = f"{made_on.isoformat()}T00:00:00.000Z"
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(STYLES)
        file.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) VALUES (?, ?, ?, ?)",
            ("layer_styles", "attributes", "layer_styles", moment),
        )
        file.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
            " styleQML, styleSLD, useAsDefault, description, owner, update_time)"
            " VALUES ('', '', ?, 'geom', ?, ?, '', 1, 'Evenground', '', ?)",
            [(name, name, styles[name], moment) for name in layers],
        )
        file.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
