"""Files for spreadsheets and reports: tables as CSV, indicators in Fingertips' layout, inequality in sentences."""

import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.exports.csv_metadata import ENDING, csv_metadata
from geodata.exports.fingertips_layout import fingertips_tables
from geodata.exports.inequality_summary import inequality_summary
from geodata.exports.run_facts import Run
from geodata.exports.sheets import Sheet, fingertips_sheet, made_sheet, sheet_of_table
from geodata.school_routes.products.survey_list import osm_worklist
from geodata.study_area import StudyArea
from maps.gis.pack import write_gis_pack
from maps.outlines import WEB_CRS
from pipelines.layout import GIS, SUMMARY, WORKLIST, layout_of

TEN_DIGITS = "%.10g"  # 0.3, not 0.30000000000000004


def write_exports(
    study_area: StudyArea, tables: Mapping[str, pd.DataFrame], run_date: datetime.date, version: str, folder: Path
) -> list[str]:
    """Write the exports of the published tables into a folder; return the names of the files, relative to it.

    `tables` are as published, small numbers suppressed. Written are the tables of the layout as they are,
    `osm_worklist.csv` (the survey list for mappers), `gis/` (GeoPackages with styles, GeoJSON),
    `inequality_summary.csv`, and `fingertips/<indicator>.csv` for each indicator with figures of wards or authorities;
    a streets-only area has but the first three. Beside each CSV lies its `<name>.csv-metadata.json`.
    """
    run = Run(study_area, tables["sources"], run_date, version)
    written = []
    for name, table, sheet in _sheets(run, tables):
        _write_csv(table, folder / name)
        text = json.dumps(csv_metadata(Path(name).name, sheet, table, run), indent=1, ensure_ascii=False)
        (folder / f"{name}{ENDING}").write_text(f"{text}\n", encoding="utf-8")
        written += [name, f"{name}{ENDING}"]
    packed = write_gis_pack(study_area, tables, run_date, version, folder / GIS)
    return [*written, *(f"{GIS}/{name}" for name in packed)]


def _sheets(run: Run, tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, pd.DataFrame, Sheet]]:
    """Yield each spreadsheet's file, what it holds and what it is."""
    area = run.study_area
    for name in layout_of(area).exported:
        table = _plain(tables[name])
        yield f"{name}.csv", table, sheet_of_table(name, table.columns, tables, area)
    work = osm_worklist(tables["survey_list"])
    yield f"{WORKLIST}.csv", work, made_sheet(WORKLIST, work.columns, tables, area)
    if area.is_streets_only:
        return
    summary = inequality_summary(area, tables, run.run_date)
    yield f"{SUMMARY}.csv", summary, made_sheet(SUMMARY, summary.columns, tables, area)
    for name, table in fingertips_tables(area, tables).items():
        yield f"fingertips/{name}.csv", table, fingertips_sheet(name, tables, area)


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with a point on its geometry instead, which no spreadsheet shows; whole numbers as such."""
    plain = pd.DataFrame(table.drop(columns="geometry", errors="ignore"))
    if isinstance(table, gpd.GeoDataFrame):
        at = table.geometry.representative_point().to_crs(WEB_CRS)
        plain = plain.assign(lon=at.x.round(6), lat=at.y.round(6))
    return plain.convert_dtypes()


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # the byte order mark lets Excel see that it is UTF-8
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n", float_format=TEN_DIGITS)
