"""Census table TS061, method of travel to work, in the layout of the bulk download."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.readers.delimited import read_columns
from geodata.readers.numbers import as_numbers
from geodata.study_area import StudyArea


def read_travel_to_work(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return people in employment by LSOA and mode, with the total of all modes beside each."""
    modes = [name for name in source.columns if name not in {"lsoa_code", "total"}]
    wide = as_numbers(read_columns(path, source), ["total", *modes], source, path)
    return wide.melt(["lsoa_code", "total"], modes, "mode", "people")
