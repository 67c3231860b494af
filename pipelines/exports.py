"""Files for spreadsheets and reports: tables as CSV, indicators in Fingertips' layout, inequality in sentences."""

import datetime
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.exports.fingertips_layout import fingertips_tables
from geodata.exports.inequality_summary import inequality_summary
from geodata.school_routes.products.survey_list import osm_worklist
from geodata.study_area import StudyArea
from maps.gis.pack import write_gis_pack
from maps.outlines import WEB_CRS
from pipelines.layout import GIS, WORKLIST, layout_of

TEN_DIGITS = "%.10g"  # 0.3, not 0.30000000000000004


def write_exports(
    study_area: StudyArea, tables: Mapping[str, pd.DataFrame], run_date: datetime.date, version: str, folder: Path
) -> list[str]:
    """Write the exports of the published tables into a folder; return the names of the files, relative to it.

    `tables` are as published, small numbers suppressed. Written are the tables of the layout as they are,
    `osm_worklist.csv` (the survey list for mappers), `gis/` (GeoPackages with styles, GeoJSON),
    `inequality_summary.csv`, and `fingertips/<indicator>.csv` for each indicator with figures of wards or authorities;
    a streets-only area has but the first three.
    """
    plain = [_write_csv(_plain(tables[name]), folder, f"{name}.csv") for name in layout_of(study_area).exported]
    plain.append(_write_csv(osm_worklist(tables["survey_list"]), folder, f"{WORKLIST}.csv"))
    plain += [f"{GIS}/{name}" for name in write_gis_pack(study_area, tables, run_date, version, folder / GIS)]
    if study_area.is_streets_only:
        return plain
    summary = inequality_summary(study_area, tables, run_date)
    made = [_write_csv(summary, folder, "inequality_summary.csv")]
    for name, table in fingertips_tables(study_area, tables).items():
        made.append(_write_csv(table, folder, f"fingertips/{name}.csv"))
    return [*plain, *made]


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with a point on its geometry instead, which no spreadsheet shows; whole numbers as such."""
    plain = pd.DataFrame(table.drop(columns="geometry", errors="ignore"))
    if isinstance(table, gpd.GeoDataFrame):
        at = table.geometry.representative_point().to_crs(WEB_CRS)
        plain = plain.assign(lon=at.x.round(6), lat=at.y.round(6))
    return plain.convert_dtypes()


def _write_csv(table: pd.DataFrame, folder: Path, name: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    # the byte order mark lets Excel see that it is UTF-8
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n", float_format=TEN_DIGITS)
    return name
