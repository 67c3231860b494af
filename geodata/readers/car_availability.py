"""Census table TS045, cars and vans of households, in the layout of the bulk download."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.delimited import read_columns
from geodata.readers.numbers import as_numbers
from geodata.source_files import named
from geodata.study_area import StudyArea

_COUNTS = ["households", "no_car_households"]


def read_car_availability(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return households, and those without a car or van, by LSOA.

    Raises `SourceFileError` if an LSOA has more households without a car than households, as in a damaged file.
    """
    counts = as_numbers(read_columns(path, source), _COUNTS, source, path, may_be_missing=False)
    too_many = counts.index[counts["no_car_households"] > counts["households"]]
    if len(too_many):
        line = too_many[0]
        raise SourceFileError(
            f"{named(source, path)}: line {line}: {counts.loc[line, 'no_car_households']:.0f} households without a car "
            f"of {counts.loc[line, 'households']:.0f}; the file is damaged, get it again"
        )
    return counts
