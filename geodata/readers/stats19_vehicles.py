"""STATS19 vehicles whose driver or rider was on a journey to or from school."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.readers.delimited import read_columns
from geodata.readers.stats19_codes import SCHOOL_JOURNEY, column, in_words
from geodata.schemas import conform
from geodata.study_area import StudyArea

_UNTIL_2023 = {code: words for code, words in SCHOOL_JOURNEY.items() if code in ("3", "4")}


def read_vehicles(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return the vehicles that were said to be on a journey to or from school or other education; all others are left.

    The purpose of most journeys is not known to the police, so that these are the least there were. Where the old
    field says more (taking a pupil, pupil riding) than the new one (education), it is kept.
    """
    text = read_columns(path, source)
    old = in_words(column(text, "purpose_until_2023"), _UNTIL_2023)
    purpose = old.fillna(in_words(text["purpose"], SCHOOL_JOURNEY))
    return conform("source_vehicles", text.assign(journey_purpose=purpose)[purpose.notna()])
