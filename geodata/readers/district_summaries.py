"""Indices of Deprivation 2019, File 10: published summaries of districts."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.errors import MissingColumnError
from geodata.readers.headers import match_columns
from geodata.readers.numbers import as_numbers
from geodata.readers.spreadsheet import read_tables
from geodata.study_area import StudyArea


def read_district_summaries(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return average rank and average score of the index with their ranks, for all districts of England."""
    sheets = read_tables(path, source, anchor=source.columns["local_authority_code"][0])
    text = _chosen(list(sheets.values()), source, path)
    districts = text[text["local_authority_code"].str.fullmatch(r"E\d{8}")]  # below the table stand notes
    figures = [name for name in source.columns if name != "local_authority_code"]
    return as_numbers(districts, figures, source, path, may_be_missing=False)


def _chosen(sheets: list[pd.DataFrame], source: Source, path: Path) -> pd.DataFrame:
    """Return the wanted columns of the sheet that has them: every domain has a sheet of the same shape."""
    problems = []
    for sheet in sheets:
        try:
            places = match_columns(source, list(sheet.columns), path)
        except MissingColumnError as error:
            problems.append(error)
        else:
            return sheet.iloc[:, list(places.values())].set_axis(list(places), axis=1)
    raise problems[0]
