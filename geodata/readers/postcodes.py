"""The ONS Postcode Directory: live small-user postcodes and where they lie."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.readers.authorities import within_study_area
from geodata.readers.delimited import read_columns
from geodata.readers.numbers import as_numbers
from geodata.study_area import StudyArea

_SMALL_USER = "0"  # large users are single organisations: nobody lives there
_COORDINATES = ["easting_m", "northing_m"]


def read_postcodes(path: Path, source: Source, study_area: StudyArea) -> pd.DataFrame:
    """Return postcodes, authority and coordinates in metres (EPSG:27700).

    Terminated and large-user postcodes are left out where the file tells them; those without coordinates are left
    out and counted.
    """
    text = within_study_area(read_columns(path, source), "local_authority_code", study_area)
    if "terminated" in text:
        text = text[text["terminated"] == ""]
    if "user_type" in text:
        text = text[text["user_type"] == _SMALL_USER]
    located = as_numbers(text, _COORDINATES, source, path).dropna(subset=_COORDINATES)
    frame = located.assign(postcode=with_one_space(located["postcode"]))
    if lost := len(text) - len(frame):
        frame.attrs["mended"] = f"{lost} postcodes without coordinates left out"
    return frame


def with_one_space(postcode: pd.Series) -> pd.Series:
    """Return postcodes with one space before the last three characters; blank stays blank.

    >>> with_one_space(pd.Series(["L1  0AA", "LE150AA", "ch1 1aa", ""], dtype="string")).tolist()
    ['L1 0AA', 'LE15 0AA', 'CH1 1AA', '']
    """
    packed = postcode.str.replace(" ", "").str.upper()
    return (packed.str.slice(stop=-3) + " " + packed.str.slice(start=-3)).str.strip()
