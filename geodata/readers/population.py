"""Residents by LSOA: the Census total, and single years of age."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.errors import MissingColumnError, SourceFileError
from geodata.readers.delimited import read_columns
from geodata.readers.numbers import as_numbers
from geodata.source_files import named
from geodata.study_area import StudyArea

_OLDEST = 90
_AGES = [*(str(age) for age in range(_OLDEST)), f"{_OLDEST}+"]


def read_population(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return usual residents by LSOA."""
    return as_numbers(read_columns(path, source), ["residents"], source, path, may_be_missing=False)


def read_population_by_age(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return people by LSOA and single year of age; the publisher's `90+` is age 90.

    Raises `MissingColumnError` if an age has no column, `SourceFileError` if the ages of a row do not add up to the
    publisher's total, as in a damaged file.
    """
    text = read_columns(path, source, others=r"\d{1,2}|90\+")
    if absent := [age for age in _AGES if age not in text]:
        raise MissingColumnError(
            f"{named(source, path)}: no column for the ages {', '.join(absent)}; get the file again"
        )
    wide = as_numbers(text, ["all_ages", *_AGES], source, path, may_be_missing=False)
    _require_sums(wide, source, path)
    ages = {name: int(name.rstrip("+")) for name in _AGES}
    return wide.rename(columns=ages).melt("lsoa_code", list(ages.values()), "age", "residents")


def _require_sums(wide: pd.DataFrame, source: Source, path: Path) -> None:
    total = wide[_AGES].sum(axis=1)
    wrong = wide.index[(total - wide["all_ages"]).abs() > 0.5]
    if len(wrong):
        line = wrong[0]
        raise SourceFileError(
            f"{named(source, path)}: line {line}: the ages add up to {total[line]:.0f}, but column All Ages says "
            f"{wide.loc[line, 'all_ages']:.0f}; the file is damaged, get it again"
        )
