"""STATS19 collisions of the study area: when, where, how severe."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.authorities import within_study_area
from geodata.readers.delimited import read_columns
from geodata.readers.numbers import as_numbers
from geodata.readers.stats19_codes import (
    HUMAN_CONTROL,
    MOTORWAY,
    PEDESTRIAN_CROSSING,
    PHYSICAL_FACILITIES,
    SEVERITY,
    column,
    in_words,
)
from geodata.schemas import conform
from geodata.source_files import named
from geodata.study_area import StudyArea

_COORDINATES = ["easting_m", "northing_m"]


def read_collisions(path: Path, source: Source, study_area: StudyArea) -> pd.DataFrame:
    """Return the collisions in the study area's authorities, by the authority that the police recorded.

    Collisions without coordinates are left out and counted in `attrs["mended"]`. Those just over the border are not
    read: streets of schools on the edge are counted on our side only. `adjusted_serious` is the publisher's
    probability that the collision would count as serious wherever severity is recorded by injury; null where not given.
    Raises `SourceFileError` for a date that is not DD/MM/YYYY.
    """
    text = within_study_area(read_columns(path, source), "local_authority_code", study_area)
    text = text.assign(adjusted_serious=column(text, "adjusted_serious"))
    numbers = as_numbers(text, [*_COORDINATES, "adjusted_serious"], source, path)
    is_located = (numbers[_COORDINATES] > 0).all(axis=1)  # -1 or blank where the place is not known
    located = numbers[is_located]
    dates = _dates(located["date"], named(source, path))
    collisions = located.assign(
        year=dates.dt.year,
        date=dates.dt.strftime("%Y-%m-%d"),
        time=located["time"].where(located["time"].str.fullmatch(r"[0-2]\d:[0-5]\d")),
        severity=in_words(located["severity"], SEVERITY),
        adjusted_serious=located["adjusted_serious"].where(located["adjusted_serious"] >= 0),
        is_motorway=column(located, "first_road_class").isin(MOTORWAY),
        pedestrian_crossing=_pedestrian_crossing(located),
    )
    table = conform("source_collisions", collisions)
    if not is_located.all():
        table.attrs["mended"] = f"{(~is_located).sum()} collisions without coordinates left out"
    return table


def _dates(text: pd.Series, place: str) -> pd.Series:
    dates = pd.to_datetime(text, format="%d/%m/%Y", errors="coerce")
    wrong = text[dates.isna()]
    if len(wrong):
        raise SourceFileError(
            f"{place}: the date in column date, line {wrong.index[0]}, is {wrong.iloc[0]!r}, not DD/MM/YYYY. "
            "Mend the file or get it again"
        )
    return dates


def _pedestrian_crossing(text: pd.DataFrame) -> pd.Series:
    """Return the facility by the new field or, where that says nothing, by the two old ones: a patrol comes first."""
    new = in_words(column(text, "pedestrian_crossing"), PEDESTRIAN_CROSSING)
    human = in_words(column(text, "human_control"), HUMAN_CONTROL)
    physical = in_words(column(text, "physical_facilities"), PHYSICAL_FACILITIES)
    return new.fillna(human.where(human != "none").fillna(physical))
