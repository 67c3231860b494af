"""What Dagster's pages show of a table: rows, columns, CRS and its first rows, readable at a glance."""

from collections.abc import Sequence
from typing import Any

import dagster as dg
import geopandas as gpd
import numpy as np
import pandas as pd

PREVIEW_ROWS = 8


def described(table: pd.DataFrame) -> dict[str, Any]:
    """Return the metadata of a table: `dagster/row_count`, `columns`, `crs`, `preview` and what its reader says."""
    facts: dict[str, Any] = {
        "dagster/row_count": dg.MetadataValue.int(len(table)),
        "columns": dg.MetadataValue.int(len(table.columns)),
        "preview": preview(pd.DataFrame(table.drop(columns="geometry", errors="ignore"))),
    }
    if isinstance(table, gpd.GeoDataFrame):
        facts["crs"] = dg.MetadataValue.text(str(table.crs))
    if message := table.attrs.get("source", {}).get("message"):
        facts["reader says"] = dg.MetadataValue.text(message)
    return facts


def preview(table: pd.DataFrame, rows: int = PREVIEW_ROWS) -> dg.MetadataValue[Any]:
    """Return the first rows as a table; numbers are rounded for the eye, the stored ones are not."""
    shown = table.head(rows)
    records = [
        dg.TableRecord(dict(zip(shown.columns, _cells(row), strict=True))) for row in shown.itertuples(index=False)
    ]
    columns = [dg.TableColumn(str(name), type="string") for name in shown.columns]
    return dg.MetadataValue.table(records, dg.TableSchema(columns=columns))


def _cells(row: Sequence[Any]) -> list[str]:
    return [_cell(cell) for cell in row]


def _cell(cell: Any) -> str:
    if isinstance(cell, np.ndarray):
        return f"{len(cell)} numbers"
    return "" if pd.isna(cell) else f"{cell:.6g}" if isinstance(cell, float) else str(cell)
