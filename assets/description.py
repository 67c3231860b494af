"""What Dagster's pages show of a table: rows, columns, CRS and its first rows, readable at a glance."""

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg
import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.catalogue import load_catalogue

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
    return facts | _of_source(table.attrs.get("source", {}))


def _of_source(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of a source's files, nothing for other tables."""
    if not report:
        return {}
    source = load_catalogue()[report["key"]]
    told = {
        "vintage": report["vintage"] or source.vintage,
        "licence": source.licence_of(report.get("files", [])),
        "fetched at": report["fetched_at"] or "put there by hand",
        "reader says": report["message"],
    }
    return {name: dg.MetadataValue.text(words) for name, words in told.items() if words}


def data_version(table: pd.DataFrame) -> dg.DataVersion | None:
    """Return the version of a source's files, by which Dagster tells whether what is built on them is out of date."""
    sums = table.attrs.get("source", {}).get("sha256")
    return dg.DataVersion("+".join(sums)) if sums else None


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
