"""The ground that files of terrain, tiles and extracts must cover: the study area and 5 km around it."""

from pathlib import Path

import shapely

from geodata.catalogue import Source, load_catalogue
from geodata.errors import DownloadError, EvengroundError
from geodata.network.summary import BUFFER_M
from geodata.openstreetmap.coverage import WGS84, covered, projected
from geodata.openstreetmap.opl import read_extract
from geodata.readers.loading import load_source
from geodata.schemas import CRS
from geodata.source_files import find_files
from geodata.study_area import StudyArea


def study_extent(source: Source, study_area: StudyArea, sources_dir: Path) -> shapely.Geometry:
    """Return the outline of the study area, widened by the 5 km that walks may go beyond it, in EPSG:27700.

    It is that of the wards in `sources_dir`, or in a streets-only area of what its extract covers. Raises
    `DownloadError` where these are not there yet or cannot be read: what `source` needs first.
    """
    needed = "openstreetmap" if study_area.is_streets_only else "wards"
    try:
        outline = _covered(sources_dir) if study_area.is_streets_only else _wards(study_area, sources_dir)
    except EvengroundError as error:
        raise DownloadError(
            f"{source.title} ({source.key}): which part of it is wanted cannot be told before the source {needed} is "
            f"there ({error}). Get {needed} first"
        ) from error
    return outline.buffer(BUFFER_M)


def in_degrees(outline: shapely.Geometry) -> shapely.Geometry:
    """Return an outline in EPSG:27700 as longitude and latitude."""
    return projected(outline, CRS, WGS84)


def _wards(study_area: StudyArea, sources_dir: Path) -> shapely.Geometry:
    wards = load_source("wards", sources_dir, study_area)
    return shapely.union_all(wards.geometry.to_numpy())


def _covered(sources_dir: Path) -> shapely.Geometry:
    paths = find_files(load_catalogue()["openstreetmap"], sources_dir)
    return shapely.union_all([covered(read_extract(path), CRS) for path in paths])
