"""Measured speeds: sites with the 85th percentile speed of traffic."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.readers.authority_values import column, past_dates, require_range, with_places
from geodata.readers.delimited import read_columns
from geodata.readers.numbers import as_numbers
from geodata.study_area import StudyArea

SLOWEST_MPH, FASTEST_MPH = 3.0, 120.0
"""An 85th percentile outside this is no speed of traffic in miles per hour."""


def read_measured_speeds(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return sites with place, 85th percentile and mean speed in miles per hour, date and OpenStreetMap way.

    Raises `SourceFileError` naming the line of a speed, place or date that is missing or cannot be.
    """
    text = with_places(read_columns(path, source), source, path)
    measured = as_numbers(text, ["speed_85_mph"], source, path, may_be_missing=False)
    averaged = as_numbers(measured.assign(mean_mph=column(text, "mean_mph")), ["mean_mph"], source, path)
    for name in ("speed_85_mph", "mean_mph"):
        require_range(averaged, name, SLOWEST_MPH, FASTEST_MPH, source, path)
    return averaged.assign(measured_on=past_dates(column(text, "measured_on"), source, path))
