"""The terrain model along the walking network: from the folder to table `source_elevation`, or a named gap."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.catalogue import load_catalogue
from geodata.network.elevation import read_elevation
from geodata.readers.report import source_report, table_or_gap
from geodata.schemas import conform, validate
from geodata.source_files import find_files

KEY = "elevation"


def load_elevation_or_gap(sources_dir: Path, edges: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return heights along the edges; without a terrain model, or without edges, the empty table with the reason."""
    return table_or_gap(KEY, sources_dir, lambda: _load(sources_dir, edges))


def _load(sources_dir: Path, edges: gpd.GeoDataFrame) -> pd.DataFrame:
    source = load_catalogue()[KEY]
    paths = find_files(source, sources_dir)
    read = read_elevation(paths, source, edges)
    table = validate(f"source_{KEY}", conform(f"source_{KEY}", read))
    table.attrs = {"source": source_report(KEY, "read", paths, len(table), str(read.attrs.get("mended", "")))}
    return table
