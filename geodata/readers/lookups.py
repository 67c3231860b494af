"""Lookups of the Office for National Statistics: which area belongs to which."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.readers.authorities import within_study_area
from geodata.readers.delimited import read_columns
from geodata.study_area import StudyArea


def read_lookup(path: Path, source: Source, study_area: StudyArea) -> pd.DataFrame:
    """Return a lookup's rows in the study area, all columns text."""
    return within_study_area(read_columns(path, source), "local_authority_code", study_area)
