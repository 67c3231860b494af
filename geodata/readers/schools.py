"""Get Information about Schools: open schools and where they are. Columns about persons are never read."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.delimited import read_columns
from geodata.readers.numbers import as_numbers
from geodata.readers.postcodes import with_one_space
from geodata.source_files import named
from geodata.study_area import StudyArea

_OPEN = ("open", "open, but proposed to close")
_NEW_SPELLINGS = {"16 Plus": "16 plus", "All Through": "All-through"}
_COORDINATES = ["easting_m", "northing_m"]


def read_schools(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return open schools with their type, phase, ages, pupils and coordinates in metres (EPSG:27700).

    The register has no reliable code of today's authority: all its schools come, and a spatial join chooses.
    """
    text = read_columns(path, source)
    is_open = text["status"].str.casefold().isin(_OPEN)
    if not is_open.any():
        statuses = ", ".join(sorted(text["status"].unique())[:5])
        raise SourceFileError(f"{named(source, path)}: no open school; column EstablishmentStatus holds {statuses}")
    schools = as_numbers(text[is_open], ["low_age", "high_age", "pupils", *_COORDINATES], source, path)
    is_located = (schools[_COORDINATES] > 0).all(axis=1)  # the register writes 0 where it knows no place
    return schools.assign(
        phase=schools["phase"].replace(_NEW_SPELLINGS),
        postcode=with_one_space(schools["postcode"]),
        **{column: schools[column].where(is_located) for column in _COORDINATES},
    )
