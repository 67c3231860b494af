"""Whether the files of a folder speak of the same areas: by their codes, not by the year in a name."""

from collections.abc import Mapping
from pathlib import Path

from geodata.catalogue import Geography, Source, read_sources
from geodata.errors import EvengroundError, SourceMissingError
from geodata.readers.loading import READERS, load_source
from geodata.study_area import StudyArea

REFERENCES: Mapping[Geography, tuple[str, str]] = {
    "lsoa_2021": ("lsoa_ward_lookup", "lsoa_code"),
    "ward": ("lsoa_ward_lookup", "ward_code"),
    "lsoa_2011": ("lsoa_2011_2021_lookup", "lsoa_2011_code"),
}
"""What a table's codes are held against, by its geography: the source and its column."""
_OF_AREAS: tuple[Geography, ...] = ("ward", "lsoa_2021", "lsoa_2011", "local_authority")


def reference_of(source: Source) -> tuple[str, str] | None:
    """Return the source and column that a source's codes are held against; none for the reference itself."""
    reference = REFERENCES.get(source.geography)
    return None if source.key == "lsoa_ward_lookup" else reference


def unusable(sources_dir: Path, study_area: StudyArea) -> dict[str, EvengroundError]:
    """Return the sources of areas whose files are there but cannot be read as the study area's, each with its error.

    A `VintageError` among them is a clash of vintages: fewer than 99 % of the codes match.
    """
    codes = {place: _codes(place, sources_dir, study_area) for place in REFERENCES.values()}
    found = {}
    for source in read_sources():
        if source.geography in _OF_AREAS and source.key in READERS and (sources_dir / source.key).is_dir():
            reference = reference_of(source)
            try:
                load_source(source.key, sources_dir, study_area, codes[reference] if reference else None)
            except SourceMissingError:
                continue
            except EvengroundError as error:
                found[source.key] = error
    return found


def _codes(place: tuple[str, str], sources_dir: Path, study_area: StudyArea) -> frozenset[str] | None:
    """Return the codes of a reference; one that is itself missing or unusable cannot refuse anything."""
    key, column = place
    try:
        return frozenset(load_source(key, sources_dir, study_area)[column]) or None
    except EvengroundError:
        return None
