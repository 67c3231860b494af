"""Rural Urban Classification of LSOAs: which side each one is on, and its class."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.delimited import read_columns
from geodata.source_files import named
from geodata.study_area import StudyArea

# a class is named after its settlements, then after its access to towns: "Smaller rural: Nearer to a major ..."
_SIDE_IN = {"rural_urban": r"^(rural|urban)$", "rural_urban_class": r"^(?:larger |smaller )?(rural|urban)\b"}


def read_rural_urban(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return `rural_urban` ("rural" or "urban") and `rural_urban_class` by LSOA 2021.

    The publisher's flag decides; in a file without it, the beginning of the class's name.
    Raises `SourceFileError` naming column, value and line where what decides speaks of neither side.
    """
    text = read_columns(path, source)
    column = "rural_urban" if "rural_urban" in text else "rural_urban_class"
    side = text[column].str.casefold().str.extract(_SIDE_IN[column], expand=False)
    if side.isna().any():
        raise _unknown(text.loc[side.isna(), column], path, source)
    return text.assign(rural_urban=side)


def _unknown(values: pd.Series, path: Path, source: Source) -> SourceFileError:
    published = (source.columns | source.optional_columns)[str(values.name)][0]
    more = f" and {len(values) - 1} more" if len(values) > 1 else ""
    return SourceFileError(
        f"{named(source, path)}: column {published}, line {values.index[0]}, says {values.iloc[0]!r}{more}, which is "
        f"neither rural nor urban. Mend the file or get it again from {source.landing_page}"
    )
