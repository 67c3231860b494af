"""From a study area to its OpenStreetMap table: extracts in the folder, or Overpass where there is none."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from geodata.catalogue import load_catalogue
from geodata.errors import SourceMissingError
from geodata.network.summary import BUFFER_M
from geodata.openstreetmap.overpass import read_overpass
from geodata.openstreetmap.pbf import read_extracts
from geodata.readers.report import source_report, table_or_gap
from geodata.schemas import validate
from geodata.schemas.access import UNDATED
from geodata.source_files import find_files

KEY = "openstreetmap"


@dataclass(frozen=True)
class Overpass:
    """A service that is asked where there is no file; what it answers is kept in `cache_folder`."""

    url: str
    cache_folder: Path
    deadline_s: float = 1200.0
    """Seconds after which it is given up; a busy server would otherwise be waited for without end."""


def overpass_url() -> str:
    """Return the address of the service that the catalogue declares."""
    return str(load_catalogue()[KEY].service)


def load_openstreetmap(
    sources_dir: Path, wards: gpd.GeoDataFrame | None, overpass: Overpass | None
) -> gpd.GeoDataFrame:
    """Return the validated table `source_openstreetmap` of the study area and 5 km around it.

    Without `wards` (a streets-only area) everything in the extracts is taken. `attrs["openstreetmap"]` says what the
    files hold and cover. Raises `SourceMissingError` where there is no file and no service, `SourceFileError` where a
    file is damaged or covers none of the study area.
    """
    source = load_catalogue()[KEY]
    try:
        paths = find_files(source, sources_dir)
    except SourceMissingError:
        if overpass is None or wards is None:
            raise
        read, paths = _asked(_outline(wards), overpass), []
    else:
        read = read_extracts(paths, source, None if wards is None else _outline(wards))
    table = validate(f"source_{KEY}", read)
    said = read.attrs[KEY]
    report = source_report(KEY, "read", paths, len(table), _remarks(said, overpass if not paths else None))
    table.attrs = {"source": report | {"vintage": said["data_date"][:10] or UNDATED}, KEY: said}
    return table


def load_openstreetmap_or_gap(
    sources_dir: Path, wards: gpd.GeoDataFrame | None, overpass: Overpass | None
) -> gpd.GeoDataFrame:
    """Return `load_openstreetmap`, or the empty table with the reason where the streets are missing or damaged."""
    return table_or_gap(KEY, sources_dir, lambda: load_openstreetmap(sources_dir, wards, overpass))


def _remarks(said: dict[str, Any], overpass: Overpass | None) -> str:
    remarks = {
        f"asked of {overpass.url if overpass else ''}": overpass is not None,
        f"{said['dangling_references']} references to nodes that the extract lacks": said["dangling_references"],
        f"{said['ways_cut']} walkable ways cut where nodes are missing": said["ways_cut"],
        f"{said['areas_incomplete']} areas that it cuts, kept as points": said["areas_incomplete"],
        f"{said['merged_duplicates']} elements in more than one file, kept once": said["merged_duplicates"],
    }
    return "; ".join(words for words, is_so in remarks.items() if is_so)


def _outline(wards: gpd.GeoDataFrame) -> shapely.Geometry:
    return shapely.union_all(wards.geometry.to_numpy()).buffer(BUFFER_M)


def _asked(outline: shapely.Geometry, overpass: Overpass) -> gpd.GeoDataFrame:
    return read_overpass(outline, url=overpass.url, cache_folder=overpass.cache_folder, deadline_s=overpass.deadline_s)
