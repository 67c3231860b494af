"""From a source's folder to its table: which reader, which keys, which coverage."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geodata.catalogue import Source, load_catalogue
from geodata.errors import SourceFileError
from geodata.readers import coverage
from geodata.readers.boundaries import read_boundaries
from geodata.readers.car_availability import read_car_availability
from geodata.readers.casualties_raster import read_casualties_raster
from geodata.readers.deprivation import read_deprivation
from geodata.readers.district_summaries import read_district_summaries
from geodata.readers.file_format import has_open_end, is_gzip
from geodata.readers.fingertips import read_activity, require_indicators
from geodata.readers.footway_widths import read_footway_widths
from geodata.readers.green_space import read_green_space
from geodata.readers.health_services import read_gp_practices, read_pharmacies
from geodata.readers.lookups import read_lookup
from geodata.readers.measured_speeds import read_measured_speeds
from geodata.readers.population import read_population, read_population_by_age
from geodata.readers.population_raster import read_population_raster
from geodata.readers.postcodes import read_postcodes
from geodata.readers.repeats import without_repeats
from geodata.readers.report import source_report, table_or_gap
from geodata.readers.route_surveys import read_route_surveys
from geodata.readers.rural_urban import read_rural_urban
from geodata.readers.school_flows import read_school_flows
from geodata.readers.schools import read_schools
from geodata.readers.stats19_casualties import read_casualties
from geodata.readers.stats19_collisions import read_collisions
from geodata.readers.stats19_vehicles import read_vehicles
from geodata.readers.traffic_counts import read_traffic_counts
from geodata.readers.travel_to_work import read_travel_to_work
from geodata.readers.walking_cycling import read_walking_cycling
from geodata.readers.zones_20mph import read_zones_20mph
from geodata.schemas import conform, validate
from geodata.source_files import find_files, named
from geodata.study_area import StudyArea


@dataclass(frozen=True)
class SourceReader:
    """How one source is read: the function for a file, and what makes a row and an area."""

    read: Callable[[Path, Source, StudyArea], pd.DataFrame]
    keys: tuple[str, ...]
    """Columns that tell rows apart."""
    authority: str | None = None
    """Column of authority codes; every authority of the study area must be in it."""
    area: str | None = None
    """Column of the codes that are compared with a reference."""
    check: Callable[[pd.DataFrame, Source], None] | None = None


_LA = "local_authority_code"
_ACTIVITY = SourceReader(
    read_activity,
    ("indicator_id", "area_code", "category_type", "category", "period"),
    authority="area_code",
    check=require_indicators,
)
_DEPRIVATION = SourceReader(read_deprivation, ("lsoa_code", "domain"), authority=_LA, area="lsoa_code")
_LSOAS = SourceReader(read_boundaries, ("lsoa_code",), area="lsoa_code")

READERS = {
    "wards": SourceReader(read_boundaries, ("ward_code",), authority=_LA, area="ward_code"),
    "lsoas": _LSOAS,
    "lsoas_2011": _LSOAS,
    "local_authorities": SourceReader(read_boundaries, (_LA,), authority=_LA),
    "lsoa_ward_lookup": SourceReader(read_lookup, ("lsoa_code",), authority=_LA, area="lsoa_code"),
    "lsoa_2011_2021_lookup": SourceReader(
        read_lookup, ("lsoa_2011_code", "lsoa_2021_code"), authority=_LA, area="lsoa_2021_code"
    ),
    "postcodes": SourceReader(read_postcodes, ("postcode",), authority=_LA),
    "deprivation_2025": _DEPRIVATION,
    "deprivation_2019": _DEPRIVATION,
    "deprivation_2019_lad": SourceReader(read_district_summaries, (_LA,), authority=_LA),
    "population": SourceReader(read_population, ("lsoa_code",), area="lsoa_code"),
    "population_by_age": SourceReader(read_population_by_age, ("lsoa_code", "age"), area="lsoa_code"),
    "adult_activity": _ACTIVITY,
    "child_activity": _ACTIVITY,
    "walking_cycling": SourceReader(
        read_walking_cycling, ("area_code", "mode", "purpose", "frequency", "period"), authority="area_code"
    ),
    "travel_to_work": SourceReader(read_travel_to_work, ("lsoa_code", "mode"), area="lsoa_code"),
    "rural_urban": SourceReader(read_rural_urban, ("lsoa_code",), area="lsoa_code"),
    "schools": SourceReader(read_schools, ("urn",)),
    "collisions_raster": SourceReader(read_casualties_raster, ("easting_m", "northing_m", "year")),
    "collisions": SourceReader(read_collisions, ("collision_id",), authority=_LA),
    "casualties": SourceReader(read_casualties, ("collision_id", "casualty_reference")),
    "vehicles": SourceReader(read_vehicles, ("collision_id", "vehicle_reference")),
    "green_space": SourceReader(read_green_space, ("feature_id",)),
    "gp_practices": SourceReader(read_gp_practices, ("ods_id",)),
    "pharmacies": SourceReader(read_pharmacies, ("ods_id",)),
    "car_availability": SourceReader(read_car_availability, ("lsoa_code",), area="lsoa_code"),
    "population_raster": SourceReader(read_population_raster, ("easting_m", "northing_m")),
    "traffic_counts": SourceReader(read_traffic_counts, ("count_id", "counted_on")),
    "footway_widths": SourceReader(read_footway_widths, ("row_id",)),
    "measured_speeds": SourceReader(read_measured_speeds, ("site_id", "measured_on")),
    "zones_20mph": SourceReader(read_zones_20mph, ("row_id",)),
    "route_surveys": SourceReader(read_route_surveys, ("row_id", "attribute", "surveyed_on")),
    "school_flows": SourceReader(read_school_flows, ("lsoa_code", "urn")),
}
"""The reader of each catalogue key that is read."""


def load_source(
    key: str, sources_dir: Path, study_area: StudyArea, reference: frozenset[str] | None = None
) -> pd.DataFrame:
    """Return the validated table `source_<key>` of the study area, from all matching files in its folder.

    `reference` holds the codes that the table should cover (LSOAs of 2021 or 2011, or wards, as its geography says);
    rows of other LSOAs are left out where the table has no authority codes. `attrs["source"]` of the table says what
    was read: key, state, files, sha256, rows and, in words, what was mended.
    Raises the `EvengroundError` that fits: the file missing or damaged, a column missing, rows in conflict, or codes
    of another vintage.
    """
    source, reader = load_catalogue()[key], READERS[key]
    paths = find_files(source, sources_dir)
    files = [path.name for path in paths]
    parts = [_read(reader, path, source, study_area) for path in paths]
    together = pd.concat(parts, ignore_index=True)
    local = _restricted(together, reader, reference)
    distinct = without_repeats(local, list(reader.keys), source, files)
    _check(distinct, reader, study_area, reference, source, files)
    table = validate(f"source_{key}", conform(f"source_{key}", distinct))
    remarks = _remarks(paths, parts, repeats=len(local) - len(distinct))
    table.attrs = {"source": source_report(key, "read", paths, len(table), remarks)}
    return table


def load_source_or_gap(
    key: str, sources_dir: Path, study_area: StudyArea, reference: frozenset[str] | None = None
) -> pd.DataFrame:
    """Return `load_source`, or the empty table where an optional source is missing or invalid.

    The state in `attrs["source"]` is then `missing` or `invalid`, and the message is that of the error. A source that
    is required raises.
    """
    return table_or_gap(key, sources_dir, lambda: load_source(key, sources_dir, study_area, reference))


def _read(reader: SourceReader, path: Path, source: Source, study_area: StudyArea) -> pd.DataFrame:
    try:
        return reader.read(path, source, study_area)
    except OSError as error:
        raise SourceFileError(f"{named(source, path)}: the file cannot be opened ({error})") from error


def _restricted(frame: pd.DataFrame, reader: SourceReader, reference: frozenset[str] | None) -> pd.DataFrame:
    """Shrink a national table to the reference; one with authority codes was cut by its reader."""
    if reference is None or reader.area is None or reader.authority is not None:
        return frame
    return frame[frame[reader.area].isin(reference)]


def _check(
    frame: pd.DataFrame,
    reader: SourceReader,
    study_area: StudyArea,
    reference: frozenset[str] | None,
    source: Source,
    files: list[str],
) -> None:
    if reader.authority is not None:
        coverage.require_authorities(frame, reader.authority, study_area, source, files)
    if reference is not None and reader.area is not None:
        coverage.require_coverage(frame, reader.area, reference, source, files)
        # best fit may leave a ward without LSOAs, so wards may know more than their reference
        if source.geography != "ward":
            coverage.require_known(frame, reader.area, reference, source, files)
    coverage.require_codes(frame, source, files)
    if reader.check is not None:
        reader.check(frame, source)


def _remarks(paths: list[Path], parts: list[pd.DataFrame], repeats: int) -> str:
    """Return in words what was mended, and what could not be judged."""
    remarks = [
        f"{part.attrs['mended']} ({path.name})"
        for path, part in zip(paths, parts, strict=True)
        if "mended" in part.attrs
    ]
    if repeats:
        remarks.append(f"{repeats} repeated rows left out")
    remarks += [
        f"{path.name} does not end in a line break: check that its last line is complete"
        for path in paths
        if path.suffix.lower() == ".csv" and not is_gzip(path) and has_open_end(path)
    ]
    return "; ".join(remarks)
