"""Pupils by home area and school, as counted: the open twin of the Department for Education's restricted table."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.readers.authority_values import refuse, require_range
from geodata.readers.delimited import read_columns
from geodata.readers.numbers import as_numbers
from geodata.study_area import StudyArea

_MOST_PUPILS = 10_000.0


def read_school_flows(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return pupils by LSOA of the home and URN of the school.

    Raises `SourceFileError` naming the line of a URN that is no number, or of pupils that are missing, withheld,
    negative or no number: a withheld count is not zero, and the model must not take it for one.
    """
    text = read_columns(path, source)
    is_number = text["urn"].str.fullmatch(r"\d{5,7}")
    if not is_number.all():
        refuse(text.loc[~is_number, "urn"], "not a school's URN of six digits", source, path)
    counted = as_numbers(text, ["pupils"], source, path, may_be_missing=False)
    return require_range(counted, "pupils", 0.0, _MOST_PUPILS, source, path)
